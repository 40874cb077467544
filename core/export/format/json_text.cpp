#include "core/export/format/json_text.h"

#include <bitset>
#include <cstdint>

namespace tamis::exports {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

int hex_digit(char c) noexcept {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The code unit behind \u at `at`; -1 where there are no four digits.
std::int32_t code_unit(std::string_view text, std::size_t at) noexcept {
  if (text.size() < at + 4) return -1;
  std::int32_t unit = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const int digit = hex_digit(text[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

constexpr bool is_high(std::int32_t unit) noexcept { return unit >= 0xD800 && unit < 0xDC00; }
constexpr bool is_low(std::int32_t unit) noexcept { return unit >= 0xDC00 && unit < 0xE000; }

// The end of the escape whose backslash stands at `at`.
std::size_t escape_end(std::string_view text, std::size_t at) noexcept {
  if (at + 1 >= text.size()) return kNone;
  if (text[at + 1] != 'u') {
    return std::string_view("\"\\/bfnrt").find(text[at + 1]) == kNone ? kNone : at + 2;
  }
  const std::int32_t unit = code_unit(text, at + 2);
  if (unit < 0 || is_low(unit)) return kNone;
  if (!is_high(unit)) return at + 6;
  const bool pair = text.substr(at + 6, 2) == "\\u" && is_low(code_unit(text, at + 8));
  return pair ? at + 12 : kNone;
}

std::size_t digits_end(std::string_view text, std::size_t at) noexcept {
  if (at >= text.size() || !is_digit(text[at])) return kNone;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

std::size_t number_end(std::string_view text, std::size_t at) noexcept {
  if (text[at] == '-') ++at;
  const bool zero = at < text.size() && text[at] == '0';
  at = zero ? at + 1 : digits_end(text, at);
  if (at == kNone) return at;
  if (at < text.size() && text[at] == '.') at = digits_end(text, at + 1);
  if (at == kNone || at >= text.size() || (text[at] != 'e' && text[at] != 'E')) return at;
  ++at;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  return digits_end(text, at);
}

// The end of a string, number, true, false or null.
std::size_t scalar_end(std::string_view text, std::size_t at) noexcept {
  if (text[at] == '"') return json_string_end(text, at);
  if (text[at] == '-' || is_digit(text[at])) return number_end(text, at);
  for (const std::string_view word : {"true", "false", "null"}) {
    if (text.substr(at, word.size()) == word) return at + word.size();
  }
  return kNone;
}

// From the start of a member to that of its value.
std::size_t member_value(std::string_view text, std::size_t at) noexcept {
  at = json_skip_space(text, at);
  if (at >= text.size() || text[at] != '"') return kNone;
  at = json_string_end(text, at);
  if (at == kNone) return at;
  at = json_skip_space(text, at);
  return at < text.size() && text[at] == ':' ? at + 1 : kNone;
}

// One value, walked without recursion.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  std::size_t run(std::size_t at) noexcept {
    do {
      at = begin(json_skip_space(text_, at));
      while (at != kNone && ended_ && depth_ > 0) at = after(json_skip_space(text_, at));
    } while (at != kNone && !ended_);
    return at;
  }

 private:
  // Takes a scalar, an empty array or object, or the way to the first value in one.
  std::size_t begin(std::size_t at) noexcept {
    if (at >= text_.size()) return kNone;
    const bool object = text_[at] == '{';
    ended_ = !object && text_[at] != '[';
    if (ended_) return scalar_end(text_, at);
    if (depth_ == kDeepestJson) return kNone;
    objects_[depth_++] = object;
    at = json_skip_space(text_, at + 1);
    if (at < text_.size() && text_[at] == closing()) return close(at);
    return object ? member_value(text_, at) : at;
  }

  // Behind a value: the way to the next one, or the end of what holds it.
  std::size_t after(std::size_t at) noexcept {
    if (at >= text_.size()) return kNone;
    if (text_[at] == closing()) return close(at);
    if (text_[at] != ',') return kNone;
    ended_ = false;
    return objects_[depth_ - 1] ? member_value(text_, at + 1) : at + 1;
  }

  std::size_t close(std::size_t at) noexcept {
    --depth_;
    ended_ = true;
    return at + 1;
  }

  char closing() const noexcept { return objects_[depth_ - 1] ? '}' : ']'; }

  std::string_view text_;
  std::bitset<kDeepestJson> objects_;
  std::size_t depth_ = 0;
  bool ended_ = false;
};

void append_utf8(std::uint32_t point, std::string& out) {
  const auto tail = [&out](std::uint32_t bits) {
    out += static_cast<char>(0x80U | (bits & 0x3FU));
  };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0U | point >> 6U);
    tail(point);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0U | point >> 12U);
    tail(point >> 6U);
    tail(point);
  } else {
    out += static_cast<char>(0xF0U | point >> 18U);
    tail(point >> 12U);
    tail(point >> 6U);
    tail(point);
  }
}

char unescaped(char letter) noexcept {
  switch (letter) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return letter;
  }
}

}  // namespace

std::size_t json_skip_space(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && json_detail::is_space(text[at])) ++at;
  return at;
}

std::size_t json_string_end(std::string_view text, std::size_t at) noexcept {
  for (++at; at < text.size();) {
    const char c = text[at];
    if (c == '"') return at + 1;
    if (c == '\\') {
      at = escape_end(text, at);
      if (at == kNone) return at;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      return kNone;
    } else {
      ++at;
    }
  }
  return kNone;
}

std::size_t json_value_end(std::string_view text, std::size_t at) noexcept {
  return Walk(text).run(at);
}

bool is_json(std::string_view text) noexcept {
  const std::size_t end = json_value_end(text, 0);
  return end != kNone && json_skip_space(text, end) == text.size();
}

void append_unescaped(std::string_view literal, std::string& out) {
  std::string_view rest = literal.substr(1, literal.size() - 2);
  for (;;) {
    const std::size_t at = rest.find('\\');
    out += rest.substr(0, at);
    if (at == kNone) return;
    rest.remove_prefix(at);
    if (rest[1] != 'u') {
      out += unescaped(rest[1]);
      rest.remove_prefix(2);
      continue;
    }
    const auto unit = static_cast<std::uint32_t>(code_unit(rest, 2));
    if (is_high(static_cast<std::int32_t>(unit))) {
      const auto low = static_cast<std::uint32_t>(code_unit(rest, 8));
      append_utf8(0x10000U + ((unit - 0xD800U) << 10U) + (low - 0xDC00U), out);
      rest.remove_prefix(12);
    } else {
      append_utf8(unit, out);
      rest.remove_prefix(6);
    }
  }
}

}  // namespace tamis::exports
