// A property of ODCS as a column: its types, and what customProperties say of it.
#pragma once

#include "core/quality/contract/contract.h"
#include "core/quality/contract/contract_node.h"

namespace tamis::quality {

// `node` keeps the grammar. Throws unsupported for nested values.
ContractColumn read_column(const ContractNode& node);

}  // namespace tamis::quality
