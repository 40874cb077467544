// Random histories that arrive in any order, cut into batches anywhere, some of them twice, merged
// by the SQLite module and by a few lines of plain C++ that know no SQL.
//
// A case is the history of one key; the keys of a round share its batches, and a truncate touches
// them all. Without comparing values the table must be a function of the set of events, so the
// oracle sees that set alone. With comparing it depends on what came before what, so the oracle
// follows batch by batch.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "database.h"

namespace {

using nlohmann::json;
using tamis::testing::Cell;
using tamis::testing::Database;

constexpr int kRounds = 84;  // of each of the three sorts: 10,080 cases in all
constexpr int kKeys = 40;
constexpr int kLastMoment = 14;

using Key = std::pair<std::string, int>;  // ('a|b', 1) and its like: keys are never concatenated
using Data = std::pair<Cell, Cell>;

struct State {
  Data data;
  bool dead = false;  // a tombstone
  auto operator<=>(const State&) const = default;
};
struct Version {
  int from = 0;
  std::optional<int> to;
  State state;
  auto operator<=>(const Version&) const = default;
};
using History = std::map<Key, std::vector<Version>>;

std::string text_of(const Cell& cell) { return cell ? "'" + *cell + "'" : "NULL"; }

std::string text_of(const std::vector<Version>& versions) {
  std::string out;
  for (const Version& version : versions) {
    out += " [" + std::to_string(version.from) + "," +
           (version.to ? std::to_string(*version.to) : "-") + ") " +
           text_of(version.state.data.first) + " " + text_of(version.state.data.second) +
           (version.state.dead ? " gone" : "");
  }
  return out;
}

// The keys that differ, and how.
std::string difference(History stored, History expected) {
  std::string out;
  std::set<Key> keys;
  for (const auto& [key, versions] : stored) keys.insert(key);
  for (const auto& [key, versions] : expected) keys.insert(key);
  for (const Key& key : keys) {
    if (stored[key] == expected[key]) continue;
    out += key.first + " " + std::to_string(key.second) + "\n  stored  " + text_of(stored[key]) +
           "\n  expected" + text_of(expected[key]) + "\n";
  }
  return out;
}

struct Event {
  Key key;
  int moment = 0;
  char op = 'v';  // d: delete, t: truncate
  Data data;
};
// What is said of one key: nullopt is a delete.
using Said = std::map<int, std::optional<Data>>;

struct Sort {
  bool compare = false;
  bool tombstones = false;
};

// The changes of state, closed by the next one. `deletes` in place of a value: the key is gone.
std::vector<Version> versions_of(const std::vector<std::pair<int, std::optional<State>>>& changes) {
  std::vector<Version> out;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (!changes[i].second) continue;
    std::optional<int> to;
    if (i + 1 < changes.size()) to = changes[i + 1].first;
    out.push_back({changes[i].first, to, *changes[i].second});
  }
  return out;
}

// The history that a set of events makes, each of them a change of its own.
std::vector<Version> history_of(const Said& said, const std::set<int>& truncates, bool tombstones) {
  Said all = said;
  for (const int moment : truncates) all.emplace(moment, std::nullopt);
  std::vector<std::pair<int, std::optional<State>>> changes;
  std::optional<Data> last;
  for (const auto& [moment, data] : all) {
    if (data) {
      changes.push_back({moment, State{*data}});
    } else if (last) {
      changes.push_back({moment, tombstones ? std::optional(State{*last, true}) : std::nullopt});
    }
    last = data;
  }
  return versions_of(changes);
}

// One key as the comparing merge sees it: what is stored, and the deletes that left no trace.
struct Known {
  std::vector<Version> versions;
  std::set<int> deletes;

