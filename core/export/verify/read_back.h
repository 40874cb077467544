// One stored data file, read from its first byte to its last.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/export/manifest/manifest.h"
#include "core/storage/envelope_key.h"
#include "core/storage/storage.h"

namespace tamis::exports {

struct ReadBack {
  std::int64_t compressed_bytes = 0;
  std::string checksum;
  std::int64_t bytes = 0;
  std::int64_t rows = 0;
  std::string fault;         // of the compression or the format, or empty
  std::string schema_fault;  // of the column names, or empty
};

// Reads `file` as `manifest` says it was written, in bounded memory; `poll` is called between
// pieces and may throw. Decompression stops where more than `most_bytes` come out, so that a small
// file can't keep the reader busy for ever. With `content` false only size and checksum are found.
ReadBack read_back(storage::Reader& file, const Manifest& manifest, std::int64_t most_bytes,
                   bool content, const std::function<void()>& poll);

// The file of an export as it stands in `folder`, decrypted with `key` where the manifest says it
// is encrypted; without a key then, or with `content` false, its size and checksum only. The file
// must be there.
ReadBack read_back_stored(storage::Directory& folder, const ManifestFile& file,
                          const Manifest& manifest, const storage::Key* key,
                          const std::function<void()>& poll, bool content = true);

// Opens it to be read, decrypted where it is encrypted. Throws corrupt_data where it is not there,
// invalid_option where a key is missing.
std::unique_ptr<storage::Reader> open_stored(storage::Directory& folder, const ManifestFile& file,
                                             const Manifest& manifest, const storage::Key* key);

// A small file as a whole. Throws corrupt_data for one that is larger.
std::string read_whole(storage::Reader& file, std::size_t most, const std::string& name);

}  // namespace tamis::exports
