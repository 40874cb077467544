// JSON lines: one object a row.
//
// Columns of JSON and lists are nested as they are: spaces between tokens go, digits, the order of
// members and duplicates stay. SQL's NULL and JSON's null are the same null here, unless NULL is
// left out.
#pragma once

#include <memory>
#include <span>
#include <string>
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

struct JsonlDialect {
  // A member that would be null is left out.
  bool omit_nulls = false;
  // JSON is nested, not a string.
  bool nested_json = true;
  // Columns of 64-bit integers are strings: a reader that keeps numbers as doubles rounds them.
  bool big_integers_as_text = false;
  TimeStyle times = TimeStyle::rfc3339;
  BinaryStyle binary = BinaryStyle::base64;
};

// The options of JSON lines among those of an export; `asked` is whether the format is that.
// Throws invalid_option.
JsonlDialect read_jsonl_options(document::Options& options, bool asked);

std::unique_ptr<TableWriter> make_jsonl_writer(std::span<const Field> fields,
                                               const JsonlDialect& dialect);

// Rows of a file; members stand in the order of the fields. The file outlives the reader.
std::unique_ptr<TableReader> make_jsonl_reader(std::span<const Field> fields,
                                               const JsonlDialect& dialect, Compression compression,
                                               storage::Reader& file);

// JSON objects, one a line; the members of the first must be `columns`, in this order, and all of
// them unless NULL is left out.
std::unique_ptr<RecordScanner> make_jsonl_scanner(std::vector<std::string> columns,
                                                  const JsonlDialect& dialect);

}  // namespace tamis::exports
