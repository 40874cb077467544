// Telling earlier exports from any other folder, before something is put in their place or beside
// them.
#pragma once

#include <optional>
#include <string>

#include "core/storage/storage.h"

namespace tamis::exports {

// Why the folder is not exports of ours and nothing else, as a sentence, or nothing. It must have
// manifests, and they must list every file that is there but what stands beside data; whether the
// files are as listed does not matter.
std::optional<std::string> replace_fault(storage::Directory& folder);

}  // namespace tamis::exports
