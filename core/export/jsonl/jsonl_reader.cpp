#include "core/error/error.h"
#include "core/export/format/cell.h"
#include "core/export/format/json_text.h"
#include "core/export/format/text_source.h"
#include "core/export/format/text_value.h"
#include "core/export/jsonl/jsonl.h"

namespace tamis::exports {
namespace {

using engine::Value;

class JsonlReader final : public TableReader {
 public:
  JsonlReader(std::span<const Field> fields, const JsonlDialect& dialect, Compression compression,
              storage::Reader& file)
      : fields_(fields.begin(), fields.end()),
        dialect_(dialect),
        source_(file, compression),
        strings_(fields.size()),
        scratches_(fields.size()),
        row_(fields.size()) {}

  bool next() override {
    for (;;) {
      const std::string_view window = source_.window();
      const std::size_t end = window.find('\n', looked_at_);
      if (end != std::string_view::npos) {
        looked_at_ = 0;
        source_.consume(end + 1);
        ++number_;
        read_line(window.substr(0, end));
        return true;
      }
      looked_at_ = window.size();
      if (source_.more()) continue;
      ++number_;
      if (!source_.window().empty()) fail("it is cut off");
      return false;
    }
  }

  std::span<const Value> row() const noexcept override { return row_; }

 private:
  // Members come in the order of the columns.
  void read_line(std::string_view line) {
    if (first_bad_byte(line) != std::string_view::npos) fail("it is not UTF-8, or has a NUL byte");
    if (!line.starts_with('{') || !is_json(line)) fail("it is not a JSON object");
    std::size_t at = json_skip_space(line, 1);
    std::size_t column = 0;
    while (line[at] == '"') {
      const std::size_t end = json_string_end(line, at);
      name_.clear();
      append_unescaped(line.substr(at, end - at), name_);
      column = find(column);
      at = json_skip_space(line, json_skip_space(line, end) + 1);
      const std::size_t value_end = json_value_end(line, at);
      row_[column] = value(column, line.substr(at, value_end - at));
      ++column;
      at = json_skip_space(line, value_end);
      if (line[at] == ',') at = json_skip_space(line, at + 1);
    }
    while (column < fields_.size()) skip(column++);
  }

  // The column of the member at hand, from `column` on.
  std::size_t find(std::size_t column) {
    while (column < fields_.size() && fields_[column].name() != name_) skip(column++);
    if (column == fields_.size()) {
      fail("member " + in_quotes(name_) + " is no column, or out of its order");
    }
    return column;
  }

  void skip(std::size_t column) {
    if (!dialect_.omit_nulls) fail("member " + in_quotes(fields_[column].name()) + " is missing");
    row_[column] = {};
  }

  Value value(std::size_t i, std::string_view json) {
    const Field& field = fields_[i];
    if (json == "null") return {};
    const bool nested = field.kind == FieldKind::json && dialect_.nested_json;
    if (nested || field.kind == FieldKind::list || json.front() == '{' || json.front() == '[') {
      return Value::text(json);
    }
    if (json == "true" || json == "false") return Value::boolean(json == "true");
    // Of a number that has no bounds, every digit counts.
    if (json.front() != '"' && field.kind == FieldKind::text &&
        field.column.type == engine::ColumnType::decimal) {
      return Value::decimal(json);
    }
    std::string_view text = json;
    if (json.front() == '"') {
      strings_[i].clear();
      append_unescaped(json, strings_[i]);
      text = strings_[i];
      if (text.find('\0') != std::string_view::npos) fail_at(field, "has a NUL byte");
    }
    Value out;
    // A number in a column of texts: SQLite has such.
    Field number = field;
    if (json.front() != '"' && field.kind == FieldKind::text) {
      number.kind =
          json.find('.') == std::string_view::npos ? FieldKind::int64 : FieldKind::float64;
    }
    if (!value_of_text(text, number, dialect_.binary, scratches_[i], out)) {
      fail_at(field, "is not " + std::string(name_of(dialect_.binary)));
    }
    return out;
  }

  [[noreturn]] void fail_at(const Field& field, const std::string& what) const {
    fail("member " + in_quotes(field.name()) + " " + what);
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(Code::corrupt_data, "line " + std::to_string(number_) + ": " + what);
  }

  std::vector<Field> fields_;
  JsonlDialect dialect_;
  TextSource source_;
  std::size_t looked_at_ = 0;  // of the window, without a line end
  std::string name_;
  std::vector<std::string> strings_;
  std::vector<std::string> scratches_;
  std::vector<Value> row_;
  std::int64_t number_ = 0;
};

}  // namespace

std::unique_ptr<TableReader> make_jsonl_reader(std::span<const Field> fields,
                                               const JsonlDialect& dialect, Compression compression,
                                               storage::Reader& file) {
  return std::make_unique<JsonlReader>(fields, dialect, compression, file);
}

}  // namespace tamis::exports
