// The grammar of ODCS v3: which keys may stand where, and what each of them may hold.
//
// One table for each kind of object of the standard, so that a document is looked through whole
// before anything is made of it: a misspelt key of a role or a price is as much an error as one of
// a rule. The tables follow the standard's published JSON Schema of version 3.1 and are stricter
// in one point: an object that the schema leaves open (the description) takes only the keys that
// the standard describes. They are laxer in three: null counts as absent, a library entry may
// leave out its operator (no value may break it then), and `rule` stands for `metric`, as it did
// before version 3.1.
#pragma once

#include <cstdint>

#include "core/quality/contract/contract_node.h"

namespace tamis::quality {

// Throws invalid_value with the place of the first fault.
void require_odcs(const ContractNode& contract);

}  // namespace tamis::quality
