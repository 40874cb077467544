#include "core/types/contacts.h"

#include <algorithm>
#include <array>

#include "core/types/bytes.h"

namespace tamis::types {
namespace {

constexpr std::size_t kLongestLocal = 64;    // RFC 5321, 4.5.3.1
constexpr std::size_t kLongestDomain = 255;  // ... and RFC 1035
constexpr std::size_t kLongestLabel = 63;
constexpr std::size_t kLongestAddress = 254;

bool is_domain(std::string_view domain) noexcept {
  if (domain.size() > kLongestDomain) return false;
  std::size_t labels = 0;
  for (;;) {
    const std::size_t dot = std::min(domain.find('.'), domain.size());
    const std::string_view label = domain.substr(0, dot);
    const bool shape = !label.empty() && label.size() <= kLongestLabel && label.front() != '-' &&
                       label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
                         return is(c, kLetter | kDigit | kBeyond) || c == '-';
                       });
    if (!shape) return false;
    ++labels;
    if (dot == domain.size()) {
      // The last one is no number, or 1.2.3.4 would be a name.
      return labels >= 2 && label.size() >= 2 && run_of(label, 0, kDigit) < label.size();
    }
    domain.remove_prefix(dot + 1);
  }
}

// Whether all bytes may stand in an address of the web: no blanks, quotes or brackets.
bool is_unbroken(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != '\x7F' && c != '"' && c != '<' && c != '>' &&
           c != '\\' && c != '^' && c != '`';
  });
}

// The end of the host behind "scheme://".
std::size_t end_of_host(std::string_view text, std::size_t at) noexcept {
  return std::min(text.find_first_of("/?#", at), text.size());
}

bool is_host(std::string_view authority) noexcept {
  const std::size_t user = authority.rfind('@');
  if (user != std::string_view::npos) authority.remove_prefix(user + 1);
  return !authority.empty() && (is(authority.front(), kLetter | kDigit | kBeyond) ||
                                authority.front() == '[' || authority.front() == '_');
}

// Groups of digits and the marks between them, the most a telephone number has.
struct Groups {
  std::array<std::size_t, 8> sizes{};
  std::size_t count = 0;
  std::size_t digits = 0;
  char mark = '\0';     // the mark between all groups; '*' where there are several
  bool parens = false;  // around the first, or the second behind a country's
};

// False where it is no such groups: two marks in a row (but a blank behind a parenthesis), other
// bytes, more digits than any number has.
bool take_groups(std::string_view text, Groups& out) noexcept {
  constexpr std::size_t kMostDigits = 15;
  std::size_t at = 0;
  bool open = false;
  while (at < text.size()) {
    const std::size_t run = run_of(text, at, kDigit);
    if (run > 0) {
      if (out.count == out.sizes.size()) return false;
      out.sizes[out.count++] = run;
      out.digits += run;
      at += run;
      continue;
    }
    const char c = text[at++];
    const char next = at < text.size() ? text[at] : '\0';
    if (c == '(') {
      if (out.parens || out.count > 1 || !is(next, kDigit)) return false;
      out.parens = open = true;
    } else if (c == ')') {
      if (!open) return false;
      open = false;
    } else if (c == ' ' || c == '-' || c == '.' || c == '/') {
      if (out.count == 0 || open || (!is(next, kDigit) && next != '(')) return false;
      if (text[at - 2] != ')') out.mark = out.mark == '\0' || out.mark == c ? c : '*';
    } else {
      return false;
    }
  }
  return !open && is(text.back(), kDigit) && out.digits <= kMostDigits;
}

// x12, ext. 12 behind a number.
std::string_view without_extension(std::string_view text) noexcept {
  const std::size_t digits =
      text.size() - std::min(text.size(), text.find_last_not_of("0123456789") + 1);
  if (digits == 0 || digits > 6) return text;
  std::string_view rest = text.substr(0, text.size() - digits);
  if (rest.ends_with(' ')) rest.remove_suffix(1);
  for (const std::string_view word : {"ext.", "ext", "x"}) {
    if (!rest.ends_with(word)) continue;
    rest.remove_suffix(word.size());
    if (rest.ends_with(' ')) rest.remove_suffix(1);
    return rest.ends_with(',') ? rest.substr(0, rest.size() - 1) : rest;
  }
  return text;
}

bool has_sizes(const Groups& groups, std::size_t from,
               std::initializer_list<std::size_t> sizes) noexcept {
  return groups.count == from + sizes.size() &&
         std::equal(sizes.begin(), sizes.end(), groups.sizes.begin() + from);
}

// 0...: as a country's own numbers are written outside North America.
bool is_trunk_number(const Groups& groups) noexcept {
  const auto& size = groups.sizes;
  if (has_sizes(groups, 0, {2, 2, 2, 2, 2})) return groups.mark != '*';
  if (groups.mark == '-') {  // 03-1234-5678; a middle of two is a social security number's
    return groups.count == 3 && size[0] <= 4 && size[0] >= 2 && (size[1] == 3 || size[1] == 4) &&
           size[2] == 4;
  }
  return (groups.mark == ' ' || (groups.mark == '/' && groups.count == 2)) && groups.count >= 2 &&
         size[0] >= 2 && size[0] <= 5 && size[groups.count - 1] >= 4 && groups.digits >= 8 &&
         groups.digits <= 12;
}

