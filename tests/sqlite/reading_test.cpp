// SQL that users wrote: SQLite itself refuses what would write, and the connection is as before.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

#include "tests/sqlite/connection.h"

namespace tamis::sqlite_tests {
namespace {

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

Outcome failed(const std::string& words) {
  return rows(R"({"left": 3, "error": ")" + words + R"(", "written": 3})");
}

// A function of an application that writes on the connection it is called on.
void write(sqlite3_context* context, int, sqlite3_value** values) {
  sqlite3* const db = sqlite3_context_db_handle(context);
  const auto* const sql = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
  if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    sqlite3_result_error(context, sqlite3_errmsg(db), -1);
  }
}

class Reading : public testing::Test {
 protected:
  void SetUp() override {
    sqlite3_create_function_v2(faults.db(), "writes", 1, SQLITE_UTF8, nullptr, write, nullptr,
                               nullptr, nullptr);
    for (const char* sql : {"create table t(a)", "insert into t values (1), (2), (3)",
                            "create table \"odd \"\"name\"(a)"}) {
      ASSERT_EQ(faults.run(sql), rows("")) << sql;
    }
  }

  void TearDown() override {
    EXPECT_EQ(faults.run("pragma query_only"), rows("0"));
    EXPECT_EQ(faults.run("select tamis_fault_live()"), rows("0"));
    EXPECT_EQ(faults.run("select count(*) from t"), rows("3"));
    EXPECT_EQ(sqlite3_next_stmt(faults.db(), nullptr), nullptr);
  }

  Outcome reading(const std::string& as, const std::string& text) {
    return faults.run("select tamis_probe_reading('t', '" + as + "', " + quoted(text) + ")");
  }
  Outcome condition(const std::string& text) { return reading("condition", text); }
  Outcome query(const std::string& text) { return reading("query", text); }

  Connection faults{TAMIS_FAULTS};
};

TEST_F(Reading, RunsWhatReads) {
  const Outcome two = rows(R"({"left": 3, "rows": 2, "written": 3})");
  for (const char* text : {"a > 1", "a > 1 -- or not", "a in (2, 3)", "(a > 1) and (a < 9)",
                           "a > (select min(a) from t)"}) {
    EXPECT_EQ(condition(text), two) << text;
  }
  for (const char* text : {"select * from t where a > 1", "values (1), (2)",
                           "with n(i) as (select a from t) select i from n where i > 1 --"}) {
    EXPECT_EQ(query(text), two) << text;
  }
}

TEST_F(Reading, RefusesWhatIsNoCondition) {
  for (const char* text : {"1); DELETE FROM t; --", "1) OR (1", "1 FROM t UNION SELECT 2 --",
                           "a, a", "a AS b", "DISTINCT a", "count(*)", "a > ?1", "missing = 1", "",
                           "*", "a = 1; DROP TABLE t", "row_number() OVER () = 1", "DELETE FROM t",
                           "PRAGMA foreign_keys = 1", "a > 1 /* never closed"}) {
    const Outcome outcome = condition(text);
    EXPECT_TRUE(outcome.text.starts_with(R"({"left": 3, "error": )"))
        << text << " gave " << outcome;
  }
  EXPECT_EQ(faults.run("pragma foreign_keys"), rows("0"));
}

TEST_F(Reading, RefusesStatementsInPlaceOfQueries) {
  for (const char* text :
       {"delete from t", "delete from t returning a", "insert into t values (4)", "drop table t",
        "attach ':memory:' as other", "vacuum", "pragma writable_schema = 1", "begin", "commit",
        "explain select 1", "select 1; delete from t", "select 1) as q; delete from t; --",
        "select 1); pragma foreign_keys = 1; select * from (select 2", "select ?1", "", "-- none",
        "with gone as (delete from t returning a) select * from gone"}) {
    const Outcome outcome = query(text);
    EXPECT_TRUE(outcome.text.starts_with(R"({"left": 3, "error": )"))
        << text << " gave " << outcome;
  }
  EXPECT_EQ(faults.run("pragma foreign_keys"), rows("0"));
  EXPECT_EQ(faults.run("select count(*) from pragma_database_list where name = 'other'"),
            rows("0"));
}

TEST_F(Reading, LetsNoFunctionWrite) {
  const std::string words = "attempt to write a readonly database";
  for (const char* sql : {"delete from t", "create table made(a)", "create temp table made(a)",
                          "insert into t values (4)", "drop table t"}) {
    EXPECT_EQ(condition("writes(" + quoted(sql) + ")"), failed(words)) << sql;
    EXPECT_EQ(query("select writes(" + quoted(sql) + ")"), failed(words)) << sql;
  }
  EXPECT_EQ(query("select tamis_fault_action('none', 'delete from t')"), failed(words));
}

TEST_F(Reading, LetsTheCallerBeAStatementThatWrites) {
  ASSERT_EQ(faults.run("create table log(entry)"), rows(""));
  EXPECT_EQ(faults.run("insert into log select tamis_probe_reading('t', 'condition', 'a > 1') "
                       "from t"),
            rows(""));
  EXPECT_EQ(faults.run("select count(*) from log"), rows("3"));
}

TEST_F(Reading, LeavesTheCallersStatementUpToDate) {
  EXPECT_EQ(faults.run("select tamis_probe_reading('t', 'condition', 'a > x.a') is not null, "
                       "(select count(*) from \"odd \"\"name\" where a is not x.a) from t as x"),
            rows("1|0;1|0;1|0"));
}

TEST_F(Reading, KeepsAConnectionThatOnlyReadsAsItIs) {
  ASSERT_EQ(faults.run("pragma query_only = 1"), rows(""));
  EXPECT_EQ(condition("a > 1").text, "attempt to write a readonly database");
  EXPECT_EQ(faults.run("pragma query_only"), rows("1"));
  ASSERT_EQ(faults.run("pragma query_only = 0"), rows(""));
}

TEST_F(Reading, ReturnsErrorsOfOurs) {
  EXPECT_EQ(reading("fault", "error"), failed(R"(the fault asked for. Ask for \"none\".)"));
  EXPECT_EQ(reading("fault", "length").code, SQLITE_TOOBIG);
  EXPECT_EQ(reading("fault", "bad_alloc").code, SQLITE_NOMEM);
  EXPECT_EQ(reading("fault", "std"), (Outcome{SQLITE_ERROR, "a standard exception"}));
}

TEST_F(Reading, IsInterruptedAndWritesAgain) {
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    sqlite3_interrupt(faults.db());
  });
  EXPECT_EQ(query("with recursive n(i) as (select 1 union all select i + 1 from n) "
                  "select count(*) from n"),
            (Outcome{SQLITE_INTERRUPT, "interrupted"}));
  other.join();
}

}  // namespace
}  // namespace tamis::sqlite_tests
