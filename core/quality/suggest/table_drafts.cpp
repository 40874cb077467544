#include "core/quality/suggest/table_drafts.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "core/quality/check/cells.h"
#include "core/quality/suggest/shapes.h"

namespace tamis::quality {
namespace {

using document::Json;

constexpr double kMostMissing = 0.3;
constexpr double kKnowing = 0.8;  // strength of a dependency that tells what is missing
constexpr std::int64_t kLeastKnown = 5;
constexpr double kShareKnown = 0.7;  // of the missing values of which anything can be known
constexpr double kNearlyComplete = 0.9;
constexpr std::ptrdiff_t kDecidesMuch = 2;
constexpr std::size_t kMostWords = 500;
constexpr std::int64_t kLeastMerged = 3;
constexpr double kShareMerged = 0.8;
constexpr double kNearlyUnique = 0.9;
constexpr std::size_t kMostKeyPairs = 300;

const std::string& name_of(const CodedTable& table, std::size_t column) {
  return table.columns[column].profile->name;
}

// How many of the missing values of a column stand in groups of a determinant, and in how many of
// them other rows have a value.
struct Known {
  std::int64_t groups = 0;
  std::int64_t contradicted = 0;
};

Known known_of(const CodedTable& table, const Dependency& dependency) {
  const CodedColumn& from = table.columns[dependency.from.front()];
  const CodedColumn& to = table.columns[dependency.to];
  std::vector<std::int64_t> present(from.texts.size());
  std::vector<std::int64_t> absent(from.texts.size());
  for (std::size_t row = 0; row < table.rows; ++row) {
    ++(to.codes[row] == kMissingCode ? absent : present)[from.codes[row]];
  }
  Known out;
  for (std::size_t code = 1; code < from.texts.size(); ++code) {
    if (absent[code] == 0 || present[code] + absent[code] < 2) continue;
    out.groups += absent[code];
    if (present[code] > 0) out.contradicted += absent[code];
  }
  return out;
}

// Rows of `a` that end in a value of `b`, which the row lacks: "San Francisco CA" without a state.
struct Merged {
  std::int64_t rows = 0;
  std::int64_t others = 0;  // where b has its value
  std::set<std::string> words;
};

bool is_word(std::string_view text) noexcept {
  return !text.empty() && text.find(' ') == std::string_view::npos &&
         std::any_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  static_cast<unsigned char>(c) >= 0x80;
         });
}

Merged merged_of(const CodedTable& table, const CodedColumn& a, const CodedColumn& b) {
  std::unordered_set<std::string_view> words;
  for (std::size_t code = 1; code < b.texts.size(); ++code) {
    if (b.counts[code] >= 2 && is_word(b.texts[code])) words.insert(b.texts[code]);
  }
  Merged out;
  if (words.empty()) return out;
  std::vector<std::string_view> ends(a.texts.size());
  for (std::size_t code = 1; code < a.texts.size(); ++code) {
    const std::size_t space = a.texts[code].find_last_of(" ,");
    if (space == std::string_view::npos || space == 0) continue;
    const std::string_view end = a.texts[code].substr(space + 1);
    if (words.contains(end)) ends[code] = end;
  }
  for (std::size_t row = 0; row < table.rows; ++row) {
    const std::string_view end = ends[a.codes[row]];
    if (end.empty()) continue;
    if (b.codes[row] == kMissingCode) {
      ++out.rows;
      out.words.emplace(end);
    } else {
      ++out.others;
    }
  }
  return out;
}

void add_not_missing(const CodedTable& table, std::size_t column, std::string reason,
                     Drafts& drafts) {
  const profile::ColumnProfile& profile = *table.columns[column].profile;
  if (find_draft(drafts, Check::not_missing, profile.name) != nullptr) return;
  add_draft(drafts, Check::not_missing, {profile.name}, Json::object(), std::move(reason));
}