bool is_national(std::string_view text) noexcept {
  Groups groups;
  if (!take_groups(text, groups) || groups.count < 2) return false;
  if (groups.parens) {
    const bool area = text[0] == '(' && groups.sizes[0] >= 2 && groups.sizes[0] <= 5;
    return groups.digits >= 7 && (area || has_sizes(groups, 0, {1, 3, 3, 4}));
  }
  const bool blank_or_mark = groups.mark == '-' || groups.mark == '.' || groups.mark == ' ';
  if (blank_or_mark && has_sizes(groups, 0, {3, 3, 4}) && text[0] != '0') return true;
  if (blank_or_mark && text[0] == '1' && has_sizes(groups, 1, {3, 3, 4}) && groups.sizes[0] == 1) {
    return true;
  }
  return text[0] == '0' && is_trunk_number(groups);
}

// Behind the plus sign. A lone point makes a number of it (+5.55), but for the country's, three
// digits at most, and what is then no fraction (+1.5551234567).
bool is_international(std::string_view digits) noexcept {
  Groups groups;
  if (digits.empty() || digits[0] < '1' || digits[0] > '9' || !take_groups(digits, groups)) {
    return false;
  }
  if (groups.mark == '.' && groups.count == 2) return groups.sizes[0] <= 3 && groups.sizes[1] >= 9;
  return groups.digits >= 7;
}

}  // namespace

bool is_email(std::string_view text) noexcept {
  if (text.size() > kLongestAddress) return false;
  std::size_t at = 0;
  char before = '.';
  for (; at < text.size(); before = text[at], ++at) {
    const char c = text[at];
    if (c == '@') break;
    if (c == '.' && before == '.') return false;
    if (!is(c, kLetter | kDigit | kWordMark | kMailMark | kBeyond)) return false;
  }
  if (at == 0 || at == text.size() || at > kLongestLocal || before == '.') return false;
  return is_domain(text.substr(at + 1));
}

std::size_t write_email(std::string_view text, std::span<char> out) noexcept {
  const std::size_t at = text.find('@');
  for (std::size_t i = 0; i < text.size(); ++i) out[i] = i < at ? text[i] : lower(text[i]);
  return text.size();
}

bool is_url(std::string_view text) noexcept {
  if (text.empty() || !is(text[0], kLetter)) return false;
  std::size_t end = 1;
  while (end < text.size() && (is(text[end], kLetter | kDigit) || text[end] == '+' ||
                               text[end] == '-' || text[end] == '.')) {
    ++end;
  }
  if (end < 2 || end + 1 >= text.size() || text[end] != ':' || !is_unbroken(text)) return false;
  const std::string_view rest = text.substr(end + 1);
  if (rest.starts_with("//")) {
    const std::size_t host = end + 3;
    const std::string_view authority = text.substr(host, end_of_host(text, host) - host);
    const bool file = end == 4 && lower(text[0]) == 'f' && lower(text[3]) == 'e';
    return (file && authority.empty() && text.size() > host) || is_host(authority);
  }
  std::array<char, 6> scheme{};
  if (end > scheme.size()) return false;
  std::transform(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), scheme.begin(),
                 lower);
  const std::string_view name(scheme.data(), end);
  if (name == "mailto") return is_email(rest.substr(0, rest.find('?')));
  if (name == "tel") return is_phone(rest) || run_of(rest, 0, kDigit) == rest.size();
  if (name == "urn") return rest.find(':') != std::string_view::npos && !rest.ends_with(':');
  return name == "data" && rest.find(',') != std::string_view::npos;
}

std::string_view write_url(std::string_view text, std::span<char> out) noexcept {
  const std::size_t scheme = text.find(':');
  std::size_t host = scheme;
  std::size_t end = scheme;
  if (text.substr(scheme + 1).starts_with("//")) {
    end = end_of_host(text, scheme + 3);
    // A name and a password before the host are case-sensitive.
    const std::size_t user = text.substr(0, end).rfind('@');
    host = user != std::string_view::npos && user > scheme ? user + 1 : scheme + 3;
  }
  const auto folded = [&](std::size_t i) { return i < scheme || (i >= host && i < end); };
  bool lower_already = true;
  for (std::size_t i = 0; i < end; ++i) lower_already &= !folded(i) || !is(text[i], kUpper);
  if (lower_already) return text;
  if (text.size() > out.size()) return {};
  for (std::size_t i = 0; i < text.size(); ++i) out[i] = folded(i) ? lower(text[i]) : text[i];
  return {out.data(), text.size()};
}

bool is_phone(std::string_view text) noexcept {
  constexpr std::size_t kLongest = 40;
  if (text.size() < 7 || text.size() > kLongest) return false;
  text = without_extension(text);
  if (text.empty()) return false;
  return text[0] == '+' ? is_international(text.substr(1)) : is_national(text);
}

std::size_t write_phone(std::string_view text, std::span<char> out) noexcept {
  if (!text.starts_with('+') || without_extension(text).size() != text.size()) return 0;
  // The zero of +49 (0)30 is dialled only within the country.
  const std::size_t trunk = text.find("(0)");
  std::size_t size = 0;
  out[size++] = '+';
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (is(text[i], kDigit) && (trunk == std::string_view::npos || i != trunk + 1)) {
      out[size++] = text[i];
    }
  }
  constexpr std::size_t kFewest = 8;  // with the plus
  return size < kFewest ? 0 : size;
}

}  // namespace tamis::types
