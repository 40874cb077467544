// Telling an earlier export from any other folder, before something is put in its place.
#pragma once

#include <optional>
#include <string>

#include "core/storage/storage.h"

namespace tamis::exports {

// More files than an export has, so that an unlisted one can be named.
inline constexpr std::size_t kMostFilesLookedAt = 1'000'000;

// Why the folder is not an export of ours and nothing else, as a sentence, or nothing. Its manifest
// must be one, and list every file but itself and its marker; whether the files are as listed does
// not matter.
std::optional<std::string> replace_fault(storage::Directory& folder);

}  // namespace tamis::exports
