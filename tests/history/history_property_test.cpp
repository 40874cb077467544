// Random sequences of batches, merged by the SQLite module and by a few lines of plain C++ that
// know no SQL. After every batch both must hold the same versions and have counted the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "database.h"

namespace {

using nlohmann::json;

using tamis::testing::Cell;
using tamis::testing::Database;
using Key = std::pair<std::string, int>;  // ('a|b', 1) and its like: keys are never concatenated
using Data = std::pair<Cell, Cell>;

struct Row {
  Key key;
  Data data;
  auto operator<=>(const Row&) const = default;
};

struct Version {
  std::string from;
  std::optional<std::string> to;
  Data data;
  auto operator<=>(const Version&) const = default;
};
using History = std::map<Key, std::vector<Version>>;

struct Batch {
  std::vector<Row> rows;
  bool delta = false;
  bool close = false;
  double max_closed = 1;
  std::string as_of;
};

struct Counts {
  int source_rows = 0, inserted = 0, versioned = 0, closed = 0, reopened = 0, unchanged = 0,
      duplicates = 0;
  auto operator<=>(const Counts&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Counts& c) {
  return out << "rows " << c.source_rows << " inserted " << c.inserted << " versioned "
             << c.versioned << " closed " << c.closed << " reopened " << c.reopened << " unchanged "
             << c.unchanged << " duplicates " << c.duplicates;
}

// nullopt: the merge must refuse the batch, and `history` stays as it is.
std::optional<Counts> merge(History& history, const Batch& batch) {
  History next = history;
  Counts counts;
  std::map<Key, Data> rows;
  for (const Row& row : batch.rows) {
    ++counts.source_rows;
    const auto [it, fresh] = rows.emplace(row.key, row.data);
    if (!fresh && it->second != row.data) return std::nullopt;
    counts.duplicates += fresh ? 0 : 1;
  }
  for (const auto& [key, data] : rows) {
    std::vector<Version>& versions = next[key];
    if (versions.empty()) {
      ++counts.inserted;
    } else if (versions.back().to) {
      if (*versions.back().to > batch.as_of) return std::nullopt;
      ++counts.reopened;
    } else if (versions.back().data == data) {
      ++counts.unchanged;
      continue;
    } else {
      if (versions.back().from >= batch.as_of) return std::nullopt;
      versions.back().to = batch.as_of;
      ++counts.versioned;
    }
    versions.push_back({batch.as_of, std::nullopt, data});
  }
  if (batch.close) {
    int current = 0;
    for (const auto& [key, versions] : history) {
      if (versions.back().to) continue;
      ++current;
      if (rows.contains(key)) continue;
      if (versions.back().from >= batch.as_of) return std::nullopt;
      next[key].back().to = batch.as_of;
      ++counts.closed;
    }
    if (counts.closed > batch.max_closed * current) return std::nullopt;
  }
  history = std::move(next);
  return counts;
}

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool chance(int percent) { return below(100) < percent; }

  Batch batch(int step) {
    Batch batch;
    for (const char* a : {"a", "a|b", ""}) {
      for (int b = 1; b <= 3; ++b) {
        if (chance(35)) continue;
        batch.rows.push_back({{a, b}, data()});
        if (chance(10)) batch.rows.push_back(batch.rows.back());
        if (chance(1)) batch.rows.push_back({{a, b}, data()});
      }
    }
    if (chance(4)) batch.rows.clear();
    std::shuffle(batch.rows.begin(), batch.rows.end(), random_);
    batch.delta = chance(40);
    batch.close = !batch.delta && chance(60);
    batch.max_closed = chance(20) ? 0.25 : 1;
    // Mostly a day later, sometimes the same day again or one in the past.
    const int day = chance(90) ? 2 * step : std::max(1, 2 * step - 1 - below(4));
    batch.as_of = "2024-01-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + " 00:00:00";
    return batch;
  }

 private:
  Data data() {
    static const std::vector<Cell> kCells = {std::nullopt, "", "x", "1"};
    return {kCells[static_cast<std::size_t>(below(4))], kCells[static_cast<std::size_t>(below(3))]};
  }

