// One stored data file, read from its first byte to its last.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/export/manifest/manifest.h"
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

// A small file as a whole. Throws corrupt_data for one that is larger.
std::string read_whole(storage::Reader& file, std::size_t most, const std::string& name);

}  // namespace tamis::exports
