// How the texts of a column are to be read where they leave it open: which of 03/04/2024 is the
// day, which mark of 1,5 is the decimal one, by which patterns dates are written.
//
// All rules on what a value says must read it alike: a date that the column's type rule takes for
// the 1st of February must not escape the rule on its range because another order is possible.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/dates/pattern.h"
#include "core/quality/check/cell.h"
#include "core/quality/check/rules.h"

namespace tamis::quality {

struct Manner {
  types::Convention convention;
  std::vector<dates::Format> formats;

  bool is_given() const noexcept {
    return convention.order != dates::Order::none || convention.mark != types::DecimalMark::none ||
           !formats.empty();
  }
};

// By the arguments "order", "decimal_mark" and "formats". Throws invalid_value.
Manner manner_of(const Rule& rule);
dates::Order order_of(const Rule& rule);

// Whether a cell is a date or timestamp of one meaning by the order or formats given. What is
// written in ISO 8601 needs no order.
bool moment_in(Cell& cell, const Manner& manner, Moment& out) noexcept;

// Whether a cell is a number by the decimal mark given; `number` is the double nearest to it and
// `plain` its plain decimal text, in `buffer` or where the cell has it.
bool number_in(Cell& cell, const Manner& manner, std::span<char, types::kCanonicalBytes> buffer,
               double& number, std::string_view& plain) noexcept;

}  // namespace tamis::quality
