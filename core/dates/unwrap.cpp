#include "core/dates/unwrap.h"

#include <array>

#include "core/dates/cursor.h"

namespace tamis::dates {
namespace {

using Content = Unwrapped::Content;

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Takes `word` (lower case) and the blanks behind it off the front, whatever its case.
bool take_word(std::string_view& text, std::string_view word) noexcept {
  if (text.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] | 0x20) : text[i];
    if (c != word[i]) return false;
  }
  if (text.size() > word.size() && is_letter(text[word.size()])) return false;
  text = trimmed(text.substr(word.size()));
  return true;
}

constexpr std::array<bool, 256> set_of(std::string_view characters) noexcept {
  std::array<bool, 256> set{};
  for (const char c : characters) set[static_cast<unsigned char>(c)] = true;
  return set;
}

constexpr std::array<bool, 256> kFirst = set_of("'\"`#/\\@<|([{=");
constexpr std::array<bool, 256> kLast = set_of(";,)]}'\"`");

constexpr bool is_quote(char c) noexcept { return c == '\'' || c == '"' || c == '`'; }

// The text between two quotes that are the whole of `text`.
bool take_quotes(std::string_view text, std::string_view& inside) noexcept {
  if (text.size() < 3 || !is_quote(text.front()) || text.back() != text.front()) return false;
  inside = trimmed(text.substr(1, text.size() - 2));
  return inside.find(text.front()) == std::string_view::npos;
}

// What stands between `open` and `close` at the two ends.
bool take_ends(std::string_view text, std::string_view open, std::string_view close,
               std::string_view& inside) noexcept {
  if (text.size() <= open.size() + close.size() || !text.starts_with(open) ||
      !text.ends_with(close)) {
    return false;
  }
  inside = trimmed(text.substr(open.size(), text.size() - open.size() - close.size()));
  return !inside.empty();
}

// DATE '2024-03-05', TIMESTAMP WITH TIME ZONE '...', and ODBC's {d '...'} without its braces.
bool take_sql_literal(std::string_view text, std::string_view& inside) noexcept {
  static constexpr std::array<std::string_view, 8> kTypes = {
      "timestamptz", "timestamp", "datetimeoffset", "datetime", "date", "ts", "d", "t"};
  for (const std::string_view type : kTypes) {
    std::string_view rest = text;
    if (!take_word(rest, type)) continue;
    if (take_word(rest, "with") || take_word(rest, "without")) {
      if (!take_word(rest, "time") || !take_word(rest, "zone")) return false;
    }
    return take_quotes(rest, inside);
  }
  return false;
}

// '2024-03-05'::date
bool take_sql_cast(std::string_view text, std::string_view& inside) noexcept {
  if (!is_quote(text.front())) return false;
  const std::size_t cast = text.rfind("::");
  if (cast == std::string_view::npos) return false;
  for (const char c : text.substr(cast + 2)) {
    if (!is_letter(c) && !is_blank(c)) return false;
  }
  return take_quotes(trimmed(text.substr(0, cast)), inside);
}

// ISODate("..."), new Date(1709649045000), datetime.datetime(2024, 3, 5)
Unwrapped take_call(std::string_view text) noexcept {
  static constexpr std::array<std::string_view, 8> kCalls = {
      "isodate",       "date",     "numpy.datetime64", "datetime.datetime",
      "datetime.date", "datetime", "timestamp",        "to_date"};
  if (text.back() != ')') return {};
  take_word(text, "new");
  for (const std::string_view call : kCalls) {
    std::string_view rest = text;
    std::string_view inside;
    if (!take_word(rest, call) || !take_ends(rest, "(", ")", inside)) continue;
    std::string_view quoted;
    // Timestamp('2024-03-05 14:30:45+0000', tz='UTC'): the offset stands in the text too.
    const std::size_t zone = inside.find(", tz=");
    if (take_quotes(inside.substr(0, zone), quoted)) return {Content::text, quoted};
    const bool one_number = inside.find(',') == std::string_view::npos;
    if (call == "date" && one_number) return {Content::milliseconds, inside};
    if (call.starts_with("datetime") && !one_number) return {Content::arguments, inside};
  }
  return {};
}

// <34>Mar  5 14:30:45: the priority in front of a line of syslog (RFC 3164, 4.1.1).
bool take_priority(std::string_view text, std::string_view& inside) noexcept {
  if (text.front() != '<') return false;
  const std::size_t close = text.find('>');
  if (close == std::string_view::npos || close < 2 || close > 4) return false;
  for (const char c : text.substr(1, close - 1)) {
    if (!is_digit(c)) return false;
  }
  inside = trimmed(text.substr(close + 1));
  return true;
}

// DTSTART:20240305T143045Z, DTSTART;VALUE=DATE:20240305 (RFC 5545, 3.1).
bool take_property(std::string_view text, std::string_view& inside) noexcept {
  static constexpr std::array<std::string_view, 8> kNames = {
      "dtstart", "dtend", "dtstamp", "due", "created", "completed", "last-modified", "rev"};
  for (const std::string_view name : kNames) {
    std::string_view rest = text;
    if (!take_word(rest, name)) continue;
    for (const std::string_view parameter : {";VALUE=DATE", ";VALUE=DATE-TIME"}) {
      if (rest.starts_with(parameter) && rest.substr(parameter.size()).starts_with(':')) {
        rest.remove_prefix(parameter.size());
      }
    }
    if (!rest.starts_with(':')) return false;
    inside = rest.substr(1);
    return true;
  }
  return false;
}

}  // namespace

bool may_be_wrapped(std::string_view text) noexcept {
  return kFirst[static_cast<unsigned char>(text.front())] ||
         kLast[static_cast<unsigned char>(text.back())];
}

bool is_property(std::string_view text) noexcept {
  return is_letter(text.front()) && text.size() > 8 && text.find(':') != std::string_view::npos &&
         text.find(':') > 2;
}

Unwrapped unwrap(std::string_view text) noexcept {
  std::string_view inside;
  if (take_ends(text, "/Date(", ")/", inside) || take_ends(text, "\\/Date(", ")\\/", inside)) {
    return {Content::milliseconds, inside};
  }
  if (take_quotes(text, inside) || take_ends(text, "(", ")", inside) ||
      take_ends(text, "[", "]", inside) || take_ends(text, "{", "}", inside) ||
      take_ends(text, "<", ">", inside) || take_ends(text, "#", "#", inside) ||
      take_ends(text, "|", "|", inside) || take_ends(text, "=\"", "\"", inside) ||
      take_ends(text, "\"$date\":", "", inside)) {
    return {Content::text, inside};
  }
  if (text.front() == '@' && text.size() >= 10 && is_digit(text[1])) {
    return {Content::seconds, text.substr(1)};
  }
  if (text.size() > 1 && (text.back() == ';' || text.back() == ',')) {
    return {Content::text, trimmed(text.substr(0, text.size() - 1))};
  }
  if (take_sql_literal(text, inside) || take_sql_cast(text, inside) ||
      take_priority(text, inside) || take_property(text, inside)) {
    return {Content::text, inside};
  }
  const Unwrapped call = take_call(text);
  if (call.content != Content::unchanged) return call;
  // The mark by which a spreadsheet keeps a cell as text.
  if (text.front() == '\'' && text.find('\'', 1) == std::string_view::npos && text.size() > 1) {
    return {Content::text, trimmed(text.substr(1))};
  }
  return {};
}

}  // namespace tamis::dates
