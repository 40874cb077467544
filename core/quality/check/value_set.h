// The values that a rule lists, and which of them a cell holds.
//
// A list of numbers is compared by number (1 and 1.0 are one), a list of booleans by what the words
// mean, any other by its text as it stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/quality/check/cell.h"

namespace tamis::quality {

// What a text says as a boolean: true, yes, 1 ...
std::optional<bool> boolean_of(Cell& cell) noexcept;

class ValueSet {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  // `values`: scalars of JSON, not empty.
  ValueSet(const document::Json& values, bool ignore_case);

  // The place in the list of what the cell, not missing, holds; kNone where it is not listed.
  std::size_t find(Cell& cell) const noexcept;
  // The same of a text, in a list of texts.
  std::size_t find_text(std::string_view text) const noexcept;
  std::size_t size() const noexcept { return size_; }

 private:
  enum class Kind : std::uint8_t { texts, numbers, booleans };
  struct Listed {
    std::string text;  // of numbers: in plain decimals
    double number = 0;
    std::size_t place = 0;
  };

  void add_text(const document::Json& value, std::size_t place);
  void index_texts();
  std::size_t find_number(Cell& cell) const noexcept;

  Kind kind_ = Kind::texts;
  bool ignore_case_ = false;
  std::size_t size_ = 0;
  std::vector<Listed> listed_;              // numbers: in rising order
  std::vector<std::uint32_t> slots_;        // texts: 1 + index into listed_, by hash; 0 is free
  std::uint32_t longest_ = 0;               // text
  std::size_t places_[2] = {kNone, kNone};  // of false and true
  mutable std::string folded_;              // kept for its room
};

// Letters in lower case, character by character; `text` itself where that changes nothing.
std::string_view folded_case(std::string_view text, std::string& room);

// A number of a contract in plain decimals, all its digits.
std::string decimal_text(const document::Json& number);

}  // namespace tamis::quality
