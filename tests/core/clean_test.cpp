// What a cleaning decides and plans, without an engine.
#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/quality/clean/align.h"
#include "core/quality/clean/clean_cells.h"
#include "core/quality/clean/clean_options.h"
#include "core/quality/clean/clean_plan.h"
#include "core/quality/clean/stamps.h"
#include "tests/core/schema_validator.h"

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

CleanOptions clean_options(const Json& options, const engine::Relation& relation) {
  return read_clean_options(Options(options, "tamis_clean_table"), relation, parse_contract);
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
            "option \"keep\" of option \"dedupe\" of tamis_clean_table must be one of \"first\", "
            "\"last\" and \"most_complete\"");
  EXPECT_EQ(option_refusal({{"dedupe", {{"key", "a"}, {"by", "b"}}}}),
            "option \"dedupe\" of tamis_clean_table has no option \"by\"");
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
        plan_columns(relation, table, clean_options(options, relation), {}, sqlite_dialect());
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

CleanPlan plan_of(const std::vector<CleanColumn>& columns) {
  return {"\"t\"", "\"u\"", columns, {}, {}};
}

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
  const auto on_postgresql = plan_columns(relation, table, options, {}, postgresql());
  EXPECT_TRUE(on_postgresql[0].copied);
  EXPECT_EQ(on_postgresql[0].storage, ColumnType::date);
  EXPECT_TRUE(on_postgresql[1].copied);
  const auto on_sqlite = plan_columns(relation, table, options, {}, sqlite_dialect());
  EXPECT_FALSE(on_sqlite[0].copied);
  EXPECT_EQ(on_sqlite[0].storage, ColumnType::text);
  EXPECT_TRUE(on_sqlite[1].copied);
}

TEST(CleanPlan, KeepsTheDeclarationWhereNoValueSpeaks) {
  const engine::Relation relation = relation_of({column("a", ColumnType::date)});
  const profile::TableProfile table{10, {}, {profiled("a", types::Type::empty, 0)}};
  const auto columns =
      plan_columns(relation, table, clean_options({}, relation), {}, sqlite_dialect());
  EXPECT_EQ(columns[0].storage, ColumnType::date);
}

TEST(CleanPlan, RanksDuplicatesByCleanValuesAlikeOnBothEngines) {
  const CleanColumn key =
      planned(column("K", ColumnType::text), "k", types::Type::text, ColumnType::text);
  const CleanColumn at =
      planned(column("At", ColumnType::text), "at", types::Type::text, ColumnType::text);
  const CleanPlan plan = plan_of({key, at});
  EXPECT_EQ(plan_dedupe(plan, {{"K"}, "At", Keep::last, false}, postgresql()),
            "DELETE FROM \"u\" WHERE ctid IN (SELECT address FROM (SELECT ctid AS address, "
            "row_number() OVER (PARTITION BY \"k\" ORDER BY CASE WHEN \"at\" IS NULL THEN 1 ELSE "
            "0 END, \"at\" COLLATE \"C\" DESC, ctid DESC) AS place FROM \"u\" WHERE \"k\" IS NOT "
            "NULL) AS ranked WHERE place > 1)");
  EXPECT_EQ(plan_dedupe(plan, {{"K"}, std::nullopt, Keep::first, false}, sqlite_dialect()),
            "DELETE FROM \"u\" WHERE rowid IN (SELECT address FROM (SELECT rowid AS address, "
            "row_number() OVER (PARTITION BY \"k\" ORDER BY rowid ASC) AS place FROM \"u\" WHERE "
            "\"k\" IS NOT NULL) AS ranked WHERE place > 1)");
}

TEST(CleanPlan, ReadsNamedMarkersAsNull) {
  const engine::Relation relation =
      relation_of({column("a", ColumnType::text), column("b", ColumnType::blob)});
  const CleanOptions options = clean_options({{"missing", {" tbd ", "it's"}}}, relation);
  const engine::Relation wrapped = without_markers(relation, options, postgresql());
  EXPECT_EQ(wrapped.sql,
            "(SELECT CASE WHEN trim(\"a\") IN ('tbd', 'it''s') THEN NULL ELSE \"a\" END AS \"a\", "
            "\"b\" FROM \"t\") AS without_markers");
  EXPECT_EQ(without_markers(relation, clean_options({}, relation), postgresql()).sql, relation.sql);
}

