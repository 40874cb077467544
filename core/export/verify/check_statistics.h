// The statistics of a file's columns, held against its rows.
#pragma once

#include <functional>

#include "core/export/manifest/manifest.h"
#include "core/export/verify/check_companions.h"
#include "core/storage/storage.h"

namespace tamis::exports {

// Reads the rows of `plain`, which is decrypted where the stored file was not. Bounds that the
// manifest does not state, as those of masked columns, are nobody's to check.
void check_statistics(storage::Reader& plain, const ManifestFile& file, const Manifest& manifest,
                      const std::function<void()>& poll, const Found& found);

}  // namespace tamis::exports
