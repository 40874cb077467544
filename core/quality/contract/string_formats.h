// The option `format` of a string, in the words of ODCS and JSON Schema.
#pragma once

#include <string>

#include "core/quality/contract/contract_node.h"

namespace tamis::quality {

// The format as the check `format` names it; empty for one that says how a value is handled and
// nothing about its characters (password, binary). Throws invalid_value listing the names for one
// that the check doesn't know.
std::string known_format(const ContractNode& format);

}  // namespace tamis::quality
