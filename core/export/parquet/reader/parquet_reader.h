// Parquet files read back: ours, to verify and import them, and those of other writers as far as
// their columns are values or lists of values.
//
// Everything that readers are asked to know is read: data pages of both versions, every encoding,
// the codecs that we write. Nothing in a file is believed: lengths, counts and offsets are checked
// before they are used, pages against their CRC, and memory holds one page a column and the
// dictionaries, within a budget. Nested columns, INT96, LZ4, LZO and encryption are unsupported,
// which the error says by name.
//
// Sources: apache/parquet-format (README.md, Encodings.md, LogicalTypes.md, PageIndex.md,
// BloomFilter.md, parquet.thrift).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/export/format/field.h"
#include "core/export/format/table_reader.h"
#include "core/storage/storage.h"

namespace tamis::exports {

// What the pages and dictionaries of one file may take at once.
inline constexpr std::size_t kParquetReaderMemory = std::size_t{1} << 30U;

// Rows of a file whose columns are `fields`: throws corrupt_data, now or from next(), where they
// are not. With no fields, whatever columns there are. The file outlives the reader.
std::unique_ptr<TableReader> make_parquet_reader(storage::Reader& file,
                                                 std::span<const Field> fields,
                                                 std::size_t most_memory = kParquetReaderMemory);

// The columns of a file, as far as Fields can say them. Throws corrupt_data, unsupported.
std::vector<Field> parquet_fields(storage::Reader& file);

// What a file was found to be. Where both faults are empty, it is what it says it is.
struct ParquetReport {
  std::int64_t rows = 0;     // found in the pages, up to the fault
  std::int64_t bytes = 0;    // of all pages before compression, with their headers
  std::string fault;         // of the form: what is wrong, and where
  std::string schema_fault;  // of the columns, against the fields expected
};

enum class ParquetDepth : std::uint8_t {
  pages,   // footer, every page's CRC, its decompression and levels; rows counted in every column
  values,  // and every value decoded and held against statistics, page index and Bloom filters
};

// Walks a whole file, never two pages of it in memory. `poll` is called every few thousand values
// and may throw. Not so for faults of the file: they are the answer. With no fields, any columns
// are right.
ParquetReport verify_parquet(storage::Reader& file, std::span<const Field> fields,
                             ParquetDepth depth, const std::function<void()>& poll,
                             std::size_t most_memory = kParquetReaderMemory);

}  // namespace tamis::exports
