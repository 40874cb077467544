// JSON documents: what actions return and options come as.
//
// Both engines must give the same bytes. PostgreSQL returns jsonb, whose text form is fixed: keys
// ordered by length and then by bytes, ", " and ": " between, numbers in plain decimal. So that
// form is ours everywhere (canonical()), and SQLite prints it too.
// Source: PostgreSQL src/backend/utils/adt/jsonb_util.c (lengthCompareJsonbStringValue) and
// json.c (escape_json).
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace tamis::document {

using Json = nlohmann::json;

// The canonical text. NaN and infinities, which JSON lacks, become strings.
// Text that is no UTF-8 has each bad byte replaced by U+FFFD; NUL bytes become U+2400, because
// jsonb can hold neither.
std::string canonical(const Json& document);

// Parses JSON text; duplicate keys: the last one counts, as in jsonb. Depth is limited to 64.
// Throws invalid_option saying where the text goes wrong; `what` names it in the message.
Json parse(std::string_view text, std::string_view what);

// A double rounded to `digits` decimals, for ratios and scores in documents: rounding before
// printing keeps noise digits, which may differ between compilers, out of the bytes.
double rounded(double value, int digits = 6) noexcept;

}  // namespace tamis::document
