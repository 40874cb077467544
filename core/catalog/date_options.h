// The options of the functions that read dates, compiled: how a text is to be read, and which of
// the values that it can mean are taken.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "core/dates/dates.h"
#include "core/dates/pattern.h"
#include "core/dates/serial.h"
#include "core/dates/wall_clock.h"
#include "core/document/options.h"

namespace tamis::catalog {

struct DatePlan {
  dates::Options reading;
  dates::Count count = dates::Count::none;  // the value is a number that counts
  std::vector<dates::Format> formats;       // the value is written so; empty: as people write
  std::optional<dates::WallClock> assumed;  // what times without a zone were read on
  std::optional<dates::WallClock> shown;    // what times with a zone are moved to
  // The days that are plausible, both ends included.
  bool bounded = false;
  std::int64_t earliest = std::numeric_limits<std::int64_t>::min();
  std::int64_t latest = std::numeric_limits<std::int64_t>::max();
  std::vector<std::int64_t> sentinels;  // days that stand for "none"
  bool zero_is_null = false;            // 0000-00-00 stands for "none"
  bool plain = true;                    // nothing above but `reading` is set

  bool strict = false;    // an error instead of NULL
  bool truncate = false;  // drop what the result can't hold
  bool explain = false;   // say all that was noticed
};

// What only some of the functions take, besides the options that decide how a text is read.
enum class DateResult : std::uint8_t { text, native, formats };

// Throws invalid_option.
DatePlan compile_date_plan(std::string_view options, std::string_view function, DateResult result);

// The options alone that say how a text is read, for functions that take others too: leaves
// document::Options::finish() to the caller. Throws invalid_option.
DatePlan compile_date_reading(document::Options& options, std::string_view function);

}  // namespace tamis::catalog
