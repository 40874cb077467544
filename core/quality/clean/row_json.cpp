#include "core/quality/clean/row_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/error/error.h"
#include "core/text/utf8.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Kind;
using engine::Value;

constexpr std::string_view kHex = "0123456789abcdef";

class Counter {
 public:
  void put(char /*c*/) noexcept { ++size_; }
  void append(std::string_view bytes) noexcept { size_ += bytes.size(); }
  std::size_t size() const noexcept { return size_; }

 private:
  std::size_t size_ = 0;
};

class Cursor {
 public:
  explicit Cursor(char* at) noexcept : at_(at) {}
  void put(char c) noexcept { *at_++ = c; }
  void append(std::string_view bytes) noexcept {
    if (bytes.empty()) return;
    std::memcpy(at_, bytes.data(), bytes.size());
    at_ += bytes.size();
  }

 private:
  char* at_;
};

bool json_can_carry(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = text[at] == '\0' ? 0 : text::utf8_length(text.substr(at));
    if (length == 0) return false;
    at += length;
  }
  return true;
}

// What document::canonical() writes of a text that JSON can carry.
template <typename Out>
void write_string(Out& out, std::string_view text) noexcept {
  out.put('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '\b': out.append("\\b"); break;
      case '\f': out.append("\\f"); break;
      case '\n': out.append("\\n"); break;
      case '\r': out.append("\\r"); break;
      case '\t': out.append("\\t"); break;
      case '"': out.append("\\\""); break;
      case '\\': out.append("\\\\"); break;
      default:
        if (byte < 0x20) {
          out.append("\\u00");
          out.put(kHex[byte >> 4U]);
          out.put(kHex[byte & 15U]);
        } else {
          out.put(c);
        }
    }
  }
  out.put('"');
}

template <typename Out>
void write_hex(Out& out, std::string_view member, std::string_view bytes) noexcept {
  out.append("{\"");
  out.append(member);
  out.append("\": \"");
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.put(kHex[byte >> 4U]);
    out.put(kHex[byte & 15U]);
  }
  out.append("\"}");
}

// jsonb has no negative zero, and JSON no infinity.
template <typename Out>
void write_number(Out& out, std::string_view digits) noexcept {
  const bool plain =
      !digits.empty() && digits.back() >= '0' && digits.back() <= '9' && digits != "-0.0";
  if (plain) {
    out.append(digits);
    return;
  }
  out.append("{\"number\": \"");
  out.append(digits);
  out.append("\"}");
}

template <typename Out>
void write_value(Out& out, const Value& value) noexcept {
  std::array<char, engine::kNumberText> buffer;
  switch (value.kind()) {
    case Kind::null: out.append("null"); return;
    case Kind::boolean:
    case Kind::integer: out.append(engine::to_text(value, buffer)); return;
    case Kind::real:
    case Kind::decimal: write_number(out, engine::to_text(value, buffer)); return;
    case Kind::blob: write_hex(out, "hex", value.bytes()); return;
    case Kind::text:
      if (json_can_carry(value.bytes())) {
        write_string(out, value.bytes());
      } else {
        write_hex(out, "text_hex", value.bytes());
      }
      return;
  }
}

[[noreturn]] void wrong_names(std::string_view what) {
  throw Error(Code::invalid_value, "argument \"names\" of tamis_row_json " + std::string(what), {},
              R"(It is a JSON array of different strings: ["id", "note"].)");
}

int digit_of(char c) noexcept {
  const std::size_t at = kHex.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::string bytes_of_hex(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    const int high = digit_of(hex[i]);
    const int low = digit_of(hex[i + 1]);
    if (high < 0 || low < 0) break;
    out += static_cast<char>(high * 16 + low);
  }
  if (out.size() * 2 == hex.size()) return out;
  throw Error(Code::invalid_value, in_quotes(hex) + " is not hexadecimal");
}

Value number_of(std::string_view text) {
  if (text == "Infinity") return Value::real(std::numeric_limits<double>::infinity());
  if (text == "-Infinity") return Value::real(-std::numeric_limits<double>::infinity());
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size()) return Value::real(number);
  throw Error(Code::invalid_value, in_quotes(text) + " is not a number");
}

Value wrapped_value(const Json& json, std::string& buffer) {
  if (json.is_object() && json.size() == 1 && json.begin()->is_string()) {
    const auto& text = json.begin()->get_ref<const std::string&>();
    if (json.begin().key() == "number") return number_of(text);
    if (json.begin().key() == "hex" || json.begin().key() == "text_hex") {
      buffer = bytes_of_hex(text);
      return json.begin().key() == "hex" ? Value::blob(std::string_view(buffer))
                                         : Value::text(buffer);
    }
  }
  buffer = document::canonical(json);
  return Value::text(buffer);
}

}  // namespace

bool comes_before(std::string_view a, std::string_view b) noexcept {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

MemberNames MemberNames::compile(std::string_view json) {
  const Json parsed = document::parse(json, "argument \"names\" of tamis_row_json");
  if (!parsed.is_array() || parsed.empty()) wrong_names("is not an array of names");
  std::vector<std::pair<std::string, std::size_t>> names;
  for (const Json& name : parsed) {
    if (!name.is_string()) wrong_names("has " + document::canonical(name) + ", which is no string");
    names.emplace_back(name.get<std::string>(), names.size());
  }
  std::sort(names.begin(), names.end(),
            [](const auto& a, const auto& b) { return comes_before(a.first, b.first); });
  MemberNames out;
  for (const auto& [name, place] : names) {
    std::string quoted = document::canonical(name) + ": ";
    if (!out.names_.empty() && out.names_.back().quoted == quoted) {
      wrong_names("has " + in_quotes(name) + " twice");
    }
    out.names_.push_back({std::move(quoted), place});
  }
  return out;
}

template <typename Out>
void MemberNames::write_to(Out& out, std::span<const Value> values) const noexcept {
  out.put('{');
  for (const Name& name : names_) {
    if (&name != names_.data()) out.append(", ");
    out.append(name.quoted);
    write_value(out, values[name.place]);
  }
  out.put('}');
}

std::size_t MemberNames::measure(std::span<const Value> values) const noexcept {
  Counter counter;
  write_to(counter, values);
  return counter.size();
}

void MemberNames::write(std::span<const Value> values, char* out) const noexcept {
  Cursor cursor(out);
  write_to(cursor, values);
}

Value row_value(const Json& json, std::string& buffer) {
  switch (json.type()) {
    case Json::value_t::null: return {};
    case Json::value_t::boolean: return Value::boolean(json.get<bool>());
    case Json::value_t::number_integer: return Value::integer(json.get<std::int64_t>());
    case Json::value_t::number_unsigned: {
      const auto number = json.get<std::uint64_t>();
      if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return Value::real(static_cast<double>(number));
      }
      return Value::integer(static_cast<std::int64_t>(number));
    }
    case Json::value_t::number_float: return Value::real(json.get<double>());
    case Json::value_t::string: return Value::text(json.get_ref<const std::string&>());
    default: return wrapped_value(json, buffer);
  }
}

}  // namespace tamis::quality
