// The Avro schema of an export's columns.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/document/json.h"
#include "core/export/avro/avro.h"

namespace tamis::exports {

// Whether `name` is letters, digits and underscores, none of the digits first; `dotted`: such names
// with dots between.
bool is_avro_name(std::string_view name, bool dotted) noexcept;
// The name of a column: itself, or with _ for each character that Avro does not allow.
std::string avro_name(std::string_view column);

// The type of a column; columns of JSON are strings that say so.
document::Json avro_type(const Field& field);

// The schema as files have it. Throws as make_avro_writer().
std::string avro_schema(std::span<const Field> fields, const AvroOptions& options);

// What differs between a file's schema and that of `fields`, or nothing. Names of the record, docs,
// defaults and aliases may be others.
std::optional<std::string> schema_difference(std::string_view schema,
                                             std::span<const Field> fields);

}  // namespace tamis::exports
