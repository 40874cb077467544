// Numbers over all rows: what is collected for them during the scan, and what comes of it.
//
// All numbers over a column come from one sketch of it (core/sketch), as the profile's do, read by
// the conventions that the column's own values decide. Sketches answer exactly while they can, and
// say when they can't; the engine is then asked instead (scan.cpp). Counts of missing values are
// those of a rule on each value and need no sketch.
#pragma once

#include <bit>
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/quality/check/compiled_rules.h"
#include "core/quality/check/keys.h"
#include "core/sketch/bytes.h"
#include "core/sketch/intake.h"
#include "core/sketch/moments.h"

namespace tamis::quality {

// What a metric came to.
struct Observed {
  document::Json value;  // null: there is none
  std::string problem;   // why not
  bool exact = true;
};

// Whether a metric is but the count of values that are missing or NULL.
bool counts_absence(std::string_view metric) noexcept;
// One of the metrics over a column's values. `q`: of a quantile.
Observed metric_of(const sketch::ColumnSketch& sketch, std::string_view metric, double q);

// Pearson's correlation, collected. Sums in 106 bits: columns far from zero don't cancel to noise.
struct PairSums {
  std::uint64_t count = 0;
  sketch::WideSum x, y, xx, yy, xy;

  void add(double a, double b) noexcept;
  void merge(const PairSums& other) noexcept;
  // NaN where a column has but one value.
  double correlation() const noexcept;
};

class Metrics {
 public:
  Metrics(const CompiledRules& rules, std::pmr::memory_resource* memory);

  // The row that `rules` judged last. Of a rule on keys it says whether the row has one.
  void add(const CompiledRules& rules, std::span<std::uint8_t> states, const sketch::RowRef& row);
  void merge(Metrics& other);

  template <typename Out>
  void write(Out& out);
  void read(sketch::ByteReader& in);

  // Of a rule on keys: which rows repeat one; nullptr of any other rule.
  Keys* keys_of(std::size_t rule) noexcept;
  // Of a rule that is a metric; `counts`: by state.
  Observed observed(const CompiledRules& rules, std::size_t rule,
                    std::span<const std::uint64_t> counts);

 private:
  // What one or more rules need of a column, in the rows that a condition holds for.
  struct Source {
    std::size_t column = 0;
    std::optional<std::size_t> where;
    std::size_t rule = 0;  // the first of them
    friend bool operator==(const Source& a, const Source& b) noexcept {
      return a.column == b.column && a.where == b.where;
    }
  };
  struct Pair {
    std::size_t rule;
    PairSums sums;
  };
  struct KeysOf {
    std::size_t rule;
    Keys keys;
  };
  struct List {
    List(std::size_t of_rule, std::size_t values, std::pmr::memory_resource* memory)
        : rule(of_rule), seen(values, 0, memory) {}
    std::size_t rule;
    std::pmr::vector<std::uint64_t> seen;
    std::uint64_t others = 0;
  };

  std::size_t slot_of(const CompiledRules& rules, std::size_t rule) const noexcept;

  std::pmr::memory_resource* memory_;
  std::pmr::vector<Source> sources_;
  std::pmr::vector<sketch::Intake> intakes_;  // one for each source
  std::pmr::vector<Pair> pairs_;
  std::pmr::vector<List> lists_;
  std::pmr::vector<KeysOf> keys_;
};

template <typename Out>
void Metrics::write(Out& out) {
  for (sketch::Intake& intake : intakes_) {
    std::pmr::vector<std::byte> bytes(intake.sketch().encoded_size(), memory_);
    intake.sketch().encode(bytes);
    out.varint(bytes.size());
    out.bytes({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
  const auto sum = [&](const sketch::WideSum& s) {
    out.fixed(std::bit_cast<std::uint64_t>(s.high));
    out.fixed(std::bit_cast<std::uint64_t>(s.low));
  };
  for (const Pair& pair : pairs_) {
    out.varint(pair.sums.count);
    for (const auto* s :
         {&pair.sums.x, &pair.sums.y, &pair.sums.xx, &pair.sums.yy, &pair.sums.xy}) {
      sum(*s);
    }
  }
  for (const List& list : lists_) {
    for (const std::uint64_t count : list.seen) out.varint(count);
    out.varint(list.others);
  }
  for (const KeysOf& keys : keys_) keys.keys.write(out);
}

}  // namespace tamis::quality
