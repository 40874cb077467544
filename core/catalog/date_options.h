// The options of the functions that read dates, compiled: how a text is to be read, and which of
// the values that it can mean are taken.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "core/dates/dates.h"

namespace tamis::catalog {

struct DatePlan {
  dates::Options reading;
  // The days that are plausible, both ends included.
  std::int64_t earliest = std::numeric_limits<std::int64_t>::min();
  std::int64_t latest = std::numeric_limits<std::int64_t>::max();
  std::vector<std::int64_t> sentinels;  // days that stand for "none"
  bool zero_is_null = false;            // 0000-00-00 stands for "none"

  bool strict = false;    // an error instead of NULL
  bool truncate = false;  // drop what the result can't hold
  bool explain = false;   // say all that was noticed

  // Whether a reading may not be taken as it is.
  bool judges() const noexcept { return bounded || zero_is_null || !sentinels.empty(); }
  bool bounded = false;
};

// What only some of the functions take, besides the options that decide how a text is read.
enum class DateResult : std::uint8_t { text, native, formats };

// Throws invalid_option.
DatePlan compile_date_plan(std::string_view options, std::string_view function, DateResult result);

struct DateAnswer {
  dates::Reading reading;
  bool is_null = false;  // it stands for "none"
};

// What a value means by the plan. Throws bad_alloc where a zone could not be loaded.
DateAnswer read_date(std::string_view text, const DatePlan& plan, dates::Layout* layout = nullptr);

}  // namespace tamis::catalog