// What names the row, or a thing that other columns tell of, has no business to be missing.
void draft_missing_keys(const CodedTable& table, const Dependencies& dependencies, Drafts& drafts) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const profile::ColumnProfile& profile = *table.columns[i].profile;
    const std::int64_t missing = profile.rows - profile.present;
    if (missing == 0 || profile.present < kLeastSupport ||
        profile::confidence_of(profile.present, profile.rows) < kNearlyComplete) {
      continue;
    }
    const auto decides =
        std::count_if(dependencies.held.begin(), dependencies.held.end(),
                      [&](const Dependency& found) { return found.from.front() == i; });
    const bool is_id =
        table.columns[i].coded &&
        table.columns[i].distinct() == static_cast<std::size_t>(profile.present) &&
        (profile.type == types::Type::integer || profile.document["hints"].contains("id"));
    if (is_id || decides >= kDecidesMuch) {
      add_not_missing(table, i, is_id ? "No two rows share a value" : "Other columns depend on it",
                      drafts);
    }
  }
}

void draft_merged(const CodedTable& table, std::size_t a, std::size_t b, Drafts& drafts) {
  const Merged merged = merged_of(table, table.columns[a], table.columns[b]);
  if (merged.rows < kLeastMerged ||
      static_cast<double>(merged.rows) <
          kShareMerged * static_cast<double>(merged.rows + merged.others)) {
    return;
  }
  std::string words;
  for (const std::string& word : merged.words) {
    words.append(words.empty() ? "" : "|").append(escaped(word));
  }
  add_draft(drafts, Check::not_pattern, {name_of(table, a)},
            {{"patterns", {"[ ,](?:" + words + ")$"}}},
            "Where " + name_of(table, b) + " is missing, its value stands at the end");
  const std::int64_t missing = table.columns[b].counts[kMissingCode];
  if (static_cast<double>(merged.rows) >= kShareKnown * static_cast<double>(missing)) {
    add_not_missing(table, b, "What is missing stands in " + name_of(table, a), drafts);
  }
}

std::string names(const CodedTable& table, const std::vector<std::size_t>& columns) {
  std::string out;
  for (const std::size_t column : columns) {
    out.append(out.empty() ? "" : " and ").append(name_of(table, column));
  }
  return out;
}

// Of columns that are present in each row and may be parts of a key.
bool may_be_part(const CodedTable& table, const CodedColumn& column) noexcept {
  const types::Type type = column.profile->type;
  return column.coded && column.distinct() > 1 && column.counts[kMissingCode] == 0 &&
         type != types::Type::real && type != types::Type::decimal && table.one_in == 1;
}

bool is_unique_pair(const CodedTable& table, const CodedColumn& a, const CodedColumn& b) {
  std::unordered_set<std::uint64_t> seen;
  seen.reserve(table.rows);
  for (std::size_t row = 0; row < table.rows; ++row) {
    if (!seen.insert((std::uint64_t{a.codes[row]} << 32U) | b.codes[row]).second) return false;
  }
  return true;
}

std::vector<std::string> unique_pair(const CodedTable& table) {
  std::vector<std::size_t> parts;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (may_be_part(table, table.columns[i])) parts.push_back(i);
  }
  std::size_t tried = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    for (std::size_t j = i + 1; j < parts.size() && tried < kMostKeyPairs; ++j) {
      const CodedColumn& a = table.columns[parts[i]];
      const CodedColumn& b = table.columns[parts[j]];
      // As many combinations as rows can be had by chance; ten times as many come of independent
      // columns only, whose pairs repeat.
      if (a.distinct() * b.distinct() < table.rows) continue;
      ++tried;
      if (is_unique_pair(table, a, b)) return {a.profile->name, b.profile->name};
    }
  }
  return {};
}

}  // namespace

