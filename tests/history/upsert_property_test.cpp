// Random batches, merged by the SQLite module and by a few lines of plain C++ that know no SQL.
// After every batch both must hold the same rows and have counted the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "tests/core/schema_validator.h"
#include "tests/sqlite/connection.h"

namespace {

using nlohmann::json;
using tamis::sqlite_tests::Connection;
using tamis::sqlite_tests::Outcome;

std::string quoted(const std::optional<std::string>& text) {
  return text ? "'" + *text + "'" : "NULL";
}

std::string joined(const std::vector<std::string>& rows) {
  std::string out;
  for (const std::string& row : rows) out += (out.empty() ? "" : ";") + row;
  return out;
}

class Random {
 public:
  explicit Random(unsigned seed) : random_(seed) {}
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool chance(int percent) { return below(100) < percent; }
  template <typename T>
  void shuffle(std::vector<T>& items) {
    std::shuffle(items.begin(), items.end(), random_);
  }

 private:
  std::mt19937 random_;
};

class Database {
 public:
  Database() : connection_(TAMIS_SQLITE_MODULE) {
    std::ifstream file(TAMIS_SOURCE_DIR "/sql/schemas/merge.schema.json");
    schema_ = json::parse(file);
  }

  std::string run(const std::string& sql) {
    const Outcome outcome = connection_.run(sql);
    EXPECT_EQ(outcome.code, SQLITE_OK) << outcome.text << " in " << sql;
    return outcome.text;
  }

  // The counts, or nullopt where the merge was refused.
  std::optional<json> merge(const std::string& options, const std::string& more = "") {
    const Outcome outcome = connection_.run("SELECT tamis_merge('t', 's', json_patch('" + options +
                                            "', '" + (more.empty() ? "{}" : more) + "'))");
    error_ = outcome.text;
    if (outcome.code != SQLITE_OK) return std::nullopt;
    const json document = json::parse(outcome.text);
    EXPECT_EQ(faults(document), "");
    return document.at("counts");
  }
  const std::string& error() const { return error_; }

 private:
  std::string faults(const json& document) const {
    std::string out;
    for (const auto& fault : tamis::testing::SchemaValidator(schema_).faults(document)) {
      out += fault + "\n";
    }
    return out;
  }

