// Rules on rows and metrics, and the tally of a scan: that merging changes nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <memory_resource>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/error.h"
#include "core/quality/check/tally.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Value;
using Row = std::vector<Value>;

Json rule(std::string_view id, std::string_view check, const std::vector<int>& columns,
          const Json& arguments = Json::object()) {
  return {{"id", id}, {"check", check}, {"columns", columns}, {"arguments", arguments}};
}

std::string form(const std::vector<std::string>& names, const std::vector<Json>& rules,
                 std::size_t conditions = 0) {
  return document::canonical(
      {{"names", names}, {"values", names.size() + conditions}, {"samples", 2}, {"rules", rules}});
}

Row row(std::initializer_list<std::string_view> list) {
  Row out;
  for (const std::string_view text : list) {
    out.push_back(text == "\\N" ? Value() : Value::text(text));
  }
  return out;
}

// P, F, S, U, or - outside the condition, of one rule over rows.
std::string judged(const std::vector<std::string>& names, const Json& one_rule,
                   const std::vector<Row>& rows, std::size_t conditions = 0) {
  const CompiledRules rules = CompiledRules::compile(form(names, {one_rule}, conditions));
  std::string out;
  for (const Row& values : rows) out += "PFSU-"[rules.judge(values)[0]];
  return out;
}

Json tallied(const std::string& text, const std::vector<Row>& rows) {
  const CompiledRules rules = CompiledRules::compile(text);
  Tally tally(rules, text, std::pmr::new_delete_resource());
  std::int64_t number = 0;
  for (const Row& values : rows) tally.add(rules, {0, ++number, true}, values);
  return Json::parse(tally.result(rules));
}

TEST(Rows, CompareNumbersDatesAndTexts) {
  const std::vector<std::string> ab = {"a", "b"};
  const auto compared = [&](std::string_view op, const std::vector<Row>& rows) {
    return judged(ab, rule("r", "compare", {0, 1}, {{"operator", op}}), rows);
  };
  const std::vector<Row> rows = {row({"9", "10"}),
                                 row({"2024-01-31", "1 Feb 2024"}),
                                 row({"b", "a"}),
                                 row({"1.0", "1"}),
                                 row({"\\N", "1"}),
                                 row({"5", "five"}),
                                 row({"2024-01-31T01:00:00+01:00", "2024-01-31"})};
  EXPECT_EQ(compared("<", rows), "PPFFSSF");
  EXPECT_EQ(compared("=", rows), "FFFPSFP");
  EXPECT_EQ(compared("<>", rows), "PPPFSPF");
  EXPECT_EQ(compared(">=", rows), "FFPPSSP");
}

TEST(Rows, TuplesSumsAndPresence) {
  const std::vector<std::string> ab = {"a", "b"};
  EXPECT_EQ(
      judged(ab,
             rule("r", "pair_in_set", {0, 1},
                  {{"values", Json::array({Json::array({"x", 1}), Json::array({"y", true})})}}),
             {row({"x", "1.0"}), row({"y", "yes"}), row({"x", "2"}), row({"x", ""})}),
      "PPFS");
  EXPECT_EQ(judged(ab, rule("r", "sum_equals", {0, 1}, {{"total", 0.3}}),
                   {row({"0.1", "0.2"}), row({"0.1", "0.20000000000000001"}), row({"0.1", "x"})}),
            "PFS");
  EXPECT_EQ(judged(ab, rule("r", "sum_equals", {0, 1}, {{"total", 100}, {"within", 0.5}}),
                   {row({"50", "50.5"}), row({"50", "50.51"}), row({"50", "49.5"})}),
            "PFP");
  EXPECT_EQ(judged({"a", "b", "t"}, rule("r", "sum_equals", {0, 1, 2}, {{"total_column", "t"}}),
                   {row({"1", "2", "3"}), row({"1", "2", "4"}), row({"1", "2", "\\N"})}),
            "PFS");
  // Totals of more digits than a text of a number may have, and terms of more than a double has.
  const std::vector<Row> large = {{Value::integer(1), Value::integer(2)},
                                  {Value::integer(1000000000000000000), Value::real(0.0)},
                                  {Value::integer(1000000000000000001), Value::integer(0)},
                                  {Value::real(1e20), Value::real(0.0)}};
  EXPECT_EQ(judged(ab, rule("r", "sum_equals", {0, 1}, {{"total", 1000000000000000000}}), large),
            "FPFF");
  EXPECT_EQ(judged(ab, rule("r", "sum_equals", {0, 1}, {{"total", 1e20}}), large), "FFFP");
  EXPECT_EQ(judged(ab, rule("r", "sum_equals", {0, 1}, {{"total", 1e300}}), large), "FFFF");
  EXPECT_EQ(judged(ab, rule("r", "present_count", {0, 1}),
                   {row({"1", ""}), row({"", "N/A"}), row({"1", "2"})}),
            "PFP");
  EXPECT_EQ(judged(ab, rule("r", "present_count", {0, 1}, {{"minimum", 0}, {"maximum", 1}}),
                   {row({"1", ""}), row({"", ""}), row({"1", "2"})}),
            "PPF");
  EXPECT_EQ(judged({"a", "b", "c"}, rule("r", "distinct_within", {0, 1, 2}),
                   {row({"1", "1.0", "x"}), row({"1", "", ""}), row({"a", "b", ""})}),
            "FSP");
}

