// The values that a cleaning could not convert, on their way to the error lane.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/engine/session.h"
#include "core/quality/clean/clean_plan.h"
#include "core/runs/runs.h"

namespace tamis::quality {

// Records those of one column in tamis_error_row; in a dry run counts them. Returns how many there
// are. Throws invalid_value with one of them where the column's option says so.
std::int64_t settle_rejects(engine::Session& session, runs::Run& run, const CleanPlan& plan,
                            const CleanColumn& column, bool dry_run, std::string_view now);

// Throws limit_exceeded where there are more than the caller bears.
void require_bearable(std::int64_t rejected, std::int64_t present, const MaxReject& limits,
                      std::string_view source);

}  // namespace tamis::quality
