// The diff of one table: its columns, then its rules.
#pragma once

#include <string_view>
#include <vector>

#include "core/quality/contract/diff.h"

namespace tamis::quality {

void diff_tables(const Contract& before, const Contract& after, std::string_view now,
                 std::vector<ContractChange>& out);

// The rules that columns, types and service levels don't say by themselves; those on columns that
// only one of the contracts has come and go with their columns.
void diff_rules(const Contract& before, const Contract& after, const std::string& path,
                std::vector<ContractChange>& out);

}  // namespace tamis::quality