  Connection connection_;
  json schema_;
  std::string error_;
};

// A feed of changes: key, sequence, operation, value.
struct Change {
  int key;
  int sequence;
  char operation;
  std::string value;
};

std::vector<Change> random_feed(Random& random) {
  std::vector<Change> feed;
  for (int sequence = 1; sequence <= 12; ++sequence) {
    if (random.chance(6)) {
      feed.push_back({0, sequence, 'T', ""});
      continue;
    }
    for (int key = 1; key <= 4; ++key) {
      if (random.chance(60)) continue;
      const char operation = random.chance(25) ? 'D' : random.chance(50) ? 'I' : 'U';
      feed.push_back({key, sequence, operation, "v" + std::to_string(random.below(4))});
      if (random.chance(10)) feed.push_back(feed.back());
    }
  }
  random.shuffle(feed);
  return feed;
}

// The table that the changes seen so far make, in any order: "key|sequence|value" by key.
std::string table_of(const std::vector<Change>& seen) {
  int emptied = 0;
  for (const Change& c : seen) {
    if (c.operation == 'T') emptied = std::max(emptied, c.sequence);
  }
  std::map<int, Change> newest;
  for (const Change& c : seen) {
    if (c.operation == 'T' || c.sequence < emptied) continue;
    const auto [at, fresh] = newest.emplace(c.key, c);
    if (!fresh && at->second.sequence < c.sequence) at->second = c;
  }
  std::vector<std::string> rows;
  for (const auto& [key, c] : newest) {
    if (c.operation == 'D') continue;
    rows.push_back(std::to_string(key) + "|" + std::to_string(c.sequence) + "|" + c.value);
  }
  return joined(rows);
}

void fill_feed(Database& database, const std::vector<Change>& batch) {
  database.run("DELETE FROM s");
  for (const Change& c : batch) {
    const std::string key = c.operation == 'T' ? "NULL" : std::to_string(c.key);
    database.run("INSERT INTO s VALUES (" + key + ", " + std::to_string(c.sequence) + ", '" +
                 c.operation + "', '" + c.value + "')");
  }
}

void run_feed(Database& database, unsigned seed) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  Random random(seed);
  const bool soft = random.chance(50);
  const std::string options = R"({"key": "k", "sequence": "q", "operation": "op", "deletes": ")" +
                              std::string(soft ? "soft" : "hard") + R"("})";
  const std::string rows =
      "SELECT k, q, v FROM t" + std::string(soft ? " WHERE NOT is_deleted" : "") + " ORDER BY k";
  database.run("DROP TABLE IF EXISTS t");
  std::vector<Change> feed = random_feed(random);
  std::vector<Change> seen;
  while (!feed.empty()) {
    const auto size = static_cast<std::size_t>(1 + random.below(8));
    std::vector<Change> batch;
    for (std::size_t i = 0; i < size && !feed.empty(); ++i) {
      batch.push_back(feed.back());
      feed.pop_back();
    }
    // What was sent before is sent again.
    if (!seen.empty() && random.chance(40)) {
      batch.push_back(seen[static_cast<std::size_t>(random.below(static_cast<int>(seen.size())))]);
    }
    fill_feed(database, batch);
    const std::string before = seen.empty() ? "" : table_of(seen);
    seen.insert(seen.end(), batch.begin(), batch.end());
    const auto planned = database.merge(options, R"({"dry_run": true})");
    ASSERT_TRUE(planned) << database.error();
    if (seen.size() > batch.size()) {
      ASSERT_EQ(database.run(rows), before) << "after a dry run";
    }
    const auto done = database.merge(options);
    ASSERT_TRUE(done) << database.error();
    ASSERT_EQ(*planned, *done);
    ASSERT_EQ(database.run(rows), table_of(seen));
  }
}

TEST(UpsertProperty, AFeedGivesOneTableInAnyOrder) {
  Database database;
  database.run("CREATE TABLE s (k INTEGER, q INTEGER, op TEXT, v TEXT)");
  for (unsigned seed = 1; seed <= 700; ++seed) {
    run_feed(database, seed);
    if (HasFatalFailure() || HasFailure()) return;
  }
}

// Plain batches: keys of two columns, values that may be NULL.
using Key = std::pair<std::string, int>;
using Cell = std::optional<std::string>;
struct Stored {
  Cell a;
  Cell b;
  bool gone = false;
};
using Table = std::map<Key, Stored>;

struct Row {
  Key key;
  Cell a;
  Cell b;
  int order = 0;
};

struct Mode {
  bool append = false;
  bool full = false;
  bool soft = false;
  bool keep_b = false;
  bool last = false;
  double max_deleted = 1;

  json options() const {
    json out = {{"key", {"k1", "k2"}}, {"max_deleted", max_deleted}};
    if (append) out["write"] = "append";
    if (full) out["mode"] = "full";
    if (full) out["deletes"] = soft ? "soft" : "hard";
    if (keep_b) out["keep"] = "b";
    if (last) out["on_duplicate"] = "last";
    if (last) out["order"] = "o";
    return out;
  }
};

struct Counts {
  int rows = 0, inserted = 0, updated = 0, unchanged = 0, deleted = 0, undeleted = 0,
      duplicates = 0, superseded = 0, skipped = 0;
};

// The row of each key that counts; false where rows contradict each other.
bool choose(const std::vector<Row>& rows, const Mode& mode, std::map<Key, Row>& chosen,
            Counts& counts) {
  std::map<Key, std::set<std::tuple<int, Cell, Cell>>> different;
  for (const Row& row : rows) {
    ++counts.rows;
    if (!different[row.key].emplace(row.order, row.a, row.b).second) ++counts.duplicates;
  }
  for (const auto& [key, values] : different) {
    const auto& [order, a, b] = *values.rbegin();
    std::size_t rivals = values.size();
    if (mode.last) {
      rivals = static_cast<std::size_t>(
          std::count_if(values.begin(), values.end(),
                        [&](const auto& value) { return std::get<0>(value) == order; }));
    }
    if (rivals > 1) return false;
    counts.superseded += static_cast<int>(values.size()) - 1;
    chosen[key] = {key, a, b, order};
  }
  return true;
}

