// Which merges SQLite narrows to the rows that may have changed, and that they make what they would
// have made without: the same rows from a query are merged by the plan that narrows nothing.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <random>
#include <stdexcept>
#include <string>

namespace {

class Narrowing : public testing::Test {
 protected:
  Narrowing() {
    check(sqlite3_open(":memory:", &db_));
    check(sqlite3_db_config(db_, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, nullptr));
    check(sqlite3_load_extension(db_, TAMIS_SQLITE_MODULE, nullptr, nullptr));
    check(sqlite3_trace_v2(db_, SQLITE_TRACE_STMT, watch, &narrowed_));
  }
  ~Narrowing() override { sqlite3_close(db_); }

  void run(const std::string& sql) {
    char* message = nullptr;
    const int status = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, &message);
    const std::string text = message != nullptr ? message : "";
    sqlite3_free(message);
    if (status != SQLITE_OK) throw std::runtime_error(text + " in " + sql);
  }

  std::string value(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
      throw std::runtime_error(sqlite3_errmsg(db_));
    }
    std::string out;
    const int status = sqlite3_step(statement);
    if (status == SQLITE_ROW && sqlite3_column_type(statement, 0) != SQLITE_NULL) {
      out = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
    }
    if (status != SQLITE_ROW) out = sqlite3_errmsg(db_);
    sqlite3_finalize(statement);
    return out;
  }

  // The counts of a merge of the table "s" into "t"; the same rows go into "u" as a query.
  std::string merge(const std::string& as_of, const std::string& more = "") {
    const std::string options =
        R"(', '{"key": "k", "deletes": "close", "max_closed": 1, "as_of": ")" + as_of + "\"" +
        more + "}') -> 'counts'";
    narrowed_ = false;
    const std::string counts = value("SELECT tamis_scd2_merge('t', 's" + options);
    was_narrowed_ = narrowed_;
    EXPECT_EQ(counts, value("SELECT tamis_scd2_merge('u', '(select * from s)" + options));
    EXPECT_EQ(value("SELECT count(*) FROM (SELECT * FROM t EXCEPT SELECT * FROM u)"), "0");
    EXPECT_EQ(value("SELECT count(*) FROM (SELECT * FROM u EXCEPT SELECT * FROM t)"), "0");
    EXPECT_EQ(value("SELECT count(*) FROM t"), value("SELECT count(*) FROM u"));
    return counts;
  }

  // Merges 50 rows, changes some of them, merges again: how many versions there are then.
  int versions_after(const std::string& create, const std::string& insert,
                     const std::string& change) {
    run("DROP TABLE IF EXISTS s; DROP TABLE IF EXISTS t; DROP TABLE IF EXISTS u;" + create +
        "; WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) "
        "INSERT INTO s SELECT " +
        insert + " FROM n");
    merge("2024-01-01");
    run(change);
    merge("2024-02-01");
    return std::stoi(value("SELECT count(*) FROM t"));
  }

  static int watch(unsigned, void* seen, void*, void* sql) {
    const std::string text = static_cast<const char*>(sql);
    if (text.find("tamis_changes_") != std::string::npos) *static_cast<bool*>(seen) = true;
    return 0;
  }
  static void check(int status) {
    if (status != SQLITE_OK) throw std::runtime_error(sqlite3_errstr(status));
  }

  sqlite3* db_ = nullptr;
  bool narrowed_ = false;
  bool was_narrowed_ = false;
};

const std::string kChange = "UPDATE s SET v = 'x' WHERE k IN (7, 50)";

TEST_F(Narrowing, TablesWithAKey) {
  for (const std::string create :
       {"CREATE TABLE s (k INTEGER PRIMARY KEY, v TEXT)", "CREATE TABLE s (k INT UNIQUE, v TEXT)",
        "CREATE TABLE s (k BIGINT NOT NULL, rowid TEXT, v TEXT, PRIMARY KEY (k))"}) {
    const bool more = create.find("rowid") != std::string::npos;
    EXPECT_EQ(versions_after(create, more ? "i, 'r', 'a' || i" : "i, 'a' || i", kChange), 52);
    EXPECT_TRUE(was_narrowed_) << create;
  }
}

TEST_F(Narrowing, NewMissingAndComingBack) {
  versions_after("CREATE TABLE s (k INTEGER PRIMARY KEY, v TEXT)", "i * 2, 'a'",
                 "DELETE FROM s WHERE k > 90; INSERT INTO s VALUES (1, 'new'), (200, 'new')");
  EXPECT_TRUE(was_narrowed_);
  run("INSERT INTO s VALUES (94, 'again')");
  merge("2024-03-01");
  EXPECT_TRUE(was_narrowed_);
  run("DELETE FROM s");
  merge("2024-04-01");
  EXPECT_TRUE(was_narrowed_);
  EXPECT_EQ(value("SELECT count(*) FROM t WHERE is_current"), "0");
}

