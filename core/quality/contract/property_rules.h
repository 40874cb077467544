// The rules that a property makes by itself: required, its type and the type's options, unique.
#pragma once

#include <string_view>
#include <vector>

#include "core/quality/contract/contract.h"
#include "core/quality/contract/contract_node.h"

namespace tamis::quality {

// A rule on one column as the contract's words make it: of its type, weight and severity.
Rule column_rule(const ContractColumn& column, std::string_view name, Check check);

// `node` is the property that `column` was read from.
void add_property_rules(const ContractNode& node, const ContractColumn& column,
                        std::vector<Rule>& rules);

// A physical type as the check `fits` names it: varchar(20), numeric(10,2), smallint; empty where
// it sets no bound. `integer` sets none: it has 32 bits in PostgreSQL, 64 in SQLite, 38 digits in
// Snowflake, and a contract is of no engine.
std::string bounded_type(std::string_view physical_type);

}  // namespace tamis::quality
