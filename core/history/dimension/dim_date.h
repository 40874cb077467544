// tamis_dim_date: the rows of a date dimension, a day each, streamed.
//
// Holidays come from a table, read once in the order of its days beside the days themselves.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/engine/session.h"
#include "core/history/dimension/calendar_day.h"

namespace tamis::history {

inline constexpr std::string_view kDimDate = "tamis_dim_date";

// The views live until the next call of next().
struct DateRow {
  CalendarDay day;
  std::string_view month_name;
  std::string_view day_name;
  bool weekend = false;
  bool is_holiday = false;
  std::string_view holiday;  // names joined by ", "; may be empty on a holiday without one
};

class DateRows {
 public:
  virtual ~DateRows() = default;
  // False after the last day.
  virtual bool next(DateRow& row) = 0;
};

// Throws invalid_value for what is no day, and for a last day before the first.
std::unique_ptr<DateRows> dim_date(engine::Session& session, std::string_view first,
                                   std::string_view last, std::string_view options);

}  // namespace tamis::history
