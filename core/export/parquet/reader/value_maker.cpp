#include "core/export/parquet/reader/value_maker.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "core/dates/calendar.h"
#include "core/error/error.h"
#include "core/export/format/cell.h"

namespace tamis::exports::parquet {
namespace {

using engine::Value;

[[noreturn]] void broken(const std::string& what) { throw Error(Code::corrupt_data, what); }

void append_number(std::string& out, std::int64_t n, std::size_t digits) {
  std::array<char, 24> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), n).ptr;
  const auto size = static_cast<std::size_t>(end - buffer.data());
  if (size < digits) out.append(digits - size, '0');
  out.append(buffer.data(), size);
}

// 2024-03-05; years beyond 9999 with all their digits, those before 1 as PostgreSQL has them.
// Returns whether a " BC" is due behind.
bool append_date(std::string& out, std::int64_t days) {
  const dates::Day day = dates::calendar_day(days);
  const bool before = day.year < 1;
  append_number(out, before ? 1 - day.year : day.year, 4);
  out += '-';
  append_number(out, day.month, 2);
  out += '-';
  append_number(out, day.day, 2);
  return before;
}

// 14:30:00[.5]
void append_clock(std::string& out, std::int64_t units, std::int64_t per_second) {
  const std::int64_t seconds = units / per_second;
  append_number(out, seconds / 3600, 2);
  out += ':';
  append_number(out, seconds / 60 % 60, 2);
  out += ':';
  append_number(out, seconds % 60, 2);
  std::int64_t fraction = units % per_second;
  if (fraction == 0) return;
  std::size_t digits = 0;
  for (std::int64_t unit = per_second; unit > 1; unit /= 10) ++digits;
  for (; fraction % 10 == 0; fraction /= 10) --digits;
  out += '.';
  append_number(out, fraction, digits);
}

constexpr std::int64_t kSecondsPerDay = 86'400;

std::int64_t floor_divide(std::int64_t n, std::int64_t by) noexcept {
  return n / by - (n % by < 0 ? 1 : 0);
}

void append_timestamp(std::string& out, const Leaf& leaf, std::int64_t units, char between) {
  const std::int64_t per_day = kSecondsPerDay * leaf.units_per_second;
  const std::int64_t day = floor_divide(units, per_day);
  const bool before = append_date(out, day);
  out += between;
  append_clock(out, units - day * per_day, leaf.units_per_second);
  if (leaf.field.kind == FieldKind::timestamptz || leaf.field.element == FieldKind::timestamptz) {
    out += between == 'T' ? "Z" : "+00:00";
  }
  if (before) out += " BC";
}

void append_uuid(std::string& out, std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    const auto byte = static_cast<unsigned char>(bytes[i]);
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 0x0FU];
  }
}

// The double nearest to the float's own shortest text: 0.1f is 0.1, as the engines have it.
double widened(double value) {
  if (!std::isfinite(value)) return value;
  std::array<char, 64> buffer;
  char* const begin = buffer.data();
  const auto end = std::to_chars(begin, begin + buffer.size(), static_cast<float>(value)).ptr;
  double out = value;
  std::from_chars(begin, end, out);
  return out;
}

void append_json_text(std::string& out, std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out += kDigits[static_cast<unsigned char>(c) >> 4U];
          out += kDigits[static_cast<unsigned char>(c) & 0x0FU];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void append_base64_text(std::string& out, std::string_view bytes) {
  out += '"';
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    unsigned word = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      word = word << 8U | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += k <= count ? kBase64[word >> (18 - 6 * k) & 0x3FU] : '=';
    }
  }
  out += '"';
}

}  // namespace

__int128 decimal_from_bytes(std::string_view bytes) {
  if (bytes.empty()) broken("a decimal has no bytes");
  const unsigned char sign = (static_cast<unsigned char>(bytes.front()) & 0x80U) != 0 ? 0xFF : 0;
  for (; bytes.size() > 16; bytes.remove_prefix(1)) {
    if (static_cast<unsigned char>(bytes.front()) != sign) {
      broken("a decimal has more digits than its type");
    }
  }
  auto out = static_cast<unsigned __int128>(sign == 0 ? __int128{0} : __int128{-1});
  for (const char c : bytes) out = out << 8U | static_cast<unsigned char>(c);
  const auto number = static_cast<__int128>(out);
  if ((number < 0) != (sign != 0)) broken("a decimal has more digits than its type");
  return number;
}

