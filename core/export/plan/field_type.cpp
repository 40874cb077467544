#include "core/export/plan/field_type.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace tamis::exports {
namespace {

constexpr int kMostDigits = 38;

constexpr std::array<std::pair<std::string_view, FieldKind>, 44> kWords{{
    {"boolean", FieldKind::boolean},
    {"bool", FieldKind::boolean},
    {"smallint", FieldKind::int16},
    {"int2", FieldKind::int16},
    {"int16", FieldKind::int16},
    {"integer", FieldKind::int32},
    {"int", FieldKind::int32},
    {"int4", FieldKind::int32},
    {"int32", FieldKind::int32},
    {"bigint", FieldKind::int64},
    {"int8", FieldKind::int64},
    {"int64", FieldKind::int64},
    {"real", FieldKind::float32},
    {"float4", FieldKind::float32},
    {"float32", FieldKind::float32},
    {"double precision", FieldKind::float64},
    {"double", FieldKind::float64},
    {"float8", FieldKind::float64},
    {"float64", FieldKind::float64},
    {"numeric", FieldKind::decimal},
    {"decimal", FieldKind::decimal},
    {"text", FieldKind::text},
    {"string", FieldKind::text},
    {"character varying", FieldKind::text},
    {"varchar", FieldKind::text},
    {"character", FieldKind::text},
    {"char", FieldKind::text},
    {"name", FieldKind::text},
    {"json", FieldKind::json},
    {"jsonb", FieldKind::json},
    {"uuid", FieldKind::uuid},
    {"bytea", FieldKind::bytes},
    {"bytes", FieldKind::bytes},
    {"blob", FieldKind::bytes},
    {"date", FieldKind::date},
    {"time", FieldKind::time},
    {"time without time zone", FieldKind::time},
    // A time with a zone has no day to which the zone could belong.
    {"time with time zone", FieldKind::text},
    {"timestamp", FieldKind::timestamp},
    {"timestamp without time zone", FieldKind::timestamp},
    {"timestamptz", FieldKind::timestamptz},
    {"timestamp with time zone", FieldKind::timestamptz},
    {"interval", FieldKind::text},
    {"money", FieldKind::text},
}};

std::optional<FieldKind> kind_named(std::string_view word) {
  const auto* found = std::find_if(kWords.begin(), kWords.end(),
                                   [&](const auto& entry) { return entry.first == word; });
  return found == kWords.end() ? std::nullopt : std::optional(found->second);
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::optional<int> number(std::string_view text) {
  text = trimmed(text);
  int out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

struct Words {
  std::string base;       // without what stands in parentheses, in lower case
  std::string modifiers;  // that
};

Words words_of(std::string_view declared) {
  Words out;
  const std::size_t open = declared.find('(');
  const std::size_t close = declared.find(')', std::min(open, declared.size()));
  std::string base(close == std::string_view::npos ? declared : declared.substr(0, open));
  if (close != std::string_view::npos) {
    out.modifiers = declared.substr(open + 1, close - open - 1);
    base += declared.substr(close + 1);
  }
  std::transform(base.begin(), base.end(), base.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  out.base = trimmed(base);
  return out;
}

void set_digits(const std::string& modifiers, FieldType& out) {
  const std::size_t comma = modifiers.find(',');
  const std::optional<int> precision = number(modifiers.substr(0, comma));
  const std::optional<int> scale =
      comma == std::string::npos ? 0 : number(std::string_view(modifiers).substr(comma + 1));
  if (!precision || !scale || *precision < 1 || *precision > kMostDigits || *scale < 0 ||
      *scale > *precision) {
    out.kind = FieldKind::text;
    return;
  }
  out.precision = *precision;
  out.scale = *scale;
}

}  // namespace

void FieldType::apply_to(Field& field) const noexcept {
  field.kind = kind;
  field.precision = precision;
  field.scale = scale;
  field.element = element;
}

std::optional<FieldType> field_type(std::string_view declared) {
  declared = trimmed(declared);
  if (declared.ends_with("[]")) {
    declared.remove_suffix(2);
    const FieldType element = field_type(declared).value_or(FieldType{});
    FieldType out = element;
    // A list of lists is what JSON can say.
    out.element = element.kind == FieldKind::list ? FieldKind::json : element.kind;
    out.kind = element.kind == FieldKind::list ? FieldKind::json : FieldKind::list;
    return out;
  }
  const Words words = words_of(declared);
  const std::optional<FieldKind> kind = kind_named(words.base);
  if (!kind) return std::nullopt;
  FieldType out;
  out.kind = *kind;
  if (out.kind == FieldKind::decimal) set_digits(words.modifiers, out);
  return out;
}

}  // namespace tamis::exports
