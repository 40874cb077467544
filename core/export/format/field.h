// A column of an exported file: its name, and what its values are to a format with types.
//
// Parquet and Avro write values as what they are, CSV and JSON lines as text. A Field says which
// it is, once for all formats, so that a date is a date in each of them and the manifest can say
// so. It comes from the engine's type (PostgreSQL), or from the declared type, a profile, a
// contract or the user (SQLite, where a column holds what it likes): core/export/plan/.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"

namespace tamis::exports {

enum class FieldKind : std::uint8_t {
  boolean,
  int16,
  int32,
  int64,
  float32,
  float64,
  decimal,  // precision and scale
  text,
  json,
  uuid,
  bytes,
  date,
  time,
  timestamp,    // without a zone
  timestamptz,  // an instant, in UTC
  list,         // one-dimensional array; `element` says of what
};
std::string_view name_of(FieldKind kind) noexcept;
// The engine's type that a kind comes closest to; a list's is that of its JSON.
engine::ColumnType column_type_of(FieldKind kind) noexcept;
bool from_name(std::string_view name, FieldKind& out) noexcept;
// What values of an engine's type are where nothing else says more.
FieldKind usual_kind(engine::ColumnType type) noexcept;

enum class TimeUnit : std::uint8_t { micros, nanos };
std::string_view name_of(TimeUnit unit) noexcept;
bool from_name(std::string_view name, TimeUnit& out) noexcept;

struct Field {
  engine::Column column;  // the name in the file, and the column's type in the engine
  FieldKind kind = FieldKind::text;
  int precision = 0;  // decimal digits, 1 to 38
  int scale = 0;
  TimeUnit unit = TimeUnit::micros;
  bool nullable = true;
  FieldKind element = FieldKind::text;
  // Whether the engine's dates and times come as integers (Session::reads_native_times()): an
  // integer in such a column is else a number that somebody put there. A timestamp after 294246,
  // which has no such count in 64 bits, comes as text all the same.
  bool counted = false;

  const std::string& name() const noexcept { return column.name; }
  // Whether `value` is a count of days or microseconds; cell_of() gives its text.
  bool is_count(const engine::Value& value) const noexcept {
    return counted && value.kind() == engine::Kind::integer && is_time(column.type);
  }

 private:
  static constexpr bool is_time(engine::ColumnType type) noexcept {
    return type == engine::ColumnType::date || type == engine::ColumnType::time ||
           type == engine::ColumnType::timestamp || type == engine::ColumnType::timestamptz;
  }
};

}  // namespace tamis::exports