TEST(Rows, ConditionsComeFromTheEngine) {
  Json expression = rule("r", "expression", {0});
  expression["condition"] = 1;
  const auto with = [](std::string_view text, Value condition) {
    return Row{Value::text(text), condition};
  };
  EXPECT_EQ(
      judged({"a"}, expression,
             {with("x", Value::boolean(true)), with("x", Value::integer(0)), with("x", {})}, 1),
      "PFS");
  Json where = rule("r", "in_set", {0}, {{"values", {"x"}}});
  where["where"] = 1;
  EXPECT_EQ(judged({"a"}, where,
                   {with("y", Value::boolean(true)), with("y", Value::boolean(false)),
                    with("y", {}), with("x", Value::integer(1))},
                   1),
            "F--P");
}

TEST(Tally, CountsAndShowsTheFirst) {
  const Json found = tallied(
      form({"a"}, {rule("r", "max_length", {0}, {{"length", 1}})}),
      {row({"x"}), row({"ab"}), row({"\\N"}), row({std::string_view("c\0d\xFF", 4)}), row({"ef"})});
  EXPECT_EQ(found["rows"], 5);
  EXPECT_EQ(found["rules"][0]["counts"], Json::array({1, 3, 1, 0}));
  EXPECT_EQ(found["rules"][0]["samples"],
            Json::array({{{"row", 2}, {"table", 0}, {"value", "ab"}},
                         {{"row", 4}, {"table", 0}, {"value", "c\\x00d\\xFF"}}}));
}

TEST(Tally, MetricsComeFromTheValues) {
  const auto metric = [](std::string_view name, Json more = Json::object()) {
    more["metric"] = name;
    return rule(name, "metric", {0}, more);
  };
  const std::vector<Row> rows = {row({"1"}),   row({"2"}), row({"2"}),
                                 row({"4,5"}), row({""}),  row({"\\N"})};
  const Json found =
      tallied(form({"a"}, {metric("missing_count"), metric("null_ratio"), metric("distinct_count"),
                           metric("max"), metric("sum"), metric("median"), metric("max_length"),
                           metric("duplicate_count"), rule("n", "row_count", {}),
                           rule("c", "contains_values", {0}, {{"values", {1, 7}}}),
                           rule("m", "most_common_in", {0}, {{"values", {2}}}), metric("entropy"),
                           metric("quantile", {{"q", 1}})}),
              rows);
  std::vector<Json> observed;
  for (const Json& one : found["rules"]) observed.push_back(one["observed"]);
  EXPECT_EQ(observed[0], 2);
  EXPECT_EQ(observed[1], 0.166667);
  EXPECT_EQ(observed[2], 3);
  EXPECT_EQ(observed[3], 4.5);
  EXPECT_EQ(observed[4], 9.5);
  EXPECT_EQ(observed[5], 2.0);
  EXPECT_EQ(observed[6], 3);
  EXPECT_EQ(observed[7], 1);
  EXPECT_EQ(observed[8], 6);
  EXPECT_EQ(observed[9], Json({{"absent", {7}}, {"others", 3}}));
  EXPECT_EQ(observed[10], "2");
  EXPECT_EQ(observed[11], 1.5);
  EXPECT_EQ(observed[12], 4.5);
}

TEST(Tally, MetricsOfNothingAreNone) {
  const Json found = tallied(form({"a"}, {rule("m", "metric", {0}, {{"metric", "mean"}}),
                                          rule("t", "metric", {0}, {{"metric", "missing_ratio"}}),
                                          rule("n", "row_count", {})}),
                             {});
  EXPECT_TRUE(found["rules"][0]["observed"].is_null());
  EXPECT_TRUE(found["rules"][1]["observed"].is_null());
  EXPECT_EQ(found["rules"][2]["observed"], 0);
  const Json words = tallied(form({"a"}, {rule("m", "metric", {0}, {{"metric", "mean"}})}),
                             {row({"x"}), row({"y"})});
  EXPECT_EQ(words["rules"][0]["problem"],
            "metric \"mean\" needs numbers, and the column holds text");
}

