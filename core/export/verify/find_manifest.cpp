#include "core/export/verify/find_manifest.h"

#include <vector>

#include "core/error/error.h"
#include "core/export/manifest/companion_names.h"
#include "core/export/manifest/manifest.h"
#include "core/export/manifest/marker.h"
#include "core/export/verify/read_back.h"

namespace tamis::exports {
namespace {

// A marker that is none of ours names nothing; verification says what is wrong with it.
std::string named_by(storage::Reader& marker, const std::string& name) {
  try {
    const Marker read = parse_marker(read_whole(marker, kLargestMarker, name));
    if (is_manifest_name(read.manifest)) return read.manifest;
  } catch (const Error& e) {
    if (e.code() != Code::corrupt_data) throw;
  }
  return {};
}

// Names that the manifest may have, the likeliest first.
std::vector<std::string> candidates(storage::Directory& folder) {
  std::vector<std::string> out;
  constexpr MarkerStyle kStyles[] = {MarkerStyle::plain, MarkerStyle::underscore,
                                     MarkerStyle::hidden};
  for (const MarkerStyle style : kStyles) {
    const std::string name = styled(style, kMarkerName);
    const storage::Directory::Opened opened = folder.open(name);
    if (!opened.reader) continue;
    if (std::string manifest = named_by(*opened.reader, name); !manifest.empty()) {
      out.push_back(std::move(manifest));
    }
  }
  for (const MarkerStyle style : kStyles) out.push_back(styled(style, kManifestName));
  return out;
}

}  // namespace

FoundManifest find_manifest(std::string_view argument, const storage::Context& context) {
  storage::Place place = storage::existing_place(argument, context);
  FoundManifest out;
  out.directory = std::move(place.directory);
  std::vector<std::string> names;
  if (place.file.empty()) {
    names = candidates(*out.directory);
  } else {
    names.push_back(place.file);
  }
  storage::Directory::Opened opened;
  for (const std::string& name : names) {
    opened = out.directory->open(name);
    if (!opened.reader) continue;
    out.name = name;
    out.text = read_whole(*opened.reader, kLargestManifest, name);
    return out;
  }
  const std::string shown = place.file.empty() ? std::string(kManifestName) : place.file;
  throw Error(Code::io_error,
              "no manifest to read: " + in_quotes(shown) + " is " +
                  std::string(storage::describe(out.directory->open(shown).fault)),
              "The directory is " + out.directory->path() + ".",
              "Name the directory of an export, or the manifest in it.");
}

}  // namespace tamis::exports
