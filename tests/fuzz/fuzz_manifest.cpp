// Manifests, markers and lists of checksums of unknown origin: read or refused, and what is read is
// safe to use.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/error/error.h"
#include "core/export/manifest/checksum_list.h"
#include "core/export/manifest/contents.h"
#include "core/export/manifest/manifest.h"
#include "core/export/manifest/marker.h"
#include "core/storage/storage.h"

namespace {

using tamis::exports::ListForm;
using tamis::exports::Manifest;

// Reading throws nothing but what says that the bytes are no such document.
template <typename Read>
void read_or_refuse(const Read& read) {
  try {
    read();
  } catch (const tamis::Error& e) {
    if (e.code() != tamis::Code::corrupt_data) std::abort();
  }
}

void require(bool condition) {
  if (!condition) std::abort();
}

void use(const Manifest& manifest) {
  const std::string& folder = manifest.layout.data_folder;
  for (const auto& file : manifest.files) {
    require(!tamis::storage::relative_path_fault(file.name));
    require(folder.empty() || file.name.starts_with(folder + "/"));
    require(file.columns.empty() || file.columns.size() == manifest.fields.size());
  }
  (void)manifest.schema_hash();
  tamis::exports::Names names;
  tamis::exports::add_contents(manifest, "manifest.json", names);
  if (manifest.version < tamis::exports::kManifestVersion) return;
  // What was read is written as something that is read as the same.
  const std::string text = to_json(manifest).dump();
  require(to_json(tamis::exports::parse_manifest(text)).dump() == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_or_refuse([&] { use(tamis::exports::parse_manifest(text)); });
  read_or_refuse([&] { (void)tamis::exports::parse_marker(text); });
  for (const ListForm form : {ListForm::bag, ListForm::coreutils}) {
    read_or_refuse([&] {
      const auto files = tamis::exports::parse_checksum_list(text, form);
      // A bag's names may be escaped where they need not be.
      if (form == ListForm::coreutils) {
        require(tamis::exports::checksum_list(files, form) == text);
      }
    });
  }
  return 0;
}
