#include "core/export/repeat.h"

#include <string>

#include "core/error/error.h"
#include "core/export/manifest/contents.h"
#include "core/export/verify/read_back.h"
#include "core/history/target_lock.h"

namespace tamis::exports {
namespace {

using document::Json;
using engine::Value;

constexpr std::string_view kTokenLock = "tamis_export ";

std::optional<std::string> whole(storage::Directory& folder, const std::string& name,
                                 std::size_t most) {
  const storage::Directory::Opened opened = folder.open(name);
  if (!opened.reader) return std::nullopt;
  return read_whole(*opened.reader, most, name);
}

std::optional<Json> placed_manifest(storage::Directory& folder, std::string_view token) {
  for (const PlacedManifest& placed :
       placed_manifests(folder, folder.files("", kMostFilesLookedAt))) {
    if (placed.manifest.token != token) continue;
    const auto text = whole(folder, placed.name, kLargestManifest);
    if (text) return document::parse(*text, "the published manifest");
  }
  return std::nullopt;
}

}  // namespace

void lock_token(engine::Session& session, std::string_view token) {
  history::lock_target(session, kTokenLock, token);
}

std::optional<Json> recorded_export(engine::Session& session, std::string_view token,
                                    std::string_view source) {
  // A dry run may come before the first run that makes SQLite's state tables.
  if (session.dialect().engine() == engine::Dialect::Engine::sqlite) {
    const auto table = session.find_table("main.tamis_export");
    if (!table || table->find("token") == nullptr) return std::nullopt;
  }
  const Value parameters[] = {Value::text(token)};
  const auto rows =
      session.query("SELECT source, CAST(manifest AS text) FROM tamis_export WHERE token = " +
                        session.dialect().parameter(1) + " ORDER BY created_at, export_id LIMIT 1",
                    parameters);
  if (!rows->next()) return std::nullopt;
  if (rows->at(0).bytes() != source) {
    throw Error(Code::wrong_context,
                "token " + in_quotes(token) + " belongs to an export of another source",
                "It was used for " + in_quotes(rows->at(0).bytes()) + ".",
                "Give each export a token of its own.");
  }
  return document::parse(rows->at(1).bytes(), "the recorded manifest");
}

std::optional<Json> published_export(std::string_view destination, const storage::Context& context,
                                     std::string_view token) {
  try {
    const storage::Place place = storage::existing_place(destination, context);
    if (!place.file.empty()) return std::nullopt;
    return placed_manifest(*place.directory, token);
  } catch (const Error& e) {
    // Whatever stands there is no export with this token; whether it is in the way shows later.
    if (e.code() == Code::io_error || e.code() == Code::corrupt_data) return std::nullopt;
    throw;
  }
}

}  // namespace tamis::exports
