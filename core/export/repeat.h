// Whether an export with a token has been made already.
#pragma once

#include <optional>
#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/export/manifest/manifest.h"
#include "core/storage/storage.h"

namespace tamis::exports {

// Until the transaction ends, nobody else begins an export with this token (PostgreSQL; SQLite has
// one writer).
void lock_token(engine::Session& session, std::string_view token);

// The manifest of the export that had the token, by the database. Throws wrong_context where it
// was one of another source.
std::optional<document::Json> recorded_export(engine::Session& session, std::string_view token,
                                              std::string_view source);

// Likewise by what stands in the destination, where its latest export had the token: the database
// does not know of it if the transaction was rolled back after the files were published.
std::optional<document::Json> published_export(std::string_view destination,
                                               const storage::Context& context,
                                               std::string_view token);

}  // namespace tamis::exports