// False: refused, and `table` stays as it is.
bool apply(Table& table, const std::vector<Row>& rows, const Mode& mode, Counts& counts) {
  std::map<Key, Row> chosen;
  if (!choose(rows, mode, chosen, counts)) return false;
  Table next = table;
  int present = 0;
  for (const auto& [key, stored] : table) present += stored.gone ? 0 : 1;
  for (const auto& [key, row] : chosen) {
    const auto known = next.find(key);
    if (known == next.end()) {
      next[key] = {row.a, row.b, false};
      ++counts.inserted;
      continue;
    }
    Stored& stored = known->second;
    if (mode.append) {
      ++counts.skipped;
      continue;
    }
    const bool same = stored.a == row.a && (mode.keep_b || stored.b == row.b);
    if (stored.gone && mode.soft && mode.full) {
      ++counts.undeleted;
      stored.gone = false;
    } else {
      ++(same ? counts.unchanged : counts.updated);
    }
    stored.a = row.a;
    if (!mode.keep_b) stored.b = row.b;
  }
  if (mode.full) {
    for (auto it = next.begin(); it != next.end();) {
      if (chosen.contains(it->first) || (mode.soft && it->second.gone)) {
        ++it;
        continue;
      }
      ++counts.deleted;
      if (mode.soft) {
        it->second.gone = true;
        ++it;
      } else {
        it = next.erase(it);
      }
    }
    if (counts.deleted > mode.max_deleted * present) return false;
  }
  table = std::move(next);
  return true;
}

std::string shown(const Table& table) {
  std::vector<std::string> rows;
  for (const auto& [key, stored] : table) {
    rows.push_back("'" + key.first + "'|" + std::to_string(key.second) + "|" + quoted(stored.a) +
                   "|" + quoted(stored.b) + "|" + (stored.gone ? "1" : "0"));
  }
  return joined(rows);
}

std::vector<Row> random_rows(Random& random) {
  static const std::vector<Cell> kCells = {std::nullopt, "", "x", "1"};
  const auto cell = [&](int n) { return kCells[static_cast<std::size_t>(random.below(n))]; };
  std::vector<Row> rows;
  for (const char* a : {"a", "a|b", ""}) {
    for (int b = 1; b <= 3; ++b) {
      if (random.chance(35)) continue;
      rows.push_back({{a, b}, cell(4), cell(3), random.below(3)});
      if (random.chance(10)) rows.push_back(rows.back());
      if (random.chance(3)) rows.push_back({{a, b}, cell(4), cell(3), random.below(3)});
    }
  }
  if (random.chance(4)) rows.clear();
  random.shuffle(rows);
  return rows;
}

Mode random_mode(Random& random, bool soft) {
  Mode mode;
  mode.soft = soft;
  mode.full = random.chance(40);
  mode.append = !mode.full && random.chance(25);
  mode.keep_b = !mode.append && random.chance(25);
  mode.last = random.chance(50);
  if (random.chance(25)) mode.max_deleted = 0.25;
  return mode;
}

void fill(Database& database, const std::vector<Row>& rows) {
  database.run("DELETE FROM s");
  for (const Row& row : rows) {
    database.run("INSERT INTO s VALUES ('" + row.key.first + "', " +
                 std::to_string(row.key.second) + ", " + quoted(row.a) + ", " + quoted(row.b) +
                 ", " + std::to_string(row.order) + ")");
  }
}

