#include "core/sketch/heavy.h"

#include <algorithm>
#include <array>

namespace tamis::sketch {
namespace {

constexpr std::size_t kRows = FrequentValues::kRows;
constexpr std::size_t kWidth = FrequentValues::kWidth;

// The counters of all rows, those of kept values too, and what follows from them.
class Sums {
 public:
  explicit Sums(const FrequentValues& frequent)
      : frequent_(frequent), sums_(kRows * kWidth), bounds_(kRows * kWidth) {
    for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] = frequent.rest(i);
    for (const auto& kept : frequent.kept()) {
      for (std::size_t row = 0; row < kRows; ++row) {
        sums_[FrequentValues::cell(row, kept.hash)] += kept.count;
      }
    }
  }

  // The count from which on values are looked for.
  std::uint64_t bar() const {
    const auto share = [&](std::uint64_t parts) {
      return frequent_.total() / parts + (frequent_.total() % parts != 0 ? 1 : 0);
    };
    const std::uint64_t low = share(kReportedShare);
    constexpr std::ptrdiff_t kCrowd = FrequentValues::kStaying * 7 / 8;  // some share counters
    for (std::size_t row = 0; row < kRows; ++row) {
      const auto first = sums_.begin() + static_cast<std::ptrdiff_t>(row * kWidth);
      const auto reaches = [&](std::uint64_t sum) { return sum >= low; };
      if (std::count_if(first, first + kWidth, reaches) < kCrowd) return low;
    }
    return share(FrequentValues::kStaying);
  }

  std::uint64_t upper(std::uint64_t hash) const {
    std::uint64_t least = sums_[FrequentValues::cell(0, hash)];
    for (std::size_t row = 1; row < kRows; ++row) {
      least = std::min(least, sums_[FrequentValues::cell(row, hash)]);
    }
    return least;
  }

  void add_candidate(std::uint64_t hash) {
    // More than all rows together says no more than as much.
    const std::uint64_t most = frequent_.total() * 2;
    for (std::size_t row = 0; row < kRows; ++row) {
      std::uint64_t& bound = bounds_[FrequentValues::cell(row, hash)];
      bound = std::min(bound + upper(hash), most);
    }
  }

  // When all candidates are known.
  void find_largest_free() {
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      if (bounds_[i] == 0)
        largest_free_[i / kWidth] = std::max(largest_free_[i / kWidth], sums_[i]);
    }
  }

  std::uint64_t lower(std::uint64_t hash) const {
    const std::uint64_t own = upper(hash);
    std::uint64_t least = own;
    for (std::size_t row = 0; row < kRows; ++row) {
      const std::size_t at = FrequentValues::cell(row, hash);
      const std::uint64_t others = bounds_[at] - own + largest_free_[row];
      least = std::min(least, sums_[at] > others ? sums_[at] - others : 0);
    }
    return least;
  }

  void take_out(std::uint64_t hash, std::uint64_t proven) {
    for (std::size_t row = 0; row < kRows; ++row) {
      std::uint64_t& sum = sums_[FrequentValues::cell(row, hash)];
      sum -= std::min(sum, proven);
    }
  }

  std::uint64_t most_left() const {
    std::uint64_t least = frequent_.total();
    for (std::size_t row = 0; row < kRows; ++row) {
      const auto first = sums_.begin() + static_cast<std::ptrdiff_t>(row * kWidth);
      least = std::min(least, *std::max_element(first, first + kWidth));
    }
    return least;
  }

 private:
  const FrequentValues& frequent_;
  std::vector<std::uint64_t> sums_;
  std::vector<std::uint64_t> bounds_;  // of the candidates that share a counter, added up
  std::array<std::uint64_t, kRows> largest_free_{};
};

void sort(std::vector<HeavyValue>& values, const FrequentValues& frequent) {
  std::sort(values.begin(), values.end(), [&](const HeavyValue& a, const HeavyValue& b) {
    if (a.count != b.count) return a.count > b.count;
    const int order = frequent.text(*a.kept).compare(frequent.text(*b.kept));
    return order != 0 ? order < 0 : a.kept->hash < b.kept->hash;
  });
}

}  // namespace

HeavyValues heavy_values(const FrequentValues& frequent) {
  HeavyValues heavy;
  if (frequent.exact()) {
    for (const auto& kept : frequent.kept()) heavy.values.push_back({&kept, kept.count, 0});
    sort(heavy.values, frequent);
    return heavy;
  }
  Sums sums(frequent);
  const std::uint64_t bar = sums.bar();
  for (const auto& kept : frequent.kept()) {
    const std::uint64_t upper = sums.upper(kept.hash);
    if (upper < bar) continue;
    heavy.values.push_back({&kept, upper, 0});
    sums.add_candidate(kept.hash);
  }
  sums.find_largest_free();
  for (HeavyValue& value : heavy.values) value.error = value.count - sums.lower(value.kept->hash);
  std::erase_if(heavy.values, [](const HeavyValue& value) { return value.error == value.count; });
  for (const HeavyValue& value : heavy.values) {
    sums.take_out(value.kept->hash, value.count - value.error);
  }
  heavy.most_other = sums.most_left();
  sort(heavy.values, frequent);
  return heavy;
}

}  // namespace tamis::sketch
