// What tells errors from other rare things: dependencies, misspellings, shapes, quantities, ranges.
// Nearly every test has a twin in which the same counts are no errors.
#include <gtest/gtest.h>

#include <deque>
#include <memory_resource>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/quality/check/misspelling.h"
#include "core/quality/suggest/column_drafts.h"
#include "core/quality/suggest/dependencies.h"
#include "core/quality/suggest/quantities.h"
#include "core/quality/suggest/shapes.h"
#include "core/quality/suggest/table_drafts.h"

namespace tamis::quality {
namespace {

using Column = std::vector<std::string>;

// Nothing here asks the engine.
class NoSession final : public engine::Session {
 public:
  const engine::Dialect& dialect() const noexcept override { return engine::sqlite_dialect(); }
  std::unique_ptr<engine::Rows> query(std::string_view, std::span<const engine::Value>) override {
    throw std::logic_error("no engine");
  }
  std::int64_t execute(std::string_view, std::span<const engine::Value>) override { return 0; }
  std::unique_ptr<engine::Savepoint> savepoint() override { return nullptr; }
  std::string target_sql(std::string_view) override { return {}; }
  void notice(std::string_view) override {}
  void check_interrupt() override {}
  bool statement_is_atomic() const noexcept override { return true; }
  bool read_only() override { return false; }
  void require_file_access(bool) override {}
  std::string user() override { return {}; }

 protected:
  std::optional<engine::Relation> lookup(std::span<const engine::NamePart>) override {
    return std::nullopt;
  }
  engine::Relation describe_query(std::string_view) override { return {}; }
};

// A coded table of texts, as reading it from an engine gives it.
struct Table {
  std::deque<std::string> texts;
  profile::TableProfile profile;
  CodedTable coded;

  explicit Table(const std::vector<std::pair<std::string, Column>>& columns) {
    for (const auto& [name, values] : columns) {
      sketch::ColumnSketch sketch(std::pmr::new_delete_resource());
      for (const std::string& value : values) sketch.add(engine::Value::text(value));
      profile.columns.push_back(profile::interpret(sketch, {.name = name, .declared = {}}));
      profile.rows = static_cast<std::int64_t>(values.size());
    }
    for (std::size_t i = 0; i < columns.size(); ++i) add(columns[i].second, i);
    coded.rows = static_cast<std::size_t>(profile.rows);
  }

  Dependencies dependencies() {
    NoSession session;
    return find_dependencies(session, coded);
  }

 private:
  void add(const Column& values, std::size_t i) {
    CodedColumn column;
    column.profile = &profile.columns[i];
    column.coded = true;
    column.texts.emplace_back();
    column.counts.push_back(0);
    std::unordered_map<std::string, Code32> codes{{"", kMissingCode}, {"N/A", kMissingCode}};
    for (const std::string& value : values) {
      const auto [at, added] = codes.emplace(value, static_cast<Code32>(column.texts.size()));
      if (added) {
        column.texts.push_back(texts.emplace_back(value));
        column.counts.push_back(0);
      }
      ++column.counts[at->second];
      column.codes.push_back(at->second);
    }
    coded.columns.push_back(std::move(column));
  }
};

bool holds(const Dependencies& found, std::size_t from, std::size_t to) {
  return std::any_of(found.held.begin(), found.held.end(), [&](const Dependency& dependency) {
    return dependency.to == to && dependency.from == std::vector{from};
  });
}

std::string n(std::size_t i) { return std::to_string(i); }

// 40 cities of 10 to 40 rows, each of one county.
struct Cities {
  Column city;
  Column county;

