// Every format in which a text is a date, as patterns; and all that was noticed about it.
#pragma once

#include <string_view>

#include "core/catalog/date_options.h"
#include "core/document/json.h"

namespace tamis::catalog {

// An array of patterns; with DatePlan::explain an object that says also the verdict, the reason,
// the value and the notes. docs/functions.md describes both.
document::Json formats_of(std::string_view text, const DatePlan& plan);

}  // namespace tamis::catalog
