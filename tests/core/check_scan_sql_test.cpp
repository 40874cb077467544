// The SQL by which rules are judged, without an engine.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/quality/check/compiled_rules.h"
#include "core/quality/check/scan_sql.h"

namespace tamis::quality {
namespace {

using engine::ColumnType;

const engine::Dialect& postgresql() { return engine::postgresql_dialect(150000); }

engine::Relation relation_of(const std::vector<std::pair<std::string, ColumnType>>& columns) {
  engine::Relation out;
  out.name = "t";
  out.sql = "\"t\"";
  for (const auto& [name, type] : columns) {
    engine::Column column;
    column.name = name;
    column.type = type;
    out.columns.push_back(column);
  }
  return out;
}

Rule rule_of(std::string id, Check check, std::vector<std::string> columns,
             document::Json arguments = document::Json::object()) {
  Rule out;
  out.id = std::move(id);
  out.check = check;
  out.columns = std::move(columns);
  out.arguments = std::move(arguments);
  return out;
}

TEST(ScanSql, AsksAllRulesInOneCall) {
  const engine::Relation relation =
      relation_of({{"o\"k", ColumnType::text}, {"u", ColumnType::uuid}});
  const Rule required = rule_of("a", Check::not_missing, {"o\"k"});
  const Rule length = rule_of("it's", Check::max_length, {"o\"k"}, {{"length", 3}});
  const Rule type = rule_of("c", Check::type, {"u"}, {{"type", "uuid"}});
  const std::vector<PlannedRule> rules = {
      {&required, {}, {}}, {&length, "(x > 1\n)", {}}, {&type, {}, {}}};
  CheckOptions options;
  const auto calls = plan_calls(postgresql(), relation, rules, options);
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(
      scan_sql(postgresql(), relation, calls,
               {.address = profile::RowAddress::ctid, .column = "ctid", .tables = {}}),
      "SELECT tamis_check_rows(" +
          postgresql().quote_literal(R"({"names": ["o\"k", "u"], "rules": [)"
                                     R"({"id": "a", "check": "not_missing", "columns": [0]}, )"
                                     R"({"id": "it's", "check": "max_length", "where": 2, )"
                                     R"("columns": [0], "arguments": {"length": 3}}, )"
                                     R"({"id": "c", "check": "type", "columns": [1], )"
                                     R"("arguments": {"type": "uuid"}}], )"
                                     R"("values": 3, "samples": 5})") +
          ", 0::oid, ctid, \"o\"\"k\", (\"u\")::text, NOT (NOT (x > 1\n))) FROM \"t\"");
  EXPECT_NO_THROW(CompiledRules::compile(calls.front().form));
}

TEST(ScanSql, FindsTheRowsThatBreakARule) {
  const engine::Relation relation = relation_of({{"a", ColumnType::text}});
  const Rule length = rule_of("r", Check::max_length, {"a"}, {{"length", 3}});
  EXPECT_EQ(broken_rows_sql(engine::sqlite_dialect(), relation, {&length, "(b = 1\n)", {}}),
            "SELECT * FROM \"t\" WHERE (b = 1\n) AND tamis_violations('"
            R"({"names": ["a"], "rules": [{"id": "r", "check": "max_length", "columns": [0], )"
            R"("arguments": {"length": 3}}], "values": 1})"
            "', \"a\") IS NOT NULL");
  const Rule holds = rule_of("e", Check::expression, {}, {{"sql", "a > b"}});
  EXPECT_EQ(broken_rows_sql(engine::sqlite_dialect(), relation, {&holds, {}, "(a > b\n)"}),
            "SELECT * FROM \"t\" WHERE NOT (a > b\n)");
  const Rule mean = rule_of("m", Check::metric, {"a"}, {{"metric", "mean"}});
  EXPECT_EQ(broken_rows_sql(engine::sqlite_dialect(), relation, {&mean, {}, {}}), "");
}

TEST(ScanSql, MakesAsManyCallsAsWideTablesNeed) {
  std::vector<std::pair<std::string, ColumnType>> columns;
  std::vector<Rule> all;
  for (int i = 0; i < 200; ++i) {
    columns.emplace_back("c" + std::to_string(i), ColumnType::text);
    all.push_back(rule_of(std::to_string(i), Check::not_null, {columns.back().first}));
  }
  std::vector<PlannedRule> rules;
  for (const Rule& rule : all) rules.push_back({&rule, {}, {}});
  const auto calls = plan_calls(postgresql(), relation_of(columns), rules, {});
  ASSERT_EQ(calls.size(), 3U);
  EXPECT_EQ(calls[0].values.size(), kMostArguments);
  EXPECT_EQ(calls[2].rules.back(), 199U);
}

TEST(ScanSql, NamesAColumnThatIsNotThere) {
  const Rule rule = rule_of("r", Check::not_null, {"b"});
  const PlannedRule planned{&rule, {}, {}};
  try {
    plan_calls(postgresql(), relation_of({{"a", ColumnType::text}}), std::span(&planned, 1), {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::undefined_column);
  }
}

}  // namespace
}  // namespace tamis::quality
