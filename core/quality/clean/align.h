// Bringing a table to the form of its contract: its columns, in its order.
#pragma once

#include <vector>

#include "core/engine/session.h"
#include "core/quality/clean/clean_columns.h"
#include "core/quality/contract/contract.h"

namespace tamis::quality {

// The type a contract gives a column; nullopt: it leaves that to the values, or the column stays as
// it is.
std::optional<types::Type> contracted_type(const ContractColumn& promised);

// Puts `columns` into the contract's order and under its names, adds those that `source` lacks,
// with the contract's default or NULL, and does with those unknown to the contract what `unknown`
// says. Throws undefined_column naming them, invalid_value for a default that is not of its type.
void align_columns(const Contract& contract, UnknownColumns unknown, const engine::Relation& source,
                   const engine::Dialect& dialect, std::vector<CleanColumn>& columns);

}  // namespace tamis::quality
