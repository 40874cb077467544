// The one place that knows all formats: a writer and a reader for what an export asks for.
//
// Everything else of an export knows TableWriter and TableReader only.
#pragma once

#include <memory>
#include <span>

#include "core/export/avro/avro.h"
#include "core/export/codec/codec.h"
#include "core/export/csv/csv.h"
#include "core/export/format/field.h"
#include "core/export/format/table_reader.h"
#include "core/export/format/table_writer.h"
#include "core/export/format/typed_value.h"
#include "core/export/jsonl/jsonl.h"
#include "core/export/parquet/parquet_options.h"

namespace tamis::exports {

// What the bytes of a data file depend on, apart from its rows: options give it, and the manifest
// says it again.
struct FormatOptions {
  Format format = Format::csv;
  Compression compression = Compression::none;
  int level = 0;
  CsvDialect csv;
  JsonlDialect jsonl;
  AvroOptions avro;
  ParquetOptions parquet;
  // Of formats with types: what becomes of values that no type holds.
  TypedPolicy typed;
};

// What a file is compressed with as a whole: Avro and Parquet compress inside.
Compression compression_around(const FormatOptions& options) noexcept;

// The options of all formats among those of an export, for the format that `out` has already.
// Throws invalid_option.
void read_format_options(document::Options& options, FormatOptions& out);

std::unique_ptr<TableWriter> make_writer(const FormatOptions& options,
                                         std::span<const Field> fields);
// The file outlives the reader.
std::unique_ptr<TableReader> make_reader(const FormatOptions& options,
                                         std::span<const Field> fields, storage::Reader& file);

}  // namespace tamis::exports
