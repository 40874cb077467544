// The rules that hold for any table, judged from its profile without another scan.
//
//   completeness  present values among all rows, for each column that has any
//   validity      values of the column's type and decided meaning, among the present; a text column
//                 is held to the type it leans to
//   consistency   values already in canonical form, among the present; typed columns only
#pragma once

#include <vector>

#include "core/profile/profile.h"
#include "core/quality/check/rules.h"

namespace tamis::quality {

std::vector<RuleResult> default_results(const profile::TableProfile& table);

}  // namespace tamis::quality
