#include <array>

#include "core/error/error.h"
#include "core/export/csv/csv.h"
#include "core/export/format/cell.h"
#include "core/export/format/text_source.h"
#include "core/export/format/text_value.h"

namespace tamis::exports {
namespace {

using engine::Value;

class CsvReader final : public TableReader {
 public:
  CsvReader(std::span<const Field> fields, const CsvDialect& dialect, Compression compression,
            storage::Reader& file)
      : fields_(fields.begin(), fields.end()),
        dialect_(dialect),
        marks_{dialect.quote, dialect.escape},
        source_(file, compression),
        texts_(fields.size()),
        scratches_(fields.size()),
        row_(fields.size()) {
    for (const char c : {dialect.delimiter, dialect.quote, '\r', '\n'}) {
      ends_[static_cast<unsigned char>(c)] = true;
    }
  }

  bool next() override {
    if (!started_) start();
    if (!read_record()) return false;
    for (std::size_t i = 0; i < fields_.size(); ++i) row_[i] = value(i);
    ++number_;
    return true;
  }

  std::span<const Value> row() const noexcept override { return row_; }

 private:
  // A field's text: in the window, or unescaped beside it.
  struct Text {
    std::string_view bytes;
    bool quoted = false;
    std::string unescaped;
  };

  enum class Found : std::uint8_t { delimiter, line_end, more };

  void start() {
    started_ = true;
    if (dialect_.bom) {
      while (source_.window().size() < kByteOrderMark.size() && source_.more()) {
      }
      if (!source_.window().starts_with(kByteOrderMark)) fail("there is no byte order mark");
      source_.consume(kByteOrderMark.size());
    }
    if (!dialect_.header) return;
    if (!read_record()) fail("there is no header");
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const std::string& name = fields_[i].name();
      const bool prefixed = dialect_.neutralise_formulas && looks_like_formula(name);
      if (texts_[i].bytes != (prefixed ? "'" + name : name)) {
        fail("column " + std::to_string(i + 1) + " of the header has another name");
      }
    }
  }

  // Takes the next record apart; starts again with a larger window where its end is not in it.
  bool read_record() {
    for (;;) {
      const std::size_t size = split(source_.window());
      if (size > 0) {
        source_.consume(size);
        return true;
      }
      if (source_.more()) continue;
      if (source_.window().empty()) return false;
      fail("the last line is cut off");
    }
  }

  // Splits the first record of `window`; returns its size with its line end, 0 where that is not
  // there yet.
  std::size_t split(std::string_view window) {
    std::size_t at = 0;
    for (std::size_t i = 0;; ++i) {
      Text extra;
      Text& text = i < texts_.size() ? texts_[i] : extra;
      text.quoted = at < window.size() && window[at] == dialect_.quote;
      const Found found = text.quoted ? quoted(window, at, text) : bare(window, at, text);
      if (found == Found::more) return 0;
      if (found == Found::delimiter) continue;
      if (i + 1 != texts_.size()) {
        fail("it has " + std::to_string(i + 1) + " fields instead of " +
             std::to_string(texts_.size()));
      }
      return at;
    }
  }

  Found bare(std::string_view window, std::size_t& at, Text& text) {
    const std::size_t start = at;
    while (at < window.size() && !ends_[static_cast<unsigned char>(window[at])]) ++at;
    text.bytes = window.substr(start, at - start);
    return end_of_field(window, at);
  }

  Found quoted(std::string_view window, std::size_t& at, Text& text) {
    const bool doubled = dialect_.escape == dialect_.quote;
    text.unescaped.clear();
    for (std::size_t start = ++at;; start = at) {
      at = window.find_first_of({marks_.data(), doubled ? std::size_t{1} : 2}, at);
      if (at == std::string_view::npos || at + 1 >= window.size()) return Found::more;
      const bool escapes = doubled ? window[at + 1] == dialect_.quote : window[at] == '\\';
      const std::string_view piece = window.substr(start, at - start);
      if (escapes) {
        if (window[at + 1] != dialect_.quote && window[at + 1] != dialect_.escape) {
          fail("an escape in front of what needs none");
        }
        text.unescaped.append(piece) += window[at + 1];
        at += 2;
        continue;
      }
      text.bytes = piece;
      if (!text.unescaped.empty()) text.bytes = text.unescaped.append(piece);
      ++at;
      if (!ends_[static_cast<unsigned char>(window[at])]) fail("text follows a closing quote");
      return end_of_field(window, at);
    }
  }

  // Takes the byte that ends a field, or the line end.
  Found end_of_field(std::string_view window, std::size_t& at) {
    if (at >= window.size()) return Found::more;
    const char c = window[at];
    if (c == dialect_.delimiter) {
      ++at;
      return Found::delimiter;
    }
    if (c == '\n' && !dialect_.crlf) {
      ++at;
      return Found::line_end;
    }
    if (c == '\r' && dialect_.crlf) {
      if (at + 1 >= window.size()) return Found::more;
      if (window[at + 1] != '\n') fail("a carriage return without a line feed");
      at += 2;
      return Found::line_end;
    }
    fail(c == dialect_.quote ? "a quote inside an unquoted field"
                             : "a line end that is not the file's");
  }

  Value value(std::size_t i) {
    const Text& text = texts_[i];
    if (!text.quoted && text.bytes == dialect_.null_marker) return {};
    const std::string column = fields_[i].name();
    Value out;
    if (first_bad_byte(text.bytes) != std::string_view::npos) {
      fail("column " + in_quotes(column) + " is not UTF-8, or has a NUL byte");
    }
    if (!value_of_text(text.bytes, fields_[i], dialect_.binary, scratches_[i], out)) {
      fail("column " + in_quotes(column) + " is not " + std::string(name_of(dialect_.binary)));
    }
    return out;
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(Code::corrupt_data, "record " + std::to_string(number_ + 1) + ": " + what);
  }

  std::vector<Field> fields_;
  CsvDialect dialect_;
  std::array<char, 2> marks_;     // what ends a run of ordinary bytes in quotes
  std::array<bool, 256> ends_{};  // and outside them
  TextSource source_;
  std::vector<Text> texts_;
  std::vector<std::string> scratches_;
  std::vector<Value> row_;
  bool started_ = false;
  std::int64_t number_ = 0;
};

}  // namespace

std::unique_ptr<TableReader> make_csv_reader(std::span<const Field> fields,
                                             const CsvDialect& dialect, Compression compression,
                                             storage::Reader& file) {
  return std::make_unique<CsvReader>(fields, dialect, compression, file);
}

}  // namespace tamis::exports
