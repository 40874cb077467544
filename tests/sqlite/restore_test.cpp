// Random tables, randomly changed, come back value by value, or stay as they are where a restore is
// refused: SQLite itself, which prints every value's class and bytes, is the oracle.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include "tests/sqlite/connection.h"

namespace tamis::sqlite_tests {
namespace {

constexpr int kCases = 600;

struct Shape {
  const char* sql;
  std::vector<std::string> columns;  // that can be written
  const char* dump;                  // all of them, with the address where it belongs to the row
};

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> all = {
      {"CREATE TABLE t (a, b TEXT, c INT)", {"a", "b", "c"}, "rowid, a, b, c"},
      {"CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE, c)", {"a", "b", "c"}, "a, b, c"},
      {"CREATE TABLE t (a TEXT COLLATE NOCASE, b, c, PRIMARY KEY (a)) WITHOUT ROWID",
       {"a", "b", "c"},
       "a, b, c"},
      {"CREATE TABLE t (a, b NOT NULL, c, UNIQUE (b))", {"a", "b", "c"}, "a, b, c"},
      {"CREATE TABLE t (a TEXT PRIMARY KEY, b, c NUMERIC)", {"a", "b", "c"}, "rowid, a, b, c"},
      {"CREATE TABLE t (a ANY, b TEXT, c ANY NOT NULL, PRIMARY KEY (c, b)) STRICT",
       {"a", "b", "c"},
       "a, b, c"},
      {"CREATE TABLE t (rowid, b, c, d GENERATED ALWAYS AS (b || c) STORED)",
       {"rowid", "b", "c"},
       "rowid, b, c, d"},
      {"CREATE TABLE t (a INT, b REFERENCES t (c), c UNIQUE NOT NULL)", {"a", "b", "c"}, "a, b, c"},
      {"CREATE TABLE t (a \"CHECK (0)\", b UNIQUE NOT NULL, c UNIQUE)", {"a", "b", "c"}, "a, b, c"},
  };
  return all;
}

constexpr std::array<const char*, 17> kValues = {"NULL", "0",
                                                 "1",    "1.0",
                                                 "'1'",  "'01'",
                                                 "''",   "' '",
                                                 "'a'",  "'A'",
                                                 "'é'",  "x'61'",
                                                 "x''",  "4611686018427387904",
                                                 "-1.5", "char(97, 0, 98)",
                                                 "'xyz'"};

class RandomTable {
 public:
  explicit RandomTable(unsigned seed)
      : random_(seed), shape_(shapes()[static_cast<std::size_t>(below(shapes().size()))]) {
    must(shape_.sql);
    if (below(2) == 0) must("PRAGMA foreign_keys = 1");
    insert(below(12));
  }

  Outcome run(const std::string& sql) { return connection_.run(sql); }

  void change() {
    for (std::size_t n = below(8); n > 0; --n) {
      const std::string where = " WHERE " + column() + " IS " + value();
      switch (below(4)) {
        case 0: insert(2); break;
        case 1: (void)run("DELETE FROM t" + where); break;
        default: (void)run("UPDATE t SET " + column() + " = " + value() + where); break;
      }
    }
  }

  std::string dump() {
    std::string values;
    const std::string columns = shape_.dump;
    for (std::size_t from = 0; from < columns.size();) {
      const std::size_t end = std::min(columns.find(',', from), columns.size());
      const std::string name = columns.substr(from, end - from);
      values += (values.empty() ? "" : " || ',' || ") + std::string("typeof(") + name +
                ") || hex(CAST(" + name + " AS BLOB)) || quote(" + name + ")";
      from = end + 2;
    }
    return run("SELECT r FROM (SELECT " + values + " AS r FROM t) ORDER BY r").text;
  }

  void must(const std::string& sql) {
    const Outcome outcome = run(sql);
    ASSERT_EQ(outcome.code, SQLITE_OK) << sql << ": " << outcome.text;
  }

  const char* definition() const { return shape_.sql; }

 private:
  std::size_t below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
  }
  std::string value() { return kValues[below(kValues.size())]; }
  std::string column() { return shape_.columns[below(shape_.columns.size())]; }

  // What the table's own rules refuse is not in it.
  void insert(std::size_t count) {
    for (; count > 0; --count) {
      std::string columns;
      std::string values;
      for (const std::string& name : shape_.columns) {
        columns += (columns.empty() ? "" : ", ") + name;
        values += (values.empty() ? "" : ", ") + value();
      }
      (void)run("INSERT INTO t (" + columns + ") VALUES (" + values + ")");
    }
  }

  std::mt19937 random_;
  const Shape& shape_;
  Connection connection_{TAMIS_MODULE};
};

TEST(Restore, GivesEveryValueBackOrChangesNothing) {
  int restored = 0;
  for (unsigned seed = 0; seed < kCases; ++seed) {
    RandomTable table(seed);
    const std::string before = table.dump();
    table.must(R"(SELECT tamis_snapshot('t', '{"name": "c"}'))");
    table.change();
    const std::string changed = table.dump();
    const Outcome outcome = table.run("SELECT tamis_restore('c')");
    const bool done = outcome.code == SQLITE_OK;
    restored += done ? 1 : 0;
    ASSERT_EQ(table.dump(), done ? before : changed)
        << "seed " << seed << ", " << table.definition() << ": " << outcome.text;
  }
  // Refused are those that change places under two unique indexes, and little else.
  EXPECT_GT(restored, kCases * 9 / 10);
}

TEST(Restore, MakesADroppedTableAgain) {
  for (unsigned seed = 0; seed < kCases / 4; ++seed) {
    RandomTable table(seed);
    const std::string before = table.dump();
    table.must(R"(SELECT tamis_snapshot('t', '{"name": "c"}'))");
    table.must("PRAGMA foreign_keys = 0");
    table.must("DROP TABLE t");
    const Outcome outcome = table.run("SELECT tamis_restore('c')");
    ASSERT_EQ(outcome.code, SQLITE_OK) << table.definition() << ": " << outcome.text;
    // Addresses of rows that have a key are made anew.
    if (std::string(table.definition()).find("KEY") == std::string::npos) {
      ASSERT_EQ(table.dump(), before) << "seed " << seed << ", " << table.definition();
    }
  }
}

}  // namespace
}  // namespace tamis::sqlite_tests
