// Date patterns: the one notation for how a date is written, to print and to read by.
//
// The notation is Unicode's (UTS #35, date field symbols), as in Java and Spark: dd/MM/yyyy,
// yyyy-MM-dd'T'HH:mm:ssXXX. docs/functions.md, "Date patterns", lists the fields. Where one
// spelling must stand for several, so that a printed pattern reads the value it came from, it is
// written as a quoted literal: 'th' behind the day is an ordinal suffix of any language, a small
// word ('of', 'at', 'Uhr') any small word, '(...)' any comment.
#pragma once

#include <string>
#include <vector>

#include "core/dates/dates.h"
#include "core/dates/layout.h"

namespace tamis::dates {

// `layout` as a pattern. `order` settles numbers whose order is open, and is not looked at where
// none is; with Order::none they are taken as day first.
std::string pattern_of(const Layout& layout, Order order);

// The patterns that the value satisfies from which `reading` and `layout` came: one for each order
// that the calendar allows, day first before month first before year first.
std::vector<std::string> patterns_of(const Reading& reading, const Layout& layout);

}  // namespace tamis::dates
