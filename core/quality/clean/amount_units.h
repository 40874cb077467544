// Which currencies stand beside the numbers of a column of amounts.
#pragma once

#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/profile/profile.h"
#include "core/quality/clean/clean_options.h"

namespace tamis::quality {

// By column, for each whose values are amounts of money and that shall become a number: what is
// written beside the digits, in byte order; at most kMostUnits. One scan for each such column.
inline constexpr int kMostUnits = 5;
ByColumn<std::vector<std::string>> find_units(engine::Session& session,
                                              const engine::Relation& relation,
                                              const profile::TableProfile& profile,
                                              const CleanOptions& options);

}  // namespace tamis::quality
