// What belongs to an export besides what nobody vouches for: the names of its files.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/export/manifest/manifest.h"
#include "core/storage/storage.h"

namespace tamis::exports {

// More files than an export has, so that an unlisted one can be named.
inline constexpr std::size_t kMostFilesLookedAt = 1'000'000;

using Names = std::set<std::string, std::less<>>;

// Adds the names of everything that an export with this manifest, of this name, has.
void add_contents(const Manifest& manifest, const std::string& name, Names& names);

// A manifest among others of one place.
struct PlacedManifest {
  std::string name;
  Manifest manifest;
  std::string checksum;
};
// The manifests among `files`, which are all there are in the folder. Throws corrupt_data for one
// that is none, naming it.
std::vector<PlacedManifest> placed_manifests(storage::Directory& folder,
                                             const std::vector<std::string>& files);

}  // namespace tamis::exports
