#include "sqlite_extension/values.h"

#include <array>
#include <charconv>
#include <cmath>
#include <new>

#include "core/dates/normalize.h"

namespace tamis::sqlite {
namespace {

using engine::Kind;
using engine::Value;

constexpr unsigned kJsonSubtype = 'J';

// SQLite takes a null pointer for NULL, also where the size is 0.
const char* pointer(std::string_view bytes) noexcept {
  return bytes.data() == nullptr ? "" : bytes.data();
}

void set_text(sqlite3_context* context, std::string_view text) noexcept {
  sqlite3_result_text64(context, pointer(text), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

// SQLite has no NaN and prints infinities in its own way: those travel as our text.
void set_real(sqlite3_context* context, double number) noexcept {
  if (std::isfinite(number)) {
    sqlite3_result_double(context, number);
    return;
  }
  char buffer[engine::kNumberText];
  set_text(context, engine::to_text(Value::real(number), buffer));
}

void set_decimal(sqlite3_context* context, std::string_view digits, catalog::Type type) noexcept {
  double number = 0;
  const char* const end = digits.data() + digits.size();
  if (type == catalog::Type::number && std::from_chars(digits.data(), end, number).ptr == end) {
    set_real(context, number);
  } else {
    set_text(context, digits);
  }
}

// Dates have no type of their own in SQLite: text, as PostgreSQL prints them.
void set_integer(sqlite3_context* context, std::int64_t number, catalog::Type type) noexcept {
  std::array<char, dates::kTimestampBytes> out;
  if (type == catalog::Type::date) {
    set_text(context, {out.data(), dates::format_day(number, out)});
  } else if (type == catalog::Type::timestamp) {
    set_text(context, {out.data(), dates::format_time(number, out)});
  } else {
    sqlite3_result_int64(context, number);
  }
}

}  // namespace

std::string_view text_of(sqlite3_value* value) {
  // The text first: making it may change the number of bytes.
  const unsigned char* const text = sqlite3_value_text(value);
  if (text == nullptr) throw std::bad_alloc();
  return {reinterpret_cast<const char*>(text),
          static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

Value from_sqlite(sqlite3_value* value) {
  switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER: return Value::integer(sqlite3_value_int64(value));
    case SQLITE_FLOAT: return Value::real(sqlite3_value_double(value));
    case SQLITE_TEXT: return Value::text(text_of(value));
    case SQLITE_BLOB: {
      const void* const bytes = sqlite3_value_blob(value);
      const auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
      if (bytes == nullptr && size > 0) throw std::bad_alloc();
      return Value::blob(std::string_view(static_cast<const char*>(bytes), size));
    }
    default: return {};
  }
}

void set_result(sqlite3_context* context, const Value& value, catalog::Type type) {
  switch (value.kind()) {
    case Kind::null: sqlite3_result_null(context); return;
    case Kind::boolean: sqlite3_result_int(context, value.as_boolean() ? 1 : 0); return;
    case Kind::integer: set_integer(context, value.as_integer(), type); return;
    case Kind::real: set_real(context, value.as_real()); return;
    case Kind::decimal: set_decimal(context, value.bytes(), type); return;
    case Kind::text:
      if (type == catalog::Type::json) {
        set_json_result(context, value.bytes());
      } else {
        set_text(context, value.bytes());
      }
      return;
    case Kind::blob:
      sqlite3_result_blob64(context, pointer(value.bytes()), value.bytes().size(),
                            SQLITE_TRANSIENT);
      return;
  }
}

void set_json_result(sqlite3_context* context, std::string_view text) {
  set_text(context, text);
  sqlite3_result_subtype(context, kJsonSubtype);
}

int bind(sqlite3_stmt* statement, int n, const Value& value) noexcept {
  switch (value.kind()) {
    case Kind::null: return sqlite3_bind_null(statement, n);
    case Kind::boolean: return sqlite3_bind_int(statement, n, value.as_boolean() ? 1 : 0);
    case Kind::integer: return sqlite3_bind_int64(statement, n, value.as_integer());
    case Kind::real: {
      if (std::isfinite(value.as_real())) return sqlite3_bind_double(statement, n, value.as_real());
      char buffer[engine::kNumberText];
      const std::string_view text = engine::to_text(value, buffer);
      return sqlite3_bind_text64(statement, n, text.data(), text.size(), SQLITE_TRANSIENT,
                                 SQLITE_UTF8);
    }
    case Kind::decimal:
    case Kind::text:
      return sqlite3_bind_text64(statement, n, pointer(value.bytes()), value.bytes().size(),
                                 SQLITE_TRANSIENT, SQLITE_UTF8);
    case Kind::blob:
      return sqlite3_bind_blob64(statement, n, pointer(value.bytes()), value.bytes().size(),
                                 SQLITE_TRANSIENT);
  }
  return SQLITE_MISUSE;
}

}  // namespace tamis::sqlite
