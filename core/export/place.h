// How a caller reaches what an export is written to or read from: which server, with what settings,
// under which key. The same options for tamis_export, tamis_verify_export and tamis_import.
//
//   "server"      whose credentials open a remote place; without it the environment's do
//   "storage"     settings of a remote place (core/storage/remote/remote_options.h)
//   "encryption"  {"key_file": ...}, {"key_env": ...} or {"key_command": [...]}, "key_id"
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/document/options.h"
#include "core/engine/session.h"
#include "core/storage/envelope_key.h"
#include "core/storage/remote/remote_options.h"
#include "core/storage/storage.h"

namespace tamis::exports {

inline constexpr std::string_view kEnvelopeAlgorithm = "AES-256-GCM";

struct PlaceOptions {
  std::optional<std::string> server;
  storage::RemoteOptions remote;
  std::optional<storage::KeySource> key;
};

// Throws invalid_option.
PlaceOptions read_place_options(document::Options& options);

// For storage::destination() and existing_place(). The session outlives it. Throws undefined_table
// for a server that is not known.
storage::Context place_context(engine::Session& session, const PlaceOptions& options,
                               storage::ReplaceFault replace_fault = {});

// The key of the option "encryption", or nothing; asks for the privileges that its source needs.
std::shared_ptr<const storage::Key> place_key(engine::Session& session,
                                              const PlaceOptions& options);

}  // namespace tamis::exports
