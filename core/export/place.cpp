#include "core/export/place.h"

#include <utility>

#include "core/storage/server_settings.h"

namespace tamis::exports {

PlaceOptions read_place_options(document::Options& options) {
  PlaceOptions out;
  out.server = options.string("server");
  if (options.has("storage")) out.remote = storage::read_remote_options(options.object("storage"));
  if (options.has("encryption")) {
    document::Options key = options.object("encryption");
    out.key = storage::read_key_source(key);
    key.finish();
  }
  return out;
}

storage::Context place_context(engine::Session& session, const PlaceOptions& options,
                               storage::ReplaceFault replace_fault) {
  storage::Context context;
  context.replace_fault = std::move(replace_fault);
  context.remote = options.remote;
  context.poll = [&session] { session.check_interrupt(); };
  if (options.server) {
    context.access =
        storage::server_lookup(session.server_settings(*options.server), *options.server);
  }
  return context;
}

std::shared_ptr<const storage::Key> place_key(engine::Session& session,
                                              const PlaceOptions& options) {
  if (!options.key) return nullptr;
  using Kind = storage::KeySource::Kind;
  if (options.key->kind == Kind::file) session.require_file_access(false);
  if (options.key->kind == Kind::command) session.require_program_execution();
  return std::make_shared<const storage::Key>(
      storage::load_key(*options.key, [&session] { session.check_interrupt(); }));
}

}  // namespace tamis::exports
