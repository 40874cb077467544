// Rules, the score's formula and the SQL that is planned, without an engine.
#include <gtest/gtest.h>

#include <memory_resource>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/quality/check/rules.h"
#include "core/quality/clean/clean_options.h"
#include "core/quality/clean/clean_plan.h"
#include "core/quality/score/default_rules.h"
#include "core/quality/score/facts.h"
#include "core/quality/score/score.h"
#include "core/quality/score/verdict.h"

namespace tamis::quality {
namespace {

using document::Json;
using document::Options;
using engine::ColumnType;
using engine::sqlite_dialect;

const engine::Dialect& postgresql() { return engine::postgresql_dialect(150000); }

template <typename Body>
std::optional<Error> error_of(Body body) {
  try {
    body();
  } catch (const Error& e) {
    return e;
  }
  return std::nullopt;
}

RuleResult result(Dimension dimension, std::int64_t evaluated, std::int64_t failed,
                  double weight = 1, std::string column = "a") {
  RuleResult out;
  out.rule.name = "r";
  out.rule.columns = {std::move(column)};
  out.rule.dimension = dimension;
  out.rule.weight = weight;
  out.evaluated = evaluated;
  out.failed = failed;
  return out;
}

engine::Relation relation_of(std::vector<engine::Column> columns) {
  engine::Relation out;
  out.name = "t";
  out.sql = "\"t\"";
  out.columns = std::move(columns);
  return out;
}

engine::Column column(std::string name, ColumnType type = ColumnType::text) {
  engine::Column out;
  out.name = std::move(name);
  out.type = type;
  return out;
}

CleanColumn planned(engine::Column source, std::string target_name, types::Type type,
                    ColumnType storage, bool copied = false) {
  CleanColumn out;
  out.source = std::move(source);
  out.target_name = std::move(target_name);
  out.type = type;
  out.storage = storage;
  out.copied = copied;
  return out;
}

profile::ColumnProfile profiled(std::string name, types::Type type, std::int64_t present = 10) {
  profile::ColumnProfile out;
  out.name = std::move(name);
  out.type = type;
  out.rows = 10;
  out.present = present;
  out.conforming = present;
  return out;
}

// ---------------------------------------------------------------------------------------------
// Rules and the score

TEST(Rules, BreachesByCountOrPercentage) {
  RuleResult r = result(Dimension::validity, 200, 3);
  EXPECT_TRUE(r.breached());
  r.rule.tolerance = {Tolerance::Operator::less, 2, 0, true};
  EXPECT_FALSE(r.breached());  // 1.5%
  r.rule.tolerance = {Tolerance::Operator::less, 3, 0, false};
  EXPECT_TRUE(r.breached());
  r.rule.tolerance = {Tolerance::Operator::less_or_equal, 3, 0, false};
  EXPECT_FALSE(r.breached());
  r.rule.tolerance = {Tolerance::Operator::greater, 3, 0, false};
  EXPECT_TRUE(r.breached());
  r.rule.tolerance = {Tolerance::Operator::greater_or_equal, 3, 0, false};
  EXPECT_FALSE(r.breached());
  r.rule.tolerance = {Tolerance::Operator::not_equal, 3, 0, false};
  EXPECT_TRUE(r.breached());
  EXPECT_FALSE(result(Dimension::validity, 0, 0).breached());
}

TEST(Score, IsTheWeightedMeanOfDimensionsThatHaveRules) {
  // completeness 90 (weight 3), uniqueness 50 (weight 2): (270 + 100) / 5.
  const Score score = compute_score(
      {result(Dimension::completeness, 10, 1), result(Dimension::uniqueness, 10, 5, 1, "b")}, 4);
  EXPECT_DOUBLE_EQ(score.value.value(), 74);
  EXPECT_DOUBLE_EQ(score.dimensions[0].value(), 90);
  EXPECT_FALSE(score.dimensions[1].has_value());
  EXPECT_DOUBLE_EQ(score.coverage, 0.5);
}

TEST(Score, WeighsRulesWithinADimension) {
  const Score score = compute_score(
      {result(Dimension::validity, 10, 0, 3), result(Dimension::validity, 10, 10, 1)}, 1);
  EXPECT_DOUBLE_EQ(score.value.value(), 75);
}

TEST(Score, IsNullWhereNothingWasJudged) {
  EXPECT_FALSE(compute_score({}, 3).value.has_value());
  const Score nothing = compute_score({result(Dimension::validity, 0, 0)}, 3);
  EXPECT_FALSE(nothing.value.has_value());
  EXPECT_TRUE(nothing.document()["score"].is_null());
  EXPECT_DOUBLE_EQ(nothing.coverage, 0);
  EXPECT_TRUE(nothing.document()["rules"][0]["ratio"].is_null());
}

TEST(Score, NeverRoundsUp) {
  EXPECT_DOUBLE_EQ(compute_score({result(Dimension::validity, 260000, 9)}, 1).value.value(), 99.99);
  EXPECT_DOUBLE_EQ(
      compute_score({result(Dimension::validity, 4'000'000'000'000'000, 1)}, 1).value.value(),
      99.99);
  EXPECT_DOUBLE_EQ(compute_score({result(Dimension::validity, 3, 0)}, 1).value.value(), 100);
  // 29/100 is a hair under 0.29 in binary, and still reads 29.
  EXPECT_DOUBLE_EQ(compute_score({result(Dimension::validity, 100, 71)}, 1).value.value(), 29);
}

TEST(Score, HashesTheRulesAndNotTheRows) {
  const std::string hash = ruleset_hash(std::vector{result(Dimension::validity, 10, 1)});
  EXPECT_EQ(hash.size(), std::string("sha256:").size() + 64);
  EXPECT_EQ(hash, ruleset_hash(std::vector{result(Dimension::validity, 99, 0)}));
  EXPECT_NE(hash, ruleset_hash(std::vector{result(Dimension::validity, 10, 1, 2)}));
  EXPECT_NE(hash, ruleset_hash(std::vector{result(Dimension::completeness, 10, 1)}));
}

profile::ColumnProfile interpreted(const std::vector<std::pair<int, const char*>>& values,
                                   ColumnType declared = ColumnType::text) {
  sketch::ColumnSketch sketch(std::pmr::new_delete_resource());
  for (const auto& [count, text] : values) {
    for (int i = 0; i < count; ++i) sketch.add(engine::Value::text(text));
  }
  return profile::interpret(sketch, declared);
}

TEST(Facts, JudgeATextColumnByWhatItLeansTo) {
  const auto dates = interpreted({{667, "2024-01-01"}, {333, "2024-02-30"}});
  EXPECT_EQ(dates.type, types::Type::text);
  EXPECT_EQ(corrupt_values(dates), 333);
  EXPECT_EQ(judged(dates).type, types::Type::date);
  EXPECT_EQ(judged(dates).exceptions, 333);
  EXPECT_EQ(corrupt_values(interpreted({{900, "2024-01-01"}, {100, "garbage"}})), 100);
  // No sudden innocence on the way from typed to text, nor for values that nothing decides.
  EXPECT_EQ(corrupt_values(interpreted({{96, "7"}, {4, "x"}})), 4);
  EXPECT_EQ(corrupt_values(interpreted({{94, "7"}, {6, "x"}})), 6);
  EXPECT_EQ(corrupt_values(interpreted({{60, "03/04/2024"}, {40, "x"}})), 100);
  EXPECT_EQ(corrupt_values(interpreted({{50, "31/12/2024"}, {40, "12/31/2024"}, {10, "x"}})), 100);
  EXPECT_EQ(corrupt_values(interpreted({{60, "12"}, {40, "12 b"}})), 0);
  // What the declaration says weighs as before.
  EXPECT_EQ(corrupt_values(interpreted({{60, "12"}, {40, "12 b"}}, ColumnType::integer)), 40);
}

TEST(Rules, ScoreALeaningColumnByItsLeaning) {
  profile::TableProfile table;
  table.columns.push_back(interpreted({{667, "2024-01-01"}, {333, "2024-02-30"}}));
  table.columns.push_back(interpreted({{60, "12"}, {40, "12 b"}}));
  std::vector<std::string> seen;
  for (const RuleResult& result : default_results(table)) {
    seen.push_back(std::string(result.rule.kind().name) + " " + result.rule.logical_type + " " +
                   std::to_string(result.failed) + "/" + std::to_string(result.evaluated));
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"not_missing  0/1000", "conforming date 333/1000",
                                            "native date 1000/1000", "canonical date 333/1000",
                                            "one_absence  0/0", "not_missing  0/100",
                                            "one_absence  0/0"}));
}

TEST(Facts, HoldAColumnToAnyType) {
  const auto numbers =
      interpreted({{5, "1,200.50"}, {3, "7"}, {2, "x"}, {4, ""}, {1, " 8 "}, {1, "2024-01-31"}});
  const Standing decimal = standing_of(numbers, types::Type::decimal);
  EXPECT_EQ(decimal.rows, 16);
  EXPECT_EQ(decimal.present, 12);
  EXPECT_EQ(decimal.readable, 9);
  EXPECT_EQ(decimal.canonical, 2);  // " 8 " has two faults
  EXPECT_FALSE(decimal.native);
  EXPECT_EQ(standing_of(numbers, types::Type::date).readable, 1);
  EXPECT_EQ(standing_of(numbers, types::Type::text).readable, 12);
}

TEST(Facts, KnowADateInItsOneForm) {
  const auto canonical = [](const char* text, types::Type type) {
    return standing_of(interpreted({{1, text}}), type).canonical;
  };
  EXPECT_EQ(canonical("2024-01-31", types::Type::date), 1);
  EXPECT_EQ(canonical("31.01.2024", types::Type::date), 0);
  EXPECT_EQ(canonical("2024-01-31 10:00:00", types::Type::timestamp), 1);
  EXPECT_EQ(canonical("2024-01-31 10:00:00.25", types::Type::timestamp), 1);
  EXPECT_EQ(canonical("2024-01-31T10:00:00", types::Type::timestamp), 0);
  EXPECT_EQ(canonical("2024-01-31 10:00", types::Type::timestamp), 0);
  EXPECT_EQ(canonical("2024-01-31", types::Type::timestamp), 0);
  EXPECT_EQ(canonical("2024-01-31 10:00:00+00:00", types::Type::timestamptz), 1);
  EXPECT_EQ(canonical("2024-01-31 10:00:00", types::Type::timestamptz), 0);
}

TEST(Facts, BelieveALabelOnlyWhereAllValuesKeepIt) {
  const auto native = [](const char* second) {
    return standing_of(interpreted({{9, "2024-01-31"}, {1, second}}, ColumnType::date),
                       types::Type::date)
        .native;
  };
  EXPECT_TRUE(native("2024-02-01"));
  EXPECT_FALSE(native("01.02.2024"));
  EXPECT_FALSE(native(""));
  EXPECT_FALSE(standing_of(interpreted({{9, "2024-01-31"}}), types::Type::date).native);
}

TEST(Verdict, CutsPercentages) {
  EXPECT_EQ(percentage(0.2345), "23.4%");
  EXPECT_EQ(percentage(0.2), "20%");
  EXPECT_EQ(percentage(0.29), "29%");
  EXPECT_EQ(percentage(0.99999), "99.9%");
  EXPECT_EQ(percentage(0), "0%");
  EXPECT_EQ(percentage(0.000001), "less than 0.1%");
  EXPECT_EQ(percentage(0.001), "0.1%");
  EXPECT_EQ(percentage(1), "100%");
}

TEST(Verdict, RaisesWithItselfAsDetail) {
  const auto error = error_of([] { conclude({{"version", 1}}, {"why"}, "gate failed", true); });
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->code(), Code::gate_failed);
  EXPECT_EQ(error->message(), "gate failed: why");
  EXPECT_EQ(error->detail(), R"({"status": "failed", "reasons": ["why"], "version": 1})");
  EXPECT_EQ(conclude({}, {"why"}, "x", false)["status"], "failed");
  EXPECT_EQ(conclude({}, {}, "x", true)["status"], "passed");
}

// ---------------------------------------------------------------------------------------------
// Plans

CleanOptions clean_options(const Json& options, const engine::Relation& relation) {
  return read_clean_options(Options(options, "tamis_clean_table"), relation);
}

std::string option_refusal(const Json& options) {
  const engine::Relation relation = relation_of({column("a", ColumnType::text), column("b")});
  const auto error = error_of([&] { clean_options(options, relation); });
  return error ? error->message() : "accepted";
}

TEST(CleanOptions, RefusesWhatMakesNoSense) {
  EXPECT_EQ(option_refusal({{"colums", {"a"}}}), "tamis_clean_table has no option \"colums\"");
  EXPECT_EQ(option_refusal({{"columns", {"c"}}}), "column \"c\" of \"t\" does not exist");
  EXPECT_EQ(option_refusal({{"types", {{"a", "txt"}}}}),
            "option \"types\" of tamis_clean_table must be one of \"boolean\", \"integer\", "
            "\"decimal\", \"real\", \"date\", \"timestamp\", \"timestamptz\", \"uuid\" and "
            "\"text\" by column");
  EXPECT_EQ(option_refusal({{"types", {{"a", "missing"}}}}).substr(0, 14), "option \"types\"");
  EXPECT_EQ(
      option_refusal({{"order", "iso"}}),
      "option \"order\" of tamis_clean_table must be one of \"dmy\", \"mdy\" and \"ymd\", or an "
      "object of such by column");
  EXPECT_EQ(option_refusal({{"order", {{"c", "dmy"}}}}), "column \"c\" of \"t\" does not exist");
  EXPECT_EQ(option_refusal({{"columns", {"a"}}, {"order", {{"b", "dmy"}}}}),
            "column \"b\" is not among the \"columns\" to clean");
  EXPECT_EQ(option_refusal({{"dedupe", Json::object()}}),
            "option \"dedupe\" of tamis_clean_table needs a \"key\"");
  EXPECT_EQ(option_refusal({{"dedupe", {{"key", "a"}, {"keep", "newest"}}}}),
            "option \"keep\" of tamis_clean_table must be one of \"first\" and \"last\"");
  EXPECT_EQ(option_refusal({{"dedupe", {{"key", "a"}, {"by", "b"}}}}),
            "tamis_clean_table has no option \"by\"");
  EXPECT_EQ(option_refusal({{"max_reject", -1}}).substr(0, 19), "option \"max_reject\"");
  EXPECT_EQ(option_refusal({{"on_reject", "skip"}}).substr(0, 18), "option \"on_reject\"");
}

// The convention planned for column "a", or the error's message and hint.
std::string planned_order(profile::Evidence evidence, const Json& options) {
  const engine::Relation relation = relation_of({column("a", ColumnType::text)});
  profile::ColumnProfile date = profiled("a", types::Type::date);
  date.date_order = evidence;
  if (evidence == profile::Evidence::decided) date.convention.order = dates::Order::dmy;
  date.undecided = evidence == profile::Evidence::ambiguous ? 4 : 0;
  date.dates.either = date.undecided;
  const profile::TableProfile table{10, {}, {date}};
  try {
    const auto columns =
        plan_columns(relation, table, clean_options(options, relation), sqlite_dialect());
    return columns[0].convention.order == dates::Order::dmy   ? "dmy"
           : columns[0].convention.order == dates::Order::mdy ? "mdy"
                                                              : "none";
  } catch (const Error& e) {
    return e.message() + " | " + e.detail() + " | " + e.hint();
  }
}

TEST(CleanPlan, AsksWhereEvidenceDoesNotDecide) {
  using profile::Evidence;
  EXPECT_EQ(
      planned_order(Evidence::ambiguous, {}),
      "column \"a\" holds dates that can be read in two ways | Its open dates: 4 either way. | "
      "Decide with {\"order\": {\"a\": \"dmy\" or \"mdy\"}}, or keep the text with "
      "{\"types\": {\"a\": \"text\"}}.");
  EXPECT_EQ(planned_order(Evidence::conflict, {}).substr(0, 46),
            "column \"a\" holds dates that contradict each ot");
  EXPECT_EQ(planned_order(Evidence::ambiguous, {{"order", {{"a", "mdy"}}}}), "mdy");
  EXPECT_EQ(planned_order(Evidence::conflict, {{"order", "mdy"}}), "mdy");
  EXPECT_EQ(planned_order(Evidence::ambiguous, {{"types", {{"a", "text"}}}}), "none");
}

TEST(CleanPlan, LetsEvidenceWinOverAChoiceForAll) {
  using profile::Evidence;
  EXPECT_EQ(planned_order(Evidence::decided, {{"order", "mdy"}}), "dmy");
  EXPECT_EQ(planned_order(Evidence::decided, {{"order", {{"a", "mdy"}}}}), "mdy");
  EXPECT_EQ(planned_order(Evidence::none, {{"order", "mdy"}}), "none");
}

CleanPlan plan_of(const std::vector<CleanColumn>& columns) { return {"\"t\"", "\"u\"", columns}; }

TEST(CleanPlan, SpellsOutOneInsert) {
  const CleanColumn text =
      planned(column("a", ColumnType::text), "a", types::Type::text, ColumnType::text);
  const CleanColumn date =
      planned(column("b", ColumnType::text), "b", types::Type::date, ColumnType::date);
  const CleanColumn blob =
      planned(column("c", ColumnType::blob), "c", types::Type::text, ColumnType::blob, true);
  const CleanPlan plan = plan_of({text, date, blob});
  EXPECT_EQ(plan_create(plan, sqlite_dialect()),
            "CREATE TABLE \"u\" (\"a\" TEXT, \"b\" DATE, \"c\" BLOB)");
  EXPECT_EQ(plan_insert(plan, postgresql()),
            "INSERT INTO \"u\" (\"a\", \"b\", \"c\") SELECT tamis_clean(\"a\"), "
            "(tamis_try_cast(\"b\", 'date'))::date, \"c\" FROM \"t\"");
}

TEST(CleanPlan, CopiesWhatPostgresqlEnforcesAndSqliteOnlyDeclares) {
  const engine::Relation relation =
      relation_of({column("a", ColumnType::date), column("j", ColumnType::json)});
  const profile::TableProfile table{
      10, {}, {profiled("a", types::Type::text), profiled("j", types::Type::text)}};
  const CleanOptions options = clean_options({}, relation);
  const auto on_postgresql = plan_columns(relation, table, options, postgresql());
  EXPECT_TRUE(on_postgresql[0].copied);
  EXPECT_EQ(on_postgresql[0].storage, ColumnType::date);
  EXPECT_TRUE(on_postgresql[1].copied);
  const auto on_sqlite = plan_columns(relation, table, options, sqlite_dialect());
  EXPECT_FALSE(on_sqlite[0].copied);
  EXPECT_EQ(on_sqlite[0].storage, ColumnType::text);
  EXPECT_TRUE(on_sqlite[1].copied);
}

TEST(CleanPlan, KeepsTheDeclarationWhereNoValueSpeaks) {
  const engine::Relation relation = relation_of({column("a", ColumnType::date)});
  const profile::TableProfile table{10, {}, {profiled("a", types::Type::empty, 0)}};
  const auto columns = plan_columns(relation, table, clean_options({}, relation), sqlite_dialect());
  EXPECT_EQ(columns[0].storage, ColumnType::date);
}

TEST(CleanPlan, RanksDuplicatesByCleanValuesAlikeOnBothEngines) {
  const CleanColumn key =
      planned(column("K", ColumnType::text), "k", types::Type::text, ColumnType::text);
  const CleanColumn at =
      planned(column("At", ColumnType::text), "at", types::Type::text, ColumnType::text);
  const CleanPlan plan = plan_of({key, at});
  EXPECT_EQ(plan_dedupe(plan, {{"K"}, "At", true}, postgresql()),
            "DELETE FROM \"u\" WHERE ctid IN (SELECT address FROM (SELECT ctid AS address, "
            "row_number() OVER (PARTITION BY \"k\" ORDER BY CASE WHEN \"at\" IS NULL THEN 1 ELSE "
            "0 END, \"at\" COLLATE \"C\" DESC, ctid DESC) AS place FROM \"u\" WHERE \"k\" IS NOT "
            "NULL) AS ranked WHERE place > 1)");
  EXPECT_EQ(plan_dedupe(plan, {{"K"}, std::nullopt, false}, sqlite_dialect()),
            "DELETE FROM \"u\" WHERE rowid IN (SELECT address FROM (SELECT rowid AS address, "
            "row_number() OVER (PARTITION BY \"k\" ORDER BY rowid ASC) AS place FROM \"u\" WHERE "
            "\"k\" IS NOT NULL) AS ranked WHERE place > 1)");
}

TEST(CleanPlan, ReadsNamedMarkersAsNull) {
  const engine::Relation relation =
      relation_of({column("a", ColumnType::text), column("b", ColumnType::blob)});
  const std::vector<std::string> markers{" tbd ", "it's"};
  const engine::Relation wrapped = without_markers(relation, markers, postgresql());
  EXPECT_EQ(wrapped.sql,
            "(SELECT CASE WHEN trim(\"a\") IN ('tbd', 'it''s') THEN NULL ELSE \"a\" END AS \"a\", "
            "\"b\" FROM \"t\") AS without_markers");
  EXPECT_EQ(without_markers(relation, {}, postgresql()).sql, relation.sql);
}

TEST(CleanPlan, GivesEveryColumnANameOfItsOwn) {
  const std::vector<std::string> names{"AccountType", "account type",       "Account_Type",
                                       "id",          std::string(80, 'x'), std::string(90, 'x')};
  const std::vector<std::string> out = snake_case_names(names);
  EXPECT_EQ(out, (std::vector<std::string>{"account_type", "account_type_2", "account_type_3", "id",
                                           std::string(63, 'x'), std::string(61, 'x') + "_2"}));
}

}  // namespace
}  // namespace tamis::quality
