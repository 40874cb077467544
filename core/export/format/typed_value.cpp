#include "core/export/format/typed_value.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/dates/calendar.h"
#include "core/document/json.h"
#include "core/error/error.h"
#include "core/export/format/cell.h"
#include "core/export/format/iso_text.h"
#include "core/export/format/table_writer.h"

namespace tamis::exports {
namespace {

using engine::Kind;
using engine::Value;

constexpr std::int64_t kMicrosOfSecond = 1'000'000;
constexpr std::int64_t kNanosOfSecond = 1'000'000'000;
constexpr std::int64_t kSecondsOfDay = 86'400;
// The first and behind the last microsecond of the years 0001 to 9999.
constexpr std::int64_t kFirstMicro = dates::kFirstDay * kSecondsOfDay * kMicrosOfSecond;
constexpr std::int64_t kEndMicro = (dates::kLastDay + 1) * kSecondsOfDay * kMicrosOfSecond;
// Whole numbers up to here are doubles, and so are all decimals of fifteen digits told apart.
constexpr std::int64_t kExactDouble = std::int64_t{1} << 53U;
constexpr std::int64_t kExactFloat = std::int64_t{1} << 24U;
constexpr double kFifteenDigits = 1e15;
constexpr int kMostDigits = 38;

constexpr std::array<double, 23> kTens = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                          1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                          1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

Int128 power_of_ten(int exponent) noexcept {
  Int128 power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

std::string_view kind_of(const Value& value) noexcept {
  switch (value.kind()) {
    case Kind::null: return "NULL";
    case Kind::boolean: return "a boolean";
    case Kind::integer: return "an integer";
    case Kind::real: return "a real number";
    case Kind::decimal: return "a decimal number";
    case Kind::text: return "a text";
    case Kind::blob: return "a blob";
  }
  return "a value";
}

std::string wanted(const Field& field) {
  switch (field.kind) {
    case FieldKind::boolean: return "a boolean";
    case FieldKind::int16: return "a whole number of 16 bits";
    case FieldKind::int32: return "a whole number of 32 bits";
    case FieldKind::int64: return "a whole number of 64 bits";
    case FieldKind::float32: return "a number that fits 32 bits";
    case FieldKind::float64: return "a number";
    case FieldKind::decimal:
      return "a decimal(" + std::to_string(field.precision) + "," + std::to_string(field.scale) +
             ")";
    case FieldKind::text: return "a text";
    case FieldKind::json: return "a JSON document";
    case FieldKind::uuid: return "a UUID";
    case FieldKind::bytes: return "a blob";
    case FieldKind::date: return "a date (yyyy-MM-dd)";
    case FieldKind::time: return "a time (HH:mm:ss)";
    case FieldKind::timestamp: return "a timestamp without a time zone (yyyy-MM-dd HH:mm:ss)";
    case FieldKind::timestamptz: return "a timestamp with a time zone (yyyy-MM-dd HH:mm:ss+00:00)";
    case FieldKind::list: return "a list";
  }
  return "a value";
}

template <typename Integer>
bool whole(std::string_view text, Integer& out) noexcept {
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

// A whole number that a decimal text holds, zeros behind its point or none.
bool whole_decimal(std::string_view text, std::int64_t& out) noexcept {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return whole(text, out);
  const std::string_view fraction = text.substr(point + 1);
  return fraction.find_first_not_of('0') == std::string_view::npos &&
         whole(text.substr(0, point), out);
}

bool is_special_text(std::string_view text) noexcept {
  return text == "NaN" || text == "Infinity" || text == "-Infinity";
}

bool is_special_date(std::string_view text) noexcept {
  return text == "infinity" || text == "-infinity" || text.ends_with(" BC") ||
         (text.size() > 10 && text[4] != '-' && text.find('-') >= 5 &&
          text.find('-') != std::string_view::npos &&
          text.substr(0, text.find('-')).find_first_not_of("0123456789") == std::string_view::npos);
}

// Reads high or zero bytes eight at a time: most texts have none.
bool plain_ascii(std::string_view text) noexcept {
  constexpr std::uint64_t kHigh = 0x8080808080808080U;
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t suspect = 0;
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    suspect |= word | (word - kOnes);
  }
  for (; left > 0; --left, ++at) {
    const auto byte = static_cast<unsigned char>(*at);
    suspect |= static_cast<std::uint64_t>(byte == 0 ? 0x80U : byte);
  }
  return (suspect & kHigh) == 0;
}

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool read_uuid(std::string_view text, std::array<unsigned char, 16>& out) noexcept {
  const bool hyphens = text.size() == 36;
  if (!hyphens && text.size() != 32) return false;
  std::size_t at = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (hyphens && (i == 4 || i == 6 || i == 8 || i == 10) && text[at++] != '-') return false;
    const int high = hex_digit(text[at]);
    const int low = hex_digit(text[at + 1]);
    if (high < 0 || low < 0) return false;
    out[i] = static_cast<unsigned char>(high * 16 + low);
    at += 2;
  }
  return true;
}

}  // namespace

TypedValues::TypedValues(Field field, const TypedPolicy& policy)
    : field_(std::move(field)), policy_(policy), decimal_limit_(power_of_ten(field_.precision)) {}

void TypedValues::fail(std::int64_t row, std::string what) const {
  throw Error(Code::invalid_value,
              "row " + std::to_string(row) + ", column " + in_quotes(field_.name()) + ": " +
                  std::move(what),
              {},
              "Repair the value, leave the column out with \"exclude\", or give the column "
              "another type with \"types\".");
}

void TypedValues::mismatch(std::int64_t row, const Value& value) const {
  fail(row, std::string(kind_of(value)) + " that is not " + wanted(field_));
}

bool TypedValues::special_number(std::int64_t row) const {
  if (policy_.numbers == Special::null) return false;
  throw Error(Code::invalid_value,
              "row " + std::to_string(row) + ", column " + in_quotes(field_.name()) +
                  ": NaN or infinity, which is not " + wanted(field_),
              {}, "Set \"special_numbers\" to \"null\" to write NULL for it.");
}

bool TypedValues::special_date(std::int64_t row) const {
  if (policy_.dates == Special::null) return false;
  throw Error(Code::invalid_value,
              "row " + std::to_string(row) + ", column " + in_quotes(field_.name()) +
                  ": an infinite time, or one outside the years 0001 to 9999",
              {}, "Set \"special_dates\" to \"null\" to write NULL for it.");
}

bool TypedValues::boolean(const Value& value, std::int64_t row, bool& out) const {
  switch (value.kind()) {
    case Kind::null: return false;
    case Kind::boolean: out = value.as_boolean(); return true;
    case Kind::integer:
      if (value.as_integer() != 0 && value.as_integer() != 1) break;
      out = value.as_integer() == 1;
      return true;
    case Kind::real:
      if (value.as_real() != 0 && value.as_real() != 1) break;
      out = value.as_real() == 1;
      return true;
    case Kind::text: {
      const std::string_view text = value.bytes();
      const bool yes = text == "true" || text == "t" || text == "1";
      if (!yes && text != "false" && text != "f" && text != "0") break;
      out = yes;
      return true;
    }
    default: break;
  }
  mismatch(row, value);
}

bool TypedValues::in_range(std::int64_t value, std::int64_t row) const {
  const auto fits = [&]<typename Integer>(Integer) {
    return value >= std::numeric_limits<Integer>::min() &&
           value <= std::numeric_limits<Integer>::max();
  };
  if (field_.kind == FieldKind::int64 ||
      (field_.kind == FieldKind::int32 && fits(std::int32_t{})) ||
      (field_.kind == FieldKind::int16 && fits(std::int16_t{}))) {
    return true;
  }
  fail(row, "an integer that is not " + wanted(field_));
}

bool TypedValues::integer(const Value& value, std::int64_t row, std::int64_t& out) const {
  switch (value.kind()) {
    case Kind::null: return false;
    case Kind::integer:
    case Kind::boolean: out = value.as_integer(); return in_range(out, row);
    case Kind::real: {
      constexpr double kLimit = 9223372036854775808.0;
      const double real = value.as_real();
      if (!std::isfinite(real)) return special_number(row);
      if (std::trunc(real) != real || real < -kLimit || real >= kLimit) break;
      out = static_cast<std::int64_t>(real);
      return in_range(out, row);
    }
    case Kind::decimal:
    case Kind::text:
      if (value.kind() == Kind::decimal && is_special_text(value.bytes())) {
        return special_number(row);
      }
      if (!whole_decimal(value.bytes(), out)) break;
      return in_range(out, row);
    case Kind::blob: break;
  }
  mismatch(row, value);
}

bool TypedValues::real(const Value& value, std::int64_t row, double& out) const {
  const bool narrow = field_.kind == FieldKind::float32;
  switch (value.kind()) {
    case Kind::null: return false;
    case Kind::real: out = value.as_real(); break;
    case Kind::boolean:
    case Kind::integer: {
      const std::int64_t limit = narrow ? kExactFloat : kExactDouble;
      if (value.as_integer() > limit || value.as_integer() < -limit) mismatch(row, value);
      out = static_cast<double>(value.as_integer());
      return true;
    }
    case Kind::decimal:
    case Kind::text: {
      const std::string_view text = value.bytes();
      if (is_special_text(text)) {
        out = text == "NaN" ? std::numeric_limits<double>::quiet_NaN()
                            : std::copysign(std::numeric_limits<double>::infinity(),
                                            text.front() == '-' ? -1.0 : 1.0);
        return true;
      }
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
      if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(out)) {
        mismatch(row, value);
      }
      break;
    }
    case Kind::blob: mismatch(row, value);
  }
  if (narrow && std::isfinite(out) && std::isinf(static_cast<float>(out))) mismatch(row, value);
  return true;
}