std::string_view ValueMaker::decimal(__int128 unscaled) {
  std::array<char, 48> buffer;
  char* at = buffer.data() + buffer.size();
  const char* const end = at;
  const auto scale = leaf_.form == Form::unsigned_integer ? 0 : leaf_.field.scale;
  auto rest = static_cast<unsigned __int128>(unscaled);
  if (unscaled < 0) rest = -rest;
  int digits = 0;
  for (; rest != 0 || digits <= scale; ++digits, rest /= 10) {
    if (digits == scale && scale > 0) *--at = '.';
    *--at = static_cast<char>('0' + static_cast<int>(rest % 10));
  }
  // The zero before the point is none of its digits.
  const int counted = digits == scale + 1 && at[0] == '0' ? scale : digits;
  if (counted > leaf_.field.precision) broken("a decimal has more digits than its type");
  if (unscaled < 0) *--at = '-';
  text_.assign(static_cast<const char*>(at), end);
  return text_;
}

Value ValueMaker::make(const ChunkReader& chunk, char between) {
  text_.clear();
  switch (leaf_.form) {
    case Form::boolean: return Value::boolean(chunk.integer() != 0);
    case Form::integer: return Value::integer(chunk.integer());
    case Form::unsigned_integer:
      if (leaf_.type == Type::INT32) {
        return Value::integer(static_cast<std::uint32_t>(chunk.integer()));
      }
      return Value::decimal(decimal(static_cast<std::uint64_t>(chunk.integer())));
    case Form::real32: return Value::real(widened(chunk.real()));
    case Form::real64: return Value::real(chunk.real());
    case Form::decimal_integer: return Value::decimal(decimal(chunk.integer()));
    case Form::decimal_bytes: return Value::decimal(decimal(decimal_from_bytes(chunk.bytes())));
    case Form::text:
      if (first_bad_byte(chunk.bytes()) != std::string_view::npos) {
        broken("a text is not UTF-8, or has a NUL byte");
      }
      return Value::text(chunk.bytes());
    case Form::uuid: append_uuid(text_, chunk.bytes()); break;
    case Form::bytes: return Value::blob(chunk.bytes());
    case Form::date:
      if (append_date(text_, chunk.integer())) text_ += " BC";
      break;
    case Form::time:
      if (chunk.integer() < 0 || chunk.integer() > kSecondsPerDay * leaf_.units_per_second) {
        broken("a time of day is beyond its day");
      }
      append_clock(text_, chunk.integer(), leaf_.units_per_second);
      break;
    case Form::timestamp: append_timestamp(text_, leaf_, chunk.integer(), between); break;
  }
  return Value::text(text_);
}

Value ValueMaker::scalar(const ChunkReader& chunk) {
  return chunk.has_value() ? make(chunk, ' ') : Value();
}

void ValueMaker::add_element(const ChunkReader& chunk) {
  if (list_.size() > 1) list_ += ',';
  if (!chunk.has_value()) {
    list_ += "null";
    return;
  }
  const Value value = make(chunk, 'T');
  std::array<char, engine::kNumberText> scratch;
  const Cell cell = cell_of(value, leaf_.field.column.type, TimeStyle::rfc3339, scratch);
  switch (cell.shape) {
    case Cell::Shape::null: list_ += "null"; break;
    case Cell::Shape::boolean:
    case Cell::Shape::number: list_ += cell.text; break;
    case Cell::Shape::blob: append_base64_text(list_, cell.text); break;
    case Cell::Shape::special:
    case Cell::Shape::text:
      if (leaf_.field.element == FieldKind::json) {
        list_ += cell.text;
      } else {
        append_json_text(list_, cell.text);
      }
      break;
  }
}

Value ValueMaker::end_list() {
  list_ += ']';
  return Value::text(list_);
}

}  // namespace tamis::exports::parquet