// Where a comparison by the engine could call values equal that row_hash tells apart, or keys.
TEST_F(Narrowing, NotWhatComparesOtherwise) {
  const std::string rows = "i, 'a' || i";
  for (const std::string create : {"CREATE TABLE s (k INTEGER PRIMARY KEY, v)",
                                   "CREATE TABLE s (k INTEGER PRIMARY KEY, v BLOB)",
                                   "CREATE TABLE s (k INTEGER PRIMARY KEY, v TEXT COLLATE NOCASE)",
                                   "CREATE TABLE s (k TEXT COLLATE RTRIM PRIMARY KEY, v TEXT)",
                                   "CREATE TABLE s (k INTEGER, v TEXT)",
                                   "CREATE TABLE s (k TEXT PRIMARY KEY, v TEXT) WITHOUT ROWID"}) {
    EXPECT_EQ(versions_after(create, rows, kChange), 52) << create;
    EXPECT_FALSE(was_narrowed_) << create;
  }
}

TEST_F(Narrowing, NotByAnIndexThatHoldsNoneOrSomeOfTheKey) {
  const std::string table = "CREATE TABLE s (k INT NOT NULL, v TEXT, w INT); ";
  for (const std::string index :
       {"CREATE INDEX i ON s (k)", "CREATE UNIQUE INDEX i ON s (k, v)",
        "CREATE UNIQUE INDEX i ON s (w)", "CREATE UNIQUE INDEX i ON s (k) WHERE w > 0",
        "CREATE UNIQUE INDEX i ON s (k + 0)"}) {
    EXPECT_EQ(versions_after(table + index, "i, 'a' || i, i", kChange), 52) << index;
    EXPECT_FALSE(was_narrowed_) << index;
  }
}

TEST_F(Narrowing, NullKeysAreRefusedAsEver) {
  versions_after("CREATE TABLE s (k TEXT PRIMARY KEY, v TEXT)", "i, 'a' || i", kChange);
  EXPECT_TRUE(was_narrowed_);
  run("INSERT INTO s VALUES (NULL, 'a')");
  EXPECT_NE(merge("2024-03-01").find("NULL in the key"), std::string::npos);
}

TEST_F(Narrowing, HashesOfOtherColumnsAreLookedAt) {
  versions_after("CREATE TABLE s (k INTEGER PRIMARY KEY, v TEXT)", "i, 'a' || i", kChange);
  run("UPDATE t SET row_hash = 'x'; UPDATE u SET row_hash = 'x'");
  EXPECT_NE(merge("2024-03-01").find("50 current versions have a row hash"), std::string::npos);
  EXPECT_FALSE(was_narrowed_);
}

TEST_F(Narrowing, TwoCurrentVersionsAreRefusedAsEver) {
  versions_after("CREATE TABLE s (k INTEGER PRIMARY KEY, v TEXT)", "i, 'a' || i", kChange);
  for (const std::string table : {"t", "u"}) {
    run("DROP INDEX " + table + "_current; INSERT INTO " + table + " SELECT * FROM " + table +
        " WHERE k = 9");
  }
  run("INSERT INTO s VALUES (51, 'new')");
  EXPECT_NE(merge("2024-03-01").find("more than one current version"), std::string::npos);
}

// Every storage class in columns of every affinity, so that a column holds what its type does not
// say: text in a number column, a blob in a text column, numbers that are equal and not alike.
TEST_F(Narrowing, ValuesOfAllClasses) {
  const std::string values[] = {"NULL",
                                "''",
                                "0",
                                "-0.0",
                                "1",
                                "1.0",
                                "'1'",
                                "'1.0'",
                                "'a'",
                                "'A'",
                                "'a '",
                                "x'61'",
                                "x''",
                                "1152921504606846976",
                                "1152921504606846976.0",
                                "9007199254740993",
                                "9007199254740992.0",
                                "1e300",
                                "9e999",
                                "char(0)",
                                "'a' || char(0) || 'b'",
                                "'a' || char(0) || 'c'",
                                "'é'"};
  std::mt19937 random(7);
  const auto any = [&] { return values[random() % std::size(values)]; };
  for (int round = 0; round < 60; ++round) {
    run("DROP TABLE IF EXISTS s; DROP TABLE IF EXISTS t; DROP TABLE IF EXISTS u;"
        "CREATE TABLE s (k INTEGER PRIMARY KEY, a TEXT, b INTEGER, c REAL, d NUMERIC, e BOOLEAN)");
    const auto row = [&](int k) {
      return "(" + std::to_string(k) + ", " + any() + ", " + any() + ", " + any() + ", " + any() +
             ", " + any() + ")";
    };
    for (int k = 0; k < 40; ++k) run("INSERT INTO s VALUES " + row(k));
    merge("2024-01-01");
    for (int step = 2; step < 6; ++step) {
      for (int i = 0; i < 8; ++i) {
        const int k = static_cast<int>(random() % 50);
        run(random() % 5 == 0 ? "DELETE FROM s WHERE k = " + std::to_string(k)
                              : "INSERT OR REPLACE INTO s VALUES " + row(k));
      }
      merge("2024-01-0" + std::to_string(step));
      EXPECT_TRUE(was_narrowed_);
    }
  }
}

}  // namespace