TEST(Tally, SaysThatValuesAreTooLargeToAddUp) {
  for (const char* const metric : {"sum", "mean", "stddev"}) {
    const Json found = tallied(form({"a"}, {rule("m", "metric", {0}, {{"metric", metric}})}),
                               {row({"1.5e308"}), row({"1.6e308"}), row({"1.7e308"})});
    EXPECT_EQ(found["rules"][0]["problem"], "the values are too large to add up") << metric;
  }
}

TEST(Tally, CorrelatesColumnsFarFromZero) {
  std::vector<std::string> kept;
  for (int i = 0; i < 100; ++i) {
    kept.push_back("1000000000" + std::to_string(100 + i));
    kept.push_back(std::to_string(-3 * i - 1) + ".5");
  }
  std::vector<Row> rows;
  for (std::size_t i = 0; i < kept.size(); i += 2) rows.push_back(row({kept[i], kept[i + 1]}));
  const Json found = tallied(form({"a", "b"}, {rule("c", "correlation", {0, 1})}), rows);
  EXPECT_EQ(found["rules"][0]["observed"], -1.0);
}

TEST(Tally, RefusesOtherCorrelations) {
  const std::string text =
      form({"a", "b"}, {rule("c", "correlation", {0, 1}, {{"method", "cramers_v"}})});
  const CompiledRules rules = CompiledRules::compile(text);
  EXPECT_THROW(Tally(rules, text, std::pmr::new_delete_resource()), Error);
}

// Any split into workers, merged in any order through their bytes, tells the same.
TEST(Tally, MergesToTheSame) {
  Json where = rule("w", "pattern", {0}, {{"patterns", {"^a"}}});
  where["where"] = 2;
  const std::string text = form({"a", "b"},
                                {rule("t", "type", {0}, {{"type", "integer"}}), where,
                                 rule("c", "compare", {0, 1}, {{"operator", "<="}}),
                                 rule("m", "metric", {1}, {{"metric", "mean"}}),
                                 rule("d", "metric", {0}, {{"metric", "distinct_count"}}),
                                 rule("l", "contains_values", {0}, {{"values", {"a", "zz"}}}),
                                 rule("r", "correlation", {0, 1}), rule("n", "row_count", {})},
                                1);
  const CompiledRules rules = CompiledRules::compile(text);
  std::mt19937 random(7);
  const std::vector<std::string> words = {"a", "ab", "1", "2.5", "", "N/A", "1000", "x\xFF"};
  std::vector<Row> rows;
  for (int i = 0; i < 500; ++i) {
    rows.push_back({Value::text(words[random() % words.size()]),
                    Value::integer(static_cast<std::int64_t>(random() % 50)),
                    random() % 3 == 0 ? Value() : Value::boolean(random() % 2 == 0)});
  }
  const Json whole = [&] {
    Tally tally(rules, text, std::pmr::new_delete_resource());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      tally.add(rules, {0, static_cast<std::int64_t>(i), true}, rows[i]);
    }
    return Json::parse(tally.result(rules));
  }();
  for (int round = 0; round < 5; ++round) {
    std::vector<std::unique_ptr<Tally>> parts;
    for (int p = 0; p < 3; ++p) {
      parts.push_back(std::make_unique<Tally>(rules, text, std::pmr::new_delete_resource()));
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      parts[random() % parts.size()]->add(rules, {0, static_cast<std::int64_t>(i), true}, rows[i]);
    }
    Tally merged(rules, text, std::pmr::new_delete_resource());
    while (!parts.empty()) {
      const std::size_t at = random() % parts.size();
      std::vector<std::byte> bytes(parts[at]->encoded_size());
      parts[at]->encode(bytes);
      EXPECT_EQ(Tally::source_in(bytes), text);
      Tally other = Tally::decode(rules, bytes, std::pmr::new_delete_resource());
      merged.merge(rules, other);
      parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at));
    }
    EXPECT_EQ(Json::parse(merged.result(rules)), whole);
  }
}

