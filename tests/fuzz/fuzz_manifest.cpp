// Manifests and markers of unknown origin: read or refused, and what is read is safe to use.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/error/error.h"
#include "core/export/manifest/manifest.h"
#include "core/storage/storage.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const tamis::exports::Manifest manifest = tamis::exports::parse_manifest(text);
    for (const tamis::exports::ManifestFile& file : manifest.files) {
      if (tamis::storage::relative_path_fault(file.name) || !file.name.starts_with("data/")) {
        std::abort();
      }
    }
    (void)manifest.schema_hash();
  } catch (const tamis::Error& e) {
    if (e.code() != tamis::Code::corrupt_data) std::abort();
  }
  try {
    (void)tamis::exports::parse_marker(text);
  } catch (const tamis::Error& e) {
    if (e.code() != tamis::Code::corrupt_data) std::abort();
  }
  return 0;
}
