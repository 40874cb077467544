// Exports that record their failure, and trying them again.
#pragma once

#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::exports {

// tamis_export: as export_relation(), but for "on_error": "record", with which a failure is no
// error but a document with "status": "FAILURE" and the dead letter that was made.
document::Json export_or_record(engine::Session& session, std::string_view source,
                                std::string_view destination, std::string_view options);

// tamis_retry_exports: tries the dead letters that are due.
document::Json retry_exports(engine::Session& session, std::string_view options);

}  // namespace tamis::exports
