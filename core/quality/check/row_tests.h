// What a rule asks of several values of one row, compiled.
//
// A row in which a value is missing, or is none that the rule can compare, is skipped: what is
// wrong with one value is for the rules of its column to say.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "core/quality/check/value_tests.h"

namespace tamis::quality {

class RowTest {
 public:
  RowTest() = default;
  RowTest(const RowTest&) = delete;
  RowTest& operator=(const RowTest&) = delete;
  virtual ~RowTest() = default;

  // `cells`: all of the row.
  virtual Outcome judge(std::span<Cell> cells) const noexcept = 0;
};

// `columns`: the places of the rule's columns among the cells; of a condition the place of its
// value. Throws invalid_value for arguments that make no sense.
std::unique_ptr<const RowTest> make_row_test(const Rule& rule, std::vector<std::size_t> columns);

// How two values that are present compare: as numbers, as moments, or else as texts.
struct Compared {
  int order = 0;        // -1, 0, 1
  bool ordered = true;  // false: they can only be told equal or different
};
Compared compare(Cell& a, Cell& b) noexcept;

// Whether a condition of the engine's holds; `known` is false for NULL.
bool is_true(const engine::Value& value) noexcept;

}  // namespace tamis::quality
