// Rows as the bytes of a data file: one writer per format.
//
// A writer keeps what every row needs (which columns, how each is quoted) and appends to an
// Output; what a row holds is never copied elsewhere. It refuses what would make the file
// something else than it says it is: text that is not UTF-8 or has a NUL byte.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/engine/session.h"
#include "core/export/output.h"

namespace tamis::exports {

enum class Format : std::uint8_t { csv, jsonl };
std::string_view name_of(Format format) noexcept;
bool from_name(std::string_view name, Format& out) noexcept;

struct CsvDialect {
  char delimiter = ',';
  bool header = true;
  bool crlf = false;
  // What NULL is written as, unquoted; a value that looks like it is quoted, and so is ''.
  std::string null_marker = {};
  // Puts ' before a text that a spreadsheet would take for a formula.
  bool neutralise_formulas = false;
};

class RowWriter {
 public:
  virtual ~RowWriter() = default;
  // What stands before the first row of each file.
  virtual void begin(Output& out) = 0;
  // The current row of `rows`, whose first columns are the writer's; `number` is for messages.
  virtual void row(engine::Rows& rows, std::int64_t number, Output& out) = 0;
  // Texts that were changed because they looked like formulas.
  virtual std::int64_t neutralised() const noexcept { return 0; }
};

std::unique_ptr<RowWriter> make_csv_writer(std::span<const engine::Column> columns,
                                           const CsvDialect& dialect);
std::unique_ptr<RowWriter> make_jsonl_writer(std::span<const engine::Column> columns);

// Whether a spreadsheet may take `text` for a formula: it starts with = + - @, tab, CR or LF.
// Source: OWASP, CSV Injection.
bool looks_like_formula(std::string_view text) noexcept;

// RFC 4648 base64, appended piece by piece.
void append_base64(std::string_view bytes, Output& out);

// Throws invalid_value, naming row and column, for text that is not UTF-8 or has a NUL byte.
void require_text(std::string_view text, std::int64_t row, const engine::Column& column);

}  // namespace tamis::exports
