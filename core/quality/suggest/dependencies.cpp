#include "core/quality/suggest/dependencies.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>

namespace tamis::quality {
namespace {

constexpr double kClearlyMore = 0.5;     // strength worth remembering
constexpr double kStrong = 0.75;         // strength of what holds with few exceptions
constexpr double kMostBroken = 0.1;      // exceptions of that, a share of what is judged
constexpr double kDiverse = 0.1;         // p0 of a dependent of many values
constexpr double kClearGroups = 0.95;    // of those with a majority, where exceptions are many
constexpr double kRowsOfLargeGroup = 4;  // beyond the first, on average
constexpr std::int64_t kLeastJudged = 30;
constexpr std::size_t kLeastGroups = 3;
constexpr std::size_t kGroupsWithErrors = 10;  // needed where there are exceptions
constexpr std::size_t kFewGroups = 5;          // needed where rows agree by chance less often than
constexpr double kMixed = 0.8;                 // this
constexpr std::size_t kUncommonGroups = 2;     // that agree on another value than most rows have
constexpr double kLeastSpread = 0.7;           // of broken groups against what errors would break
constexpr double kSigmas = 2;
constexpr double kShareExplained = 0.5;
constexpr std::size_t kLeastExplained = 5;
constexpr double kOfOneValue = 0.3;
constexpr double kMostOfThatValue = 0.8;
constexpr double kNearlyUnique = 0.9;
constexpr std::size_t kPerDependent = 4;

// Rows by the code of their determinant, without those that have none.
struct Grouping {
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> starts;  // of each group of two rows or more, and the end
};

struct Key {
  std::vector<std::size_t> columns;
  std::pmr::vector<Code32> codes;
  std::size_t distinct = 0;
};

Grouping group(const Key& key) {
  Grouping out;
  out.starts.push_back(0);
  const RowsByCode rows(key.codes, key.distinct);
  for (std::size_t code = 1; code <= key.distinct; ++code) {
    const auto members = rows.of(static_cast<Code32>(code));
    if (members.size() < 2) continue;
    out.rows.insert(out.rows.end(), members.begin(), members.end());
    out.starts.push_back(static_cast<std::uint32_t>(out.rows.size()));
  }
  return out;
}

Key key_of(const CodedTable& table, std::size_t column) {
  return {{column}, table.columns[column].codes, table.columns[column].distinct()};
}

// Both together; missing where either is.
Key key_of(const CodedTable& table, std::size_t a, std::size_t b) {
  Key key{{a, b}, {}, 0};
  std::unordered_map<std::uint64_t, Code32> seen;
  key.codes.reserve(table.rows);
  for (std::size_t row = 0; row < table.rows; ++row) {
    const Code32 first = table.columns[a].codes[row];
    const Code32 second = table.columns[b].codes[row];
    if (first == kMissingCode || second == kMissingCode) {
      key.codes.push_back(kMissingCode);
      continue;
    }
    const auto [at, added] =
        seen.emplace((std::uint64_t{first} << 32U) | second, static_cast<Code32>(key.distinct + 1));
    if (added) ++key.distinct;
    key.codes.push_back(at->second);
  }
  return key;
}

// One determinant and one dependent, measured.
struct Measured {
  Dependency found;
  double by_chance = 0;  // p0
  std::int64_t broken_groups = 0;
  double expected_broken = 0;  // groups that as many errors would break
  std::size_t uncommon_groups = 0;
};

class Finder {
 public:
  Finder(engine::Session& session, const CodedTable& table) : session_(session), table_(table) {}

  Dependencies run() {
    for (std::size_t from = 0; from < table_.columns.size(); ++from) {
      session_.check_interrupt();
      if (!may_determine(from)) continue;
      measure_all(key_of(table_, from));
    }
    for (const Measured& measured : measured_) question(measured);
    Dependencies out;
    out.held = strongest();
    for (Measured& measured : measured_) out.weak.push_back(std::move(measured.found));
    return out;
  }

 private:
  // Measures and moments decide nothing: two rows share one by chance.
  bool may_determine(std::size_t at) const {
    const CodedColumn& column = table_.columns[at];
    if (!column.coded || column.distinct() < 2) return false;
    const types::Type type = column.profile->type;
    if (type == types::Type::decimal || type == types::Type::real || type == types::Type::date ||
        type == types::Type::timestamp || type == types::Type::timestamptz) {
      return false;
    }
    return static_cast<double>(column.distinct()) <
           kNearlyUnique * static_cast<double>(column.present());
  }

  void measure_all(const Key& key) {
    const Grouping groups = group(key);
    if (!enough(groups)) return;
    for (std::size_t to = 0; to < table_.columns.size(); ++to) {
      if (std::find(key.columns.begin(), key.columns.end(), to) != key.columns.end()) continue;
      const CodedColumn& column = table_.columns[to];
      if (!column.coded || column.distinct() < 2) continue;
      if (auto measured = measure(key, groups, to)) measured_.push_back(*std::move(measured));
    }
  }