TEST(CleanPlan, GivesEveryColumnANameOfItsOwn) {
  const std::vector<std::string> names{"AccountType", "account type",       "Account_Type",
                                       "id",          std::string(80, 'x'), std::string(90, 'x')};
  const std::vector<std::string> out = snake_case_names(names);
  EXPECT_EQ(out, (std::vector<std::string>{"account_type", "account_type_2", "account_type_3", "id",
                                           std::string(63, 'x'), std::string(61, 'x') + "_2"}));
}

TEST(CleanOptions, ReadsWhatIsSaidByColumn) {
  const engine::Relation relation = relation_of({column("a"), column("b")});
  const CleanOptions options =
      clean_options({{"missing", {{"a", {"tbd", "x"}}}},
                     {"two_digit_pivot", {{"b", 30}}},
                     {"on_reject", {{"a", "row"}, {"b", "error"}}},
                     {"case", "upper"},
                     {"max_reject", {{"count", 3}, {"ratio", 0.5}}},
                     {"sentinels", {{"a", {-999, "-100", "1900-01-01", "none given"}}}}},
                    relation);
  EXPECT_EQ(options.markers("a"), (std::vector<std::string>{"tbd", "x"}));
  EXPECT_TRUE(options.markers("b").empty());
  EXPECT_EQ(options.two_digit_pivot.of("b"), 30);
  EXPECT_EQ(options.two_digit_pivot.of("a"), std::nullopt);
  EXPECT_EQ(options.on_reject.of("a"), OnReject::row);
  EXPECT_EQ(options.casing.of("b"), text::Casing::upper);
  EXPECT_EQ(options.max_reject.count, 3);
  EXPECT_EQ(options.max_reject.ratio, 0.5);
  std::vector<std::string> sentinels;
  for (const Sentinel& sentinel : options.sentinels.at("a")) {
    sentinels.push_back(std::string(types::name_of(sentinel.type)) + " " + sentinel.text);
  }
  EXPECT_EQ(sentinels,
            (std::vector<std::string>{"decimal -999", "decimal -100",
                                      "timestamp 1900-01-01 00:00:00", "text none given"}));
}

TEST(CleanOptions, RefusesWhatMakesNoSenseByColumn) {
  EXPECT_EQ(option_refusal({{"missing", {{"c", {"x"}}}}}), "column \"c\" of \"t\" does not exist");
  EXPECT_EQ(option_refusal({{"missing", {{"a", 1}}}}).substr(0, 16), "option \"missing\"");
  EXPECT_EQ(option_refusal({{"two_digit_pivot", 101}}).substr(0, 24), "option \"two_digit_pivot\"");
  EXPECT_EQ(option_refusal({{"percent", "share"}}).substr(0, 16), "option \"percent\"");
  EXPECT_EQ(option_refusal({{"sentinels", {-1}}}).substr(0, 18), "option \"sentinels\"");
  EXPECT_EQ(option_refusal({{"sentinels", {{"a", {true}}}}}).substr(0, 18), "option \"sentinels\"");
  EXPECT_EQ(option_refusal({{"case", "camel"}}).substr(0, 13), "option \"case\"");
  EXPECT_EQ(option_refusal({{"max_reject", {{"ratio", 1.5}}}}).substr(0, 14), "option \"ratio\"");
  EXPECT_EQ(option_refusal({{"dedupe", {{"rows", true}, {"order_by", "a"}}}}),
            "option \"dedupe\" of tamis_clean_table needs a \"key\"");
  EXPECT_EQ(option_refusal({{"dedupe", {{"rows", true}}}}), "accepted");
  EXPECT_EQ(option_refusal({{"align", true}}),
            "option \"align\" of tamis_clean_table needs a contract");
  EXPECT_EQ(option_refusal({{"contract", 7}}).substr(0, 17), "option \"contract\"");
  EXPECT_EQ(option_refusal({{"stamps", {{"run_date", "soon"}}}}).substr(0, 17),
            "option \"run_date\"");
  EXPECT_EQ(option_refusal({{"stamps", {{"batch", "1"}}}}),
            "option \"stamps\" of tamis_clean_table has no option \"batch\"");
  EXPECT_EQ(option_refusal({{"samples", 21}}).substr(0, 16), "option \"samples\"");
}

// The plan of column "a" of amounts, and what is written beside them.
CleanColumn planned_amount(types::Type kind, const std::vector<std::string>& units,
                           const Json& options) {
  const engine::Relation relation = relation_of({column("a", ColumnType::text)});
  profile::ColumnProfile amounts = profiled("a", types::Type::text);
  amounts.kind = kind;
  const profile::TableProfile table{10, {}, {amounts}};
  ByColumn<std::vector<std::string>> found;
  if (kind == types::Type::currency) found["a"] = units;
  return plan_columns(relation, table, clean_options(options, relation), found,
                      sqlite_dialect())[0];
}

