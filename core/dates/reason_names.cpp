#include "core/dates/reason_names.h"

namespace tamis::dates {

std::string_view name_of(Reason reason) noexcept {
  switch (reason) {
    case Reason::none: break;
    case Reason::no_such_day: return "no_such_day";
    case Reason::no_such_time: return "no_such_time";
    case Reason::year_range: return "year_range";
    case Reason::no_such_zone: return "no_such_zone";
    case Reason::offset_clash: return "offset_clash";
    case Reason::clock_skipped: return "clock_skipped";
    case Reason::shape: return "shape";
    case Reason::window: return "window";
    case Reason::no_memory: return "no_memory";
    case Reason::order: return "order";
    case Reason::century: return "century";
    case Reason::no_year: return "no_year";
    case Reason::calendar: return "calendar";
    case Reason::zone: return "zone";
    case Reason::clock_repeated: return "clock_repeated";
    case Reason::field: return "field";
    case Reason::month_name: return "month_name";
  }
  return {};
}

}  // namespace tamis::dates
