// Sets of values, and values that are another one written wrong.
//
// Being near a frequent value proves nothing by itself. The other columns are asked: where they
// tell what the value should be (the zip code of a misspelt city is the city's), the row's own
// values must have been seen with the value that was meant; where one value of another column
// stands in most of the suspects, it is what makes them different. And as many near values as the
// column has among its good ones are expected of chance.
#include <algorithm>
#include <optional>
#include <set>

#include "core/quality/check/misspelling.h"
#include "core/quality/suggest/table_drafts.h"

namespace tamis::quality {
namespace {

using document::Json;

constexpr double kRowsPerValue = 3;
constexpr std::size_t kMostInSet = 50;
constexpr double kRowsPerMember = 10;
constexpr double kSingleMembers = 0.1;
constexpr std::size_t kLeastExplained = 5;
constexpr double kExpectedTogether = 3;
constexpr double kShareByChance = 0.3;
constexpr std::size_t kRowsAsked = 5000;

// By column, made when it is first asked for.
using Index = std::vector<std::optional<RowsByCode>>;

class ValueDrafter {
 public:
  ValueDrafter(const CodedTable& table, const Dependencies& dependencies, std::size_t at,
               Index& index, Drafts& drafts)
      : table_(table),
        dependencies_(dependencies),
        at_(at),
        column_(table.columns[at]),
        index_(index),
        drafts_(drafts) {}

  void run() {
    const std::string& name = column_.profile->name;
    if (find_draft(drafts_, Check::format, name) != nullptr || !repeats()) return;
    find_suspects();
    confirm();
    const bool confirmed = !wrong_.empty();
    if (is_set()) {
      draft_set(confirmed);
    } else if (confirmed) {
      Json arguments = Json::object();
      if (!right_.empty()) arguments["known"] = right_;
      add_draft(drafts_, Check::misspelling, {name}, std::move(arguments),
                "Rare values are a keystroke or two from frequent ones, and nothing else tells "
                "them apart")
          .backing = {column_.present() - rows_wrong_, column_.present()};
    }
  }

 private:
  struct Suspect {
    Code32 code;
    Code32 meant;
    std::vector<std::uint32_t> rows;
    bool explained = false;
  };

  bool repeats() const noexcept {
    return static_cast<double>(column_.present()) >=
           kRowsPerValue * static_cast<double>(column_.distinct());
  }

  void find_suspects() {
    std::vector<CountedValue> values;
    for (std::size_t code = 1; code < column_.texts.size(); ++code) {
      values.push_back({column_.texts[code], column_.counts[code]});
    }
    const Misspellings found = find_misspellings(values);
    std::vector<std::size_t> place(column_.texts.size());
    for (const Misspelling& misspelling : found.found) {
      place[misspelling.value + 1] = suspects_.size() + 1;
      suspects_.push_back({static_cast<Code32>(misspelling.value + 1),
                           static_cast<Code32>(misspelling.meant + 1),
                           {},
                           false});
    }
    if (suspects_.empty()) return;
    for (std::size_t row = 0; row < table_.rows; ++row) {
      if (const std::size_t s = place[column_.codes[row]]; s > 0) {
        suspects_[s - 1].rows.push_back(static_cast<std::uint32_t>(row));
      }
    }
    const double crowded =
        (static_cast<double>(found.crowded) + 0.5) / (static_cast<double>(found.frequent) + 1);
    by_chance_ = crowded * static_cast<double>(column_.distinct() - found.frequent);
  }

  void confirm() {
    explain();
    std::vector<std::pair<const Suspect*, int>> kept;
    for (const Suspect& suspect : suspects_) {
      const int said = suspect.explained ? -1 : others_say(suspect);
      if (said >= 0) {
        kept.emplace_back(&suspect, said);
      } else {
        right_.emplace_back(column_.texts[suspect.code]);
      }
    }
    const bool chance = by_chance_ > kShareByChance * static_cast<double>(kept.size());
    for (const auto& [suspect, said] : kept) {
      if (chance && said == 0) {
        right_.emplace_back(column_.texts[suspect->code]);
        continue;
      }
      wrong_.insert(suspect->code);
      rows_wrong_ += column_.counts[suspect->code];
    }
    std::sort(right_.begin(), right_.end());
  }

