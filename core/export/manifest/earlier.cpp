#include "core/export/manifest/earlier.h"

#include "core/error/error.h"
#include "core/export/manifest/contents.h"

namespace tamis::exports {

std::optional<std::string> replace_fault(storage::Directory& folder) {
  const std::vector<std::string> files = folder.files("", kMostFilesLookedAt);
  Names known;
  try {
    const auto manifests = placed_manifests(folder, files);
    if (manifests.empty()) return "It has no manifest, so it is not known to be an export.";
    for (const PlacedManifest& placed : manifests) {
      add_contents(placed.manifest, placed.name, known);
    }
  } catch (const Error& e) {
    if (e.code() != Code::corrupt_data) throw;
    return "Its " + e.message() + ".";
  }
  for (const std::string& file : files) {
    if (!known.contains(file)) {
      return "It holds " + in_quotes(file) + ", which its manifest does not list.";
    }
  }
  return std::nullopt;
}

}  // namespace tamis::exports