  void apply(const Said& batch, const std::set<int>& truncates) {
    std::map<int, State> stored;
    std::set<int> moments;
    for (const Version& version : versions) stored.emplace(version.from, version.state);
    std::set<int> gaps;
    for (const Version& version : versions) {
      if (version.to && !stored.contains(*version.to)) gaps.insert(*version.to);
      moments.insert(version.from);
    }
    std::set<int> gone = deletes;
    gone.insert(truncates.begin(), truncates.end());
    moments.insert(gaps.begin(), gaps.end());
    moments.insert(gone.begin(), gone.end());
    for (const auto& [moment, data] : batch) moments.insert(moment);
    std::vector<std::pair<int, std::optional<State>>> changes;
    std::optional<State> now;
    bool fresh = false;  // the newest change is a version that is not stored yet
    for (const int moment : moments) {
      const auto held = stored.find(moment);
      const auto said = batch.find(moment);
      if (held != stored.end()) {
        // A version that an equal value precedes begins with that value.
        const bool earlier = fresh && now == held->second && !gone.contains(moment);
        if (!earlier) changes.push_back({moment, held->second});
        now = held->second;
        fresh = false;
      } else if (said != batch.end() && said->second) {
        const State state{*said->second};
        if (now == state && !gaps.contains(moment) && !gone.contains(moment)) continue;
        changes.push_back({moment, state});
        now = state;
        fresh = true;
      } else if (now) {
        changes.push_back({moment, std::nullopt});
        now = std::nullopt;
        fresh = false;
      } else {
        deletes.insert(moment);
      }
    }
    versions = versions_of(changes);
  }
};

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool chance(int percent) { return below(100) < percent; }

  std::vector<Event> events(const Sort& sort) {
    std::vector<Event> out;
    static const std::vector<std::string> kNames = {"a", "a|b", "", "b|"};
    std::set<int> taken;
    for (int k = 0; k < kKeys; ++k) {
      const Key key = {kNames[static_cast<std::size_t>(k) % kNames.size()], k};
      std::vector<int> moments(kLastMoment);
      for (int m = 0; m < kLastMoment; ++m) moments[static_cast<std::size_t>(m)] = m + 1;
      shuffle(moments);
      moments.resize(static_cast<std::size_t>(1 + below(6)));
      for (const int moment : moments) {
        const bool gone = chance(30);
        out.push_back({key, moment, gone ? 'd' : 'v', gone ? Data() : data()});
        taken.insert(moment);
      }
    }
    // A tombstone leaves no room for a value at its moment, and all moments are taken by some key.
    if (chance(30) && !sort.tombstones) out.push_back({{}, 1 + below(kLastMoment), 't', {}});
    shuffle(out);
    return out;
  }

  template <typename T>
  void shuffle(std::vector<T>& items) {
    std::shuffle(items.begin(), items.end(), random_);
  }

 private:
  Data data() {
    static const std::vector<Cell> kCells = {std::nullopt, "", "x", "1"};
    return {kCells[static_cast<std::size_t>(below(4))], kCells[static_cast<std::size_t>(below(2))]};
  }

  std::mt19937 random_;
};

// Moments are integers in half of the rounds, timestamps in the others.
std::string moment_text(int moment, bool integers) {
  if (integers) return std::to_string(moment);
  return "2024-01-" + std::string(moment < 10 ? "0" : "") + std::to_string(moment) + " 00:00:00";
}

int moment_of(const std::string& text) {
  return text.size() < 10 ? std::stoi(text) : std::stoi(text.substr(8, 2));
}

class Target {
 public:
  Target(const Sort& sort, bool integers) : sort_(sort), integers_(integers) {
    database_.run(
        std::string("CREATE TABLE feed (a TEXT, b INTEGER, c TEXT, d TEXT, op TEXT, seq ") +
        (integers ? "INTEGER)" : "TEXT)"));
  }

  std::optional<json> merge(const std::vector<Event>& batch, bool dry_run = false) {
    database_.run("DELETE FROM feed");
    for (const Event& event : batch) {
      const bool all = event.op == 't';
      const std::string moment = moment_text(event.moment, integers_);
      const std::string op = event.op == 'v' ? "U" : event.op == 'd' ? "delete" : "T";
      database_.run(
          "INSERT INTO feed VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
          {all ? Cell() : event.key.first, all ? Cell() : std::to_string(event.key.second),
           event.data.first, event.data.second, op, moment});
    }
    json options = {{"key", {"a", "b"}},
                    {"sequence", "seq"},
                    {"operation", "op"},
                    {"strategy", sort_.compare ? "check" : "timestamp"},
                    {"dry_run", dry_run}};
    if (sort_.tombstones) options["deletes"] = "tombstone";
    const auto rows =
        database_.query("SELECT tamis_scd2_merge('target', 'feed', ?1)", {options.dump()});
    if (!rows) return std::nullopt;
    return json::parse(*rows->at(0).at(0));
  }

  std::vector<std::vector<Cell>> rows() {
    if (!exists()) return {};
    return database_.run("SELECT * FROM target ORDER BY a, b, valid_from");
  }

