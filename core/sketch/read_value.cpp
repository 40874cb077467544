#include "core/sketch/read_value.h"

#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

namespace tamis::sketch {
namespace {

using engine::Kind;
using types::Type;

constexpr XXH64_hash_t kBlobSeed = 1;

bool is_number_kind(Kind kind) noexcept {
  return kind == Kind::integer || kind == Kind::real || kind == Kind::decimal;
}

// A double that needs all its digits, or is very large or small, is a measurement: as a decimal it
// would be mostly the noise of its last bit.
bool is_measurement(const types::Reading& reading, double number) noexcept {
  constexpr int kExactDigits = 15;
  constexpr double kLarge = 1e15;
  return std::isfinite(number) && (reading.digits > kExactDigits || reading.scale > kExactDigits ||
                                   std::abs(number) >= kLarge);
}

MarkForm mark_of(std::string_view text, const types::Reading& reading) noexcept {
  if (!types::has_number(reading.type) || reading.type == Type::integer ||
      reading.type == Type::real) {
    return MarkForm::none;
  }
  if (!reading.comma_possible && !reading.point_possible) return MarkForm::none;
  if (!reading.comma_possible) return MarkForm::only_point;
  if (!reading.point_possible) return MarkForm::only_comma;
  if (!reading.grouped) return MarkForm::point_or_group;
  return text.find(',') != std::string_view::npos ? MarkForm::open : MarkForm::none;
}

std::uint8_t digits_of(std::string_view text) noexcept {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return static_cast<std::uint8_t>(
      std::min<std::ptrdiff_t>(std::count_if(text.begin(), text.end(), is_digit), 255));
}

void read_integer(std::string_view text, types::Reading& reading) noexcept {
  reading.type = Type::integer;
  std::from_chars(text.data(), text.data() + text.size(), reading.integer);
  reading.number = static_cast<double>(reading.integer);
  reading.zero_or_one = reading.integer == 0 || reading.integer == 1;
  reading.digits = digits_of(text);
  reading.whole = reading.digits;
}

// What is too large for a double counts as the largest, so that sums of it are known to be unknown.
double number_of(std::string_view text) noexcept {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc::result_out_of_range) return number;
  const bool negative = text.starts_with('-');
  const std::string_view whole = text.substr(negative ? 1 : 0, text.find('.'));
  if (whole.find_first_of("123456789") == std::string_view::npos) return 0;
  return negative ? std::numeric_limits<double>::lowest() : std::numeric_limits<double>::max();
}

// A number of the engine that is no integer there; what has more digits than a text of a number may
// have is one all the same.
void read_native_number(std::string_view text, Kind kind, types::Reading& reading) noexcept {
  reading = types::read(text);
  const double number = number_of(text);
  if (reading.type == Type::code) {
    const std::size_t point = std::min(text.find('.'), text.size());
    reading.type = Type::decimal;
    reading.digits = digits_of(text);
    reading.whole = digits_of(text.substr(0, point));
    reading.scale = digits_of(text.substr(point));
    reading.number = number;
  }
  if (kind != Kind::real || !is_measurement(reading, number)) return;
  reading.type = Type::real;
  reading.number = number;
}

}  // namespace

std::string_view canonical_text(const engine::Value& value, std::span<char> buffer) noexcept {
  if (value.kind() == Kind::real && value.as_real() == 0) return "0.0";  // -0 too
  std::string_view text = engine::to_text(value, buffer);
  // SQLite keeps no trailing zeros of a numeric, so PostgreSQL's go too.
  if (value.kind() == Kind::decimal && text.find('.') != std::string_view::npos) {
    text.remove_suffix(text.size() - 1 - text.find_last_not_of('0'));
    if (text.ends_with('.')) text.remove_suffix(1);
  }
  return text;
}

ShortText short_text(std::string_view text, Kind kind) noexcept {
  if (kind != Kind::blob) return ShortText(text);
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr std::size_t kMostShown = kKeptBytes / 2 - 1;
  std::array<char, kKeptBytes> hex;
  std::size_t size = 0;
  hex[size++] = '\\';
  hex[size++] = 'x';
  for (const char c : text.substr(0, kMostShown)) {
    const auto byte = static_cast<unsigned char>(c);
    hex[size++] = kDigits[byte >> 4U];
    hex[size++] = kDigits[byte & 0xFU];
  }
  ShortText shown({hex.data(), size});
  shown.cut = text.size() > kMostShown;
  return shown;
}

std::uint64_t hash_of_value(std::string_view text, Kind kind) noexcept {
  if (kind != Kind::blob) return hash_of(text);
  const std::uint64_t hash = XXH3_64bits_withSeed(text.data(), text.size(), kBlobSeed);
  return hash != 0 ? hash : 1;
}

ReadValue read_value(std::string_view text, Kind kind) noexcept {
  ReadValue value;
  value.text = text;
  value.layout.clear();
  switch (kind) {
    case Kind::integer: read_integer(text, value.reading); break;
    case Kind::boolean: value.reading.type = Type::boolean; break;
    case Kind::blob: value.reading.type = Type::binary; break;
    case Kind::real:
    case Kind::decimal: read_native_number(text, kind, value.reading); break;
    case Kind::text:
    case Kind::null: value.reading = types::read(text, &value.layout); break;
  }
  value.native = is_number_kind(kind) || kind == Kind::boolean;
  if (!value.native) value.mark = mark_of(text, value.reading);
  return value;
}

}  // namespace tamis::sketch
