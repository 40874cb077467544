// Writing what stands beside the data files: sidecars, the manifest, the documents of other
// standards, and the SUCCESS marker last.
#pragma once

#include <string>

#include "core/document/json.h"
#include "core/export/manifest/manifest.h"
#include "core/storage/storage.h"

namespace tamis::exports {

// What the manifest of this export is called: manifest.json, or with a stamp of its own where the
// place has several.
std::string manifest_name(const Manifest& manifest);

// `document` is to_json(manifest), and all data files are settled. Throws limit_exceeded for a
// manifest that could not be read back.
void write_companions(storage::Staging& staging, const Manifest& manifest,
                      const document::Json& document);

}  // namespace tamis::exports
