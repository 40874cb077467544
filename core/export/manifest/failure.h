// Saying beside a destination that an export to it failed.
//
// The destination of x gets nothing from an export that fails; x.failed/FAILURE says when, why and
// how often. It is written as an export is, in one step, so that it works wherever exports do.
// Nothing removes it but who keeps house: a later SUCCESS in x is the newer word.
#pragma once

#include <string>
#include <string_view>

#include "core/export/manifest/companion_names.h"
#include "core/storage/storage.h"

namespace tamis::exports {

inline constexpr std::string_view kFailedSuffix = ".failed";

// `place` is the destination as storage::destination() takes it; `context` opens it, but for its
// replace_fault, which is ours. retry_count is one more than that of the marker that it replaces.
// Throws what writing throws; where something else stands in that place, file_exists.
void write_failure(std::string_view place, MarkerStyle style, const std::string& error,
                   storage::Context context);

}  // namespace tamis::exports
