// The engine's port over the C API.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/sqlite/connection.h"

namespace tamis::sqlite_tests {
namespace {

class Session : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* sql :
         {"create table Tickets(Id integer primary key, \"odd \"\"name\" text not null, "
          "opened timestamp, cost decimal(9,2), twice as (id * 2), kept as (id * 3) stored, plain)",
          "create view Open as select id, opened, count(*) from tickets",
          "create view broken as select * from gone", "create table \"a.b\"\"c\"(x)",
          "create table \"größe\"(x)", "create table both(in_main)",
          "create temp table both(in_temp)", "create temp table passing(x)",
          "attach ':memory:' as \"Other\"", "create table other.away(x)",
          "create virtual table words using fts5(body)"}) {
      ASSERT_EQ(probe.run(sql), rows("")) << sql;
    }
  }

  Outcome run(const std::string& sql) { return probe.run(sql); }
  // One function of one text.
  Outcome call(const std::string& function, const std::string& argument) {
    std::string quoted;
    for (const char c : argument) quoted += c == '\'' ? "''" : std::string(1, c);
    return run("select probe_" + function + "('" + quoted + "')");
  }
  Outcome relation(const std::string& argument) { return call("relation", argument); }
  static Outcome found(const std::string& form, const std::string& name,
                       const std::string& columns) {
    return rows("{\"form\": \"" + form + "\", \"name\": \"" + name + "\", \"columns\": [" +
                columns + "]}");
  }

  Connection probe{TAMIS_PROBE};
};

constexpr const char* kTicketColumns =
    R"("Id integer key", "odd \"name text not null", "opened timestamp", "cost decimal", )"
    R"("twice unknown", "kept unknown", "plain unknown")";

TEST_F(Session, ResolvesTables) {
  for (const char* name : {"Tickets", "tickets", "main.tickets", "MAIN.TICKETS", "\"tickets\"",
                           "main . Tickets", " \"main\".\"Tickets\" "}) {
    EXPECT_EQ(relation(name), found("table", "main.Tickets", kTicketColumns)) << name;
  }
  EXPECT_EQ(relation("open"),
            found("view", "main.Open", R"("Id integer", "opened timestamp", "count(*) unknown")"));
  EXPECT_EQ(relation("\"a.b\"\"c\""), found("table", R"(main.a.b\"c)", R"("x unknown")"));
  EXPECT_EQ(relation("größe"), found("table", "main.größe", R"("x unknown")"));
  EXPECT_EQ(relation("away"), found("table", "Other.away", R"("x unknown")"));
  EXPECT_EQ(relation("other.AWAY"), found("table", "Other.away", R"("x unknown")"));
  EXPECT_EQ(relation("temp.passing"), found("table", "temp.passing", R"("x unknown")"));
  EXPECT_EQ(relation("words"), found("table", "main.words", R"("body unknown")"));
}

TEST_F(Session, PrefersTemp) {
  EXPECT_EQ(relation("both"), found("table", "temp.both", R"("in_temp unknown")"));
  EXPECT_EQ(relation("main.both"), found("table", "main.both", R"("in_main unknown")"));
}

TEST_F(Session, FindsNothingQuietly) {
  for (const char* name : {"nowhere", "main.nowhere", "nosuch.tickets", "temp.tickets", "a",
                           "tickets'; drop table tickets; --"}) {
    EXPECT_EQ(call("find_table", name), rows("false")) << name;
    EXPECT_EQ(relation(name).code, SQLITE_ERROR) << name;
  }
  EXPECT_EQ(call("find_table", "tickets"), rows("true"));
  EXPECT_EQ(relation("nowhere"),
            (Outcome{SQLITE_ERROR,
                     "table \"nowhere\" does not exist\nHINT:  Name a table or view, or give a "
                     "query in parentheses: (select ...)."}));
}

TEST_F(Session, SaysWhatIsWrongWithAView) {
  EXPECT_EQ(relation("broken"), (Outcome{SQLITE_ERROR, "no such table: main.gone"}));
}

TEST_F(Session, DescribesQueries) {
  EXPECT_EQ(relation("(select id, cost as price, 1 + 1 from tickets)"),
            found("query", ".select id, cost as price, 1 + 1 from tickets",
                  R"("id integer", "price decimal", "1 + 1 unknown")"));
  EXPECT_EQ(relation("(select 1 as x -- a comment)"),
            found("query", ".select 1 as x -- a comment", R"("x unknown")"));
  EXPECT_EQ(relation("(with n(i) as (values (1)) select i from n)"),
            found("query", ".with n(i) as (values (1)) select i from n", R"("i unknown")"));
}