  std::mt19937 random_;
};

void fill_source(Database& database, const Batch& batch) {
  database.run("DELETE FROM source");
  for (const Row& row : batch.rows) {
    database.run("INSERT INTO source VALUES (?1, ?2, ?3, ?4)",
                 {row.key.first, std::to_string(row.key.second), row.data.first, row.data.second});
  }
}

std::optional<json> merge(Database& database, const Batch& batch, bool dry_run = false) {
  const json options = {{"key", {"a", "b"}},
                        {"mode", batch.delta ? "delta" : "full"},
                        {"deletes", batch.close ? "close" : "ignore"},
                        {"max_closed", batch.max_closed},
                        {"as_of", batch.as_of},
                        {"dry_run", dry_run}};
  const auto rows =
      database.query("SELECT tamis_scd2_merge('target', 'source', ?1)", {options.dump()});
  if (!rows) return std::nullopt;
  return json::parse(*rows->at(0).at(0));
}

Counts counts_of(const json& document) {
  const json& c = document.at("counts");
  return {c.at("source_rows"), c.at("inserted"),  c.at("versioned"), c.at("closed"),
          c.at("reopened"),    c.at("unchanged"), c.at("duplicates")};
}

History stored(Database& database) {
  History history;
  if (database.run("SELECT 1 FROM sqlite_master WHERE name = 'target'").empty()) return history;
  for (const auto& row : database.run("SELECT a, b, valid_from, valid_to, c, d, is_current FROM "
                                      "target ORDER BY a, b, valid_from, valid_to IS NULL")) {
    EXPECT_EQ(row[6] == "1", !row[3].has_value());
    history[{*row[0], std::stoi(*row[1])}].push_back({*row[2], row[3], {row[4], row[5]}});
  }
  return history;
}

// One sequence; returns how many batches were refused.
int run_sequence(Database& database, unsigned seed) {
  Generator generator(seed);
  History expected;
  int refused = 0;
  for (int step = 1; step <= 7; ++step) {
    SCOPED_TRACE("step " + std::to_string(step));
    const Batch batch = generator.batch(step);
    fill_source(database, batch);
    if (generator.chance(10)) {
      merge(database, batch, true);
      EXPECT_EQ(stored(database), expected) << "a dry run changed the target";
    }
    const std::optional<Counts> counts = merge(expected, batch);
    const std::optional<json> document = merge(database, batch);
    EXPECT_EQ(document.has_value(), counts.has_value()) << database.error();
    if (document && counts) {
      EXPECT_EQ(counts_of(*document), *counts);
    }
    EXPECT_EQ(stored(database), expected);
    refused += counts ? 0 : 1;
    if (counts && generator.chance(30)) {
      const std::optional<json> again = merge(database, batch);
      EXPECT_TRUE(again.has_value()) << database.error();
      EXPECT_EQ(stored(database), expected) << "the same batch changed something";
    }
    if (::testing::Test::HasFailure()) return refused;
  }
  if (!stored(database).empty()) {
    EXPECT_TRUE(database.run(R"(SELECT * FROM tamis_scd2_verify('target', '{"key": ["a", "b"]}'))")
                    .empty());
  }
  return refused;
}

TEST(HistoryProperty, AgreesWithTheOracle) {
  Database database;
  database.run("CREATE TABLE source (a TEXT, b INTEGER, c TEXT, d TEXT)");
  int refused = 0;
  for (unsigned seed = 1; seed <= 500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    database.run("DROP TABLE IF EXISTS target");
    refused += run_sequence(database, seed);
    if (HasFailure()) return;
  }
  // The generator must reach the refusals too, and not only them.
  EXPECT_GT(refused, 100);
  EXPECT_LT(refused, 1750);
}

TEST(HistoryProperty, LeavesNoTemporaryTables) {
  Database database;
  database.run("CREATE TABLE source (a TEXT, b INTEGER, c TEXT, d TEXT)");
  for (unsigned seed = 1; seed <= 20; ++seed) {
    database.run("DROP TABLE IF EXISTS target");
    run_sequence(database, seed);
  }
  EXPECT_TRUE(database.run("SELECT name FROM sqlite_temp_master").empty());
}

}  // namespace
