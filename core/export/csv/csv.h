// Comma-separated values, as RFC 4180 has them.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/document/options.h"
#include "core/export/format/field.h"
#include "core/export/format/record_scanner.h"
#include "core/export/format/table_writer.h"

namespace tamis::exports {

struct CsvDialect {
  char delimiter = ',';
  bool header = true;
  bool crlf = false;
  // What NULL is written as, unquoted; a value that looks like it is quoted, and so is ''.
  std::string null_marker = {};
  // Puts ' before a text that a spreadsheet would take for a formula.
  bool neutralise_formulas = false;
};

// The options of CSV among those of an export; `asked` is whether the format is CSV. Throws
// invalid_option.
CsvDialect read_csv_options(document::Options& options, bool asked);

std::unique_ptr<TableWriter> make_csv_writer(std::span<const Field> fields,
                                             const CsvDialect& dialect);

// Records of CSV in the dialect given, each with as many fields as `columns` has names; the
// header, where the dialect has one, must be these names.
std::unique_ptr<RecordScanner> make_csv_scanner(std::vector<std::string> columns,
                                                const CsvDialect& dialect);

// Whether a spreadsheet may take `text` for a formula: it starts with = + - @, tab, CR or LF.
// Source: OWASP, CSV Injection.
bool looks_like_formula(std::string_view text) noexcept;

}  // namespace tamis::exports
