// Ranges, and the numbers that lie apart from all others.
//
// Heavy tails are no errors: incomes and magnitudes reach far, but without a gap. A number is
// apart where it is many robust deviations from the median and where a gap parts it from the rest,
// of half its distance from the median. Where the tail is heavy, logarithms are looked at, and the
// gap is of three deviations.
// What stands for "unknown" among numbers (-999, 9999) may come as often as it likes.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/profile/value_text.h"
#include "core/quality/suggest/column_drafts.h"

namespace tamis::quality {
namespace {

using document::Json;
using types::Type;

constexpr double kNormalMad = 1.4826;
constexpr double kNormalIqr = 1.349;
constexpr double kFar = 5;
constexpr double kGap = 0.5;  // of the distance from the median
constexpr double kGapOfLogarithms = 3;
constexpr double kTail = 4;       // deviations at kTailAt: a tail longer than that is heavy
constexpr double kTailAt = 0.97;  // clear of the errors that are looked for
constexpr double kMostApart = 0.03;
constexpr double kMostSentinels = 0.3;
constexpr std::int64_t kRepeated = 2;
constexpr double kOftenRepeated = 0.002;
constexpr std::size_t kLeastDistinct = 10;
constexpr std::size_t kNinesOfSentinel = 3;

struct Weighted {
  double value;
  std::int64_t count;
};

double quantile(const std::vector<Weighted>& sorted, double share) noexcept {
  std::int64_t all = 0;
  for (const Weighted& v : sorted) all += v.count;
  const double target = share * static_cast<double>(all);
  std::int64_t seen = 0;
  for (const Weighted& v : sorted) {
    seen += v.count;
    if (static_cast<double>(seen) >= target) return v.value;
  }
  return sorted.back().value;
}

// The median, and a deviation that a few far values can't stretch; 0: most values are one.
struct Middle {
  double median;
  double deviation;

  explicit Middle(const std::vector<Weighted>& sorted) {
    median = quantile(sorted, 0.5);
    std::vector<Weighted> distances;
    for (const Weighted& v : sorted) distances.push_back({std::fabs(v.value - median), v.count});
    std::sort(distances.begin(), distances.end(),
              [](const Weighted& a, const Weighted& b) { return a.value < b.value; });
    const double mad = quantile(distances, 0.5) * kNormalMad;
    const double iqr = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / kNormalIqr;
    deviation = std::max(mad, iqr);
  }
  double score(double value) const noexcept { return std::fabs(value - median) / deviation; }
};

class Range {
 public:
  explicit Range(const CodedColumn& column) : column_(column) {
    for (std::size_t code = 1; code < column.texts.size(); ++code) {
      std::array<char, types::kCanonicalBytes> buffer;
      std::string_view plain;
      double value = 0;
      if (!types::plain_number(column.texts[code], column.profile->convention, buffer, plain)) {
        continue;
      }
      std::from_chars(plain.data(), plain.data() + plain.size(), value);
      values_.push_back({value, column.counts[code]});
    }
    std::sort(values_.begin(), values_.end(),
              [](const Weighted& a, const Weighted& b) { return a.value < b.value; });
  }

  bool empty() const noexcept { return values_.empty(); }
  double low() const noexcept { return values_[first_].value; }
  double high() const noexcept { return values_[last_].value; }
  bool low_apart() const noexcept { return first_ > 0; }
  bool high_apart() const noexcept { return last_ + 1 < values_.size(); }

  void find_ends() {
    first_ = 0;
    last_ = values_.size() - 1;
    if (values_.size() < kLeastDistinct) return;
    const Middle middle(values_);
    if (middle.deviation <= 0) return;
    const bool positive = values_.front().value > 0;
    const bool heavy =
        positive && (quantile(values_, kTailAt) - middle.median) / middle.deviation > kTail;
    const Scale scale(values_, heavy);
    last_ = values_.size() - 1 - apart(scale, true);
    first_ = std::min(apart(scale, false), last_);
  }

