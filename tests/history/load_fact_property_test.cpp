// Random dimensions and facts, looked up by tamis_load_fact in the SQLite module and by a loop over
// all versions in plain C++.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/core/schema_validator.h"
#include "tests/history/database.h"

namespace {

using nlohmann::json;
using tamis::testing::Database;
struct Version {
  int sk;
  int key;
  int from;
  std::optional<int> to;
};
struct Fact {
  int no;
  std::optional<int> key;
  int at;
};

struct Counts {
  int found = 0, before_first = 0, in_gap = 0, missing = 0, null_key = 0;
};

// What a fact gets: -1 unknown; the first version before it, the last one in a gap.
int member_of(const Fact& fact, const std::vector<Version>& versions, Counts& counts) {
  if (!fact.key) {
    ++counts.null_key;
    return -1;
  }
  const Version* first = nullptr;
  const Version* before = nullptr;
  for (const Version& v : versions) {
    if (v.key != *fact.key) continue;
    if (v.from <= fact.at && (!v.to || fact.at < *v.to)) {
      ++counts.found;
      return v.sk;
    }
    if (first == nullptr || v.from < first->from) first = &v;
    if (v.from <= fact.at && (before == nullptr || v.from > before->from)) before = &v;
  }
  if (first == nullptr) {
    ++counts.missing;
    return -1;
  }
  if (before == nullptr) {
    ++counts.before_first;
    return first->sk;
  }
  ++counts.in_gap;
  return before->sk;
}

std::string cell(const std::optional<int>& number) {
  return number ? std::to_string(*number) : "NULL";
}

TEST(LoadFact, EqualsTheOracle) {
  Database db;
  db.run(
      "CREATE TABLE d (sk INTEGER PRIMARY KEY, id INTEGER, valid_from INTEGER, valid_to INTEGER, "
      "is_current BOOLEAN, row_hash TEXT)");
  db.run("CREATE TABLE s (no INTEGER, id INTEGER, at INTEGER)");
  auto schema = tamis::testing::shipped_schema("load_fact");
  for (unsigned seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 engine(seed);
    const auto number = [&](int low, int high) {
      return std::uniform_int_distribution<int>(low, high)(engine);
    };
    for (const char* table : {"d", "s"}) db.run("DELETE FROM " + std::string(table));
    db.run("DROP TABLE IF EXISTS f");
    std::vector<Version> versions;
    for (int key = 0; key < number(1, 5); ++key) {
      int at = number(0, 5);
      for (int n = number(0, 4); n > 0; --n) {
        Version v{static_cast<int>(versions.size()) + 1, key, at, at + number(1, 4)};
        at = *v.to + (number(1, 3) == 1 ? number(1, 4) : 0);
        if (n == 1 && number(1, 3) > 1) v.to.reset();
        versions.push_back(v);
        db.run("INSERT INTO d VALUES (" + std::to_string(v.sk) + ", " + std::to_string(key) + ", " +
               std::to_string(v.from) + ", " + cell(v.to) + ", " + (v.to ? "0" : "1") + ", '')");
      }
    }
    std::vector<Fact> facts;
    for (int n = number(0, 20); n > 0; --n) {
      Fact fact{n, number(0, 5), number(0, 25)};
      if (number(1, 8) == 1) fact.key.reset();
      facts.push_back(fact);
      db.run("INSERT INTO s VALUES (" + std::to_string(n) + ", " + cell(fact.key) + ", " +
             std::to_string(fact.at) + ")");
    }
    json document = json::parse(*db.run(
        R"(SELECT tamis_load_fact('f', 's', '{"key": "no", "dimensions": [{"dimension": "d",
           "key": {"id": "id"}, "surrogate_key": "sk", "event_time": "at", "missing": "unknown",
           "in_gap": "previous"}]}'))")[0][0]);
    EXPECT_EQ(schema.faults(document), std::vector<std::string>());
    Counts counts;
    const auto loaded = db.run("SELECT no, sk FROM f ORDER BY no DESC");
    ASSERT_EQ(loaded.size(), facts.size());
    for (std::size_t i = 0; i < facts.size(); ++i) {
      EXPECT_EQ(loaded[i][0], std::to_string(facts[i].no));
      EXPECT_EQ(loaded[i][1], std::to_string(member_of(facts[i], versions, counts)));
    }
    const json& met = document["dimensions"][0];
    EXPECT_EQ(met["found"], counts.found);
    EXPECT_EQ(met["before_first"], counts.before_first);
    EXPECT_EQ(met["in_gap"], counts.in_gap);
    EXPECT_EQ(met["missing"], counts.missing);
    EXPECT_EQ(met["null_key"], counts.null_key);
    if (HasFailure()) break;
  }
}

}  // namespace
