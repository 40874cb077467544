// What the core is handed and what becomes of its results.
#include <gtest/gtest.h>

#include <string>

#include "tests/sqlite/connection.h"

namespace tamis::sqlite_tests {
namespace {

class Call : public testing::Test {
 protected:
  Outcome run(const std::string& sql) { return probe.run(sql); }
  static Outcome error(std::string text) { return {SQLITE_ERROR, std::move(text)}; }

  Connection probe{TAMIS_PROBE};
};

TEST_F(Call, TakesFittingArguments) {
  EXPECT_EQ(run("select probe_text('a'), probe_text(''), probe_text(12), probe_text(1.5)"),
            rows("a||12|1.5"));
  EXPECT_EQ(run("select probe_bigint(5), probe_bigint('5'), probe_bigint(-3.0)"), rows("5|5|-3"));
  EXPECT_EQ(run("select probe_number(5), probe_number('0.25'), probe_number(1e300)"),
            rows("5.0|0.25|1.0e+300"));
  EXPECT_EQ(run("select probe_boolean(true), probe_boolean(0)"), rows("1|0"));
  EXPECT_EQ(run("select hex(probe_sketch(x'00ff'))"), rows("00FF"));
  EXPECT_EQ(run("select quote(probe_value(x'')), quote(probe_value('')), "
                "quote(probe_value(-9223372036854775808)), quote(probe_value(0.1))"),
            rows("X''|''|-9223372036854775808|0.1"));
}

TEST_F(Call, RefusesOthersByName) {
  const auto refused = [](const char* function, const char* rest) {
    return error("argument \"value\" of " + std::string(function) + " must be " + rest);
  };
  EXPECT_EQ(run("select probe_text(x'41')"), refused("probe_text", "text, not a blob"));
  EXPECT_EQ(run("select probe_json(x'41')"), refused("probe_json", "JSON text, not a blob"));
  EXPECT_EQ(run("select probe_json(1)"), refused("probe_json", "JSON text, not 1"));
  EXPECT_EQ(run("select probe_bigint('5x')"), refused("probe_bigint", "an integer, not \"5x\""));
  EXPECT_EQ(run("select probe_bigint('')"), refused("probe_bigint", "an integer, not \"\""));
  EXPECT_EQ(run("select probe_bigint(1.5)"), refused("probe_bigint", "an integer, not 1.5"));
  EXPECT_EQ(run("select probe_bigint(9223372036854775808.0)"),
            refused("probe_bigint", "an integer, not 9223372036854776000.0"));
  EXPECT_EQ(run("select probe_bigint(x'05')"), refused("probe_bigint", "an integer, not a blob"));
  EXPECT_EQ(run("select probe_number('one')"), refused("probe_number", "a number, not \"one\""));
  EXPECT_EQ(run("select probe_number('1e999')"),
            refused("probe_number", "a number, not \"1e999\""));
  EXPECT_EQ(run("select probe_boolean(2)"), refused("probe_boolean", "0 or 1, not 2"));
  EXPECT_EQ(run("select probe_boolean('true')"), refused("probe_boolean", "0 or 1, not \"true\""));
  EXPECT_EQ(run("select probe_sketch('TSK')"),
            refused("probe_sketch", "a sketch, the blob that tamis_sketch makes, not \"TSK\""));
  EXPECT_EQ(run("select probe_sum(v) from (select 1 as v union all select 'x')"),
            refused("probe_sum", "an integer, not \"x\""));
}

TEST_F(Call, ChecksTheNumberOfArguments) {
  EXPECT_EQ(run("select probe_text()"),
            error("wrong number of arguments to function probe_text()"));
  EXPECT_EQ(run("select probe_nulls(1, 2, 3)"),
            error("wrong number of arguments to function probe_nulls()"));
  EXPECT_EQ(run("select probe_variadic()"),
            error("too few arguments: probe_variadic(a value, ...)"));
  EXPECT_EQ(run("select * from probe_rows"),
            error("argument \"label\" of probe_rows is missing\nHINT:  Call it as "
                  "probe_rows(label text [, limit bigint])."));
  EXPECT_EQ(run("select * from probe_rows('a', 1, 2)"),
            error("too many arguments on probe_rows() - max 2"));
}

TEST_F(Call, TreatsNullAsDeclared) {
  EXPECT_EQ(run("select probe_text(null), probe_strict(null), probe_strict(1, null)"),
            rows("NULL|NULL|21"));
  // An optional text that is NULL is left out, as in PostgreSQL.
  // Two parameters each; an absent one is NULL to the core and none to strictness.
  EXPECT_EQ(run("select probe_strict(1), probe_strict(1, 2)"), rows("21|20"));
  EXPECT_EQ(run("select probe_nulls(1), probe_nulls(null, null)"), rows("21|22"));
  EXPECT_EQ(run("select probe_variadic(null), probe_variadic(1, null, 3)"), rows("11|31"));
  EXPECT_EQ(run("select probe_variadic(1,2,3,4,5,6,7,8,null,10,11)"), rows("111"));
  EXPECT_EQ(run("select probe_relation(null)"),
            error("argument \"table\" of probe_relation must not be null"));
  EXPECT_EQ(run("select * from probe_rows(null)"),
            error("argument \"label\" of probe_rows must not be null"));
  EXPECT_EQ(run("select n from probe_rows('a', null)"), rows("1;2"));
}

TEST_F(Call, GivesResultsWhole) {
  EXPECT_EQ(run("select probe_result('null'), probe_result('true'), probe_result('decimal')"),
            rows("NULL|1|12.50"));
  EXPECT_EQ(run("select probe_result('nan'), probe_result('infinity')"), rows("NaN|-Infinity"));
  EXPECT_EQ(run("select quote(probe_result('empty text')), quote(probe_result('empty blob'))"),
            rows("''|X''"));
  EXPECT_EQ(run("select hex(probe_result('nul'))"), rows("610062"));
  EXPECT_EQ(run("select length(probe_result('large'))"), rows("100000"));
  EXPECT_EQ(run("select typeof(v), v from (select probe_number_result('decimal') as v)"),
            rows("real|12.5"));
}

TEST_F(Call, ObeysTheLengthLimit) {
  sqlite3_limit(probe.db(), SQLITE_LIMIT_LENGTH, 50'000);
  EXPECT_EQ(run("select probe_result('large')"),
            (Outcome{SQLITE_TOOBIG, "string or blob too big"}));
}

TEST_F(Call, MarksJson) {
  EXPECT_EQ(run("select json_array(probe_json('{\"a\":1}'))"), rows("[{\"a\":1}]"));
  EXPECT_EQ(run("select json_array(probe_find_table('nowhere'))"), rows("[false]"));
  EXPECT_EQ(run("select json_array(probe_sum(1))"), rows("[{\"empty\":false}]"));
  EXPECT_EQ(run("select json_array(document) from probe_rows('a', 1)"), rows("[{\"n\": 1}]"));
}

TEST_F(Call, CompilesAConstantArgumentOnce) {
  const std::string numbers =
      " from (with recursive n(i) as (select 1 union all select i + 1 from n limit 100) "
      "select i from n)";
  EXPECT_EQ(run("select count(distinct probe_compiled(i, '{\"a\": 1}'))" + numbers), rows("1"));
  EXPECT_EQ(run("select count(distinct probe_compiled(i))" + numbers), rows("1"));
  // Two places in one query keep their own.
  EXPECT_EQ(run("select count(distinct probe_compiled(i, '{}') + 1000 * "
                "probe_compiled(i, '{\"b\": 1}'))" +
                numbers),
            rows("1"));
  EXPECT_EQ(run("select count(distinct probe_compiled(i, '{\"a\": ' || i || '}'))" + numbers),
            rows("100"));
}

TEST_F(Call, AggregatesByGroup) {
  EXPECT_EQ(run("select probe_sketch_of(1) where false"), rows("NULL"));
  EXPECT_EQ(run("select probe_sum(1) where false"), rows("NULL"));
  EXPECT_EQ(run("select typeof(probe_sketch_of(null))"), rows("blob"));
  EXPECT_EQ(run("select g, substr(s, 1, 3) from (select v % 2 as g, probe_sketch_of(v) as s from "
                "(select 1 as v union all select 2 union all select 3) group by 1)"),
            rows("0|TSK;1|TSK"));
  EXPECT_EQ(run("select probe_sketch_of(v) = probe_sketch_of(w) from "
                "(select 1 as v, 2 as w union all select 2, 1)"),
            rows("1"));
  EXPECT_EQ(run("select probe_sketch_of(1) over ()"),
            error("probe_sketch_of() may not be used as a window function"));
}

TEST_F(Call, ReportsRows) {
  EXPECT_EQ(run("select * from probe_rows('a')"),
            rows("1|a|{\"n\": 1}|0.5|1;2|a|{\"n\": 2}|0.5|1"));
  EXPECT_EQ(run("select n, label, \"limit\" from probe_rows where label = 'b' and \"limit\" = 1"),
            rows("1|b|1"));
  EXPECT_EQ(run("select rowid, n from probe_rows('a')"), rows("1|1;2|2"));
  EXPECT_EQ(run("select n from probe_rows('a', 0)"), rows(""));
  EXPECT_EQ(run("select n from probe_rows('a', 3) where label = 'other'"), rows(""));
  EXPECT_EQ(run("with v(l, c) as (values ('x', 1), ('y', 2)) "
                "select said, n from v join probe_rows(v.l, v.c)"),
            rows("x|1;y|1;y|2"));
  EXPECT_EQ(run("with v(l, c) as (values ('x', 1)) "
                "select said, n from probe_rows(v.l, v.c) join v"),
            rows("x|1"));
}

TEST_F(Call, DeclaresItsReports) {
  EXPECT_EQ(run("select name, type, hidden from pragma_table_xinfo('probe_rows')"),
            rows("n|INTEGER|0;said|TEXT|0;document|JSON_TEXT|0;half|REAL|0;yes|BOOLEAN|0;"
                 "label||1;limit||1"));
  EXPECT_EQ(run("create virtual table x using probe_rows"), error("no such module: probe_rows"));
  EXPECT_EQ(run("insert into probe_rows(n) values (1)"),
            error("table probe_rows may not be modified"));
}

TEST_F(Call, PullsRowsAsTheyAreNeeded) {
  EXPECT_EQ(run("select n from probe_rows('a', 9223372036854775807) limit 3"), rows("1;2;3"));
}

}  // namespace
}  // namespace tamis::sqlite_tests
