// The first values that broke a rule, by the order of their rows, so that neither the order in
// which rows were met nor the number of workers changes which ones are shown.
//
// Where rows have no address, the values that sort first stay, each once.
#pragma once

#include <compare>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/quality/check/cell.h"
#include "core/sketch/row_ref.h"

namespace tamis::quality {

struct Sample {
  sketch::RowRef row;
  std::pmr::string json;  // what is shown, as canonical JSON

  friend auto operator<=>(const Sample& a, const Sample& b) {
    if (const auto order = a.row <=> b.row; std::is_neq(order)) return order;
    return a.json.compare(b.json) <=> 0;
  }
  friend bool operator==(const Sample& a, const Sample& b) = default;
};

class Samples {
 public:
  explicit Samples(std::pmr::memory_resource* memory) : samples_(memory) {}

  // Whether a value of that row may be among the first `most`.
  bool wants(const sketch::RowRef& row, std::size_t most) const noexcept {
    return samples_.size() < most || (most > 0 && row < samples_.back().row) ||
           (!row.known && most > 0);
  }
  void insert(const sketch::RowRef& row, std::string_view json, std::size_t most);
  void merge(const Samples& other, std::size_t most);

  const std::pmr::vector<Sample>& list() const noexcept { return samples_; }

 private:
  std::pmr::vector<Sample> samples_;  // ascending
};

// A value as it is shown: at most 200 characters, bytes that are no UTF-8 and NUL as \xE9, letters
// and digits as A, a and 9 where values are masked. null for NULL.
document::Json shown_value(Cell& cell, bool mask);

}  // namespace tamis::quality
