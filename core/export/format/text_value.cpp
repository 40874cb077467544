#include "core/export/format/text_value.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "core/export/format/cell.h"

namespace tamis::exports {
namespace {

using engine::ColumnType;
using engine::Value;

Value integer_or_text(std::string_view text) noexcept {
  std::int64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? Value::integer(n) : Value::text(text);
}

bool is_special(std::string_view text) noexcept {
  return text == "NaN" || text == "Infinity" || text == "-Infinity";
}

Value real_or_text(std::string_view text) noexcept {
  using Limits = std::numeric_limits<double>;
  if (text == "NaN") return Value::real(Limits::quiet_NaN());
  if (text == "Infinity") return Value::real(Limits::infinity());
  if (text == "-Infinity") return Value::real(-Limits::infinity());
  double n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  const bool whole =
      is_plain_decimal(text) && error == std::errc() && end == text.data() + text.size();
  return whole ? Value::real(n) : Value::text(text);
}

Value time_text(std::string_view text, ColumnType type, std::string& scratch) {
  scratch.resize(engine::kNumberText);
  return Value::text(cell_of(Value::text(text), type, TimeStyle::space, scratch).text);
}

}  // namespace

bool is_plain_decimal(std::string_view text) noexcept {
  if (text.starts_with('-')) text.remove_prefix(1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (whole.empty() || !std::all_of(whole.begin(), whole.end(), is_digit)) return false;
  if (point == std::string_view::npos) return true;
  const std::string_view fraction = text.substr(point + 1);
  return !fraction.empty() && std::all_of(fraction.begin(), fraction.end(), is_digit);
}

bool value_of_text(std::string_view text, const Field& field, BinaryStyle binary,
                   std::string& scratch, Value& out) {
  switch (field.kind) {
    case FieldKind::boolean:
      out = text == "true" || text == "false" ? Value::boolean(text == "true") : Value::text(text);
      return true;
    case FieldKind::int16:
    case FieldKind::int32:
    case FieldKind::int64: out = integer_or_text(text); return true;
    case FieldKind::float32:
    case FieldKind::float64: out = real_or_text(text); return true;
    case FieldKind::decimal:
      out = is_plain_decimal(text) || is_special(text) ? Value::decimal(text) : Value::text(text);
      return true;
    case FieldKind::bytes:
      if (!read_binary(text, binary, scratch)) return false;
      out = Value::blob(scratch);
      return true;
    case FieldKind::timestamp: out = time_text(text, ColumnType::timestamp, scratch); return true;
    case FieldKind::timestamptz:
      out = time_text(text, ColumnType::timestamptz, scratch);
      return true;
    case FieldKind::text:
    case FieldKind::json:
    case FieldKind::uuid:
    case FieldKind::date:
    case FieldKind::time:
    case FieldKind::list: break;
  }
  out = Value::text(text);
  return true;
}

}  // namespace tamis::exports
