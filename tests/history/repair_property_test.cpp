// Random damage, found by tamis_scd2_verify and put right by tamis_scd2_repair in the SQLite
// module, against a few lines of plain C++ that know no SQL.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/core/schema_validator.h"
#include "tests/history/database.h"

namespace {

using nlohmann::json;
using tamis::testing::Cell;
using tamis::testing::Database;

struct Version {
  int sk = 0;
  Cell key;
  std::string value;
  Cell from, to;
  std::optional<bool> current;
  bool hashed = true;

  bool placed() const { return key && from; }
  bool operator==(const Version&) const = default;
};
using Table = std::vector<Version>;  // by surrogate key
using Counts = std::map<std::string, std::int64_t>;

std::ostream& operator<<(std::ostream& out, const Version& v) {
  return out << v.sk << " key " << v.key.value_or("-") << " '" << v.value << "' ["
             << v.from.value_or("-") << ", " << v.to.value_or("-") << ") "
             << (v.current ? (*v.current ? "current" : "past") : "?")
             << (v.hashed ? "" : " wrong hash");
}

// Open ends last; what is NULL elsewhere first.
bool ends_before(const Cell& a, const Cell& b) { return a && (!b || *a < *b); }

// What a verification must find, by looking at each pair of versions.
Counts problems_of(const Table& table) {
  Counts out;
  for (const Version& v : table) {
    out["null_key"] += !v.key;
    out["null_valid_from"] += !v.from;
    out["inverted_interval"] += v.from && v.to && *v.to < *v.from;
    out["empty_interval"] += v.from && v.to && *v.to == *v.from;
    out["flag_mismatch"] += !v.current || *v.current == v.to.has_value();
    out["hash_mismatch"] += !v.hashed;
  }
  std::map<std::string, Table> keys;
  for (const Version& v : table) {
    if (v.key) keys[*v.key].push_back(v);
  }
  for (auto& [key, versions] : keys) {
    std::int64_t currents = 0;
    // Ties make no difference to any count but that of the last version, which wants them ordered.
    std::sort(versions.begin(), versions.end(), [](const Version& a, const Version& b) {
      if (a.from != b.from) return a.from < b.from;
      return ends_before(a.to, b.to);
    });
    for (std::size_t i = 0; i < versions.size(); ++i) {
      const Version& v = versions[i];
      currents += v.current.value_or(false);
      out["double_current"] += v.current.value_or(false) && currents > 1;
      bool overlap = false;
      for (std::size_t j = 0; j < i; ++j) {
        const Version& before = versions[j];
        overlap |= v.from && before.from && ends_before(v.from, before.to);
      }
      out["overlap"] += overlap;
    }
    out["missing_current"] += currents == 0 && !versions.back().to;
  }
  std::erase_if(out, [](const auto& entry) { return entry.second == 0; });
  return out;
}

Table repaired(const Table& table) {
  Table out;
  std::map<std::string, Table> keys;
  for (Version v : table) {
    v.hashed = v.hashed || v.key.has_value();
    if (!v.placed()) {
      out.push_back(v);
    } else if (!v.to || *v.from < *v.to) {
      keys[*v.key].push_back(v);
    }
  }
  for (auto& [key, versions] : keys) {
    // Of equal versions the first stays, a current one before others; then, of those that begin
    // together, the one that lasts longest, a current one before others, and of these the last.
    std::sort(versions.begin(), versions.end(), [](const Version& a, const Version& b) {
      if (a.current.value_or(false) != b.current.value_or(false)) return a.current.value_or(false);
      if (a.current.has_value() != b.current.has_value()) return a.current.has_value();
      return a.sk < b.sk;
    });
    Table single;
    for (const Version& v : versions) {
      const bool copy = std::any_of(single.begin(), single.end(), [&](const Version& other) {
        return v.from == other.from && v.to == other.to && v.value == other.value;
      });
      if (!copy) single.push_back(v);
    }
    const auto lasts_longer = [](const Version& a, const Version& b) {
      if (a.to != b.to) return ends_before(b.to, a.to);
      const auto rank = [](const Version& v) { return v.current ? (*v.current ? 2 : 1) : 0; };
      if (rank(a) != rank(b)) return rank(a) > rank(b);
      return a.sk > b.sk;
    };
    std::map<std::string, Version> by_begin;
    for (const Version& v : single) {
      const auto [it, fresh] = by_begin.emplace(*v.from, v);
      if (!fresh && lasts_longer(v, it->second)) it->second = v;
    }
    for (auto it = by_begin.begin(); it != by_begin.end(); ++it) {
      Version v = it->second;
      if (const auto next = std::next(it); next != by_begin.end()) {
        if (ends_before(next->first, v.to)) v.to = next->first;
      }
      v.current = !v.to.has_value();
      out.push_back(v);
    }
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.sk < b.sk; });
  return out;
}

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}

  Table table() {
    Table out;
    const bool placed = chance(2);
    const int keys = number(1, 5);
    for (int key = 0; key < keys; ++key) {
      if (chance(3)) {
        add_good(out, key);
      } else {
        for (int n = number(0, 6); n > 0; --n) out.push_back(damaged(key, placed));
      }
    }
    std::shuffle(out.begin(), out.end(), engine_);
    for (std::size_t i = 0; i < out.size(); ++i) out[i].sk = static_cast<int>(i) + 1;
    return out;
  }

 private:
  int number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine_); }
  bool chance(int one_in) { return number(1, one_in) == 1; }
  std::string moment() {
    static const std::vector<std::string> kMoments = {
        "2024-01-01 00:00:00",   "2024-01-02 00:00:00", "2024-01-02 00:00:00.05",
        "2024-01-02 00:00:00.5", "2024-02-01 12:00:00", "2025-01-01 00:00:00"};
    return kMoments[static_cast<std::size_t>(number(0, 5))];
  }

  Version damaged(int key, bool placed) {
    Version v;
    v.key = "k" + std::to_string(key);
    v.value = std::string(1, static_cast<char>('a' + number(0, 2)));
    v.from = moment();
    if (!chance(3)) v.to = moment();
    v.current = !v.to.has_value();
    if (chance(4)) v.current = chance(2);
    if (chance(8)) v.current.reset();
    v.hashed = !chance(6);
    if (!placed && chance(8)) v.key.reset();
    if (!placed && chance(8)) v.from.reset();
    return v;
  }

  void add_good(Table& out, int key) {
    std::vector<std::string> moments;
    for (int n = number(1, 5); n > 0; --n) moments.push_back(moment());
    std::sort(moments.begin(), moments.end());
    moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
    for (std::size_t i = 0; i < moments.size(); ++i) {
      Version v;
      v.key = "k" + std::to_string(key);
      v.value = chance(2) ? "é" : "";
      v.from = moments[i];
      if (i + 1 < moments.size()) v.to = moments[i + 1];
      v.current = !v.to.has_value();
      out.push_back(v);
    }
  }

  std::mt19937 engine_;
};