TEST_F(Session, RefusesWhatIsNoQuery) {
  const struct {
    const char* query;
    const char* text;
  } cases[] = {
      {"()", "there is no SQL statement in \"\""},
      {"(-- nothing\n)", "there is no SQL statement in \"-- nothing?\""},
      {"(select 1; select 2)", "near \";\": syntax error"},
      {"(select 1); pragma foreign_keys = 1; select 2 from (select 3)",
       "more than one SQL statement: \"SELECT * FROM (?select 1); pragma foreign_keys = 1; select "
       "2 fro...\""},
      {"(select 1); drop table tickets; --)",
       "more than one SQL statement: \"SELECT * FROM (?select 1); drop table tickets; --?) AS "
       "\"tamis_qu...\""},
      {"(select 1) union select (2)", "near \")\": syntax error"},
      {"(delete from tickets returning id)", "near \"delete\": syntax error"},
      {"(drop table tickets)", "near \"drop\": syntax error"},
      {"(attach 'x' as y)", "near \"as\": syntax error"},
      {"(vacuum)", "no such table: vacuum"},
      {"(begin)", "no such table: begin"},
      {"(pragma user_version)", "no such table: pragma"},
      {"(pragma foreign_keys = 1)", "near \"=\": syntax error"},
      {"(select 1 /* never closed)", "incomplete input"},
      {"(select missing from tickets)", "no such column: missing"},
      {"(select ?1)", "the query has parameters, and nothing gives their values: \"select ?1\""},
      {"(select id, plain as ID from tickets)",
       "the query has more than one column \"ID\"\nHINT:  Give each a name of its own with AS."},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(relation(c.query), (Outcome{SQLITE_ERROR, c.text})) << c.query;
  }
  EXPECT_EQ(run("select count(*) from tickets"), rows("0"));
  EXPECT_EQ(run("pragma foreign_keys"), rows("0"));
}

TEST_F(Session, NamesTargets) {
  EXPECT_EQ(call("target", "new"), rows(R"("\"main\".\"new\"")"));
  EXPECT_EQ(call("target", "temp.new"), rows(R"("\"temp\".\"new\"")"));
  EXPECT_EQ(call("target", R"("a""b.c")"), rows(R"("\"main\".\"a\"\"b.c\"")"));
  EXPECT_EQ(
      call("target", "(select 1)"),
      (Outcome{SQLITE_ERROR, "a query can't be a target: \"(select 1)\"\nHINT:  Name a table."}));
  EXPECT_EQ(call("target", "a.b.c").code, SQLITE_ERROR);
  EXPECT_EQ(call("target", "").code, SQLITE_ERROR);
}

TEST_F(Session, CountsChanges) {
  EXPECT_EQ(call("execute", "insert into away values (1), (2), (3)"), rows("3"));
  EXPECT_EQ(call("execute", "create table made as select * from away"), rows("0"));
  EXPECT_EQ(call("execute", "update away set x = x where x > 1"), rows("2"));
  EXPECT_EQ(call("execute", "delete from away where x > 9"), rows("0"));
  EXPECT_EQ(call("execute", "delete from away returning x"), rows("3"));
  EXPECT_EQ(call("execute", "select 1; select 2"),
            (Outcome{SQLITE_ERROR, "more than one SQL statement: \"select 1; select 2\""}));
}

TEST_F(Session, BindsEveryKindOfValue) {
  EXPECT_EQ(run("select value from json_each(probe_bound())"),
            rows("null NULL;integer 1;integer 7;real 0.5;text 'NaN';text '1.10';text '';"
                 "text 'a';blob X''"));
}

TEST_F(Session, NestsSavepoints) {
  EXPECT_EQ(call("nested", "insert into away values (1)").code, SQLITE_OK);
  EXPECT_EQ(run("select count(*) from away"), rows("1"));
  EXPECT_NE(sqlite3_get_autocommit(probe.db()), 0);
}

TEST(ReadOnly, IsSeenAndKept) {
  const std::filesystem::path file =
      std::filesystem::path(testing::TempDir()) / "tamis_read_only.db";
  std::filesystem::remove(file);
  {
    Connection writer(TAMIS_PROBE, file);
    ASSERT_EQ(writer.run("create table t(a)"), rows(""));
    EXPECT_EQ(writer.run("select probe_read_only()"), rows("false"));
    ASSERT_EQ(writer.run("pragma query_only = on"), rows(""));
    EXPECT_EQ(writer.run("select probe_read_only()"), rows("true"));
  }
  Connection reader(TAMIS_PROBE, file, SQLITE_OPEN_READONLY);
  EXPECT_EQ(reader.run("select probe_read_only()"), rows("true"));
  EXPECT_EQ(reader.run("select probe_execute('insert into t values (1)')"),
            (Outcome{SQLITE_READONLY, "attempt to write a readonly database"}));
  EXPECT_EQ(reader.run("select probe_nested('insert into t values (1)')"),
            (Outcome{SQLITE_READONLY, "attempt to write a readonly database"}));
  EXPECT_EQ(reader.run("select count(*) from t"), rows("0"));
  EXPECT_NE(sqlite3_get_autocommit(reader.db()), 0);
  std::filesystem::remove(file);
}

TEST(Utf16, IsReadAsUtf8) {
  Connection probe(TAMIS_PROBE);
  ASSERT_EQ(probe.run("pragma encoding = 'UTF-16le'"), rows(""));
  ASSERT_EQ(probe.run("create table \"größe\"(\"länge\" text)"), rows(""));
  ASSERT_EQ(probe.run("insert into \"größe\" values ('ä€😀')"), rows(""));
  EXPECT_EQ(probe.run("select probe_text(\"länge\") from \"größe\""), rows("ä€😀"));
  EXPECT_EQ(probe.run("select probe_relation('größe')"),
            rows("{\"form\": \"table\", \"name\": \"main.größe\", "
                 "\"columns\": [\"länge text\"]}"));
}

}  // namespace
}  // namespace tamis::sqlite_tests
