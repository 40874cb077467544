// Comma-separated values, as RFC 4180 has them, and in the dialects that others ask for.
//
// NULL is the bare null marker, whatever is quoted else; a value that looks like it is quoted, and
// so is '': a reader that sees quotes can tell them all apart. With a backslash for escape, quotes
// and backslashes in a field are escaped instead of doubled, which readers of RFC 4180 take for
// something else.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/options.h"
#include "core/export/codec/codec.h"
#include "core/export/format/binary_text.h"
#include "core/export/format/cell.h"
#include "core/export/format/field.h"
#include "core/export/format/record_scanner.h"
#include "core/export/format/table_reader.h"
#include "core/export/format/table_writer.h"
#include "core/storage/storage.h"

namespace tamis::exports {

// Which fields have quotes that don't need them.
enum class Quoting : std::uint8_t { minimal, nonnumeric, all };
std::string_view name_of(Quoting quoting) noexcept;
bool from_name(std::string_view name, Quoting& out) noexcept;

struct CsvDialect {
  char delimiter = ',';
  char quote = '"';
  char escape = '"';  // the quote itself, or a backslash
  Quoting quoting = Quoting::minimal;
  bool bom = false;  // a byte order mark, by which some spreadsheets know UTF-8
  bool header = true;
  bool crlf = false;
  // What NULL is written as, unquoted.
  std::string null_marker = {};
  // Puts ' before a text that a spreadsheet would take for a formula.
  bool neutralise_formulas = false;
  TimeStyle times = TimeStyle::space;
  BinaryStyle binary = BinaryStyle::base64;
};

// What a file with a byte order mark starts with.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Why a dialect could not be read back, as the name of its member and what that may be, or nothing.
struct DialectFault {
  std::string_view member;
  std::string_view rule;
};
std::optional<DialectFault> fault_of(const CsvDialect& dialect) noexcept;

// The options of CSV among those of an export; `asked` is whether the format is CSV. Throws
// invalid_option.
CsvDialect read_csv_options(document::Options& options, bool asked);

std::unique_ptr<TableWriter> make_csv_writer(std::span<const Field> fields,
                                             const CsvDialect& dialect);

// Rows of a file in the dialect given; the header, where there is one, must name the fields. The
// file outlives the reader. What was put in front of formulas stays: it can't be told from text.
std::unique_ptr<TableReader> make_csv_reader(std::span<const Field> fields,
                                             const CsvDialect& dialect, Compression compression,
                                             storage::Reader& file);

// Records of CSV in the dialect given, each with as many fields as `columns` has names; the
// header, where the dialect has one, must be these names.
std::unique_ptr<RecordScanner> make_csv_scanner(std::vector<std::string> columns,
                                                const CsvDialect& dialect);

// Whether a spreadsheet may take `text` for a formula: it starts with = + - @, tab, CR or LF.
// Source: OWASP, CSV Injection.
bool looks_like_formula(std::string_view text) noexcept;

}  // namespace tamis::exports
