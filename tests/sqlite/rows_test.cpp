// How a profile knows the rows of a relation: by what it asks SQLite.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/sqlite/connection.h"

namespace tamis::sqlite_tests {
namespace {

// The aggregate over column t in the statements that profiles ran.
class Reads : public testing::Test {
 protected:
  Reads() {
    sqlite3_trace_v2(
        connection.db(), SQLITE_TRACE_STMT,
        [](unsigned, void* self, void*, void* sql) {
          static_cast<Reads*>(self)->remember(static_cast<const char*>(sql));
          return 0;
        },
        this);
  }

  void remember(std::string_view sql) {
    const std::size_t from = sql.find("tamis_sketch");
    if (from == std::string_view::npos || sql.find("tamis_profile") != std::string_view::npos) {
      return;
    }
    read_as = sql.substr(from, sql.find(" FROM ") - from);
  }

  std::string read(const std::string& table, const std::string& definition) {
    EXPECT_EQ(connection.run(definition).code, SQLITE_OK);
    read_as.clear();
    const Outcome outcome = connection.run("select max(row_count) from tamis_profile('" + table +
                                           R"(', '{"columns": ["t"]}'))");
    return outcome.code == SQLITE_OK ? read_as : outcome.text;
  }

  Connection connection{TAMIS_MODULE};
  std::string read_as;
};

TEST_F(Reads, ATableByItsRowid) {
  EXPECT_EQ(read("a", "create table a(t)"), R"(tamis_sketch_at("t", rowid))");
  EXPECT_EQ(read("b", "create table b(id text primary key, t)"), R"(tamis_sketch_at("t", rowid))");
  EXPECT_EQ(read("c", "create temporary table c(t)"), R"(tamis_sketch_at("t", rowid))");
}

TEST_F(Reads, ATableByItsIntegerKey) {
  EXPECT_EQ(read("a", "create table a(\"the id\" integer primary key, t)"),
            R"(tamis_sketch_at("t", "the id"))");
  EXPECT_EQ(read("b", "create table b(t INTEGER PRIMARY KEY)"), R"(tamis_sketch_at("t", "t"))");
}

TEST_F(Reads, AKeyThatMayHoldTextByTheRowid) {
  EXPECT_EQ(read("a", "create table a(id int primary key, t)"), R"(tamis_sketch_at("t", rowid))");
  EXPECT_EQ(read("b", "create table b(id integer primary key desc, t)"),
            R"(tamis_sketch_at("t", rowid))");
  EXPECT_EQ(read("c", "create table c(id integer, k integer, t, primary key (id, k))"),
            R"(tamis_sketch_at("t", rowid))");
}

TEST_F(Reads, AColumnHidesTheRowid) {
  EXPECT_EQ(read("a", "create table a(\"RowId\", t)"), R"(tamis_sketch_at("t", _rowid_))");
  EXPECT_EQ(read("b", "create table b(rowid, _rowid_, t)"), R"(tamis_sketch_at("t", oid))");
  EXPECT_EQ(read("c", "create table c(rowid, _rowid_, oid, t)"), R"(tamis_sketch("t"))");
}

TEST_F(Reads, WhatHasNoRowid) {
  EXPECT_EQ(read("a", "create table a(id integer primary key, t) without rowid"),
            R"(tamis_sketch("t"))");
  EXPECT_EQ(read("v", "create view v as select t from a"), R"(tamis_sketch("t"))");
  EXPECT_EQ(read("(select t from a)", "select 1"), R"(tamis_sketch("t"))");
}

TEST_F(Reads, TheTableOfAnotherSchema) {
  ASSERT_EQ(connection.run("attach ':memory:' as other").code, SQLITE_OK);
  ASSERT_EQ(connection.run("create table a(t) without rowid").code, SQLITE_ERROR);
  ASSERT_EQ(connection.run("create table a(t primary key) without rowid").code, SQLITE_OK);
  EXPECT_EQ(read("other.a", "create table other.a(id integer primary key, t)"),
            R"(tamis_sketch_at("t", "id"))");
  EXPECT_EQ(read("main.a", "select 1"), R"(tamis_sketch("t"))");
}

TEST(SketchAt, TakesAnIntegerOrNull) {
  Connection connection(TAMIS_MODULE);
  EXPECT_EQ(connection.run("select tamis_profile_of(tamis_sketch_at(x, r)) -> 'counts' -> 'rows' "
                           "from (select 'a' as x, 1 as r union all select 'b', null union all "
                           "select null, '7' union all select 'c', 8.0)"),
            rows("4"));
  EXPECT_EQ(
      connection.run("select tamis_sketch_at('a', 'x')"),
      (Outcome{SQLITE_ERROR, "argument \"row\" of tamis_sketch_at must be an integer, not \"x\""}));
  EXPECT_EQ(connection.run("select tamis_sketch_at('a')").code, SQLITE_ERROR);
}

}  // namespace
}  // namespace tamis::sqlite_tests
