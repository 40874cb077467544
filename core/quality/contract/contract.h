// Data contracts: what a table promises, as an Open Data Contract Standard document (ODCS v3.1).
//
// A contract is read strictly. A key that the standard does not know is an error that names its
// place by JSON pointer (/schema/0/properties/2/requird), and so is a promise that the standard
// knows and this module can't check yet: a gate that passes must have looked at everything the
// contract asks. Keys that only describe (names, tags, owners, prices) are let through.
//
// https://bitol-io.github.io/open-data-contract-standard/v3.1.0/
#pragma once

#include <string>
#include <vector>

#include "core/document/json.h"
#include "core/quality/check/rules.h"

namespace tamis::quality {

struct Contract {
  std::string id;
  std::string version;
  std::vector<Rule> rules;
};

// Throws invalid_value for what the standard forbids, unsupported for what it allows and this
// module can't check; both name the place.
Contract parse_contract(const document::Json& document);

}  // namespace tamis::quality
