// No exception crosses into SQLite: each kind, thrown from each kind of callback, is a clean error
// that leaves the connection alive and no object behind.
#include <gtest/gtest.h>

#include <string>

#include "tests/sqlite/connection.h"

namespace tamis::sqlite_tests {
namespace {

struct Fault {
  const char* how;
  int code;
  const char* text;
};

constexpr Fault kFaults[] = {
    {"error", SQLITE_ERROR,
     "the fault asked for\nDETAIL:  It was thrown on purpose.\nHINT:  Ask for \"none\"."},
    {"std", SQLITE_ERROR, "a standard exception"},
    {"int", SQLITE_ERROR, "unknown C++ exception"},
    {"bad_alloc", SQLITE_NOMEM, "out of memory"},
    {"length", SQLITE_TOOBIG, "string or blob too big"},
};

// Each with the fault's name in the place of '%'.
constexpr const char* kStatements[] = {
    "select tamis_fault_scalar('%')",
    "select tamis_fault_scalar(column1) from (values ('none'), ('%'), ('none'))",
    "select tamis_fault_step('%')",
    "select g, tamis_fault_step(how) from (select 1 as g, 'none' as how union all "
    "select 2, 'none' union all select 2, '%') group by g",
    "select tamis_fault_final('%')",
    "select * from tamis_fault_rows('%')",
    "select a.n, b.n from tamis_fault_rows('none') as a, tamis_fault_rows('%') as b",
    "select tamis_fault_action('%', 'create table made(a)')",
    "select tamis_fault_action('%', 'select 1 union all select 2')",
};

std::string with(std::string sql, const char* how) { return sql.replace(sql.find('%'), 1, how); }

class Boundary : public testing::Test {
 protected:
  void expect_alive() {
    EXPECT_EQ(faults.run("select tamis_fault_live()"), rows("0"));
    EXPECT_EQ(faults.run("select name from sqlite_schema"), rows(""));
    EXPECT_NE(sqlite3_get_autocommit(faults.db()), 0);
    EXPECT_EQ(sqlite3_next_stmt(faults.db(), nullptr), nullptr);
  }

  Connection faults{TAMIS_FAULTS};
};

TEST_F(Boundary, TurnsEveryExceptionIntoAnError) {
  for (const char* sql : kStatements) {
    for (const Fault& fault : kFaults) {
      SCOPED_TRACE(with(sql, fault.how));
      EXPECT_EQ(faults.run(with(sql, fault.how)), (Outcome{fault.code, fault.text}));
      expect_alive();
    }
  }
}

TEST_F(Boundary, PassesWhatDoesNotFail) {
  EXPECT_EQ(faults.run("select tamis_fault_scalar('none')"), rows("none"));
  EXPECT_EQ(faults.run("select tamis_fault_final('none')"), rows("none"));
  EXPECT_EQ(faults.run("select typeof(tamis_fault_step('none'))"), rows("blob"));
  EXPECT_EQ(faults.run("select * from tamis_fault_rows('none')"), rows("1|none;2|none;3|none"));
  EXPECT_EQ(faults.run("select tamis_fault_action('none', 'select 1 union all select 2')"),
            rows("{\"rows\": 2}"));
  expect_alive();
}

TEST_F(Boundary, FreesTheCursorThatIsLeftEarly) {
  EXPECT_EQ(faults.run("select n from tamis_fault_rows('error') limit 2"), rows("1;2"));
  EXPECT_EQ(faults.run("select max(n) from (select n from tamis_fault_rows('error') limit 3)"),
            rows("3"));
  expect_alive();
}

TEST_F(Boundary, KeepsTheEnginesOwnErrors) {
  ASSERT_EQ(faults.run("create temp table t(a integer primary key, b check (b > 0))"), rows(""));
  ASSERT_EQ(faults.run("insert into t values (1, 1)"), rows(""));
  const struct {
    const char* sql;
    int code;
    const char* text;
  } cases[] = {
      {"insert into t values (1, 1)", SQLITE_CONSTRAINT_PRIMARYKEY,
       "UNIQUE constraint failed: t.a"},
      {"insert into t values (2, 0)", SQLITE_CONSTRAINT_CHECK, "CHECK constraint failed: b > 0"},
      {"insert into nowhere values (1)", SQLITE_ERROR, "no such table: nowhere"},
      {"selec", SQLITE_ERROR, "near \"selec\": syntax error"},
      {"select abs(-9223372036854775808)", SQLITE_ERROR, "integer overflow"},
      {"select zeroblob(2000000000)", SQLITE_TOOBIG, "string or blob too big"},
      {"select tamis_fault_scalar(''std'')", SQLITE_ERROR, "a standard exception"},
      {"vacuum", SQLITE_ERROR, "cannot VACUUM from within a transaction"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.sql);
    EXPECT_EQ(faults.run("select tamis_fault_action('none', '" + std::string(c.sql) + "')"),
              (Outcome{c.code, c.text}));
    expect_alive();
  }
  EXPECT_EQ(faults.run("select * from t"), rows("1|1"));
}

TEST_F(Boundary, UndoesWhatAFailedActionDid) {
  ASSERT_EQ(faults.run("create temp table t(a)"), rows(""));
  for (const char* how : {"error", "bad_alloc", "undo"}) {
    faults.run("select tamis_fault_action('" + std::string(how) + "', 'insert into t values (1)')");
    EXPECT_EQ(faults.run("select count(*) from t"), rows("0")) << how;
    expect_alive();
  }
}

TEST_F(Boundary, KeepsTheCallersTransaction) {
  ASSERT_EQ(faults.run("create temp table t(a)"), rows(""));
  ASSERT_EQ(faults.run("begin"), rows(""));
  ASSERT_EQ(faults.run("insert into t values ('before')"), rows(""));
  EXPECT_EQ(faults.run("select tamis_fault_action('error', 'insert into t values (''in'')')").code,
            SQLITE_ERROR);
  EXPECT_EQ(sqlite3_get_autocommit(faults.db()), 0);
  ASSERT_EQ(faults.run("commit"), rows(""));
  EXPECT_EQ(faults.run("select a from t"), rows("before"));
}

TEST_F(Boundary, RefusesAnActionInsideAStatementThatWrites) {
  ASSERT_EQ(faults.run("create temp table t(a)"), rows(""));
  const Outcome refused{SQLITE_ERROR,
                        "tamis_fault_action must be called in a SELECT of its own\n"
                        "HINT:  It can't be part of an INSERT, UPDATE or DELETE."};
  EXPECT_EQ(faults.run("insert into t select tamis_fault_action('none', 'select 1')"), refused);
  EXPECT_EQ(faults.run("insert into t values (tamis_fault_action('none', 'select 1'))"), refused);
  EXPECT_EQ(faults.run("select count(*) from t"), rows("0"));
  expect_alive();
}

TEST_F(Boundary, StopsAtTheHeapLimit) {
  const sqlite3_int64 before = sqlite3_hard_heap_limit64(sqlite3_memory_used() + 8'000'000);
  EXPECT_EQ(faults.run("select tamis_fault_action('none', 'select group_concat(i, hex(zeroblob("
                       "1000))) from (with recursive n(i) as (select 1 union all select i + 1 "
                       "from n limit 100000) select i from n)')"),
            (Outcome{SQLITE_NOMEM, "out of memory"}));
  sqlite3_hard_heap_limit64(before);
  expect_alive();
}

}  // namespace
}  // namespace tamis::sqlite_tests
