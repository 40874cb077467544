#include "core/export/format/list_json.h"

#include <array>
#include <cmath>

#include "core/export/format/cell.h"
#include "core/export/format/json_text.h"
#include "core/export/format/typed_text.h"

namespace tamis::exports {
namespace {

using engine::ColumnType;
using engine::Value;

ColumnType type_of(FieldKind kind) noexcept {
  switch (kind) {
    case FieldKind::timestamp: return ColumnType::timestamp;
    case FieldKind::timestamptz: return ColumnType::timestamptz;
    default: return ColumnType::text;
  }
}

}  // namespace

ListJson::ListJson(const Field& field, BinaryStyle binary)
    : list_(field, {}), elements_(element_of(field), {}), binary_(binary) {}

std::string_view ListJson::text_of(const Value& value, std::int64_t row) {
  std::span<const Value> values;
  (void)reader_.read(value, row, list_, values);
  out_.assign(1, '[');
  for (const Value& v : values) {
    if (out_.size() > 1) out_ += ',';
    if (v.is_null()) {
      out_ += "null";
    } else {
      element(v, row);
    }
  }
  out_ += ']';
  return out_;
}

void ListJson::element(const Value& value, std::int64_t row) {
  std::array<char, engine::kNumberText> scratch;
  const auto string = [this](std::string_view text) {
    out_ += '"';
    append_escaped(text, [this](std::string_view piece) { out_ += piece; });
    out_ += '"';
  };
  switch (elements_.field().kind) {
    case FieldKind::boolean: {
      bool v = false;
      elements_.boolean(value, row, v);
      out_ += v ? "true" : "false";
      return;
    }
    case FieldKind::int16:
    case FieldKind::int32:
    case FieldKind::int64: {
      std::int64_t v = 0;
      elements_.integer(value, row, v);
      out_ += engine::to_text(Value::integer(v), scratch);
      return;
    }
    case FieldKind::float32:
    case FieldKind::float64: {
      double v = 0;
      elements_.real(value, row, v);
      const std::string_view digits = engine::to_text(Value::real(v), scratch);
      return std::isfinite(v) ? void(out_ += digits) : string(digits);
    }
    case FieldKind::decimal: {
      const Value number = Value::decimal(engine::to_text(value, scratch));
      const Cell cell = cell_of(number, ColumnType::decimal, TimeStyle::rfc3339, scratch);
      if (cell.shape != Cell::Shape::number) return string(cell.text);
      Int128 checked = 0;
      elements_.decimal(value, row, checked);
      digits_.clear();
      append_decimal(checked, elements_.field().scale, digits_);
      out_ +=
          cell_of(Value::decimal(digits_), ColumnType::decimal, TimeStyle::rfc3339, scratch).text;
      return;
    }
    case FieldKind::bytes: {
      std::string_view bytes;
      elements_.bytes(value, row, bytes);
      out_ += '"';
      append_binary(bytes, binary_, out_);
      out_ += '"';
      return;
    }
    case FieldKind::json: {
      std::string_view text;
      elements_.text(value, row, scratch, text);
      append_compact(text, [this](std::string_view piece) { out_ += piece; });
      return;
    }
    default: {
      std::string_view text;
      elements_.text(value, row, scratch, text);
      std::array<char, engine::kNumberText> times;
      string(cell_of(Value::text(text), type_of(elements_.field().kind), TimeStyle::rfc3339, times)
                 .text);
    }
  }
}

}  // namespace tamis::exports
