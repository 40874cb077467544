#include "core/export/manifest/earlier.h"

#include <set>

#include "core/error/error.h"
#include "core/export/manifest/manifest.h"
#include "core/export/verify/read_back.h"

namespace tamis::exports {

std::optional<std::string> replace_fault(storage::Directory& folder) {
  const std::string name(kManifestName);
  const storage::Directory::Opened opened = folder.open(name);
  if (opened.fault == storage::Fault::missing) {
    return "It has no manifest, so it is not known to be an export.";
  }
  if (!opened.reader) {
    return "Its " + name + " is " + std::string(storage::describe(opened.fault)) + ".";
  }
  Manifest manifest;
  try {
    manifest = parse_manifest(read_whole(*opened.reader, kLargestManifest, name));
  } catch (const Error& e) {
    if (e.code() != Code::corrupt_data) throw;
    return "Its " + name + " is not one of ours: " + e.message() + ".";
  }
  std::set<std::string_view> listed = {kManifestName, kMarkerName};
  for (const ManifestFile& file : manifest.files) listed.insert(file.name);
  for (const std::string& file : folder.files("", kMostFilesLookedAt)) {
    if (!listed.contains(file)) {
      return "It holds " + in_quotes(file) + ", which its manifest does not list.";
    }
  }
  return std::nullopt;
}

}  // namespace tamis::exports