 private:
  // The values, or their logarithms where the tail is heavy; those can't be far below 0.
  struct Scale {
    std::vector<Weighted> values;
    Middle middle;
    double gap;  // 0: a share of the distance

    Scale(const std::vector<Weighted>& plain, bool heavy)
        : values(plain), middle(plain), gap(heavy ? kGapOfLogarithms : 0) {
      if (!heavy) return;
      for (Weighted& v : values) v.value = std::log(v.value);
      middle = Middle(values);
    }
    bool parts(double outer, double inner) const noexcept {
      if (middle.deviation <= 0 || middle.score(outer) < kFar) return false;
      const double between = std::fabs(outer - inner);
      return gap > 0 ? between >= gap * middle.deviation
                     : between >= kGap * std::fabs(outer - middle.median);
    }
  };

  static bool is_sentinel(double value) noexcept {
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), std::fabs(value)).ptr;
    const auto size = static_cast<std::size_t>(end - text.data());
    const bool nines = std::all_of(text.data(), end, [](char c) { return c == '9'; });
    return nines && (size >= kNinesOfSentinel || (value < 0 && size > 1));
  }

  // How many values at one end lie apart: the innermost gap that is wide enough counts.
  std::size_t apart(const Scale& scale, bool upper) const {
    const auto all = static_cast<double>(column_.present());
    const auto repeated = std::max(kRepeated, static_cast<std::int64_t>(kOftenRepeated * all));
    std::size_t out = 0;
    std::int64_t seen = 0;
    std::int64_t sentinels = 0;
    for (std::size_t step = 0; step + 1 < values_.size(); ++step) {
      const std::size_t at = upper ? values_.size() - 1 - step : step;
      const std::size_t inner = upper ? at - 1 : at + 1;
      const Weighted& v = values_[at];
      if (is_sentinel(v.value)) {
        sentinels += v.count;
      } else if (v.count > repeated) {
        break;
      } else {
        seen += v.count;
      }
      if (static_cast<double>(seen) > std::max(1.0, kMostApart * all) ||
          static_cast<double>(sentinels) > kMostSentinels * all) {
        break;
      }
      if (scale.parts(scale.values[at].value, scale.values[inner].value)) out = step + 1;
    }
    return out;
  }

  const CodedColumn& column_;
  std::vector<Weighted> values_;  // ascending
  std::size_t first_ = 0;         // of those that are not apart
  std::size_t last_ = 0;
};

Json number(double value) {
  constexpr double kExact = 9007199254740992;  // 2^53
  if (std::trunc(value) == value && std::fabs(value) < kExact) {
    return static_cast<std::int64_t>(value);
  }
  return value;
}

void draft_number_range(const CodedColumn& column, Drafts& drafts) {
  Range range(column);
  if (range.empty()) return;
  range.find_ends();
  const std::string& name = column.profile->name;
  add_draft(
      drafts, Check::minimum, {name}, {{"bound", number(range.low())}},
      range.low_apart() ? "Lower values lie apart from all others" : "The smallest value there is");
  add_draft(drafts, Check::maximum, {name}, {{"bound", number(range.high())}},
            range.high_apart() ? "Higher values lie apart from all others"
                               : "The largest value there is");
}

}  // namespace

void draft_range(const CodedColumn& column, bool is_code, Drafts& drafts) {
  const profile::ColumnProfile& profile = *column.profile;
  if (profile.present < kLeastSupport || profile.min.empty()) return;
  const bool numbers =
      profile.type == Type::integer || profile.type == Type::decimal || profile.type == Type::real;
  const bool counted = is_code || profile.document["hints"].contains("id") ||
                       (profile.type == Type::integer && profile.distinct == profile.present);
  if (numbers && column.coded && !counted) draft_number_range(column, drafts);
  // The latest date is but the day of the last load.
  if (profile.type == Type::date || profile.type == Type::timestamp) {
    if (profile.date_order != profile::Evidence::ambiguous &&
        profile.date_order != profile::Evidence::conflict) {
      add_draft(drafts, Check::minimum, {profile.name}, {{"bound", profile.min}},
                "The earliest value there is");
    }
  }
}

}  // namespace tamis::quality
