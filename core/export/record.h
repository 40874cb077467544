// What the database remembers of an export.
#pragma once

#include "core/document/json.h"
#include "core/export/manifest/manifest.h"
#include "core/runs/runs.h"

namespace tamis::exports {

// Adds the export and its files to tamis_export and tamis_export_file.
void record(runs::Run& run, const Manifest& manifest, const document::Json& document);

}  // namespace tamis::exports