TEST(CleanPlan, MakesNumbersOfAmountsOfOneUnit) {
  const CleanColumn dollars = planned_amount(types::Type::currency, {"$"}, {});
  EXPECT_EQ(dollars.type, types::Type::decimal);
  EXPECT_EQ(dollars.unit, "$");
  EXPECT_EQ(value_sql(dollars, postgresql()), "(tamis_try_cast(\"a\", 'currency'))::numeric");
  const CleanColumn accounts = planned_amount(types::Type::currency, {}, {});
  EXPECT_EQ(accounts.type, types::Type::decimal);
  EXPECT_EQ(accounts.unit, "");
  const CleanColumn mixed = planned_amount(types::Type::currency, {"$", "EUR"}, {});
  EXPECT_EQ(mixed.type, types::Type::text);
  EXPECT_EQ(mixed.note, "its amounts are of several currencies: $, EUR");
  EXPECT_EQ(planned_amount(types::Type::currency, {"$"}, {{"types", {{"a", "text"}}}}).type,
            types::Type::text);
  const auto error = error_of([] {
    planned_amount(types::Type::currency, {"$", "EUR"}, {{"types", {{"a", "decimal"}}}});
  });
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->code(), Code::ambiguous_value);
}

TEST(CleanPlan, KeepsPercentsAsWrittenOrAsRatios) {
  const CleanColumn written = planned_amount(types::Type::percent, {}, {});
  EXPECT_EQ(value_sql(written, postgresql()), "(tamis_try_cast(\"a\", 'percent'))::numeric");
  const CleanColumn ratio =
      planned_amount(types::Type::percent, {}, {{"percent", {{"a", "ratio"}}}});
  EXPECT_EQ(value_sql(ratio, postgresql()),
            "trim_scale((tamis_try_cast(\"a\", 'percent'))::numeric * 0.01)");
}

TEST(CleanPlan, LeavesOutRowsByTheValuesItWrites) {
  CleanColumn text =
      planned(column("a", ColumnType::text), "a", types::Type::text, ColumnType::text);
  CleanColumn date =
      planned(column("b", ColumnType::text), "b", types::Type::date, ColumnType::date);
  date.on_reject = OnReject::row;
  const CleanPlan plan = plan_of({text, date});
  EXPECT_TRUE(plan.rejects_rows());
  EXPECT_EQ(plan_insert(plan, postgresql()),
            "INSERT INTO \"u\" (\"a\", \"b\") SELECT v0, v1 FROM (SELECT tamis_clean(\"a\") AS v0, "
            "(tamis_try_cast(\"b\", 'date'))::date AS v1, tamis_type(\"b\") AS t1 FROM \"t\" "
            "LIMIT 9223372036854775807) AS converted WHERE NOT ((v1 IS NULL AND t1 IS NOT NULL AND "
            "t1 NOT IN ('empty', 'blank', 'missing')))");
}

TEST(CleanPlan, ComparesSentinelsAsWhatTheyAre) {
  const engine::Relation relation = relation_of({column("a", ColumnType::text)});
  const CleanOptions options = clean_options({{"sentinels", {{"a", {-999, "none"}}}}}, relation);
  EXPECT_EQ(is_sentinel_sql(relation.columns[0], options, postgresql()),
            "(coalesce(tamis_try_cast(\"a\", 'decimal') = '-999', false) OR "
            "coalesce(trim(\"a\") = 'none', false))");
}

// ---------------------------------------------------------------------------------------------
// Contracts, alignment and stamps

ContractColumn promised(std::string name, std::string logical_type) {
  ContractColumn out;
  out.name = name;
  out.physical_name = std::move(name);
  out.logical_type = std::move(logical_type);
  return out;
}

TEST(CleanContract, GivesTypes) {
  const auto type = [](const char* logical, const char* physical) {
    ContractColumn column = promised("a", logical);
    column.physical_type = physical;
    return std::string(types::name_of(contracted_type(column).value_or(types::Type::empty)));
  };
  EXPECT_EQ(type("string", "VARCHAR(20)"), "text");
  EXPECT_EQ(type("string", "UUID"), "uuid");
  EXPECT_EQ(type("integer", ""), "integer");
  EXPECT_EQ(type("number", "numeric(10,2)"), "decimal");
  EXPECT_EQ(type("number", "DOUBLE PRECISION"), "real");
  EXPECT_EQ(type("timestamp", ""), "timestamp");
  EXPECT_EQ(type("timestamp", "TIMESTAMPTZ"), "timestamptz");
  EXPECT_EQ(type("", ""), "empty");
  EXPECT_EQ(type("array", ""), "empty");
}

