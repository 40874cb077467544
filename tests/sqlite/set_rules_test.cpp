// Rules about rows as a set, on random tables, against the plainest program that says the same: the
// counts, which rows break the rule, and that the SQL of a result finds exactly those.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/document/json.h"
#include "tests/sqlite/connection.h"

namespace tamis::sqlite_tests {
namespace {

using document::Json;
using Text = std::optional<std::string>;

constexpr int kTables = 120;

struct Row {
  Text key;
  Text value;
  Text start;
  Text end;
};

struct Judged {
  std::vector<int> broken;  // ids
  int evaluated = 0;
};

bool missing(const Text& text) {
  return !text || *text == "N/A" || text->find_first_not_of(' ') == std::string::npos;
}

Text cleaned(const Text& text) {
  if (missing(text)) return std::nullopt;
  const std::size_t from = text->find_first_not_of(' ');
  return text->substr(from, text->find_last_not_of(' ') - from + 1);
}

std::optional<int> number(const Text& text) {
  const Text clean = cleaned(text);
  if (!clean || clean->find_first_not_of("-0123456789") != std::string::npos) return std::nullopt;
  return std::stoi(*clean);
}

std::string literal(const Text& text) { return text ? "'" + *text + "'" : "NULL"; }

class SetRules : public testing::Test {
 protected:
  // The module of faults has the function that judges one rule, and the shipped one the functions
  // that its statements call.
  void SetUp() override {
    ASSERT_EQ(sqlite3_load_extension(faults_.db(), TAMIS_MODULE, "sqlite3_tamis_init", nullptr),
              SQLITE_OK);
  }

  // Small alphabets, so that most values meet others.
  void fill() {
    const std::vector<Text> keys = {{}, "", "N/A", "a", "b", "A", " a", "c"};
    const std::vector<Text> values = {{}, "", "1", "2", "3"};
    rows_.resize(random() % 4 == 0 ? random() % 3 : random() % 40);
    faults_.run("drop table if exists t");
    faults_.run("create table t(id integer primary key, k text, v text, s text, e text)");
    for (Row& row : rows_) {
      row = {pick(keys), pick(values), some_number(), some_number()};
      ASSERT_EQ(faults_.run("insert into t(k, v, s, e) values (" + literal(row.key) + ", " +
                            literal(row.value) + ", " + literal(row.start) + ", " +
                            literal(row.end) + ")"),
                rows(""));
    }
  }

  void expect(const Judged& judged, const Json& rule) {
    const std::string call = "'t', '" + rule.dump() + "'";
    const Outcome outcome = faults_.run("select tamis_probe_rule(" + call + ")");
    ASSERT_EQ(outcome.code, SQLITE_OK) << outcome;
    const Json found = Json::parse(outcome.text);
    ASSERT_FALSE(found.contains("error")) << rule << found;
    std::vector<int> broken;
    for (const Json& sample : found["samples"]) {
      broken.push_back(sample["key"].get<int>());
    }
    std::vector<int> expected = judged.broken;
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(broken, expected) << rule;
    const int size = static_cast<int>(rows_.size());
    EXPECT_EQ(found["counts"], Json({judged.evaluated, expected.size(), size - judged.evaluated}))
        << rule;
    std::string ids;
    for (const int id : expected) ids += (ids.empty() ? "" : ";") + std::to_string(id);
    EXPECT_EQ(faults_.run("select id from (" + found["sql"].get<std::string>() + ") order by id"),
              sqlite_tests::rows(ids))
        << rule;
  }

  template <typename T>
  const T& pick(const std::vector<T>& from) {
    return from[random() % from.size()];
  }
  Text some_number() {
    const std::size_t n = random() % 16;
    if (n == 0) return std::nullopt;
    if (n == 1) return "N/A";
    if (n == 2) return "x";
    return std::to_string(n - 3);
  }
  std::size_t random() { return random_(); }

  std::vector<Row> rows_;
  Connection faults_{TAMIS_FAULTS};

