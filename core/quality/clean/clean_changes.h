// What a cleaning changes in a column: how many values, by which rule, and the first of them.
//
// The profile has counted most of it already. What it can't know (what another type than the
// column's own does to the values, letter case, Unicode form, amounts) is counted over the values
// that change, which one query per column delivers in the order of the rows; the same query shows
// the first values of each rule, and ends as soon as it has them where nothing is left to count.
//
// missing_to_null       '', blanks and the usual markers       booleans_normalised  yes as true
// marker_to_null        the caller's markers                   currency_removed     $1,234.50
// sentinel_to_null      the caller's sentinels                 percent_removed      12.5 %
// trimmed_left, _right  white space around                     unicode_composed     to NFC
// odd_spaces            other than single blanks               case_folded          as asked
// control_characters                                           parentheses_to_minus (1,234.50)
// numbers_normalised    1,234.5                                dates_normalised     31/01/2024
#pragma once

#include <cstdint>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/profile/profile.h"
#include "core/quality/clean/clean_plan.h"

namespace tamis::quality {

// Values that became NULL before the profile saw them, and those that it counted as missing.
struct Absent {
  std::int64_t missing = 0;
  std::int64_t markers = 0;
  std::int64_t sentinels = 0;
};

struct Changes {
  document::Json counts = document::Json::object();  // {"trimmed_left": 12}
  document::Json samples =
      document::Json::object();  // {"trimmed_left": [{"key", "before", "after"}]}
};

// `original`: the source with markers and sentinels still in it.
Changes find_changes(engine::Session& session, const engine::Relation& original,
                     const CleanPlan& plan, const CleanOptions& options, const CleanColumn& column,
                     const profile::TableProfile& profile, const Absent& absent);

}  // namespace tamis::quality
