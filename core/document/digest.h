// The fingerprint of a document: equal for equal content, whatever the order of its keys.
#pragma once

#include <string>

#include "core/document/json.h"

namespace tamis::document {

// "sha256:" and the hex digits of the SHA-256 of the canonical text.
std::string digest(const Json& document);

}  // namespace tamis::document