bool TypedValues::decimal_text(std::string_view digits, std::int64_t row, Int128& out) const {
  const bool negative = !digits.empty() && digits.front() == '-';
  if (negative || (!digits.empty() && digits.front() == '+')) digits.remove_prefix(1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  Int128 sum = 0;
  int behind = -1;  // digits behind the point, where it has come
  bool any = false;
  for (const char c : digits) {
    if (c == '.' && behind < 0) {
      behind = 0;
      continue;
    }
    if (!is_digit(c)) fail(row, "a text that is not " + wanted(field_));
    any = true;
    if (behind >= field_.scale) {
      if (c != '0') fail(row, "a number with more decimals than " + wanted(field_) + " has");
      continue;
    }
    if (behind >= 0) ++behind;
    sum = sum * 10 + (c - '0');
    if (sum >= decimal_limit_)
      fail(row, "a number with more digits than " + wanted(field_) + " has");
  }
  if (!any) fail(row, "a text that is not " + wanted(field_));
  for (int i = std::max(behind, 0); i < field_.scale; ++i) {
    sum *= 10;
    if (sum >= decimal_limit_)
      fail(row, "a number with more digits than " + wanted(field_) + " has");
  }
  out = negative ? -sum : sum;
  return true;
}

bool TypedValues::decimal(const Value& value, std::int64_t row, Int128& out) const {
  std::array<char, engine::kNumberText> scratch;
  switch (value.kind()) {
    case Kind::null: return false;
    case Kind::real: {
      const double real = value.as_real();
      if (!std::isfinite(real)) return special_number(row);
      // What has at most fifteen digits is the only decimal of so few that reads as this double.
      if (field_.scale < static_cast<int>(kTens.size())) {
        const double tens = kTens[static_cast<std::size_t>(field_.scale)];
        const double scaled = std::nearbyint(real * tens);
        if (std::abs(scaled) < kFifteenDigits && scaled / tens == real) {
          out = static_cast<std::int64_t>(scaled);
          if (out < decimal_limit_ && out > -decimal_limit_) return true;
        }
      }
      return decimal_text(engine::to_text(value, scratch), row, out);
    }
    case Kind::boolean:
    case Kind::integer:
      return decimal_text(engine::to_text(Value::integer(value.as_integer()), scratch), row, out);
    case Kind::decimal:
    case Kind::text:
      if (is_special_text(value.bytes())) return special_number(row);
      return decimal_text(value.bytes(), row, out);
    case Kind::blob: break;
  }
  mismatch(row, value);
}

bool TypedValues::text(const Value& value, std::int64_t row, std::span<char> scratch,
                       std::string_view& out) const {
  if (value.is_null()) return false;
  if (value.kind() == Kind::blob) mismatch(row, value);
  out = value.kind() == Kind::text && field_.column.type == engine::ColumnType::text
            ? value.bytes()
            : cell_of(value, field_, TimeStyle::space, scratch).text;
  if (!plain_ascii(out)) require_text(out, row, field_.column);
  // An engine that counts times has types, and its JSON type has checked its values.
  const bool checked = field_.counted && field_.column.type == engine::ColumnType::json;
  if (field_.kind == FieldKind::json && !checked && !document::Json::accept(out)) {
    mismatch(row, value);
  }
  return true;
}

bool TypedValues::bytes(const Value& value, std::int64_t row, std::string_view& out) const {
  if (value.is_null()) return false;
  if (value.kind() != Kind::blob && value.kind() != Kind::text) mismatch(row, value);
  out = value.bytes();
  return true;
}

bool TypedValues::uuid(const Value& value, std::int64_t row,
                       std::array<unsigned char, 16>& out) const {
  if (value.is_null()) return false;
  if (value.kind() == Kind::blob && value.bytes().size() == out.size()) {
    std::memcpy(out.data(), value.bytes().data(), out.size());
    return true;
  }
  if (value.kind() != Kind::text || !read_uuid(value.bytes(), out)) mismatch(row, value);
  return true;
}

bool TypedValues::date(const Value& value, std::int64_t row, std::int32_t& out) const {
  if (value.is_null()) return false;
  if (field_.is_count(value)) {
    const std::int64_t days = value.as_integer();
    if (days < dates::kFirstDay || days > dates::kLastDay) return special_date(row);
    out = static_cast<std::int32_t>(days);
    return true;
  }
  if (value.kind() != Kind::text) mismatch(row, value);
  const std::string_view text = value.bytes();
  IsoText iso;
  if (!read_iso_text(text, iso)) {
    if (is_special_date(text)) return special_date(row);
    mismatch(row, value);
  }
  if (iso.has_zone || iso.seconds != 0 || iso.nanos != 0) mismatch(row, value);
  out = static_cast<std::int32_t>(iso.days);
  return true;
}

bool TypedValues::time(const Value& value, std::int64_t row, std::int64_t& out) const {
  if (value.is_null()) return false;
  if (field_.is_count(value)) {
    out = value.as_integer();
    if (out < 0 || out >= kSecondsOfDay * kMicrosOfSecond) return special_date(row);
    return true;
  }
  if (value.kind() != Kind::text) mismatch(row, value);
  IsoText iso;
  if (!read_iso_clock(value.bytes(), iso)) {
    if (value.bytes() == "24:00:00") return special_date(row);
    mismatch(row, value);
  }
  if (iso.has_zone) mismatch(row, value);
  if (iso.nanos % 1000 != 0) fail(row, "a time with more than six decimals of a second");
  out = iso.seconds * kMicrosOfSecond + iso.nanos / 1000;
  return true;
}

bool TypedValues::moment(std::int64_t seconds, std::int64_t nanos, std::int64_t row,
                         std::int64_t& out) const {
  if (field_.unit == TimeUnit::micros) {
    if (nanos % 1000 != 0) fail(row, "a timestamp with more than six decimals of a second");
    out = seconds * kMicrosOfSecond + nanos / 1000;
    return out >= kFirstMicro && out < kEndMicro ? true : special_date(row);
  }
  const Int128 sum = Int128{seconds} * kNanosOfSecond + nanos;
  if (sum < std::numeric_limits<std::int64_t>::min() ||
      sum > std::numeric_limits<std::int64_t>::max()) {
    fail(row, "a timestamp that nanoseconds of 64 bits can't hold (1677 to 2262)");
  }
  out = static_cast<std::int64_t>(sum);
  return true;
}

bool TypedValues::timestamp(const Value& value, std::int64_t row, std::int64_t& out) const {
  if (value.is_null()) return false;
  if (field_.is_count(value)) {
    const std::int64_t micros = value.as_integer();
    if (micros < kFirstMicro || micros >= kEndMicro) return special_date(row);
    if (field_.unit == TimeUnit::micros) {
      out = micros;
      return true;
    }
    return moment(micros / kMicrosOfSecond, micros % kMicrosOfSecond * 1000, row, out);
  }
  if (value.kind() != Kind::text) mismatch(row, value);
  IsoText iso;
  if (!read_iso_text(value.bytes(), iso)) {
    if (is_special_date(value.bytes())) return special_date(row);
    mismatch(row, value);
  }
  if (iso.has_zone != (field_.kind == FieldKind::timestamptz)) mismatch(row, value);
  return moment(iso.days * kSecondsOfDay + iso.seconds - iso.offset, iso.nanos, row, out);
}

}  // namespace tamis::exports
