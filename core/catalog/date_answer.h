// What a value means by the options that a caller gave.
#pragma once

#include <string_view>
#include <vector>

#include "core/catalog/date_options.h"

namespace tamis::catalog {

struct DateAnswer {
  dates::Reading reading;
  bool is_null = false;  // it stands for "none"
};

// What a value means by the plan, on the clock that it is written on or assumed to be. `reading`
// takes the place of the plan's. Of several meanings those outside the plan's window drop out.
// Throws bad_alloc where a zone could not be loaded.
DateAnswer read_date(std::string_view text, const DatePlan& plan, const dates::Options& reading,
                     dates::Layout* layout = nullptr);
inline DateAnswer read_date(std::string_view text, const DatePlan& plan) {
  return read_date(text, plan, plan.reading);
}

// 0000-00-00, MySQL's zero date, which no calendar has.
bool is_zero_date(std::string_view text) noexcept;

// What an ambiguous text can mean within the plan's window, each once: by each order, century and
// turn of the clock that its reading leaves open, or by each of the formats that the caller names.
std::vector<dates::Civil> meanings_of(std::string_view text, const DatePlan& plan);

// The orders in which a text is a date that has no such day in the plan's; 0 where there are none.
dates::OrderBit orders_against(std::string_view text, const dates::Reading& reading,
                               const DatePlan& plan);

}  // namespace tamis::catalog
