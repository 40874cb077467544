// A plain JSON Schema as a contract: an object of the schema is a row, its properties are columns.
//
// What JSON Schema can say of a single value becomes the rules that ODCS would make of it. It is
// read as strictly: a keyword that no table can be checked for (oneOf, items, nested properties)
// is an error that names its place, and never passed over. Keywords that only describe (title,
// description, $comment, examples, default of a whole) are let through.
//
// https://json-schema.org/draft/2020-12/json-schema-validation
#pragma once

#include "core/document/json.h"
#include "core/quality/contract/contract.h"

namespace tamis::quality {

// Whether the document is meant as a JSON Schema: it has "$schema" or "properties" and no "kind".
bool is_json_schema(const document::Json& document);

// The id is the schema's $id (or title), the version "0.0.0" and the status "active".
Contract parse_json_schema(const document::Json& document);

}  // namespace tamis::quality
