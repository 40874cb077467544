// Numbers that are written in several ways: with a percent sign here and without it there, with a
// unit that is spelt oz, oz., OZ. and ounce.
//
// One way, kept throughout, is a convention of the column and no error. Several ways are one: what
// they have in common is the number, so the column should hold the number and its name the unit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/quality/suggest/coded_table.h"

namespace tamis::quality {

enum class Writing : std::uint8_t {
  none,     // no column of quantities, or all are written alike
  plain,    // plain numbers lead: they are right
  percent,  // percentages lead
  several,  // no way leads: plain numbers would be right
};

struct Quantities {
  Writing leads = Writing::none;
  std::int64_t judged = 0;
  std::int64_t plain = 0;
  std::int64_t percent = 0;
  bool whole = true;  // all numbers are integers
  // With a unit, by how it is spelt; the most frequent first.
  std::vector<std::pair<std::string, std::int64_t>> units;
};

Quantities find_quantities(const CodedColumn& column);

}  // namespace tamis::quality
