#include "core/history/results.h"

#include <charconv>

#include "core/document/json.h"
#include "core/history/digits.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;

document::Json number_json(std::string_view number) {
  const Digits digits = canonical_digits(number);
  std::string text;
  for (const std::string_view piece : {digits.sign, digits.zero, digits.rest}) text += piece;
  std::int64_t integer = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), integer);
  if (error == std::errc() && end == text.data() + text.size()) return integer;
  return text;
}

std::string hex(std::string_view bytes) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kHex[byte >> 4U];
    out += kHex[byte & 0xFU];
  }
  return out;
}

document::Json value_json(const engine::Value& value, ColumnType type) {
  std::array<char, engine::kNumberText> buffer;
  switch (value.kind()) {
    case engine::Kind::null: return nullptr;
    case engine::Kind::boolean: return value.as_boolean();
    case engine::Kind::integer:
      if (type == ColumnType::boolean) return value.as_integer() != 0;
      return value.as_integer();
    case engine::Kind::real:
    case engine::Kind::decimal: return number_json(engine::to_text(value, buffer));
    case engine::Kind::text: return std::string(value.bytes());
    case engine::Kind::blob: return hex(value.bytes());
  }
  return nullptr;
}

}  // namespace

std::string key_json(std::span<const Column> key, engine::Rows& row) {
  document::Json object = document::Json::object();
  for (std::size_t i = 0; i < key.size(); ++i) {
    object[key[i].name] = value_json(row.at(i), key[i].type);
  }
  return document::canonical(object);
}

}  // namespace tamis::history
