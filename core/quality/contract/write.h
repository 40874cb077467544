// The other way: a Contract as an ODCS document, in one normal form.
//
// What a rule says in the standard's own words stands in them (required, logicalTypeOptions,
// library metrics, relationships), the rest in entries of ours. Reading what was written gives the
// same rules and columns again. The document validates with the published schema of 3.1.
#pragma once

#include "core/document/json.h"
#include "core/quality/contract/contract.h"

namespace tamis::quality {

// Throws invalid_value where the contract lacks a name for its table or a column.
document::Json contract_document(const Contract& contract);

}  // namespace tamis::quality
