// Apache Avro object container files: a schema, then blocks of rows, each compressed by itself.
//
// Written and read without a library. The codecs are null, deflate, snappy (each block with its
// CRC-32 behind it) and zstandard. Columns that may be NULL are unions with null in front and null
// for default, so that a reader whose schema is newer or older finds its way; a new name can bring
// its old ones as aliases. Equal rows give equal files: the marker between blocks is derived from
// the schema, unless a random one is asked for.
//
// Sources: the Avro specification, 1.12 (object container files, logical types, names, aliases);
// `sqlType` for JSON is what BigQuery writes and reads.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/document/options.h"
#include "core/export/codec/codec.h"
#include "core/export/format/field.h"
#include "core/export/format/table_reader.h"
#include "core/export/format/table_writer.h"
#include "core/export/format/typed_value.h"
#include "core/storage/storage.h"

namespace tamis::exports {

struct AvroOptions {
  std::string name_space = {};
  std::string record_name = "Row";
  std::string doc = {};
  // Of a column: names that it had in earlier schemas.
  std::map<std::string, std::vector<std::string>> aliases = {};
  // The marker between blocks is random and not derived from the schema.
  bool random_sync = false;
  // Of a block before compression, beyond which it ends.
  std::size_t block_bytes = std::size_t{256} << 10U;
};

// A block that is larger is neither written nor read.
inline constexpr std::size_t kLargestAvroBlock = std::size_t{256} << 20U;

// The options of Avro among those of an export; `asked` is whether the format is Avro. Throws
// invalid_option.
AvroOptions read_avro_options(document::Options& options, bool asked);

// Throws invalid_option for a compression that Avro has not.
void require_avro_compression(Compression compression);

// Throws invalid_option for a compression that Avro has not, and aliases of no column;
// duplicate_column for columns whose names are the same in Avro's alphabet.
std::unique_ptr<TableWriter> make_avro_writer(std::span<const Field> fields,
                                              const AvroOptions& options, Compression compression,
                                              int level, const TypedPolicy& policy);

// Rows of a file whose schema is that of `fields`. Throws corrupt_data, also for another schema.
// The file outlives the reader.
std::unique_ptr<TableReader> make_avro_reader(std::span<const Field> fields, storage::Reader& file);

}  // namespace tamis::exports
