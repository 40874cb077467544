// Why a value is no date, in words: for the errors of all functions that read dates.
#pragma once

#include <string>
#include <string_view>

#include "core/catalog/date_options.h"

namespace tamis::catalog {

// A detail and a hint of an error, each a sentence or nothing.
struct Objection {
  std::string detail;
  std::string hint;
};

// What keeps a text from being one date: what it can mean, and the option that decides.
Objection objection(std::string_view text, const dates::Reading& reading, const DatePlan& plan);

// The pattern by which 24-Mar is a month and its year; empty for what is no such text.
std::string month_and_year_pattern(std::string_view text, const dates::Reading& reading,
                                   const DatePlan& plan);

// Throws invalid_value or ambiguous_value. For a reading whose verdict is not `date`.
[[noreturn]] void refuse(std::string_view text, const dates::Reading& reading,
                         const DatePlan& plan);

}  // namespace tamis::catalog
