#include "core/export/upkeep/remove_export.h"

#include <optional>

#include "core/error/error.h"
#include "core/export/manifest/contents.h"
#include "core/export/manifest/earlier.h"
#include "core/export/manifest/marker.h"
#include "core/storage/move.h"
#include "core/storage/storage.h"

namespace tamis::exports {
namespace {

constexpr std::string_view kLocal = "file://";

int digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The path of a file:// URI as destinations write it.
std::string path_of(std::string_view uri) {
  uri.remove_prefix(kLocal.size());
  std::string path;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    const bool coded =
        uri[i] == '%' && i + 2 < uri.size() && digit(uri[i + 1]) >= 0 && digit(uri[i + 2]) >= 0;
    path += coded ? static_cast<char>(digit(uri[i + 1]) * 16 + digit(uri[i + 2])) : uri[i];
    if (coded) i += 2;
  }
  return path;
}

storage::Context context_of(engine::Session& session) {
  storage::Context context;
  context.replace_fault = replace_fault;
  context.poll = [&session] { session.check_interrupt(); };
  return context;
}

// The others stay: a tree without these files takes the place of the one that has them.
void remove_files(engine::Session& session, const std::string& path, const PlacedManifest& placed) {
  const auto staging = storage::destination(path, context_of(session))
                           ->stage(placed.manifest.export_id, storage::IfExists::append);
  Names names;
  add_contents(placed.manifest, placed.name, names);
  for (const std::string& name : names) {
    // The marker is of the latest export, which is another.
    if (name != styled(placed.manifest.layout.markers, kMarkerName)) staging->supersede(name);
  }
  if (const auto leftover = staging->publish()) {
    session.notice("what held the expired export could not be removed: " + *leftover);
  }
}

}  // namespace

std::string_view name_of(Removed removed) noexcept {
  switch (removed) {
    case Removed::whole_place: return "whole place";
    case Removed::its_files: return "its files";
    case Removed::missing: return "missing";
  }
  return "missing";
}

Removed remove_export(engine::Session& session, std::string_view uri,
                      const std::string& export_id) {
  if (!uri.starts_with(kLocal)) {
    throw Error(Code::unsupported, "only local exports are removed, not " + in_quotes(uri), {},
                "Let the store do it: set a lifecycle rule for the bucket or container, and leave "
                "such places out of \"rules\".");
  }
  const std::string path = path_of(uri);
  if (!storage::folder_exists(path)) return Removed::missing;
  const storage::Place place = storage::existing_place(path);
  if (const auto fault = replace_fault(*place.directory)) {
    throw Error(Code::file_exists, "can't remove an export at " + in_quotes(path), *fault,
                "Look at it, and remove what is no export.");
  }
  const std::vector<PlacedManifest> placed =
      placed_manifests(*place.directory, place.directory->files("", kMostFilesLookedAt));
  for (const PlacedManifest& one : placed) {
    if (one.manifest.export_id != export_id) continue;
    if (placed.size() == 1) {
      storage::remove_place(path);
      return Removed::whole_place;
    }
    remove_files(session, path, one);
    return Removed::its_files;
  }
  return Removed::missing;
}

}  // namespace tamis::exports
