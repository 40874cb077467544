// A contract for a table that has none, drafted from what its values say.
//
// One scan profiles the table, one reads it as codes (coded_table.h); what is drafted from them is
// judged by the very judge that will check the contract, so the evidence in the document is what a
// check of the same table finds. A draft that its own table does not bear out is dropped.
//
// A suggestion is made for one of two reasons. Either all values keep it: then it describes the
// table and breaks nowhere. Or few values break it, and something tells them from the rest: then
// they are errors, most likely, and checking the table against its own suggestion finds them.
// Tolerances are 0, for what is left to a percentage hides what the check is for.
//
// Sources: S. Schelter et al., "Automating large-scale data quality verification", VLDB 2018 (rules
// from profiles); M. Mahdavi et al., "Raha: a configuration-free error detection system", SIGMOD
// 2019, and Z. Abedjan et al., "Detecting data errors: where are we and what needs to be done?",
// VLDB 2016 (kinds of errors, and of detectors); E. Wilson, "Probable inference, the law of
// succession, and statistical inference", 1927 (bounds of a share).
#pragma once

#include <string_view>

#include "core/document/json.h"
#include "core/document/options.h"
#include "core/engine/session.h"

namespace tamis::quality {

// The ODCS document; only reads.
document::Json contract_suggest(engine::Session& session, std::string_view table,
                                document::Options options);

}  // namespace tamis::quality