// Against a plain map: which rows come behind the first of their key.
TEST(Tally, FindsTheRowsThatRepeatAKey) {
  const std::string text =
      form({"a", "b"}, {rule("u", "unique", {0}), rule("v", "unique", {0, 1})});
  const CompiledRules rules = CompiledRules::compile(text);
  std::mt19937 random(11);
  Tally first(rules, text, std::pmr::new_delete_resource());
  Tally second(rules, text, std::pmr::new_delete_resource());
  std::map<std::string, std::vector<std::int64_t>> single;
  std::map<std::string, std::vector<std::int64_t>> both;
  std::uint64_t absent = 0;
  for (std::int64_t n = 0; n < 3000; ++n) {
    const std::int64_t i = (n - 1500) * 500'000'000;  // addresses of more than 32 bits
    const std::string a = std::to_string(random() % 2000);
    const std::string b = std::to_string(random() % 3);
    const bool missing = random() % 50 == 0;
    // Keys are compared cleaned, and a number is its text.
    const std::string written = random() % 2 == 0 ? " " + a + "  " : a;
    (random() % 2 == 0 ? first : second)
        .add(rules, {0, i, true},
             Row{missing ? Value::text("N/A") : Value::text(written), Value::integer(b[0] - '0')});
    if (missing) {
      ++absent;
      continue;
    }
    single[a].push_back(i);
    both[a + "," + b].push_back(i);
  }
  std::vector<std::byte> bytes(second.encoded_size());
  second.encode(bytes);
  Tally other = Tally::decode(rules, bytes, std::pmr::new_delete_resource());
  first.merge(rules, other);
  const Json found = Json::parse(first.result(rules));
  const auto expect = [&](const Json& one, const auto& groups) {
    std::uint64_t keys = 0;
    std::vector<std::int64_t> repeats;
    for (const auto& [key, rows] : groups) {
      keys += rows.size();
      repeats.insert(repeats.end(), rows.begin() + 1, rows.end());
    }
    std::sort(repeats.begin(), repeats.end());
    EXPECT_EQ(one["counts"], Json::array({keys - repeats.size(), repeats.size(), absent, 0}));
    EXPECT_EQ(one["repeats"], Json::array({{{"row", repeats[0]}, {"table", 0}},
                                           {{"row", repeats[1]}, {"table", 0}}}));
  };
  expect(found["rules"][0], single);
  expect(found["rules"][1], both);
}

TEST(Tally, LeavesScatteredKeysToTheEngine) {
  const std::string text = form({"a"}, {rule("u", "unique", {0})});
  const CompiledRules rules = CompiledRules::compile(text);
  Tally tally(rules, text, std::pmr::new_delete_resource());
  for (std::int64_t i = 0; i < 5000; ++i) {
    tally.add(rules, {0, i << 33, true}, Row{Value::integer(i)});
  }
  const Json found = Json::parse(tally.result(rules));
  EXPECT_EQ(found["rules"][0]["exact"], false);
  EXPECT_FALSE(found["rules"][0].contains("repeats"));
}

TEST(Tally, RefusesBytesThatAreNone) {
  const std::string text = form({"a"}, {rule("n", "not_null", {0})});
  const CompiledRules rules = CompiledRules::compile(text);
  Tally tally(rules, text, std::pmr::new_delete_resource());
  tally.add(rules, {0, 1, true}, row({"\\N"}));
  std::vector<std::byte> bytes(tally.encoded_size());
  tally.encode(bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THROW(
        Tally::decode(rules, std::span(bytes).first(size), std::pmr::new_delete_resource()), Error)
        << size;
  }
}

TEST(CompiledRules, RefusesWhatIsNoCompiledForm) {
  const auto refusal = [](std::string_view json) -> std::string {
    try {
      CompiledRules::compile(json);
    } catch (const Error& error) {
      return error.message();
    }
    return "accepted";
  };
  EXPECT_EQ(refusal("[]"), "compiled rules: an object with \"names\" and \"rules\" is needed");
  EXPECT_EQ(refusal(R"({"names": ["a"], "rules": [{"check": "nought"}]})"),
            "compiled rules: there is no check \"nought\"");
  EXPECT_EQ(refusal(R"({"names": ["a"], "rules": [{"check": "not_null", "columns": [1]}]})"),
            "compiled rules: a column must be a number below 1");
  EXPECT_EQ(refusal(R"({"names": ["a"], "rules": [{"check": "not_null", "columns": []}]})"),
            "compiled rules: a rule on values must have one column");
  const CompiledRules rules = CompiledRules::compile(
      R"({"names": ["a"], "rules": [{"check": "not_null", "columns": [0]}]})");
  EXPECT_THROW(rules.judge({}), Error);
}

}  // namespace
}  // namespace tamis::quality
