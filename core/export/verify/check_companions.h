// Checking what stands beside the data files against the manifest: sidecars, the data package, the
// bag, lists of checksums.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/export/manifest/manifest.h"
#include "core/storage/storage.h"

namespace tamis::exports {

// Takes what was found; it is right where `expected` equals `actual`.
using Found = std::function<void(const std::string& file, std::string_view check,
                                 std::string expected, std::string actual)>;

// The sidecar of file number `file` of `manifest`, whose own file is called `name`.
void check_sidecar(storage::Directory& folder, const Manifest& manifest, const std::string& name,
                   std::size_t file, const Found& found);

// The documents that `manifest.layout.also` says are there. `poll` is called for every file that
// they list, and may throw.
void check_also(storage::Directory& folder, const Manifest& manifest,
                const std::function<void()>& poll, const Found& found);

}  // namespace tamis::exports
