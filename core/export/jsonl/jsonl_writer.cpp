// JSON lines: one object a row, members in column order, no space between tokens.
#include <array>
#include <optional>
#include <vector>

#include "core/error/error.h"
#include "core/export/format/cell.h"
#include "core/export/format/json_text.h"
#include "core/export/format/list_json.h"
#include "core/export/format/text_scan.h"
#include "core/export/jsonl/jsonl.h"

namespace tamis::exports {
namespace {

using engine::Column;

// What JSON escapes.
constexpr unsigned char kLastControl = 0x1F;

// Beyond, a double holds no longer every integer.
constexpr std::int64_t kMostExact = std::int64_t{1} << 53U;

class JsonlWriter final : public TableWriter {
 public:
  JsonlWriter(std::span<const Field> fields, const JsonlDialect& dialect)
      : fields_(fields.begin(), fields.end()), dialect_(dialect) {
    for (const Field& field : fields_) {
      const Column& column = field.column;
      require_text(column.name, 0, column);
      std::string& key = keys_.emplace_back(",\"");
      append_escaped(column.name, [&key](std::string_view piece) { key += piece; });
      key += "\":";
      auto& list = lists_.emplace_back();
      if (field.kind == FieldKind::list) list.emplace(field, dialect.binary);
    }
  }

  void begin(Output& out) override { out_ = &out; }

  void row(std::span<const engine::Value> values, std::int64_t number) override {
    Output& out = *out_;
    std::size_t comma = 1;  // of a key, which the first has not
    out.put('{');
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (dialect_.omit_nulls && values[i].is_null()) continue;
      out.append(std::string_view(keys_[i]).substr(comma));
      comma = 0;
      if (lists_[i] && !values[i].is_null()) {
        list(lists_[i]->text_of(values[i], number), number, fields_[i].column, out);
      } else {
        value(values[i], fields_[i], number, out);
      }
    }
    out.append("}\n");
  }

 private:
  void value(const engine::Value& value, const Field& field, std::int64_t row, Output& out) {
    std::array<char, engine::kNumberText> scratch;
    const Cell cell = cell_of(value, field, dialect_.times, scratch);
    switch (cell.shape) {
      case Cell::Shape::null: out.append("null"); return;
      case Cell::Shape::number:
        if (!dialect_.big_integers_as_text || !is_big(value, field)) return out.append(cell.text);
        break;
      case Cell::Shape::boolean: out.append(cell.text); return;
      case Cell::Shape::text:
        if (dialect_.nested_json && is_json_field(field)) {
          return json(cell.text, row, field.column, out);
        }
        return string(cell.text, row, field.column, out);
      case Cell::Shape::special:
      case Cell::Shape::blob: break;
    }
    out.put('"');
    if (cell.shape == Cell::Shape::blob) {
      append_binary(cell.text, dialect_.binary, out);
    } else {
      out.append(cell.text);
    }
    out.put('"');
  }

  static bool is_json_field(const Field& field) noexcept {
    return field.kind == FieldKind::json || field.column.type == engine::ColumnType::json;
  }

  static bool is_big(const engine::Value& value, const Field& field) noexcept {
    return value.kind() == engine::Kind::integer &&
           (field.kind == FieldKind::int64 || value.as_integer() > kMostExact ||
            value.as_integer() < -kMostExact);
  }

  void list(std::string_view text, std::int64_t row, const Column& column, Output& out) {
    require_text(text, row, column);
    out.append(text);
  }

  void json(std::string_view text, std::int64_t row, const Column& column, Output& out) {
    require_text(text, row, column);
    if (!is_json(text)) {
      throw Error(Code::invalid_value,
                  "row " + std::to_string(row) + ", column " + in_quotes(column.name) +
                      ": the text is not valid JSON",
                  {}, "Repair the value, or ask for strings with \"json\": \"string\".");
    }
    append_compact(text, [&out](std::string_view piece) { out.append(piece); });
  }

  void string(std::string_view text, std::int64_t row, const Column& column, Output& out) {
    const TextScan seen = scanner_.scan(text);
    if (seen.suspect) require_text(text, row, column);
    out.put('"');
    if (!seen.marked) {
      out.append(text);
    } else {
      append_escaped(text, [&out](std::string_view piece) { out.append(piece); });
    }
    out.put('"');
  }

  std::vector<Field> fields_;
  JsonlDialect dialect_;
  std::vector<std::optional<ListJson>> lists_;
  TextScanner scanner_{"\"\\", kLastControl};
  Output* out_ = nullptr;
  std::vector<std::string> keys_;
};

}  // namespace

std::unique_ptr<TableWriter> make_jsonl_writer(std::span<const Field> fields,
                                               const JsonlDialect& dialect) {
  return std::make_unique<JsonlWriter>(fields, dialect);
}

}  // namespace tamis::exports
