// An engine's value as what its field says it is: what formats with types write.
//
// CSV shows a value, Parquet and Avro must hold it: 12.5 in a column of whole numbers, "n/a" in one
// of dates or a third decimal in decimal(10,2) has no place there. Such a value is invalid_value
// that names row and column, never rounded, cut or guessed at; messages say what kind of value it
// is, not the value, since they end up in logs.
//
// What is taken for what:
//   boolean      booleans; 1 and 0; texts true, false, t, f, 1, 0
//   int16 to 64  whole numbers in range, also as real (3.0), decimal or text
//   float32, 64  numbers; whole ones only where the type holds them exactly; NaN and infinities
//   decimal      numbers with at most `precision` digits, `scale` of them behind the point
//   date         counted days (Field::counted), or yyyy-MM-dd (a midnight may follow)
//   time         counted microseconds, or HH:mm[:ss[.S]]
//   timestamp    counted microseconds, or yyyy-MM-dd[( |T)HH:mm[:ss[.S]]] without a zone
//   timestamptz  likewise in UTC; a text has a zone (Z, +01, +01:30): without one it is no instant
//   uuid         its text, with or without hyphens, or 16 bytes
//   bytes        bytes; the bytes of a text
// Dates have years 0001 to 9999, which is what other systems' types can hold. What is beyond
// (infinity, years BC) and decimal NaN and infinity is NULL where the options say so.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/engine/value.h"
#include "core/export/format/field.h"

namespace tamis::exports {

// GCC and Clang have it on all 64-bit systems; -Wpedantic wants to be told that it is meant.
__extension__ using Int128 = __int128;

enum class Special : std::uint8_t { error, null };

struct TypedPolicy {
  Special numbers = Special::error;
  Special dates = Special::error;
};

// Reads the values of one field. Each getter returns false for NULL and throws invalid_value; the
// one to call is that of the field's kind.
class TypedValues {
 public:
  TypedValues(Field field, const TypedPolicy& policy);

  bool boolean(const engine::Value& value, std::int64_t row, bool& out) const;
  // Of int16, int32 and int64, in range.
  bool integer(const engine::Value& value, std::int64_t row, std::int64_t& out) const;
  // Of float64, and of float32 where `out` is to be narrowed: it then fits.
  bool real(const engine::Value& value, std::int64_t row, double& out) const;
  // The value times ten to the scale.
  bool decimal(const engine::Value& value, std::int64_t row, Int128& out) const;
  // UTF-8 without NUL bytes, of text and json; valid as long as the value and `scratch`, which
  // holds engine::kNumberText bytes.
  bool text(const engine::Value& value, std::int64_t row, std::span<char> scratch,
            std::string_view& out) const;
  bool bytes(const engine::Value& value, std::int64_t row, std::string_view& out) const;
  bool uuid(const engine::Value& value, std::int64_t row, std::array<unsigned char, 16>& out) const;
  // Days since 1970-01-01.
  bool date(const engine::Value& value, std::int64_t row, std::int32_t& out) const;
  // Microseconds since midnight, below 24 hours.
  bool time(const engine::Value& value, std::int64_t row, std::int64_t& out) const;
  // Of timestamp and timestamptz, since 1970-01-01T00:00:00 in the field's unit.
  bool timestamp(const engine::Value& value, std::int64_t row, std::int64_t& out) const;

  const Field& field() const noexcept { return field_; }
  // Throws: "row 17, column "x": a text where a whole number belongs".
  [[noreturn]] void fail(std::int64_t row, std::string what) const;

 private:
  [[noreturn]] void mismatch(std::int64_t row, const engine::Value& value) const;
  // NULL, or the error, as the policy has it.
  bool special_number(std::int64_t row) const;
  bool special_date(std::int64_t row) const;
  bool decimal_text(std::string_view digits, std::int64_t row, Int128& out) const;
  bool in_range(std::int64_t value, std::int64_t row) const;
  bool time_text(std::string_view text, std::int64_t row, std::int64_t& out) const;
  bool timestamp_text(std::string_view text, std::int64_t row, std::int64_t& out) const;
  // Seconds since 1970, and nanoseconds of the second, in the field's unit.
  bool moment(std::int64_t seconds, std::int64_t nanos, std::int64_t row, std::int64_t& out) const;

  Field field_;
  TypedPolicy policy_;
  Int128 decimal_limit_ = 0;  // ten to the precision
};

}  // namespace tamis::exports
