// CSV as RFC 4180 has it: quotes doubled, never escaped. NULL is the bare null marker; whatever
// else would read as NULL is quoted.
#include <array>
#include <vector>

#include "core/export/csv/csv.h"
#include "core/export/format/cell.h"

namespace tamis::exports {
namespace {

using engine::Column;

// What a byte of a text means to the writer.
enum : std::uint8_t { kPlain = 0, kQuoted = 1, kSuspect = 2 };

std::array<std::uint8_t, 256> byte_classes(char delimiter) {
  std::array<std::uint8_t, 256> classes{};
  classes[0] = kSuspect;
  for (std::size_t i = 0x80; i < classes.size(); ++i) classes[i] = kSuspect;
  for (const char c : {delimiter, '"', '\r', '\n'}) {
    classes[static_cast<unsigned char>(c)] = kQuoted;
  }
  return classes;
}

class CsvWriter final : public TableWriter {
 public:
  CsvWriter(std::span<const Field> fields, const CsvDialect& dialect)
      : fields_(fields.begin(), fields.end()),
        dialect_(dialect),
        line_end_(dialect.crlf ? "\r\n" : "\n"),
        classes_(byte_classes(dialect.delimiter)) {}

  void begin(Output& out) override {
    out_ = &out;
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
      field(cell_of(values[i], fields_[i], TimeStyle::space, scratch), number, column, out);
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
      default:
        if (cell.text == dialect_.null_marker) return quoted(cell.text, out);
        out.append(cell.text);
    }
  }

  void text(std::string_view bytes, std::int64_t row, const Column& column, Output& out) {
    std::uint8_t seen = kPlain;
    for (const char c : bytes) seen |= classes_[static_cast<unsigned char>(c)];
    if ((seen & kSuspect) != 0) require_text(bytes, row, column);
    if (dialect_.neutralise_formulas && looks_like_formula(bytes)) {
      ++neutralised_;
      scratch_.assign(1, '\'').append(bytes);
      bytes = scratch_;
    }
    if ((seen & kQuoted) != 0 || must_be_quoted(bytes)) return quoted(bytes, out);
    out.append(bytes);
  }

  // PostgreSQL's COPY takes a line of \. for the end of the data.
  bool must_be_quoted(std::string_view bytes) const noexcept {
    return bytes.empty() || bytes == dialect_.null_marker || bytes == "\\.";
  }

  static void quoted(std::string_view bytes, Output& out) {
    out.put('"');
    for (;;) {
      const std::size_t quote = bytes.find('"');
      if (quote == std::string_view::npos) break;
      out.append(bytes.substr(0, quote + 1));
      out.put('"');
      bytes.remove_prefix(quote + 1);
    }
    out.append(bytes);
    out.put('"');
  }

  // Base64 needs no quotes but where it is nothing, or might read as NULL.
  void blob(std::string_view bytes, Output& out) const {
    const bool quotes = bytes.empty() || !dialect_.null_marker.empty();
    if (quotes) out.put('"');
    append_base64(bytes, out);
    if (quotes) out.put('"');
  }

  std::vector<Field> fields_;
  Output* out_ = nullptr;
  CsvDialect dialect_;
  std::string_view line_end_;
  std::array<std::uint8_t, 256> classes_;
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
