#include <array>
#include <optional>
#include <vector>

#include "core/export/csv/csv.h"
#include "core/export/format/cell.h"
#include "core/export/format/list_json.h"
#include "core/export/format/text_scan.h"

namespace tamis::exports {
namespace {

using engine::Column;

TextScanner scanner_of(const CsvDialect& dialect) {
  const std::array<char, TextScanner::kMarks> marks = {dialect.delimiter, dialect.quote,
                                                       dialect.escape, '\r', '\n'};
  return TextScanner(std::string_view(marks.data(), marks.size()));
}

class CsvWriter final : public TableWriter {
 public:
  CsvWriter(std::span<const Field> fields, const CsvDialect& dialect)
      : fields_(fields.begin(), fields.end()),
        dialect_(dialect),
        line_end_(dialect.crlf ? "\r\n" : "\n"),
        marks_{dialect.quote, dialect.escape},
        scanner_(scanner_of(dialect)) {
    for (const Field& field : fields_) {
      auto& list = lists_.emplace_back();
      if (field.kind == FieldKind::list) list.emplace(field, dialect.binary);
    }
  }

  void begin(Output& out) override {
    out_ = &out;
    if (dialect_.bom) out.append(kByteOrderMark);
    if (!dialect_.header) return;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (i > 0) out.put(dialect_.delimiter);
      text(fields_[i].name(), 0, fields_[i].column, out);
    }
    out.append(line_end_);
  }

  void row(std::span<const engine::Value> values, std::int64_t number) override {
    Output& out = *out_;
    std::array<char, engine::kNumberText> scratch;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (i > 0) out.put(dialect_.delimiter);
      const Column& column = fields_[i].column;
      if (lists_[i] && !values[i].is_null()) {
        text(lists_[i]->text_of(values[i], number), number, column, out);
      } else {
        field(cell_of(values[i], fields_[i], dialect_.times, scratch), number, column, out);
      }
    }
    out.append(line_end_);
  }

  std::int64_t neutralised() const noexcept override { return neutralised_; }

 private:
  void field(const Cell& cell, std::int64_t row, const Column& column, Output& out) {
    switch (cell.shape) {
      case Cell::Shape::null: out.append(dialect_.null_marker); return;
      case Cell::Shape::text: return text(cell.text, row, column, out);
      case Cell::Shape::blob: return blob(cell.text, out);
      case Cell::Shape::boolean: return plain(cell.text, dialect_.quoting != Quoting::minimal, out);
      default: return plain(cell.text, dialect_.quoting == Quoting::all, out);
    }
  }

  void plain(std::string_view bytes, bool quotes, Output& out) const {
    if (quotes || bytes == dialect_.null_marker) return quoted(bytes, out);
    out.append(bytes);
  }

  void text(std::string_view bytes, std::int64_t row, const Column& column, Output& out) {
    const TextScan seen = scanner_.scan(bytes);
    if (seen.suspect) require_text(bytes, row, column);
    if (dialect_.neutralise_formulas && looks_like_formula(bytes)) {
      ++neutralised_;
      scratch_.assign(1, '\'').append(bytes);
      bytes = scratch_;
    }
    if (seen.marked || must_be_quoted(bytes)) return quoted(bytes, out);
    out.append(bytes);
  }

  // PostgreSQL's COPY takes a line of \. for the end of the data, and others a byte order mark in
  // front of the first field for none of it.
  bool must_be_quoted(std::string_view bytes) const noexcept {
    return dialect_.quoting != Quoting::minimal || bytes.empty() || bytes == dialect_.null_marker ||
           bytes == "\\." || bytes.starts_with(kByteOrderMark);
  }

  void quoted(std::string_view bytes, Output& out) const {
    const std::string_view marks(marks_.data(), dialect_.escape == dialect_.quote ? 1 : 2);
    out.put(dialect_.quote);
    for (;;) {
      const std::size_t mark = bytes.find_first_of(marks);
      if (mark == std::string_view::npos) break;
      out.append(bytes.substr(0, mark));
      out.put(dialect_.escape);
      out.put(bytes[mark]);
      bytes.remove_prefix(mark + 1);
    }
    out.append(bytes);
    out.put(dialect_.quote);
  }

  // Digits of base64 and hexadecimal need no quotes but where there are none, or where they might
  // read as NULL.
  void blob(std::string_view bytes, Output& out) const {
    const bool quotes =
        bytes.empty() || !dialect_.null_marker.empty() || dialect_.quoting != Quoting::minimal;
    if (quotes) out.put(dialect_.quote);
    append_binary(bytes, dialect_.binary, out);
    if (quotes) out.put(dialect_.quote);
  }

  std::vector<Field> fields_;
  Output* out_ = nullptr;
  CsvDialect dialect_;
  std::string_view line_end_;
  std::array<char, 2> marks_;  // what has the escape in front of it within quotes
  std::vector<std::optional<ListJson>> lists_;
  TextScanner scanner_;
  std::string scratch_;
  std::int64_t neutralised_ = 0;
};

}  // namespace

bool looks_like_formula(std::string_view text) noexcept {
  return !text.empty() &&
         std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos;
}

std::unique_ptr<TableWriter> make_csv_writer(std::span<const Field> fields,
                                             const CsvDialect& dialect) {
  return std::make_unique<CsvWriter>(fields, dialect);
}

}  // namespace tamis::exports
