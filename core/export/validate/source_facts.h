// What can be known of a source without reading it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/engine/session.h"
#include "core/export/format/field.h"

namespace tamis::exports {

// Seconds since the newest value of a date or time column; nothing where it has none. Throws
// invalid_option for a column of another type.
std::optional<std::int64_t> newest_age(engine::Session& session, const engine::Column& column,
                                       const std::string& from);

// Bytes of the fields of a whole table as text, roughly; nothing where that is not to be guessed
// without reading it.
std::optional<std::int64_t> estimated_bytes(engine::Session& session,
                                            const engine::Relation& relation,
                                            std::span<const Field> fields);

}  // namespace tamis::exports