TEST(CleanContract, SpeaksWhereTheCallerIsSilent) {
  const engine::Relation relation = relation_of({column("Country Code"), column("b")});
  CleanOptions options = clean_options({{"types", {{"b", "text"}}}}, relation);
  options.contract = Contract{};
  ContractColumn country = promised("country_code", "string");
  country.case_fold = "upper";
  country.missing = {"??"};
  options.contract->columns = {country, promised("b", "integer")};
  apply_contract(relation, options);
  EXPECT_EQ(options.casing.of("Country Code"), text::Casing::upper);
  EXPECT_EQ(options.markers("Country Code"), std::vector<std::string>{"??"});
  EXPECT_TRUE(options.keeps_missing("Country Code"));
  EXPECT_EQ(options.types.at("b"), types::Type::text);
}

std::string aligned(UnknownColumns unknown) {
  const engine::Relation source = relation_of({column("x"), column("b"), column("a")});
  std::vector<CleanColumn> columns;
  for (const engine::Column& c : source.columns) {
    columns.push_back(planned(c, c.name, types::Type::text, ColumnType::text));
  }
  Contract contract;
  contract.columns = {promised("a", "string"), promised("n", "integer"), promised("b", "string")};
  contract.columns[1].default_value = 7;
  align_columns(contract, unknown, source, sqlite_dialect(), columns);
  std::string out;
  for (const CleanColumn& c : columns) {
    out += c.target_name + (c.is_added() ? "=" + value_sql(c, postgresql()) : "") + " ";
  }
  return out;
}

TEST(Align, FollowsTheContract) {
  EXPECT_EQ(aligned(UnknownColumns::keep), "a n=('7')::bigint b x ");
  EXPECT_EQ(aligned(UnknownColumns::drop), "a n=('7')::bigint b ");
  const auto error = error_of([] { aligned(UnknownColumns::error); });
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->message(), "contract \"\" knows no column \"x\"");
}

TEST(Align, RefusesADefaultOfAnotherType) {
  const engine::Relation source = relation_of({column("a")});
  Contract contract;
  contract.columns = {promised("n", "integer")};
  contract.columns[0].default_value = "seven";
  std::vector<CleanColumn> columns;
  const auto error = error_of(
      [&] { align_columns(contract, UnknownColumns::keep, source, sqlite_dialect(), columns); });
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->message(), "contract: the default of column \"n\" is no integer: \"seven\"");
}

TEST(Stamps, SayWhereRowsCameFrom) {
  CleanOptions options;
  EXPECT_TRUE(make_stamps(options, "r1", "2024-01-31T23:59:59.123456Z").empty());
  options.stamps = Stamps{};
  options.stamps->source_system = "it's SAP";
  options.contract = Contract{};
  options.contract->version = "1.2.0";
  std::string out;
  for (const Stamp& stamp : make_stamps(options, "r1", "2024-01-31T23:59:59.123456Z")) {
    out += stamp.name + " " + stamp_sql(stamp, postgresql()) + "; ";
  }
  EXPECT_EQ(
      out,
      "_ingest_ts ('2024-01-31 23:59:59.123456+00:00')::timestamptz; _batch_id 'r1'; "
      "_source_system 'it''s SAP'; _run_date ('2024-01-31')::date; _schema_version '1.2.0'; ");
}

// The documents that both engines print in the conformance tests.
TEST(CleanDocument, IsWhatItsSchemaSays) {
  const std::string root = TAMIS_SOURCE_DIR;
  testing::SchemaValidator validator = testing::shipped_schema("clean");
  int seen = 0;
  for (const char* test : {"clean_table", "clean_values", "clean_rows", "clean_contract"}) {
    std::ifstream out(root + "/tests/sql/" + test + ".out");
    for (std::string line; std::getline(out, line);) {
      if (!line.starts_with("{\"rows\"")) continue;
      EXPECT_EQ(validator.faults(Json::parse(line)), std::vector<std::string>()) << line;
      ++seen;
    }
  }
  EXPECT_GT(seen, 10);
  const Json wrong = {{"version", 1}};
  EXPECT_FALSE(validator.faults(wrong).empty());
}

}  // namespace
}  // namespace tamis::quality