 private:
  std::mt19937 random_{20240131};
};

TEST_F(SetRules, Unique) {
  for (int i = 0; i < kTables; ++i) {
    fill();
    Judged judged;
    std::set<std::pair<std::string, std::string>> seen;
    for (std::size_t at = 0; at < rows_.size(); ++at) {
      const Text key = cleaned(rows_[at].key);
      const Text value = cleaned(rows_[at].value);
      if (!key || !value) continue;
      ++judged.evaluated;
      if (!seen.emplace(*key, *value).second) judged.broken.push_back(static_cast<int>(at) + 1);
    }
    expect(judged, {{"check", "unique"}, {"columns", {"k", "v"}}, {"samples", 100}});
  }
}

TEST_F(SetRules, Determines) {
  for (int i = 0; i < kTables; ++i) {
    fill();
    const double majority = i % 2 == 0 ? 0 : 0.5;
    std::map<std::string, std::vector<std::size_t>> groups;
    for (std::size_t at = 0; at < rows_.size(); ++at) {
      if (const Text key = cleaned(rows_[at].key)) groups[*key].push_back(at);
    }
    Judged judged;
    for (const auto& [key, members] : groups) {
      std::map<Text, std::size_t> counts;
      for (const std::size_t at : members) ++counts[cleaned(rows_[at].value)];
      // The most frequent, then the smallest; a missing one last.
      const auto best = std::min_element(counts.begin(), counts.end(), [](auto& a, auto& b) {
        return std::tuple(-static_cast<long>(a.second), !a.first, a.first) <
               std::tuple(-static_cast<long>(b.second), !b.first, b.first);
      });
      if (static_cast<double>(best->second) <= majority * static_cast<double>(members.size()))
        continue;
      for (const std::size_t at : members) {
        ++judged.evaluated;
        if (cleaned(rows_[at].value) != best->first) {
          judged.broken.push_back(static_cast<int>(at) + 1);
        }
      }
    }
    expect(judged, {{"check", "determines"},
                    {"columns", {"k", "v"}},
                    {"arguments", {{"majority", majority}}},
                    {"samples", 100}});
  }
}

TEST_F(SetRules, Monotone) {
  for (int i = 0; i < kTables; ++i) {
    fill();
    const bool strict = i % 2 == 0;
    Judged judged;
    std::map<std::string, int> last;
    for (std::size_t at = 0; at < rows_.size(); ++at) {
      const Text key = cleaned(rows_[at].key);
      const std::optional<int> value = number(rows_[at].start);
      if (!key || !value) continue;
      ++judged.evaluated;
      const auto before = last.find(*key);
      if (before != last.end() &&
          (*value < before->second || (strict && *value == before->second))) {
        judged.broken.push_back(static_cast<int>(at) + 1);
      }
      last[*key] = *value;
    }
    expect(judged, {{"check", "monotone"},
                    {"columns", {"s"}},
                    {"type", "number"},
                    {"arguments", {{"strict", strict}, {"by", {"k"}}}},
                    {"samples", 100}});
  }
}

struct Range {
  int start = 0;
  int end = 0;
  std::size_t at = 0;
};

// Each range against each that begins before it, or with it and stands earlier.
bool is_broken(const Range& range, const std::vector<Range>& group, bool gaps) {
  if (range.end < range.start) return true;
  if (range.end == range.start) return false;
  bool first = true;
  int reached = 0;
  for (const Range& other : group) {
    if (std::pair(other.start, other.at) >= std::pair(range.start, range.at)) continue;
    if (other.end <= other.start) continue;
    if (other.end > range.start && range.end > other.start) return true;
    reached = first ? other.end : std::max(reached, other.end);
    first = false;
  }
  return gaps && !first && reached < range.start;
}

TEST_F(SetRules, NoOverlap) {
  constexpr int kOpen = 1000;
  for (int i = 0; i < kTables; ++i) {
    fill();
    const bool gaps = i % 2 == 0;
    std::map<std::string, std::vector<Range>> groups;
    Judged judged;
    for (std::size_t at = 0; at < rows_.size(); ++at) {
      const Text key = cleaned(rows_[at].key);
      const std::optional<int> start = number(rows_[at].start);
      const std::optional<int> end = missing(rows_[at].end) ? kOpen : number(rows_[at].end);
      if (key && start && end) groups[*key].push_back({*start, *end, at});
    }
    for (const auto& [key, group] : groups) {
      for (const Range& range : group) {
        ++judged.evaluated;
        if (is_broken(range, group, gaps)) judged.broken.push_back(static_cast<int>(range.at) + 1);
      }
    }
    expect(judged, {{"check", "no_overlap"},
                    {"columns", {"s", "e"}},
                    {"type", "number"},
                    {"arguments", {{"by", {"k"}}, {"gaps", gaps ? "forbidden" : "allowed"}}},
                    {"samples", 100}});
  }
}

}  // namespace
}  // namespace tamis::sqlite_tests