  Cities() {
    for (std::size_t c = 0; c < 40; ++c) {
      for (std::size_t i = 0; i < 10 + c % 4 * 10; ++i) {
        city.push_back("city" + n(c));
        county.push_back("county" + n(c % 15));
      }
    }
  }
  Dependencies found() const { return Table({{"city", city}, {"county", county}}).dependencies(); }
};

TEST(Dependencies, HoldExactly) {
  const Dependencies found = Cities().found();
  ASSERT_TRUE(holds(found, 0, 1));
  EXPECT_FALSE(holds(found, 1, 0));
  EXPECT_EQ(found.held[0].breaking, 0);
  EXPECT_DOUBLE_EQ(found.held[0].strength, 1);
}

TEST(Dependencies, HoldButForErrorsThatAreSpread) {
  Cities cities;
  for (std::size_t row = 3; row < cities.county.size(); row += 31) cities.county[row] += 'x';
  const Dependencies found = cities.found();
  ASSERT_TRUE(holds(found, 0, 1));
  EXPECT_EQ(found.held[0].breaking, static_cast<std::int64_t>(found.held[0].broken.size()));
  EXPECT_EQ(found.held[0].broken.size(), (cities.county.size() - 4) / 31 + 1);
}

TEST(Dependencies, AreNoneWhereExceptionsStandTogether) {
  Cities cities;
  // As many rows as above, all of two cities: there are two cities of each name.
  const std::size_t many = (cities.county.size() - 4) / 31 + 1;
  std::size_t changed = 0;
  for (std::size_t row = 0; row < cities.county.size() && changed < many; ++row) {
    if ((cities.city[row] == "city39" || cities.city[row] == "city35") && row % 2 == 0) {
      cities.county[row] = "county7";
      ++changed;
    }
  }
  EXPECT_FALSE(holds(cities.found(), 0, 1));
}

TEST(Dependencies, ExpectNothingOfChance) {
  std::mt19937 random(7);
  for (const std::size_t groups : {5U, 50U, 400U}) {
    for (const std::size_t values : {2U, 20U}) {
      Column a;
      Column b;
      for (std::size_t i = 0; i < 1000; ++i) {
        a.push_back("a" + n(random() % groups));
        b.push_back("b" + n(random() % values));
      }
      const Dependencies found = Table({{"a", a}, {"b", b}}).dependencies();
      EXPECT_TRUE(found.held.empty() && found.weak.empty()) << groups << " " << values;
    }
  }
}

TEST(Dependencies, OfNearlyUniqueColumnsOrToNearlyConstantOnesAreNoEvidence) {
  Column key;
  Column value;
  Column constant;
  for (std::size_t i = 0; i < 500; ++i) {
    key.push_back("k" + n(i % 490));
    value.push_back("v" + n(i % 490 % 7));
    constant.push_back(i % 490 == 17 ? "no" : "yes");
  }
  EXPECT_TRUE(Table({{"key", key}, {"value", value}}).dependencies().held.empty());
  Column category;
  for (std::size_t i = 0; i < 500; ++i) category.push_back("c" + n(i % 490 == 17 ? 99 : i % 20));
  EXPECT_TRUE(Table({{"category", category}, {"constant", constant}}).dependencies().held.empty());
}

TEST(Dependencies, TakeTheColumnThatExplainsTheirExceptionsInto) {
  Column code;
  Column state;
  Column average;
  for (std::size_t i = 0; i < 1200; ++i) {
    code.push_back("m" + n(i % 25));
    state.push_back(i / 25 % 24 == 0 ? "ak" : "al");
    average.push_back(state.back() + "_" + code.back());
  }
  const Dependencies found =
      Table({{"code", code}, {"state", state}, {"average", average}}).dependencies();
  EXPECT_FALSE(holds(found, 0, 2));
  EXPECT_TRUE(std::any_of(found.held.begin(), found.held.end(), [](const Dependency& dependency) {
    return dependency.to == 2 && dependency.from == std::vector<std::size_t>{0, 1};
  }));
}

// What the values are taken for, "?" where for themselves.
std::vector<std::string> meant(const std::vector<CountedValue>& values) {
  std::vector<std::string> out(values.size(), "?");
  for (const Misspelling& found : find_misspellings(values).found) {
    out[found.value] = values[found.meant].text;
  }
  return out;
}

using Texts = std::vector<std::string>;

TEST(Misspellings, AreRareAndNear) {
  EXPECT_EQ(meant({{"birmingham", 200}, {"birminghxm", 2}, {"brimingham", 1}, {"birmigham", 1}}),
            (Texts{"?", "birmingham", "birmingham", "birmingham"}));
  EXPECT_EQ(meant({{"Zürich", 200}, {"Zurich", 2}, {"Zürch", 1}}),
            (Texts{"?", "Zürich", "Zürich"}));
  EXPECT_EQ(meant({{"surgical infection prevention", 90}, {"surgixal infxction prevextion", 1}}),
            (Texts{"?", "surgical infection prevention"}));
}

TEST(Misspellings, AreNoneWhereBothAreFrequent) {
  EXPECT_EQ(meant({{"Austria", 200}, {"Australia", 100}}), (Texts{"?", "?"}));
  EXPECT_EQ(meant({{"heart attack", 200}, {"heart attach", 11}}), (Texts{"?", "?"}));
}

TEST(Misspellings, LeaveDigitsAlone) {
  EXPECT_EQ(meant({{"scip-inf-1", 200}, {"scip-inf-2", 1}, {"scip-inf-11", 1}, {"scip-inf-x", 1}}),
            (Texts{"?", "?", "?", "scip-inf-1"}));
}

TEST(Misspellings, LeaveCaseShortWordsAndSharedEndingsAlone) {
  EXPECT_EQ(meant({{"Against the Grain", 100}, {"Against The Grain", 1}}), (Texts{"?", "?"}));
  EXPECT_EQ(meant({{"WA", 1000}, {"WV", 1}}), (Texts{"?", "?"}));
  EXPECT_EQ(meant({{"yes", 40}, {"yet", 1}}), (Texts{"?", "?"}));
  EXPECT_EQ(meant({{"SanTan Brewing Company", 100}, {"Alaskan Brewing Company", 1}}),
            (Texts{"?", "?"}));
}

TEST(Misspellings, SayHowCrowdedTheFrequentValuesAre) {
  const Misspellings found =
      find_misspellings(std::vector<CountedValue>{{"mww", 90}, {"mwb", 80}, {"mwr", 70}});
  EXPECT_EQ(found.frequent, 3U);
  EXPECT_EQ(found.crowded, 3U);
}

CodedColumn& column_of(Table& table) { return table.coded.columns[0]; }

Column repeated(const std::vector<std::pair<std::size_t, std::string>>& parts) {
  Column out;
  for (const auto& [count, text] : parts) out.insert(out.end(), count, text);
  return out;
}

TEST(Shapes, ArePatternsOfCodesAndAmounts) {
  Column codes;
  for (std::size_t i = 0; i < 300; ++i) codes.push_back("AB-" + n(1000 + i));
  Table plain({{"c", codes}});
  EXPECT_EQ(common_pattern(column_of(plain)).expression, "^(?:AB-[0-9]{4})$");
  codes[7] = "AB_1007";
  codes[9] = "1009-AB";
  Table dirty({{"c", codes}});
  const ShapePattern found = common_pattern(column_of(dirty));
  EXPECT_EQ(found.expression, "^(?:AB-[0-9]{4})$");
  EXPECT_EQ(found.broken, 2);
}

TEST(Shapes, KeepWordsThatComeOften) {
  Column values = repeated({{200, "empty"}});
  for (std::size_t i = 0; i < 300; ++i) values.push_back(n(i % 70) + " patients");
  values[250] = "3x patients";
  values[251] = "31 paxients";
  Table table({{"c", values}});
  const ShapePattern found = common_pattern(column_of(table));
  EXPECT_EQ(found.expression, "^(?:[0-9]+ patients|empty)$");
  EXPECT_EQ(found.broken, 2);
}

TEST(Shapes, AreNoneOfNamesAndSentences) {
  Column names;
  for (std::size_t i = 0; i < 400; ++i) {
    names.push_back(std::string(1 + i % 9, 'a') + " " + std::string(2 + i % 7, 'b'));
  }
  names[3] = "O'Hara-Smith 2nd";
  Table table({{"c", names}});
  EXPECT_EQ(common_pattern(column_of(table)).expression, "");
}

TEST(Quantities, AreToldByHowManyWaysThereAre) {
  Table several({{"c", repeated({{500, "12.0 oz"}, {400, "16.0 oz."}, {90, "12.0 OZ."}})}});
  EXPECT_EQ(find_quantities(column_of(several)).leads, Writing::several);
  Table one({{"c", repeated({{500, "37 patients"}, {3, "5 paxients"}})}});
  EXPECT_EQ(find_quantities(column_of(one)).leads, Writing::none);
  Table plain({{"c", repeated({{500, "0.05"}, {200, "0.07%"}})}});
  EXPECT_EQ(find_quantities(column_of(plain)).leads, Writing::plain);
  Table percent({{"c", repeated({{500, "5%"}, {100, "0.07"}})}});
  EXPECT_EQ(find_quantities(column_of(percent)).leads, Writing::percent);
  Table words({{"c", repeated({{500, "north 5"}, {100, "12"}})}});
  EXPECT_EQ(find_quantities(column_of(words)).leads, Writing::none);
}

double bound_of(const Drafts& drafts, Check check) {
  const Draft* const draft = find_draft(drafts, check, "c");
  return draft == nullptr ? -1 : draft->rule.argument("bound").get<double>();
}

TEST(Ranges, LeaveOutWhatLiesApart) {
  Column values;
  for (std::size_t i = 0; i < 400; ++i) values.push_back(n(50 + i % 40));
  values[5] = "5000";
  values[9] = "6100";
  Drafts drafts;
  Table apart({{"c", values}});
  draft_range(column_of(apart), false, drafts);
  EXPECT_EQ(bound_of(drafts, Check::maximum), 89);
  EXPECT_EQ(bound_of(drafts, Check::minimum), 50);
}

TEST(Ranges, KeepHeavyTails) {
  Column values;
  for (std::size_t i = 2; i <= 801; ++i) values.push_back(n(1000000 / (i / 2)));
  Drafts drafts;
  Table table({{"c", values}});
  draft_range(column_of(table), false, drafts);
  EXPECT_EQ(bound_of(drafts, Check::maximum), 1000000);
  EXPECT_EQ(bound_of(drafts, Check::minimum), 2500);
}

}  // namespace
}  // namespace tamis::quality
