#include "core/export/manifest/contents.h"

#include "core/error/error.h"
#include "core/export/manifest/bag.h"
#include "core/export/manifest/data_package.h"
#include "core/export/manifest/marker.h"
#include "core/export/output/checksum.h"
#include "core/export/verify/read_back.h"

namespace tamis::exports {

void add_contents(const Manifest& manifest, const std::string& name, Names& names) {
  const Layout& layout = manifest.layout;
  names.insert(name);
  names.insert(styled(layout.markers, kMarkerName));
  for (const ManifestFile& file : manifest.files) {
    names.insert(file.name);
    if (layout.sidecars == Sidecars::none) continue;
    names.insert(sidecar_name(file.name, layout.data_folder, layout.sidecars, layout.markers));
  }
  if (layout.also.data_package) names.emplace(kDataPackageName);
  if (layout.also.sums) names.emplace(kSumsName);
  if (!layout.also.bag) return;
  for (const std::string_view tag : {kBagDeclaration, kBagInfo, kBagManifest, kBagTagManifest}) {
    names.emplace(tag);
  }
}

std::vector<PlacedManifest> placed_manifests(storage::Directory& folder,
                                             const std::vector<std::string>& files) {
  std::vector<PlacedManifest> out;
  for (const std::string& name : files) {
    if (!is_manifest_name(name)) continue;
    const storage::Directory::Opened opened = folder.open(name);
    if (!opened.reader) {
      throw Error(Code::corrupt_data, name + " is " + std::string(storage::describe(opened.fault)));
    }
    const std::string text = read_whole(*opened.reader, kLargestManifest, name);
    try {
      out.push_back({name, parse_manifest(text), Checksum::of(text)});
    } catch (const Error& e) {
      if (e.code() != Code::corrupt_data) throw;
      throw Error(Code::corrupt_data, name + " is not one of ours: " + e.message());
    }
  }
  return out;
}

}  // namespace tamis::exports
