// Apache Parquet: columns in row groups, in pages, behind one footer.
//
// Written without a library, as a stream: nothing is revised once it is out, so a file can go to a
// pipe or an object store as it grows. Memory is bounded by one row group, whose pages are encoded
// and compressed while its rows still come. Everything readers may use to skip or check data is
// there: statistics, page indexes, checksums, Bloom filters on request.
//
// Sources: apache/parquet-format; what readers stumble over, from their issue trackers
// (docs/parquet.md).
#pragma once

#include <memory>
#include <span>

#include "core/export/codec/codec.h"
#include "core/export/format/field.h"
#include "core/export/format/table_writer.h"
#include "core/export/format/typed_value.h"
#include "core/export/parquet/parquet_options.h"

namespace tamis::exports {

// Throws invalid_option for options that name no column, or an encoding that does not apply.
std::unique_ptr<TableWriter> make_parquet_writer(std::span<const Field> fields,
                                                 const ParquetOptions& options,
                                                 Compression compression, int level,
                                                 const TypedPolicy& policy);

}  // namespace tamis::exports
