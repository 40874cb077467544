// The files that an export would write, from counts alone.
#pragma once

#include "core/engine/session.h"
#include "core/export/manifest/manifest.h"
#include "core/export/plan/export_plan.h"

namespace tamis::exports {

// Adds the files with their rows to the manifest. What "max_bytes" would divide is not known
// before it is written: such a partition counts as one file.
void preview_files(engine::Session& session, const ExportPlan& plan, const ExportOptions& options,
                   Manifest& manifest);

}  // namespace tamis::exports