// Returns how many batches were refused.
int run_batches(Database& database, unsigned seed) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  Random random(seed);
  const bool soft = random.chance(50);
  database.run("DROP TABLE IF EXISTS t");
  database.run(
      "CREATE TABLE t (k1 TEXT, k2 INTEGER, a TEXT, b TEXT, o INTEGER, is_deleted BOOLEAN "
      "NOT NULL DEFAULT false, deleted_at TIMESTAMP" +
      std::string(random.chance(70) ? ", PRIMARY KEY (k1, k2))" : ")"));
  Table expected;
  int refused = 0;
  for (int step = 0; step < 7; ++step) {
    const std::vector<Row> rows = random_rows(random);
    const Mode mode = random_mode(random, soft);
    fill(database, rows);
    json options = mode.options();
    // The order is of the batch: what the target has of it decides nothing.
    options["update"] = mode.keep_b ? json{"a"} : json{"a", "b"};
    options.erase("keep");
    if (mode.append) options.erase("update");
    Counts counts;
    const bool fine = apply(expected, rows, mode, counts);
    const auto got = database.merge(options.dump());
    EXPECT_EQ(got.has_value(), fine) << database.error();
    if (got && fine) {
      const json want = {{"source_rows", counts.rows},
                         {"inserted", counts.inserted},
                         {"updated", counts.updated},
                         {"unchanged", counts.unchanged},
                         {"deleted", counts.deleted},
                         {"undeleted", counts.undeleted},
                         {"duplicates", counts.duplicates},
                         {"superseded", counts.superseded},
                         {"skipped", counts.skipped},
                         {"obsolete", 0},
                         {"late", 0}};
      EXPECT_EQ(*got, want) << options.dump();
    }
    EXPECT_EQ(database.run("SELECT quote(k1), k2, quote(a), quote(b), is_deleted FROM t "
                           "ORDER BY k1, k2"),
              shown(expected));
    refused += fine ? 0 : 1;
    if (::testing::Test::HasFailure()) return refused;
  }
  return refused;
}

TEST(UpsertProperty, AgreesWithTheOracle) {
  Database database;
  database.run("CREATE TABLE s (k1 TEXT, k2 INTEGER, a TEXT, b TEXT, o INTEGER)");
  int refused = 0;
  for (unsigned seed = 1; seed <= 500; ++seed) {
    refused += run_batches(database, seed);
    if (HasFailure()) return;
  }
  // The generator must reach the refusals too, and not only them.
  EXPECT_GT(refused, 200);
  EXPECT_LT(refused, 2000);
  EXPECT_EQ(database.run("SELECT count(*) FROM sqlite_temp_master"), "0");
}

// A backfill in slices gives what the merges of its slices give one by one.
TEST(UpsertProperty, ABackfillIsItsSlices) {
  std::ifstream file(TAMIS_SOURCE_DIR "/sql/schemas/backfill.schema.json");
  tamis::testing::SchemaValidator schema(json::parse(file));
  Database database;
  database.run("CREATE TABLE s (k INTEGER, d DATE, v TEXT)");
  for (unsigned seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random(seed);
    database.run("DELETE FROM s");
    database.run("DROP TABLE IF EXISTS t");
    std::map<int, std::string> expected;
    for (int day = 1; day <= 9; ++day) {
      for (int key = 1; key <= 4; ++key) {
        if (random.chance(60)) continue;
        const std::string value = "v" + std::to_string(random.below(3));
        database.run("INSERT INTO s VALUES (" + std::to_string(key) + ", '2024-01-0" +
                     std::to_string(day) + "', '" + value + "')");
        if (day >= 3 && day < 8) expected[key] = value;
      }
    }
    const std::string options =
        R"({"column": "d", "from": "2024-01-03", "to": "2024-01-08", "merge": {"key": "k"}, )";
    const json plan = json::parse(
        database.run("SELECT tamis_backfill('t', 's', '" + options + R"("dry_run": true}'))"));
    const json done =
        json::parse(database.run("SELECT tamis_backfill('t', 's', '" + options + R"("confirm": )" +
                                 plan.at("confirm").dump() + "}')"));
    for (const json& document : {plan, done}) {
      for (const std::string& fault : schema.faults(document)) ADD_FAILURE() << fault;
    }
    std::vector<std::string> rows;
    for (const auto& [key, value] : expected) rows.push_back(std::to_string(key) + "|" + value);
    if (done.at("rows") != 0) {
      EXPECT_EQ(database.run("SELECT k, v FROM t ORDER BY k"), joined(rows));
    }
    if (HasFailure()) return;
  }
}

}  // namespace