  // Suspects that one value of another column holds together are its own values.
  void explain() {
    for (const CodedColumn& other : table_.columns) {
      if (!other.coded || &other == &column_) continue;
      std::vector<std::size_t> counts(other.texts.size());
      for (const Suspect& suspect : suspects_) {
        for (const std::uint32_t row : suspect.rows) ++counts[other.codes[row]];
      }
      for (Suspect& suspect : suspects_) {
        for (const std::uint32_t row : suspect.rows) {
          const Code32 code = other.codes[row];
          suspect.explained = suspect.explained ||
                              (code != kMissingCode && counts[code] >= kLeastExplained &&
                               2 * counts[code] >= static_cast<std::size_t>(other.counts[code]));
        }
      }
    }
  }

  // 1: other columns expect the value that was meant; -1: they have never seen it in such rows.
  int others_say(const Suspect& suspect) const {
    int balance = 0;
    for (std::size_t other = 0; other < table_.columns.size(); ++other) {
      const CodedColumn& by = table_.columns[other];
      if (!by.coded || other == at_ || by.distinct() < 2) continue;
      for (const std::uint32_t row : suspect.rows) balance += say(suspect, other, by, row);
    }
    return balance > 0 ? 1 : balance;
  }

  int say(const Suspect& suspect, std::size_t other, const CodedColumn& by,
          std::uint32_t row) const {
    const Code32 code = by.codes[row];
    if (code == kMissingCode) return 0;
    const bool predicts = predicts_this(other);
    const double together = static_cast<double>(by.counts[code]) *
                            static_cast<double>(column_.counts[suspect.meant]) /
                            static_cast<double>(table_.rows);
    if (by.counts[code] < 3 && !predicts) return 0;
    if (!predicts && together < kExpectedTogether) return 0;
    std::int64_t meant = 0;
    std::int64_t same = 0;
    std::int64_t all = 0;
    const auto rows = rows_of(other).of(code);
    for (const std::uint32_t r : rows.first(std::min(rows.size(), kRowsAsked))) {
      if (r == row) continue;
      ++all;
      if (column_.codes[r] == suspect.meant) ++meant;
      if (column_.codes[r] == suspect.code) ++same;
    }
    if (all < 2) return 0;
    if (meant == 0) return -1;
    return predicts && meant > same && 2 * meant >= all ? 1 : 0;
  }

  const RowsByCode& rows_of(std::size_t other) const {
    std::optional<RowsByCode>& index = index_[other];
    if (!index) index.emplace(table_.columns[other]);
    return *index;
  }

  bool predicts_this(std::size_t other) const {
    return std::any_of(
        dependencies_.weak.begin(), dependencies_.weak.end(), [&](const Dependency& found) {
          return found.to == at_ && found.from.size() == 1 && found.from.front() == other;
        });
  }

  // Few values, most of which come often.
  bool is_set() const noexcept {
    const std::size_t members = column_.distinct() - wrong_.size();
    std::size_t single = 0;
    for (std::size_t code = 1; code < column_.texts.size(); ++code) {
      if (column_.counts[code] == 1 && !wrong_.contains(static_cast<Code32>(code))) ++single;
    }
    return members > 0 && members <= kMostInSet && table_.one_in == 1 &&
           static_cast<double>(column_.present()) >=
               kRowsPerMember * static_cast<double>(members) &&
           static_cast<double>(single) <= kSingleMembers * static_cast<double>(members);
  }

  void draft_set(bool confirmed) {
    std::vector<std::string> members;
    for (std::size_t code = 1; code < column_.texts.size(); ++code) {
      if (!wrong_.contains(static_cast<Code32>(code))) members.emplace_back(column_.texts[code]);
    }
    std::sort(members.begin(), members.end());
    std::string reason = "All values are among these";
    if (confirmed) reason = "All values are among these, but for misspellings of them";
    add_draft(drafts_, Check::in_set, {column_.profile->name}, {{"values", members}},
              std::move(reason));
  }

  const CodedTable& table_;
  const Dependencies& dependencies_;
  std::size_t at_;
  const CodedColumn& column_;
  Index& index_;
  Drafts& drafts_;
  std::vector<Suspect> suspects_;
  double by_chance_ = 0;  // suspects that good values would make
  std::set<Code32> wrong_;
  std::int64_t rows_wrong_ = 0;
  std::vector<std::string> right_;
};

}  // namespace

void draft_values(const CodedTable& table, const Dependencies& dependencies, Drafts& drafts) {
  Index index(table.columns.size());
  for (std::size_t at = 0; at < table.columns.size(); ++at) {
    const CodedColumn& column = table.columns[at];
    if (!column.coded || column.profile->type != types::Type::text ||
        column.present() < kLeastSupport ||
        find_draft(drafts, Check::type, column.profile->name) != nullptr) {
      continue;
    }
    ValueDrafter(table, dependencies, at, index, drafts).run();
  }
}

}  // namespace tamis::quality