std::string literal(const Cell& cell) { return cell ? "'" + *cell + "'" : "NULL"; }

void store(Database& db, const Table& table) {
  db.run("DELETE FROM h");
  db.run("DELETE FROM tamis_error_row");
  for (const Version& v : table) {
    const std::string value = v.hashed ? v.value : v.value + "?";
    db.run("INSERT INTO h VALUES (" + std::to_string(v.sk) + ", " + literal(v.key) + ", '" +
           v.value + "', " + literal(v.from) + ", " + literal(v.to) + ", " +
           (v.current ? (*v.current ? "1" : "0") : "NULL") + ", tamis_row_hash('" + value + "'))");
  }
}

Table stored(Database& db) {
  Table out;
  for (const auto& row : db.run("SELECT sk, id, v, valid_from, valid_to, is_current, "
                                "row_hash = tamis_row_hash(v) FROM h ORDER BY sk")) {
    Version v{std::stoi(*row[0]), row[1], *row[2], row[3], row[4], std::nullopt, row[6] == "1"};
    if (row[5]) v.current = row[5] == "1";
    out.push_back(v);
  }
  return out;
}

Counts verified(Database& db) {
  Counts out;
  for (const auto& row : db.run("SELECT problem, count(*) FROM tamis_scd2_verify('h', "
                                "'{\"key\": \"id\"}') GROUP BY problem")) {
    out[*row[0]] = std::stoll(*row[1]);
  }
  return out;
}

json repair(Database& db, bool dry_run) {
  const std::string options = R"({"key": "id", "problems": "all", "samples": 50, "dry_run": )" +
                              std::string(dry_run ? "true" : "false") + "}";
  json document = json::parse(*db.run("SELECT tamis_scd2_repair('h', '" + options + "')")[0][0]);
  static auto schema = tamis::testing::shipped_schema("scd2_repair");
  EXPECT_EQ(schema.faults(document), std::vector<std::string>());
  document.erase("run_id");
  document.erase("dry_run");
  return document;
}

TEST(Repair, EqualsTheOracle) {
  Database db;
  db.run(
      "CREATE TABLE h (sk INTEGER PRIMARY KEY, id TEXT, v TEXT, valid_from TIMESTAMP, "
      "valid_to TIMESTAMP, is_current BOOLEAN, row_hash TEXT)");
  db.run("SELECT tamis_init()");
  std::size_t damaged = 0;
  for (unsigned seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    const Table before = Random(seed).table();
    store(db, before);
    EXPECT_EQ(verified(db), problems_of(before));
    const json tried = repair(db, true);
    ASSERT_EQ(stored(db), before);
    const json done = repair(db, false);
    EXPECT_EQ(tried, done);
    const Table expected = repaired(before);
    ASSERT_EQ(stored(db), expected);
    damaged += before == expected ? 0 : 1;

    Counts left = problems_of(expected);
    EXPECT_EQ(verified(db), left);
    if (std::all_of(before.begin(), before.end(), [](const auto& v) { return v.placed(); })) {
      EXPECT_EQ(left, Counts());
    }
    EXPECT_EQ(done["remaining"], json(left));
    const auto lost = static_cast<std::int64_t>(before.size() - expected.size());
    EXPECT_EQ(done["rows"]["removed"], lost);
    EXPECT_EQ(*db.run("SELECT count(*) FROM tamis_error_row")[0][0], std::to_string(lost));
    EXPECT_EQ(repair(db, false)["rows"]["changed"], 0);
    if (HasFailure()) break;
  }
  EXPECT_GT(damaged, 300U);
}

}  // namespace
