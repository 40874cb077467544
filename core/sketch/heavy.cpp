#include "core/sketch/heavy.h"

#include <algorithm>
#include <array>
#include <functional>
#include <span>

namespace tamis::sketch {
namespace {

constexpr std::size_t kRows = FrequentValues::kRows;
constexpr std::size_t kWidth = FrequentValues::kWidth;
constexpr std::uint64_t kFewRows = 3;  // by chance with others in all counters of a value

// The counters of all rows, those of kept values too, and what follows from them.
class Sums {
 public:
  using PerRow = std::array<std::uint64_t, kRows>;

  explicit Sums(const FrequentValues& frequent)
      : frequent_(frequent), sums_(kRows * kWidth), bounds_(kRows * kWidth) {
    for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] = frequent.rest(i);
    for (const auto& kept : frequent.kept()) {
      for (std::size_t row = 0; row < kRows; ++row) {
        sums_[FrequentValues::cell(row, kept.hash)] += kept.count;
      }
    }
  }

  std::uint64_t share(std::uint64_t parts) const {
    return frequent_.total() / parts + (frequent_.total() % parts != 0 ? 1 : 0);
  }

  // The count from which on values are looked for.
  std::uint64_t bar() const {
    return share(crowded() ? FrequentValues::kStaying : kReportedShare) + kFewRows;
  }

  // More rows than a value has that some order of rows does not keep: its share, and a count that
  // too few reach to crowd it out.
  std::uint64_t kept_by_all() const {
    const PerRow beyond = common();
    return std::max(share(FrequentValues::kKeptShare),
                    *std::min_element(beyond.begin(), beyond.end()) + 1);
  }

  std::uint64_t upper(std::uint64_t hash) const {
    std::uint64_t least = sums_[FrequentValues::cell(0, hash)];
    for (std::size_t row = 1; row < kRows; ++row) {
      least = std::min(least, sums_[FrequentValues::cell(row, hash)]);
    }
    return least;
  }

  // The largest counter of each row besides those of a crowd.
  PerRow common() const {
    PerRow rows{};
    std::vector<std::uint64_t> sorted(kWidth);
    for (std::size_t row = 0; row < kRows; ++row) {
      std::copy_n(sums_.begin() + static_cast<std::ptrdiff_t>(row * kWidth), kWidth,
                  sorted.begin());
      std::nth_element(sorted.begin(), sorted.begin() + FrequentValues::kStaying, sorted.end(),
                       std::greater<>());
      rows[row] = sorted[FrequentValues::kStaying];
    }
    return rows;
  }

  // The largest counter of each row where nothing is told apart.
  PerRow largest_free() const {
    PerRow rows{};
    for (std::size_t at = 0; at < sums_.size(); ++at) {
      if (bounds_[at] == 0) rows[at / kWidth] = std::max(rows[at / kWidth], sums_[at]);
    }
    return rows;
  }

  // `hashes` are those whose rows are told apart from the rest.
  void set_bounds(std::span<const std::uint64_t> hashes) {
    std::fill(bounds_.begin(), bounds_.end(), 0);
    // More than all rows together says no more than as much.
    const std::uint64_t most = frequent_.total() * 2;
    for (const std::uint64_t hash : hashes) {
      for (std::size_t row = 0; row < kRows; ++row) {
        std::uint64_t& bound = bounds_[FrequentValues::cell(row, hash)];
        bound = std::min(bound + upper(hash), most);
      }
    }
  }

  // What each row leaves to a value, itself among the bounds (`own`) or 0.
  PerRow left(std::uint64_t hash, std::uint64_t own, const PerRow& noise) const {
    PerRow rows{};
    for (std::size_t row = 0; row < kRows; ++row) {
      const std::size_t at = FrequentValues::cell(row, hash);
      const std::uint64_t others = bounds_[at] - own + noise[row];
      rows[row] = sums_[at] > others ? sums_[at] - others : 0;
    }
    return rows;
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
  bool crowded() const {
    constexpr std::ptrdiff_t kCrowd = FrequentValues::kStaying * 7 / 8;  // some share counters
    const auto reaches = [low = share(kReportedShare)](std::uint64_t sum) { return sum >= low; };
    for (std::size_t row = 0; row < kRows; ++row) {
      const auto first = sums_.begin() + static_cast<std::ptrdiff_t>(row * kWidth);
      if (std::count_if(first, first + kWidth, reaches) < kCrowd) return false;
    }
    return true;
  }

  const FrequentValues& frequent_;
  std::vector<std::uint64_t> sums_;
  std::vector<std::uint64_t> bounds_;  // of values that share a counter, added up
};

void sort(std::vector<HeavyValue>& values, const FrequentValues& frequent) {
  std::sort(values.begin(), values.end(), [&](const HeavyValue& a, const HeavyValue& b) {
    if (a.count != b.count) return a.count > b.count;
    const int order = frequent.text(*a.kept).compare(frequent.text(*b.kept));
    return order != 0 ? order < 0 : a.kept->hash < b.kept->hash;
  });
}

// The candidates that some row shows apart from all others.
std::vector<std::uint64_t> told_apart(const std::vector<HeavyValue>& candidates, Sums& sums) {
  std::vector<std::uint64_t> hashes;
  for (const HeavyValue& value : candidates) hashes.push_back(value.kept->hash);
  sums.set_bounds(hashes);
  const Sums::PerRow common = sums.common();
  const std::uint64_t least = 2 * sums.share(FrequentValues::kKeptShare);
  std::erase_if(hashes, [&](std::uint64_t hash) {
    const Sums::PerRow left = sums.left(hash, sums.upper(hash), common);
    return *std::max_element(left.begin(), left.end()) < least;
  });
  std::sort(hashes.begin(), hashes.end());
  return hashes;
}

// Leaves the values whose rows are proven to be as many as every order keeps.
void prove(std::vector<HeavyValue>& candidates, Sums& sums) {
  const std::vector<std::uint64_t> apart = told_apart(candidates, sums);
  sums.set_bounds(apart);
  const Sums::PerRow noise = sums.largest_free();
  for (HeavyValue& value : candidates) {
    const bool is_apart = std::binary_search(apart.begin(), apart.end(), value.kept->hash);
    const Sums::PerRow left = sums.left(value.kept->hash, is_apart ? value.count : 0, noise);
    value.error = value.count - std::min(value.count, *std::min_element(left.begin(), left.end()));
  }
  std::erase_if(candidates, [least = sums.kept_by_all()](const HeavyValue& value) {
    return value.count - value.error < least;
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
    if (upper >= bar) heavy.values.push_back({&kept, upper, 0});
  }
  prove(heavy.values, sums);
  for (const HeavyValue& value : heavy.values) {
    sums.take_out(value.kept->hash, value.count - value.error);
  }
  heavy.most_other = sums.most_left();
  sort(heavy.values, frequent);
  return heavy;
}

}  // namespace tamis::sketch
