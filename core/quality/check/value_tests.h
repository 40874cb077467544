// What a rule asks of one value, compiled.
//
// A test says what a value does to its rule and nothing else; who counts, and whether a missing
// value is asked about at all, is settled around it. Tests allocate nothing while they judge.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/quality/check/cell.h"
#include "core/quality/check/rules.h"

namespace tamis::quality {

enum class Outcome : std::uint8_t {
  passed,
  failed,
  skipped,    // NULL or missing, or nothing that the rule is about
  undecided,  // the test gave up; counts as failed, and the rule ends as an error
};
inline constexpr std::size_t kOutcomes = 4;

class ValueTest {
 public:
  ValueTest() = default;
  ValueTest(const ValueTest&) = delete;
  ValueTest& operator=(const ValueTest&) = delete;
  virtual ~ValueTest() = default;

  // Of a value that its rule is about: see scope_of().
  virtual Outcome judge(Cell& cell) const noexcept = 0;
};
using Test = std::unique_ptr<const ValueTest>;

// Which values a check is about; the others are skipped.
enum class Scope : std::uint8_t { all, not_null, present };
Scope scope_of(Check check) noexcept;

// `stored_as`: the class of the column's type where the engine enforces one; empty in SQLite, where
// each value has its own. Throws invalid_value for arguments that make no sense.
Test make_value_test(const Rule& rule, const std::string& stored_as);

// The groups of tests, each in a file of its own.
Test make_text_test(const Rule& rule);       // completeness, lengths, patterns, characters, casing
Test make_number_test(const Rule& rule);     // bounds of numbers, dates and timestamps; multiples
Test make_type_test(const Rule& rule);       // types, forms, formats, ambiguity
Test make_set_test(const Rule& rule);        // sets
Test make_reference_test(const Rule& rule);  // keys of another table, listed
Test make_fits_test(const Rule& rule);       // what a type of the target can hold

constexpr Outcome passed_if(bool holds) noexcept {
  return holds ? Outcome::passed : Outcome::failed;
}

// A test made of a callable Outcome(Cell&).
template <typename Judge>
class TestOf final : public ValueTest {
 public:
  explicit TestOf(Judge judge) : judge_(std::move(judge)) {}
  Outcome judge(Cell& cell) const noexcept override { return judge_(cell); }

 private:
  mutable Judge judge_;  // may keep room for its work
};
template <typename Judge>
Test test_of(Judge judge) {
  return std::make_unique<const TestOf<Judge>>(std::move(judge));
}

// Arguments, checked again where a rule comes from JSON that anybody can write. Each throws
// invalid_value naming the rule and the argument.
[[noreturn]] void wrong_argument(const Rule& rule, std::string_view name,
                                 std::string_view expected);
std::string text_argument(const Rule& rule, std::string_view name);
std::string text_argument(const Rule& rule, std::string_view name, std::string_view fallback);
bool boolean_argument(const Rule& rule, std::string_view name);
double number_argument(const Rule& rule, std::string_view name);
std::int64_t integer_argument(const Rule& rule, std::string_view name, std::int64_t fallback);
// Not empty.
std::vector<std::string> texts_argument(const Rule& rule, std::string_view name);
const document::Json& list_argument(const Rule& rule, std::string_view name);

}  // namespace tamis::quality
