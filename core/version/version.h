// Which Tamis this is, for documents, manifests and tamis_version().
#pragma once

#include <string_view>

#include "core/document/json.h"

namespace tamis::version {

// "0.1.0"
std::string_view number() noexcept;

// {"tamis": "0.1.0", "formats": {"manifest": 2, "profile": 2, "sketch": 2}}
document::Json describe();

}  // namespace tamis::version
