// How to read the files of an export, as its manifest states it, and back.
#pragma once

#include "core/document/json.h"
#include "core/export/csv/csv.h"
#include "core/export/manifest/member.h"

namespace tamis::exports {

struct Manifest;

document::Json dialect_json(const Manifest& manifest);
// Throws corrupt_data.
void read_dialect(const Member& dialect, Manifest& manifest);

}  // namespace tamis::exports
