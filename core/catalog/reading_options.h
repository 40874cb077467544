// The options by which a caller decides what one value leaves open, shared by all functions that
// read values.
#pragma once

#include <string>

#include "core/document/options.h"
#include "core/engine/value.h"
#include "core/types/types.h"

namespace tamis::catalog {

// "order": dmy, mdy or ymd.
inline dates::Order order_option(document::Options& options) {
  const std::string order = options.choice("order", {"dmy", "mdy", "ymd"}, "");
  return order == "dmy"   ? dates::Order::dmy
         : order == "mdy" ? dates::Order::mdy
         : order == "ymd" ? dates::Order::ymd
                          : dates::Order::none;
}

// "decimal_mark": point or comma.
inline types::DecimalMark decimal_mark_option(document::Options& options) {
  const std::string mark = options.choice("decimal_mark", {"point", "comma"}, "");
  return mark == "point"   ? types::DecimalMark::point
         : mark == "comma" ? types::DecimalMark::comma
                           : types::DecimalMark::none;
}

}  // namespace tamis::catalog
