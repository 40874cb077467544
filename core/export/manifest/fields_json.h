// The fields of an export as a manifest states them, and back.
#pragma once

#include <span>
#include <vector>

#include "core/document/json.h"
#include "core/export/format/field.h"
#include "core/export/manifest/member.h"

namespace tamis::exports {

inline constexpr std::size_t kMostColumns = 65'536;

// As manifests of that version have it.
document::Json fields_json(std::span<const Field> fields, int version);
// Throws corrupt_data.
std::vector<Field> read_fields(const Member& schema, int version);

}  // namespace tamis::exports
