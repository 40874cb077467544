// The sidecar of a data file: what its manifest says of it, for who has the file alone.
#pragma once

#include <string_view>

#include "core/document/json.h"

namespace tamis::exports {

// `manifest` is the manifest as a document and `name` that of its file.
document::Json sidecar_json(const document::Json& manifest, std::string_view name,
                            std::size_t file);

}  // namespace tamis::exports
