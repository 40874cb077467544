// Rules ready to judge rows: made once for a statement, asked for each row.
//
// The compiled form of rules is a JSON text, the constant argument of tamis_check_rows() and
// tamis_violations(): the names of the values that a row comes with, and the rules over their
// places. So what counts rows and what finds the broken ones run the same tests, and can't differ.
//
//   {"names": ["id", "mail"], "values": 3, "stored": ["integer", "text"], "samples": 5,
//    "mask": false,
//    "rules": [{"id": "mail.format", "check": "format", "columns": [1], "where": 2, "type": "",
//               "arguments": {"formats": ["email"]}}]}
//
// `values` is how many a row has: first one for each name, then conditions of the engine's; `where`
// and `condition` are places of such. `stored` is left out where each value has a class of its own.
//
// A column's tests run together. What they say of a short text is remembered for as long as that
// pays: most columns of a table repeat their values.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/value.h"
#include "core/quality/check/row_tests.h"
#include "core/quality/check/value_set.h"
#include "core/quality/check/value_tests.h"

namespace tamis::quality {

class CompiledRules {
 public:
  // What a row is to a rule whose condition does not hold for it.
  static constexpr std::uint8_t kOutside = kOutcomes;
  static constexpr std::size_t kStates = kOutcomes + 1;

  struct Entry {
    Rule rule;  // as far as the compiled form says it
    std::vector<std::size_t> columns;
    std::optional<std::size_t> where;
    std::unique_ptr<const ValueSet> listed;  // of contains_values
  };

  // Throws invalid_value for what is no compiled form, and what the tests throw.
  static CompiledRules compile(std::string_view json);

  std::size_t size() const noexcept { return entries_.size(); }
  std::size_t width() const noexcept { return cells_.size(); }
  const Entry& entry(std::size_t rule) const noexcept { return entries_[rule]; }
  const std::string& name(std::size_t column) const noexcept { return names_[column]; }
  std::size_t samples() const noexcept { return samples_; }
  bool masks() const noexcept { return mask_; }
  // Whether more is asked of the values at that place than whether they are NULL.
  bool looks_at(std::size_t place) const noexcept { return looked_at_[place]; }

  // One state for each rule, an Outcome or kOutside; rules on metrics pass. Throws invalid_value
  // where the row has another number of values.
  std::span<std::uint8_t> judge(std::span<const engine::Value> row) const;
  // The cells of the row that was judged last.
  std::span<Cell> cells() const noexcept { return cells_; }
  // Whether the rule's condition, if it has one, holds for that row.
  bool applies(std::size_t rule) const noexcept {
    const auto& where = entries_[rule].where;
    return !where || is_true(cells_[*where].value());
  }

 private:
  struct TestAt {
    Test test;
    Scope scope;
    std::uint32_t rule;
  };
  // What is remembered of the texts of a column.
  class Memo;
  struct Column {
    std::size_t place = 0;
    std::vector<TestAt> tests;
    std::vector<std::uint8_t> of_null;  // what NULL is to each test
    std::unique_ptr<Memo> memo;

    Column();
    Column(Column&&) noexcept;
    Column& operator=(Column&&) noexcept;
    ~Column();
  };
  struct RowTestAt {
    std::unique_ptr<const RowTest> test;
    std::uint32_t rule;
  };

  CompiledRules() = default;
  friend class RuleCompiler;

  void judge_column(const Column& column) const;
  void judge_text(const Column& column, Cell& cell) const;
  Outcome judge_one(const TestAt& test, Cell& cell) const noexcept;

  std::vector<std::string> names_;
  std::vector<Entry> entries_;
  std::vector<Column> columns_;
  std::vector<RowTestAt> row_tests_;
  std::vector<std::uint32_t> conditional_;  // rules that have a condition
  std::vector<bool> looked_at_;
  std::size_t samples_ = 0;
  bool mask_ = false;
  // Of the row at hand.
  mutable std::vector<Cell> cells_;
  mutable std::vector<std::uint8_t> states_;
};

}  // namespace tamis::quality