void draft_dependencies(const CodedTable& table, const Dependencies& dependencies, Drafts& drafts) {
  for (const Dependency& found : dependencies.held) {
    std::vector<std::string> columns;
    for (const std::size_t from : found.from) columns.push_back(name_of(table, from));
    columns.push_back(name_of(table, found.to));
    Draft& draft =
        add_draft(drafts, Check::determines, std::move(columns), {{"majority", kMajority}},
                  "Rows that agree on " + names(table, found.from) + " agree on " +
                      name_of(table, found.to) + " far more often than other rows do");
    // Where errors are many, that nearly each group has its majority speaks louder than how large
    // the majorities are.
    draft.backing = {found.judged - found.breaking, found.judged};
    if (draft.confidence() < profile::confidence_of(found.clear, found.groups)) {
      draft.backing = {found.clear, found.groups};
    }
  }
}

void draft_missing(const CodedTable& table, const Dependencies& dependencies, Drafts& drafts) {
  std::map<std::size_t, std::pair<Known, std::size_t>> best;
  for (const Dependency& found : dependencies.weak) {
    const CodedColumn& to = table.columns[found.to];
    const std::int64_t missing = to.counts[kMissingCode];
    if (missing == 0 || found.strength < kKnowing || found.from.size() > 1 ||
        static_cast<double>(missing) > kMostMissing * static_cast<double>(table.rows)) {
      continue;
    }
    const Known known = known_of(table, found);
    auto& entry = best[found.to];
    if (known.contradicted > entry.first.contradicted) entry = {known, found.from.front()};
  }
  for (const auto& [column, entry] : best) {
    const auto& [known, from] = entry;
    if (known.contradicted < kLeastKnown ||
        static_cast<double>(known.contradicted) < kShareKnown * static_cast<double>(known.groups)) {
      continue;
    }
    add_not_missing(table, column,
                    "Other rows of the same " + name_of(table, from) + " have a value", drafts);
  }
  draft_missing_keys(table, dependencies, drafts);
  for (std::size_t a = 0; a < table.columns.size(); ++a) {
    if (!table.columns[a].coded) continue;
    for (std::size_t b = 0; b < table.columns.size(); ++b) {
      const CodedColumn& column = table.columns[b];
      if (a == b || !column.coded || column.distinct() > kMostWords ||
          column.counts[kMissingCode] < kLeastMerged) {
        continue;
      }
      draft_merged(table, a, b, drafts);
    }
  }
}

std::vector<std::string> draft_keys(engine::Session& session, const engine::Relation& relation,
                                    const CodedTable& table, Drafts& drafts) {
  std::vector<std::size_t> asked;
  std::string sql;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const profile::ColumnProfile& profile = *table.columns[i].profile;
    if (profile.present < kLeastSupport ||
        static_cast<double>(profile.distinct) <
            kNearlyUnique * static_cast<double>(profile.present)) {
      continue;
    }
    const std::string cell = cell_text(session.dialect(), relation.column(profile.name));
    sql.append(sql.empty() ? "SELECT " : ", ").append("count(DISTINCT ").append(cell).append(")");
    asked.push_back(i);
  }
  std::vector<std::string> key;
  bool key_is_id = false;
  if (!asked.empty()) {
    const auto rows = session.query_few(sql + " FROM " + relation.sql);
    if (!rows->next()) return key;
    for (std::size_t k = 0; k < asked.size(); ++k) {
      const profile::ColumnProfile& profile = *table.columns[asked[k]].profile;
      if (profile.present != profile.rows || count_at(*rows, k) != profile.rows) continue;
      // Measures differ by chance.
      if (profile.type == types::Type::decimal || profile.type == types::Type::real) continue;
      add_draft(drafts, Check::unique, {profile.name}, Json::object(), "No two rows share a value");
      const bool id = profile.document["hints"].contains("id");
      if (key.empty() || (id && !key_is_id)) {
        key = {profile.name};
        key_is_id = id;
      }
    }
  }
  if (!key.empty() || table.rows < static_cast<std::size_t>(kLeastSupport)) return key;
  key = unique_pair(table);
  if (!key.empty()) {
    add_draft(drafts, Check::unique, key, Json::object(), "No two rows share both values");
  }
  return key;
}

}  // namespace tamis::quality