  static bool enough(const Grouping& groups) noexcept {
    const std::size_t count = groups.starts.size() - 1;
    return count >= kLeastGroups &&
           static_cast<std::int64_t>(groups.rows.size() - count) >= kLeastJudged;
  }

  std::optional<Measured> measure(const Key& key, const Grouping& groups, std::size_t to) {
    const CodedColumn& column = table_.columns[to];
    Measured out;
    out.by_chance = agreement(column);
    if (out.by_chance >= 1) return std::nullopt;
    const double within = agreement_within(groups, column);
    out.found.strength = 1 - (1 - within) / (1 - out.by_chance);
    if (out.found.strength < kClearlyMore) return std::nullopt;
    out.found.from = key.columns;
    out.found.to = to;
    count_broken(groups, column, out);
    return out;
  }

  // How often two rows drawn at random agree.
  static double agreement(const CodedColumn& column) noexcept {
    double pairs = 0;
    double all = 0;
    for (const std::int64_t count : column.counts) {
      const auto n = static_cast<double>(count);
      pairs += n * (n - 1);
      all += n;
    }
    return all < 2 ? 1 : pairs / (all * (all - 1));
  }

  // The same of two rows of one group, each group weighted by its rows.
  double agreement_within(const Grouping& groups, const CodedColumn& column) {
    counts_.assign(column.texts.size(), 0);
    double sum = 0;
    for (std::size_t g = 0; g + 1 < groups.starts.size(); ++g) {
      const std::uint32_t start = groups.starts[g];
      const std::uint32_t end = groups.starts[g + 1];
      std::uint64_t pairs = 0;
      for (std::uint32_t i = start; i < end; ++i) pairs += counts_[column.codes[groups.rows[i]]]++;
      for (std::uint32_t i = start; i < end; ++i) counts_[column.codes[groups.rows[i]]] = 0;
      sum += 2.0 * static_cast<double>(pairs) / static_cast<double>(end - start - 1);
    }
    return sum / static_cast<double>(groups.rows.size());
  }

  void count_broken(const Grouping& groups, const CodedColumn& column, Measured& out) {
    const auto most = static_cast<Code32>(
        std::max_element(column.counts.begin(), column.counts.end()) - column.counts.begin());
    out.found.groups = static_cast<std::int64_t>(groups.starts.size()) - 1;
    out.found.judged = static_cast<std::int64_t>(groups.rows.size()) - out.found.groups;
    for (std::size_t g = 0; g + 1 < groups.starts.size(); ++g) {
      const std::uint32_t start = groups.starts[g];
      const std::uint32_t end = groups.starts[g + 1];
      const Code32 common = commonest(groups, column, start, end);
      if (common != most) ++out.uncommon_groups;
      const std::size_t before = out.found.broken.size();
      for (std::uint32_t i = start; i < end; ++i) {
        if (column.codes[groups.rows[i]] != common) out.found.broken.push_back(groups.rows[i]);
      }
      const std::size_t broken = out.found.broken.size() - before;
      if (broken > 0) ++out.broken_groups;
      if (2 * broken < end - start) ++out.found.clear;
    }
    out.found.breaking = static_cast<std::int64_t>(out.found.broken.size());
    const double rate =
        static_cast<double>(out.found.breaking) / static_cast<double>(groups.rows.size());
    for (std::size_t g = 0; g + 1 < groups.starts.size(); ++g) {
      out.expected_broken += 1 - std::pow(1 - rate, groups.starts[g + 1] - groups.starts[g]);
    }
    std::sort(out.found.broken.begin(), out.found.broken.end());
  }

  // Of those as common, the first in the order of rows.
  Code32 commonest(const Grouping& groups, const CodedColumn& column, std::uint32_t start,
                   std::uint32_t end) {
    for (std::uint32_t i = start; i < end; ++i) ++counts_[column.codes[groups.rows[i]]];
    Code32 best = column.codes[groups.rows[start]];
    for (std::uint32_t i = start; i < end; ++i) {
      const Code32 code = column.codes[groups.rows[i]];
      if (counts_[code] > counts_[best]) best = code;
    }
    for (std::uint32_t i = start; i < end; ++i) counts_[column.codes[groups.rows[i]]] = 0;
    return best;
  }

  void question(const Measured& measured) {
    if (!says_more(measured)) return;
    if (measured.found.breaking == 0) {
      held_.push_back(measured.found);
      return;
    }
    if (!is_spread(measured) || has_better(measured.found) || is_to_blame(measured.found)) return;
    const auto other = explaining_column(measured.found);
    if (!other) {
      held_.push_back(measured.found);
    } else if (measured.found.from.size() == 1) {
      question_both(measured.found, *other);
    }
  }

