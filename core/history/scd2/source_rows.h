// The rows of a batch as a merge reads them: the source's columns under the names of the stage,
// with the moment each row holds from, what happened to it, and its hash.
#pragma once

#include <string>

#include "core/history/scd2/plan.h"

namespace tamis::history {

std::string source_query(const MergePlan& plan);
// Rows that say only some of their columns, completed from the current version.
std::string completed_query(const MergePlan& plan);

}  // namespace tamis::history
