// Diffs of contracts: whom each change hurts, mirrored both ways, and deprecation by its dates.
#include "core/quality/contract/diff.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/quality/check/deprecation.h"
#include "tests/core/contract_samples.h"

namespace tamis::quality {
namespace {

using document::Json;
using Lines = std::vector<std::string>;

ContractDiff diff_of(const Json& before, const Json& after, std::string_view now = "2024-06-01") {
  return diff_contracts(parse_contracts(before), parse_contracts(after), now);
}

// "path code class" of each change, the path without its table.
Lines lines_of(const ContractDiff& diff) {
  Lines out;
  for (const ContractChange& change : diff.changes) {
    out.push_back(change.path + " " + change.code + " " +
                  std::string(name_of(compatibility_of(change.change))));
  }
  return out;
}

// The diff of the sample with itself after `edit`.
template <typename Edit>
Lines edited(Edit edit) {
  Json after = samples::orders();
  edit(after["schema"][0]["properties"], after["schema"][0], after);
  const ContractDiff diff = diff_of(samples::orders(), after);
  Lines out = lines_of(diff);
  for (std::string& line : out) {
    const std::string prefix = "/schema/orders/properties/";
    if (line.starts_with(prefix)) line = line.substr(prefix.size());
  }
  return out;
}

constexpr std::size_t kCustomer = 1;
constexpr std::size_t kOrdered = 2;
constexpr std::size_t kShipped = 3;
constexpr std::size_t kAmount = 4;
constexpr std::size_t kState = 5;

TEST(ContractDiff, OfAContractWithItselfIsEmpty) {
  EXPECT_EQ(lines_of(diff_of(samples::orders(), samples::orders())), Lines{});
  EXPECT_EQ(lines_of(diff_of(samples::row_schema(), samples::row_schema())), Lines{});
  std::mt19937 random(1);
  for (int i = 0; i < 200; ++i) {
    const Json document = samples::any_contract(random);
    EXPECT_EQ(lines_of(diff_of(document, document)), Lines{}) << document;
  }
}

TEST(ContractDiff, TurnedRoundTurnsForwardAndBackwardRound) {
  std::mt19937 random(2);
  int told = 0;
  for (int i = 0; i < 2000; ++i) {
    const Json a = samples::any_contract(random);
    const Json b = samples::any_contract(random);
    std::multimap<std::string, Change> there;
    std::multimap<std::string, Change> back;
    for (const ContractChange& change : diff_of(a, b).changes) {
      there.emplace(change.path, change.change);
    }
    for (const ContractChange& change : diff_of(b, a).changes) {
      back.emplace(change.path, inverse(change.change));
    }
    const auto sorted = [](const std::multimap<std::string, Change>& changes) {
      std::vector<std::pair<std::string, Change>> out(changes.begin(), changes.end());
      std::sort(out.begin(), out.end());
      return out;
    };
    ASSERT_EQ(sorted(there), sorted(back)) << a << "\n" << b;
    told += static_cast<int>(there.size());
  }
  EXPECT_GT(told, 5000);
}

TEST(ContractDiff, TellsColumnsThatComeAndGo) {
  EXPECT_EQ(edited([](Json& p, Json&, Json&) {
              p.push_back({{"name", "x"}, {"required", true}});
            }),
            (Lines{"x column_added forward"}));
  EXPECT_EQ(edited([](Json& p, Json&, Json&) { p.erase(kState); }),
            (Lines{"state column_removed backward"}));
  EXPECT_EQ(edited([](Json& p, Json&, Json&) { p[kAmount]["physicalName"] = "Sum"; }),
            (Lines{"amount/physicalName column_renamed breaking"}));
  EXPECT_EQ(edited([](Json& p, Json&, Json&) { std::swap(p[kState], p[kAmount]); }),
            (Lines{"/schema/orders/properties columns_reordered full"}));
  EXPECT_EQ(edited([](Json&, Json& o, Json&) { o["physicalName"] = "o2"; }),
            (Lines{"/schema/orders/physicalName table_renamed breaking"}));
  EXPECT_EQ(edited([](Json&, Json&, Json& d) {
              d["schema"].push_back({{"name", "u"}});
            }),
            (Lines{"/schema/u table_added forward"}));
}

TEST(ContractDiff, TellsWhichWayATypeChanged) {
  const auto type = [](std::size_t i, const char* key, const char* to) {
    return edited([&](Json& p, Json&, Json&) { p[i][key] = to; });
  };
  EXPECT_EQ(type(kAmount, "physicalType", "numeric(12,2)"),
            (Lines{"amount/physicalType physical_type_widened backward"}));
  EXPECT_EQ(type(kAmount, "physicalType", "numeric(9,2)"),
            (Lines{"amount/physicalType physical_type_narrowed forward"}));
  // More digits behind the mark, fewer before it.
  EXPECT_EQ(type(kAmount, "physicalType", "numeric(10,3)"),
            (Lines{"amount/physicalType physical_type_changed breaking"}));
  EXPECT_EQ(type(kAmount, "physicalType", "money"),
            (Lines{"amount/physicalType physical_type_changed breaking"}));
  EXPECT_EQ(edited([](Json& p, Json&, Json&) { p[0]["logicalType"] = "number"; }),
            (Lines{"id/logicalType type_widened backward"}));
  EXPECT_EQ(edited([](Json& p, Json&, Json&) { p[0]["logicalType"] = "string"; }),
            (Lines{"id/logicalType type_changed breaking"}));
  EXPECT_EQ(edited([](Json& p, Json&, Json&) { p[0].erase("logicalType"); }),
            (Lines{"id/logicalType type_widened backward"}));
}

TEST(ContractDiff, TellsOtherMeanings) {
  EXPECT_EQ(
      edited([](Json& p, Json&, Json&) { p[kAmount]["customProperties"][0]["value"] = "USD"; }),
      (Lines{"amount/unit unit_changed breaking"}));
  EXPECT_EQ(
      edited([](Json& p, Json&, Json&) { p[kOrdered]["logicalTypeOptions"]["timezone"] = false; }),
      (Lines{"ordered_at/logicalTypeOptions/timezone timezone_changed breaking"}));
  EXPECT_EQ(edited([](Json& p, Json&, Json&) {
              p[kShipped]["logicalTypeOptions"]["format"] = "yyyy-MM-dd";
            }),
            (Lines{"shipped_at/logicalTypeOptions/format format_changed breaking"}));
  Json after = samples::orders();
  after["schema"][0]["properties"][kCustomer]["classification"] = "public";
  const ContractDiff diff = diff_of(samples::orders(), after);
  EXPECT_EQ(
      lines_of(diff),
      (Lines{"/schema/orders/properties/customer/classification classification_changed full"}));
  EXPECT_TRUE(diff.changes[0].review);
  EXPECT_FALSE(diff.breaks());
}

TEST(ContractDiff, TellsWhichWayARuleChanged) {
  using P = Json&;
  EXPECT_EQ(edited([](P p, P, P) { p[kState]["required"] = true; }),
            (Lines{"state/required required_added forward"}));
  EXPECT_EQ(edited([](P p, P, P) { p[kCustomer].erase("required"); }),
            (Lines{"customer/required required_removed backward"}));
  EXPECT_EQ(edited([](P p, P, P) {
              p[kState]["quality"][0]["arguments"]["validValues"].push_back("lost");
            }),
            (Lines{"state/invalidValues values_widened backward"}));
  EXPECT_EQ(edited([](P p, P, P) {
              p[kState]["quality"][0]["arguments"]["validValues"] = {"paid", "new"};
            }),
            (Lines{"state/invalidValues values_narrowed forward"}));
  EXPECT_EQ(edited([](P p, P, P) { p[kState]["quality"][1]["mustBeLessThan"] = 6; }),
            (Lines{"state/missingValues required_widened backward"}));
  EXPECT_EQ(edited([](P p, P, P) { p[kAmount]["logicalTypeOptions"]["exclusiveMinimum"] = 1; }),
            (Lines{"amount/exclusiveMinimum range_narrowed forward"}));
  EXPECT_EQ(edited([](P p, P, P) {
              p[kAmount]["logicalTypeOptions"].erase("exclusiveMinimum");
              p[kAmount]["logicalTypeOptions"]["minimum"] = 0;
            }),
            (Lines{"amount/exclusiveMinimum range_widened backward"}));
  EXPECT_EQ(edited([](P p, P, P) { p[kOrdered]["logicalTypeOptions"]["minimum"] = "2019-01-01"; }),
            (Lines{"ordered_at/minimum range_widened backward"}));
  EXPECT_EQ(edited([](P p, P, P) { p[kCustomer]["logicalTypeOptions"]["pattern"] = "^D"; }),
            (Lines{"customer/pattern pattern_changed breaking"}));
  EXPECT_EQ(edited([](P p, P, P) { p[kCustomer]["unique"] = true; }),
            (Lines{"customer/unique unique_added forward"}));
  EXPECT_EQ(edited([](P p, P, P) { p[kCustomer].erase("relationships"); }),
            (Lines{"customer/foreignKey foreign_key_removed backward"}));
  EXPECT_EQ(edited([](P p, P, P) {
              p[0].erase("primaryKey");
              p[kCustomer]["primaryKey"] = true;
            }),
            (Lines{"/schema/orders/primaryKey primary_key_changed breaking",
                   "id/required required_removed backward"}));
  // A warning promises nothing.
  EXPECT_EQ(edited([](P, P o, P) { o["quality"].erase(1); }),
            (Lines{"/schema/orders/duplicateValues unique_removed full"}));
  EXPECT_EQ(edited([](P, P o, P) {
              o["quality"][0]["mustBeBetween"] = {10, 1000};
            }),
            (Lines{"/schema/orders/rowCount rule_narrowed forward"}));
  EXPECT_EQ(edited([](P, P o, P) {
              o["quality"][0]["mustBeBetween"] = {0, 1000};
            }),
            (Lines{"/schema/orders/rowCount rule_changed breaking"}));
  EXPECT_EQ(edited([](P, P, P d) { d["slaProperties"][0]["value"] = 5; }),
            (Lines{"ordered_at/latency freshness_changed breaking",
                   "/slaProperties service_level_changed full"}));
  EXPECT_EQ(edited([](P, P o, P) { o["quality"][4]["severity"] = "info"; }),
            (Lines{"/schema/orders/compare rule_widened backward"}));
}

TEST(ContractDiff, JoinsToOneClass) {
  Json after = samples::orders();
  after["schema"][0]["properties"].push_back({{"name", "x"}});
  EXPECT_EQ(diff_of(samples::orders(), after).document()["class"], "forward");
  EXPECT_FALSE(diff_of(samples::orders(), after).breaks());
  EXPECT_EQ(diff_of(after, samples::orders()).document()["class"], "backward");
  EXPECT_TRUE(diff_of(after, samples::orders()).breaks());
  Json both = after;
  both["schema"][0]["properties"].erase(kState);
  EXPECT_EQ(diff_of(samples::orders(), both).document()["class"], "breaking");
  EXPECT_EQ(diff_of(after, after).document()["class"], "full");
}

TEST(ContractDiff, LetsADeprecatedColumnGoFromItsDateOn) {
  Json after = samples::orders();
  after["schema"][0]["properties"].erase(6);
  const ContractDiff early = diff_of(samples::orders(), after, "2024-03-01");
  EXPECT_TRUE(early.breaks());
  EXPECT_EQ(early.changes.at(0).why, "it is deprecated, but promised until 2024-03-02");
  const ContractDiff due = diff_of(samples::orders(), after, "2024-03-02");
  EXPECT_FALSE(due.breaks());
  EXPECT_TRUE(due.changes.at(0).announced);
  EXPECT_EQ(due.compatibility(), Compatibility::backward);
}

TEST(Compare, TypesByWhatTheyHold) {
  EXPECT_EQ(compare_bounds("smallint", "bigint"), Change::wider);
  EXPECT_EQ(compare_bounds("bigint", "integer"), Change::narrower);
  EXPECT_EQ(compare_bounds("varchar(5)", "varchar(50)"), Change::wider);
  EXPECT_EQ(compare_bounds("numeric(10,2)", "numeric(12,4)"), Change::wider);
  EXPECT_EQ(compare_bounds("numeric(10,2)", "numeric(10,4)"), Change::other);
  EXPECT_EQ(compare_bounds("varchar(5)", "bigint"), Change::other);
  EXPECT_EQ(compare_bounds("", "bigint"), Change::narrower);
}

Rule deprecated(std::string replacement) {
  Rule rule;
  rule.check = Check::columns;
  rule.columns = {"old"};
  rule.deprecation = Deprecation{"2024-02-01", "2024-03-02", std::move(replacement)};
  return rule;
}

engine::Relation with_columns(const Lines& names) {
  engine::Relation out;
  for (const std::string& name : names) {
    out.columns.emplace_back();
    out.columns.back().name = name;
  }
  return out;
}

std::string judged(const Rule& rule, const Lines& columns, std::string_view now) {
  const RuleResult result = judge_deprecation(rule, with_columns(columns), now);
  return std::string(name_of(result.status)) + " " + result.observed.get<std::string>() +
         (result.message.empty() ? "" : ": " + result.message);
}

TEST(Deprecation, WarnsBeforeItsDateAndFailsFromItOn) {
  const Rule rule = deprecated("");
  EXPECT_EQ(judged(rule, {"old"}, "2024-01-31 23:59:59"), "pass planned");
  EXPECT_EQ(judged(rule, {"old"}, "2024-02-01 00:00:00"),
            "warn announced: column \"old\" goes on 2024-03-02");
  EXPECT_EQ(judged(rule, {"old"}, "2024-03-01 23:59:59"),
            "warn announced: column \"old\" goes on 2024-03-02");
  EXPECT_EQ(judged(rule, {"old"}, "2024-03-02 00:00:00"),
            "fail removed: column \"old\" should be gone since 2024-03-02");
  EXPECT_EQ(judged(rule, {"new"}, "2024-03-02 00:00:00"), "pass removed");
  EXPECT_EQ(judged(rule, {"new"}, "2024-03-01 00:00:00"),
            "fail announced: column \"old\" was removed before its date, 2024-03-02");
}

TEST(Deprecation, WantsItsReplacementMeanwhile) {
  const Rule rule = deprecated("new");
  EXPECT_EQ(judged(rule, {"old", "new"}, "2024-02-10"),
            "warn dual: column \"old\" goes on 2024-03-02: use \"new\"");
  EXPECT_EQ(judged(rule, {"old"}, "2024-02-10"),
            "fail dual: column \"old\" goes on 2024-03-02, and its replacement \"new\" is not "
            "there");
}

TEST(Deprecation, LeavesNothingToJudgeOfAColumnThatIsGone) {
  Rule rule = deprecated("");
  rule.check = Check::not_missing;
  EXPECT_TRUE(is_removed(rule, with_columns({"new"}), "2024-03-02"));
  EXPECT_FALSE(is_removed(rule, with_columns({"new"}), "2024-03-01"));
  EXPECT_FALSE(is_removed(rule, with_columns({"old"}), "2024-03-02"));
  EXPECT_FALSE(is_deprecation(rule));
  EXPECT_TRUE(is_deprecation(deprecated("")));
}

}  // namespace
}  // namespace tamis::quality