  static bool says_more(const Measured& measured) noexcept {
    const Dependency& found = measured.found;
    if (measured.uncommon_groups < kUncommonGroups) return false;
    const std::size_t groups = measured.by_chance <= kMixed ? kFewGroups : kGroupsWithErrors;
    if (found.breaking > 0 && static_cast<std::size_t>(found.groups) < groups) return false;
    const auto judged = static_cast<double>(found.judged);
    const bool few = static_cast<double>(found.breaking) <= kMostBroken * judged;
    const auto groups_found = static_cast<double>(found.groups);
    const bool large = judged >= kRowsOfLargeGroup * groups_found &&
                       static_cast<double>(found.clear) >= kClearGroups * groups_found;
    return (found.strength >= kStrong && few) || (measured.by_chance <= kDiverse && large);
  }

  static bool is_spread(const Measured& measured) noexcept {
    const double short_of = measured.expected_broken - static_cast<double>(measured.broken_groups);
    return static_cast<double>(measured.broken_groups) >= kLeastSpread * measured.expected_broken &&
           short_of <= kSigmas * std::sqrt(measured.expected_broken);
  }

  const Dependency* weak(std::size_t from, std::size_t to) const {
    const auto found = std::find_if(measured_.begin(), measured_.end(), [&](const Measured& m) {
      return m.found.to == to && m.found.from.size() == 1 && m.found.from.front() == from;
    });
    return found == measured_.end() ? nullptr : &found->found;
  }

  // Whether rows break it where they break a way to a determinant that is nearer the truth.
  bool has_better(const Dependency& found) const {
    if (found.from.size() > 1) return false;
    const double enough = found.strength + (1 - found.strength) * 0.3;
    for (std::size_t other = 0; other < table_.columns.size(); ++other) {
      if (other == found.from.front() || other == found.to) continue;
      const Dependency* const better = weak(other, found.to);
      const Dependency* const way = weak(found.from.front(), other);
      if (better == nullptr || way == nullptr || better->strength < enough) continue;
      if (static_cast<double>(common(found.broken, way->broken)) >=
          kShareExplained * static_cast<double>(found.broken.size())) {
        return true;
      }
    }
    return false;
  }

  // Whether it is the determinant that is wrong in most broken rows, as a third column says that
  // decides both.
  bool is_to_blame(const Dependency& found) const {
    if (found.from.size() > 1) return false;
    for (std::size_t other = 0; other < table_.columns.size(); ++other) {
      const Dependency* const of_determinant = weak(other, found.from.front());
      const Dependency* const of_dependent = weak(other, found.to);
      if (of_determinant == nullptr || of_dependent == nullptr) continue;
      const std::size_t determinant = common(found.broken, of_determinant->broken);
      const std::size_t dependent = common(found.broken, of_dependent->broken);
      if (determinant > dependent && 2 * determinant >= found.broken.size()) return true;
    }
    return false;
  }

  static std::size_t common(const std::vector<std::uint32_t>& a,
                            const std::vector<std::uint32_t>& b) {
    std::size_t count = 0;
    for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
      if (*i < *j) {
        ++i;
      } else if (*j < *i) {
        ++j;
      } else {
        ++count;
        ++i;
        ++j;
      }
    }
    return count;
  }

  // A column one value of which stands in many of the broken rows and in few others.
  std::optional<std::size_t> explaining_column(const Dependency& found) {
    for (std::size_t at = 0; at < table_.columns.size(); ++at) {
      const CodedColumn& column = table_.columns[at];
      const bool inside = std::find(found.from.begin(), found.from.end(), at) != found.from.end();
      if (!column.coded || at == found.to || inside) continue;
      counts_.assign(column.texts.size(), 0);
      for (const std::uint32_t row : found.broken) ++counts_[column.codes[row]];
      for (std::size_t code = 1; code < counts_.size(); ++code) {
        const std::size_t here = counts_[code];
        if (here >= kLeastExplained &&
            static_cast<double>(here) >= kOfOneValue * static_cast<double>(found.broken.size()) &&
            static_cast<double>(here) >=
                kMostOfThatValue * static_cast<double>(column.counts[code])) {
          return at;
        }
      }
    }
    return std::nullopt;
  }

  void question_both(const Dependency& found, std::size_t other) {
    const Key key = key_of(table_, found.from.front(), other);
    const Grouping groups = group(key);
    if (!enough(groups)) return;
    if (const auto measured = measure(key, groups, found.to)) question(*measured);
  }

  std::vector<Dependency> strongest() {
    std::stable_sort(held_.begin(), held_.end(), [](const Dependency& a, const Dependency& b) {
      return a.strength > b.strength;
    });
    std::vector<std::size_t> taken(table_.columns.size());
    std::vector<Dependency> out;
    for (Dependency& dependency : held_) {
      if (taken[dependency.to]++ < kPerDependent) out.push_back(std::move(dependency));
    }
    return out;
  }

  engine::Session& session_;
  const CodedTable& table_;
  std::vector<Measured> measured_;
  std::vector<Dependency> held_;
  std::vector<std::uint32_t> counts_;  // scratch, by code
};

}  // namespace

Dependencies find_dependencies(engine::Session& session, const CodedTable& table) {
  return Finder(session, table).run();
}

}  // namespace tamis::quality
