#include "core/types/places.h"

#include <algorithm>
#include <array>

#include "core/types/bytes.h"

namespace tamis::types {
namespace {

std::string_view without_blanks(std::string_view text) noexcept {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// [-+]d.f of at most `most`: how many digits stand behind the point; 0 where it is no such number.
std::size_t degrees_fraction(std::string_view text, int most) noexcept {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t whole = run_of(text, 0, kDigit);
  if (whole < 1 || whole > 3 || whole + 1 >= text.size() || text[whole] != '.') return 0;
  const std::size_t fraction = run_of(text, whole + 1, kDigit);
  if (whole + 1 + fraction != text.size()) return 0;
  int value = 0;
  for (std::size_t i = 0; i < whole; ++i) value = value * 10 + (text[i] - '0');
  const bool at_most = value < most || (value == most && text.find_first_not_of('0', whole + 1) ==
                                                             std::string_view::npos);
  return at_most ? fraction : 0;
}

bool is_pair(std::string_view text) noexcept {
  if (text.starts_with('(') && text.ends_with(')')) text = text.substr(1, text.size() - 2);
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos) return false;
  const std::size_t latitude = degrees_fraction(without_blanks(text.substr(0, comma)), 90);
  if (latitude == 0) return false;
  const std::size_t longitude = degrees_fraction(without_blanks(text.substr(comma + 1)), 180);
  return longitude > 0 &&
         (std::min(latitude, longitude) >= 2 || std::max(latitude, longitude) >= 3);
}

// Takes one of the spellings from the front.
template <std::size_t N>
bool take_one(std::string_view& text, const std::array<std::string_view, N>& spellings) noexcept {
  for (const std::string_view spelling : spellings) {
    if (!text.starts_with(spelling)) continue;
    text.remove_prefix(spelling.size());
    return true;
  }
  return false;
}

constexpr std::array<std::string_view, 3> kDegree = {"\xC2\xB0", "\xC2\xBA", "\xCB\x9A"};
constexpr std::array<std::string_view, 3> kMinute = {"'", "\xE2\x80\xB2", "\xE2\x80\x99"};
constexpr std::array<std::string_view, 4> kSecond = {"\"", "\xE2\x80\xB3", "\xE2\x80\x9D", "''"};

void take_blanks(std::string_view& text) noexcept {
  while (text.starts_with(' ')) text.remove_prefix(1);
}

// A number of at most `most`, with a fraction or none.
bool take_part(std::string_view& text, int most) noexcept {
  const std::size_t whole = run_of(text, 0, kDigit);
  if (whole < 1 || whole > 3) return false;
  int value = 0;
  for (std::size_t i = 0; i < whole; ++i) value = value * 10 + (text[i] - '0');
  text.remove_prefix(whole);
  if (text.size() > 1 && text[0] == '.' && is(text[1], kDigit)) {
    text.remove_prefix(1 + run_of(text, 1, kDigit));
  }
  take_blanks(text);
  return value <= most;
}

// The letter of a hemisphere, where one stands here.
bool take_hemisphere(std::string_view& text, std::string_view letters) noexcept {
  if (text.empty() || letters.find(text[0]) == std::string_view::npos) return false;
  text.remove_prefix(1);
  take_blanks(text);
  return true;
}

bool take_angle(std::string_view& text, std::string_view hemispheres, int most) noexcept {
  const bool ahead = take_hemisphere(text, hemispheres);
  if (!take_part(text, most) || !take_one(text, kDegree)) return false;
  take_blanks(text);
  if (!text.empty() && is(text[0], kDigit)) {
    if (!take_part(text, 59) || !take_one(text, kMinute)) return false;
    take_blanks(text);
    if (!text.empty() && is(text[0], kDigit)) {
      if (!take_part(text, 59) || !take_one(text, kSecond)) return false;
      take_blanks(text);
    }
  }
  return ahead || take_hemisphere(text, hemispheres);
}

bool is_degrees(std::string_view text) noexcept {
  if (!take_angle(text, "NS", 90)) return false;
  if (text.starts_with(',') || text.starts_with('/')) text.remove_prefix(1);
  take_blanks(text);
  return take_angle(text, "EWO", 180) && text.empty();
}

// POINT(2.35 48.85), and the other geometries; only the parentheses are looked at.
bool is_well_known_text(std::string_view text) noexcept {
  if (text.starts_with("SRID=")) {
    const std::size_t semicolon = text.find(';');
    if (semicolon == std::string_view::npos) return false;
    text.remove_prefix(semicolon + 1);
  }
  constexpr std::array<std::string_view, 7> kGeometries = {
      "POINT",           "LINESTRING",   "POLYGON",           "MULTIPOINT",
      "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"};
  if (!take_one(text, kGeometries)) return false;
  take_blanks(text);
  for (const std::string_view dimension : {"ZM", "Z", "M"}) {
    if (!text.starts_with(dimension)) continue;
    text.remove_prefix(dimension.size());
    break;
  }
  take_blanks(text);
  if (!text.starts_with('(') || !text.ends_with(')')) return false;
  int depth = 0;
  bool digits = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    digits |= is(c, kDigit);
    if (depth < 0 || (depth == 0 && i + 1 < text.size())) return false;
    if (!is(c, kDigit | kUpper) && std::string_view("(),.-+ e").find(c) == std::string_view::npos) {
      return false;
    }
  }
  return depth == 0 && digits;
}

}  // namespace

bool is_geo(std::string_view text) noexcept {
  if (text.size() < 7) return false;
  const char first = text[0];
  if (is(first, kUpper) && text.back() == ')') return is_well_known_text(text);
  return is_pair(text) || is_degrees(text);
}

}  // namespace tamis::types