  History stored() {
    History history;
    if (!exists()) return history;
    const std::string dead = sort_.tombstones ? "is_deleted" : "0";
    for (const auto& row : database_.run("SELECT a, b, valid_from, valid_to, c, d, " + dead +
                                         ", is_current FROM target ORDER BY a, b, valid_from")) {
      EXPECT_EQ(row[7] == "1", !row[3].has_value());
      std::optional<int> to;
      if (row[3]) to = moment_of(*row[3]);
      history[{*row[0], std::stoi(*row[1])}].push_back(
          {moment_of(*row[2]), to, {{row[4], row[5]}, row[6] == "1"}});
    }
    return history;
  }

  bool is_sound() {
    return !exists() ||
           database_
               .run(R"(SELECT * FROM tamis_scd2_verify('target', '{"key": ["a", "b"], )"
                    R"("track": ["c", "d"]}'))")
               .empty();
  }

  const std::string& error() const { return database_.error(); }
  std::size_t temporary_tables() {
    return database_.run("SELECT name FROM sqlite_temp_master").size();
  }

 private:
  bool exists() {
    return !database_.run("SELECT 1 FROM sqlite_master WHERE name = 'target'").empty();
  }

  Sort sort_;
  bool integers_;
  Database database_;
};

// What the batches so far should have made.
class Oracle {
 public:
  explicit Oracle(const Sort& sort) : sort_(sort) {}

  void apply(const std::vector<Event>& batch) {
    std::map<Key, Said> said;
    for (const Event& event : batch) {
      if (event.op == 't') {
        truncates_.insert(event.moment);
      } else {
        said[event.key][event.moment] = event.op == 'v' ? std::optional(event.data) : std::nullopt;
      }
    }
    for (auto& [key, known] : known_) {
      // A truncate touches keys of which the batch says nothing.
      if (!said.contains(key) && truncated(batch)) said[key];
    }
    for (const auto& [key, events] : said) {
      all_[key].insert(events.begin(), events.end());
      known_[key].apply(events, truncates_);
    }
  }

  History expected() const {
    History out;
    for (const auto& [key, said] : all_) {
      std::vector<Version> versions =
          sort_.compare ? known_.at(key).versions : history_of(said, truncates_, sort_.tombstones);
      if (!versions.empty()) out[key] = std::move(versions);
    }
    return out;
  }

 private:
  static bool truncated(const std::vector<Event>& batch) {
    return std::any_of(batch.begin(), batch.end(), [](const Event& e) { return e.op == 't'; });
  }

  Sort sort_;
  std::set<int> truncates_;
  std::map<Key, Said> all_;
  std::map<Key, Known> known_;
};

void run_round(const Sort& sort, unsigned seed) {
  Generator generator(seed);
  Target target(sort, seed % 2 == 0);
  Oracle oracle(sort);
  const std::vector<Event> events = generator.events(sort);
  std::vector<std::vector<Event>> batches(static_cast<std::size_t>(1 + generator.below(6)));
  for (const Event& event : events) {
    batches[static_cast<std::size_t>(generator.below(static_cast<int>(batches.size())))].push_back(
        event);
  }
  for (std::size_t i = 0; i < batches.size(); ++i) {
    SCOPED_TRACE("batch " + std::to_string(i));
    if (generator.chance(20)) {
      const auto before = target.rows();
      target.merge(batches[i], true);
      EXPECT_EQ(target.rows(), before) << "a dry run changed the target";
    }
    const std::optional<json> document = target.merge(batches[i]);
    ASSERT_TRUE(document.has_value()) << target.error();
    oracle.apply(batches[i]);
    ASSERT_EQ(difference(target.stored(), oracle.expected()), "");
    if (generator.chance(30)) {
      const std::vector<Event>& again = batches[static_cast<std::size_t>(
          generator.below(static_cast<int>(sort.compare ? 1 : i + 1)))];
      const auto before = target.rows();
      const std::vector<Event>& repeated = sort.compare ? batches[i] : again;
      ASSERT_TRUE(target.merge(repeated).has_value()) << target.error();
      ASSERT_EQ(target.rows(), before) << "a batch that was merged before changed something";
    }
  }
  EXPECT_TRUE(target.is_sound());
  EXPECT_EQ(target.temporary_tables(), 0U);
}

void run_rounds(const Sort& sort) {
  for (unsigned seed = 1; seed <= kRounds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    run_round(sort, seed);
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(TimelineProperty, MomentsMakeVersions) { run_rounds({}); }
TEST(TimelineProperty, MomentsMakeVersionsAndDeletesTombstones) {
  run_rounds({.compare = false, .tombstones = true});
}
TEST(TimelineProperty, ChangedValuesMakeVersions) { run_rounds({.compare = true}); }

}  // namespace
