#include "core/export/format/typed_text.h"

#include <charconv>

#include "core/dates/calendar.h"

namespace tamis::exports {
namespace {

__extension__ using UInt128 = unsigned __int128;

constexpr std::int64_t kSecondsPerDay = 86'400;

void append_number(std::int64_t n, std::size_t digits, std::string& out) {
  std::array<char, 24> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), n).ptr;
  const auto size = static_cast<std::size_t>(end - buffer.data());
  if (size < digits) out.append(digits - size, '0');
  out.append(buffer.data(), size);
}

// Returns whether an era is due behind.
bool append_day(std::int64_t days, std::string& out) {
  const dates::Day day = dates::calendar_day(days);
  const bool before = day.year < 1;
  append_number(before ? 1 - day.year : day.year, 4, out);
  out += '-';
  append_number(day.month, 2, out);
  out += '-';
  append_number(day.day, 2, out);
  return before;
}

UInt128 magnitude(Int128 n) noexcept {
  const auto bits = static_cast<UInt128>(n);
  return n < 0 ? -bits : bits;
}

}  // namespace

void append_date(std::int64_t days, std::string& out) {
  if (append_day(days, out)) out += " BC";
}

void append_clock(std::int64_t units, std::int64_t units_per_second, std::string& out) {
  const std::int64_t seconds = units / units_per_second;
  append_number(seconds / 3600, 2, out);
  out += ':';
  append_number(seconds / 60 % 60, 2, out);
  out += ':';
  append_number(seconds % 60, 2, out);
  std::int64_t fraction = units % units_per_second;
  if (fraction == 0) return;
  std::size_t digits = 0;
  for (std::int64_t unit = units_per_second; unit > 1; unit /= 10) ++digits;
  for (; fraction % 10 == 0; fraction /= 10) --digits;
  out += '.';
  append_number(fraction, digits, out);
}

void append_timestamp(std::int64_t units, std::int64_t units_per_second, char between,
                      std::string_view zone, std::string& out) {
  const std::int64_t per_day = kSecondsPerDay * units_per_second;
  const std::int64_t day = units / per_day - (units % per_day < 0 ? 1 : 0);
  const bool before = append_day(day, out);
  out += between;
  append_clock(units - day * per_day, units_per_second, out);
  out += zone;
  if (before) out += " BC";
}

void append_decimal(Int128 unscaled, int scale, std::string& out) {
  std::array<char, 48> buffer;
  char* at = buffer.data() + buffer.size();
  char* const end = at;
  UInt128 rest = magnitude(unscaled);
  for (int digits = 0; rest != 0 || digits <= scale; ++digits, rest /= 10) {
    if (digits == scale && scale > 0) *--at = '.';
    *--at = static_cast<char>('0' + static_cast<int>(rest % 10));
  }
  if (unscaled < 0) *--at = '-';
  out.append(at, end);
}

int decimal_digits(Int128 unscaled) noexcept {
  int digits = 0;
  for (UInt128 rest = magnitude(unscaled); rest != 0; rest /= 10) ++digits;
  return digits;
}

void append_uuid(std::string_view bytes, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    const auto byte = static_cast<unsigned char>(bytes[i]);
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 0x0FU];
  }
}

bool decimal_from_bytes(std::string_view bytes, Int128& out) noexcept {
  if (bytes.empty()) return false;
  const unsigned char sign = (static_cast<unsigned char>(bytes.front()) & 0x80U) != 0 ? 0xFF : 0;
  for (; bytes.size() > 16; bytes.remove_prefix(1)) {
    if (static_cast<unsigned char>(bytes.front()) != sign) return false;
  }
  UInt128 bits = sign == 0 ? 0 : ~UInt128{0};
  for (const char c : bytes) bits = bits << 8U | static_cast<unsigned char>(c);
  out = static_cast<Int128>(bits);
  return (out < 0) == (sign != 0);
}

std::string_view decimal_to_bytes(Int128 unscaled, std::array<char, 16>& room) noexcept {
  for (std::size_t i = room.size(); i-- > 0;) {
    room[i] = static_cast<char>(static_cast<unsigned char>(unscaled));
    unscaled >>= 8;
    const bool negative = (static_cast<unsigned char>(room[i]) & 0x80U) != 0;
    // What is left of the number says no more than the sign does.
    if (unscaled == (negative ? -1 : 0)) return {room.data() + i, room.size() - i};
  }
  return {room.data(), room.size()};
}

}  // namespace tamis::exports
