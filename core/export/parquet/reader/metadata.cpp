#include "core/export/parquet/reader/metadata.h"

#include <string>

#include "core/error/error.h"
#include "core/export/parquet/reader/thrift_reader.h"

namespace tamis::exports::parquet {
namespace {

using compact::Type::structure;
using Wire = compact::Type;

// A number of an enumeration whose last member is `last`.
template <typename Enum>
Enum enumerator(ThriftReader& in, Wire type, Enum last, std::string_view why) {
  const std::int64_t n = in.integer(type);
  if (n < 0 || n > static_cast<std::int64_t>(last)) in.fail(why);
  return static_cast<Enum>(n);
}

Encoding encoding(ThriftReader& in, Wire type) {
  return enumerator(in, type, Encoding::BYTE_STREAM_SPLIT, "names an encoding that is not known");
}

int small(ThriftReader& in, Wire type) { return static_cast<int>(in.count(type)); }

void read_time(ThriftReader& in, Wire type, SchemaElement& out) {
  in.structure(type, [&](int id, Wire field) {
    if (id == 1) return out.utc = in.boolean(field), true;
    if (id != 2) return false;
    in.structure(field, [&](int unit, Wire) {
      if (unit < 1 || unit > 3) in.fail("names a unit of time that is not known");
      out.unit = static_cast<Unit>(unit);
      return false;
    });
    return true;
  });
}

void read_integer(ThriftReader& in, Wire type, SchemaElement& out) {
  in.structure(type, [&](int id, Wire field) {
    if (id == 1) return out.bits = static_cast<int>(in.integer(field)), true;
    if (id == 2) return out.is_signed = in.boolean(field), true;
    return false;
  });
}

void read_decimal(ThriftReader& in, Wire type, SchemaElement& out) {
  in.structure(type, [&](int id, Wire field) {
    if (id == 1) return out.scale = small(in, field), true;
    if (id == 2) return out.precision = small(in, field), true;
    return false;
  });
}

void read_logical_type(ThriftReader& in, Wire type, SchemaElement& out) {
  in.structure(type, [&](int id, Wire field) {
    if (id < 1 || id > static_cast<int>(LogicalType::GEOGRAPHY)) return false;
    out.logical = static_cast<LogicalType>(id);
    switch (out.logical) {
      case LogicalType::DECIMAL: return read_decimal(in, field, out), true;
      case LogicalType::TIME:
      case LogicalType::TIMESTAMP: return read_time(in, field, out), true;
      case LogicalType::INTEGER: return read_integer(in, field, out), true;
      default: return false;
    }
  });
}

SchemaElement read_schema_element(ThriftReader& in, Wire type) {
  SchemaElement out;
  in.structure(type, [&](int id, Wire field) {
    switch (id) {
      case 1:
        out.type = enumerator(in, field, Type::FIXED_LEN_BYTE_ARRAY,
                              "names a physical type that is not known");
        return true;
      case 2: out.type_length = small(in, field); return true;
      case 3:
        out.repetition =
            enumerator(in, field, Repetition::REPEATED, "names a repetition that is not known");
        return true;
      case 4: out.name = in.binary(field); return true;
      case 5: out.children = small(in, field); return true;
      case 6:
        out.converted = enumerator(in, field, ConvertedType::INTERVAL,
                                   "names a converted type that is not known");
        return true;
      case 7: out.scale = small(in, field); return true;
      case 8: out.precision = small(in, field); return true;
      case 10: read_logical_type(in, field, out); return true;
      default: return false;
    }
  });
  return out;
}

ChunkStatistics read_statistics(ThriftReader& in, Wire type) {
  ChunkStatistics out;
  in.structure(type, [&](int id, Wire field) {
    switch (id) {
      case 1: out.old_max = in.binary(field); return true;
      case 2: out.old_min = in.binary(field); return true;
      case 3: out.nulls = in.integer(field); return true;
      case 5: out.max = in.binary(field); return true;
      case 6: out.min = in.binary(field); return true;
      case 7: out.max_exact = in.boolean(field); return true;
      case 8: out.min_exact = in.boolean(field); return true;
      default: return false;
    }
  });
  return out;
}

std::vector<std::int64_t> read_integers(ThriftReader& in, Wire type) {
  std::vector<std::int64_t> out;
  in.list(type, [&](Wire element) { out.push_back(in.integer(element)); });
  return out;
}

std::vector<std::string_view> read_binaries(ThriftReader& in, Wire type) {
  std::vector<std::string_view> out;
  in.list(type, [&](Wire element) { out.push_back(in.binary(element)); });
  return out;
}

SizeStatistics read_sizes(ThriftReader& in, Wire type) {
  SizeStatistics out;
  in.structure(type, [&](int id, Wire field) {
    switch (id) {
      case 1: out.byte_array_bytes = in.integer(field); return true;
      case 2: out.repetition_levels = read_integers(in, field); return true;
      case 3: out.definition_levels = read_integers(in, field); return true;
      default: return false;
    }
  });
  return out;
}

bool read_chunk_metadata(ThriftReader& in, int id, Wire field, ColumnChunk& out) {
  switch (id) {
    case 1:
      out.type = enumerator(in, field, Type::FIXED_LEN_BYTE_ARRAY,
                            "names a physical type that is not known");
      return true;
    case 2:
      out.encodings.clear();
      in.list(field, [&](Wire element) { out.encodings.push_back(encoding(in, element)); });
      return true;
    case 3: out.path = read_binaries(in, field); return true;
    case 4:
      out.codec = enumerator(in, field, Codec::LZ4_RAW, "names a codec that is not known");
      return true;
    case 5: out.values = in.integer(field); return true;
    case 6: out.uncompressed_bytes = in.integer(field); return true;
    case 7: out.compressed_bytes = in.integer(field); return true;
    case 9: out.data_offset = in.integer(field); return true;
    case 11: out.dictionary_offset = in.integer(field); return true;
    case 12: out.statistics = read_statistics(in, field); return true;
    case 14: out.bloom_offset = in.integer(field); return true;
    case 15: out.bloom_bytes = in.integer(field); return true;
    case 16: out.sizes = read_sizes(in, field); return true;
    default: return false;
  }
}

ColumnChunk read_chunk(ThriftReader& in, Wire type) {
  ColumnChunk out;
  bool described = false;
  in.structure(type, [&](int id, Wire field) {
    switch (id) {
      case 1: out.elsewhere = !in.binary(field).empty(); return true;
      case 3:
        described = true;
        in.structure(
            field, [&](int inner, Wire wire) { return read_chunk_metadata(in, inner, wire, out); });
        return true;
      case 4: out.offset_index_at = in.integer(field); return true;
      case 5: out.offset_index_bytes = in.integer(field); return true;
      case 6: out.column_index_at = in.integer(field); return true;
      case 7: out.column_index_bytes = in.integer(field); return true;
      case 8:
      case 9: out.encrypted = true; return false;
      default: return false;
    }
  });
  if (!described && !out.encrypted) in.fail("has a column chunk without a description");
  return out;
}

SortingColumn read_sorting(ThriftReader& in, Wire type) {
  SortingColumn out;
  in.structure(type, [&](int id, Wire field) {
    if (id == 1) return out.column = in.count(field), true;
    if (id == 2) return out.descending = in.boolean(field), true;
    if (id == 3) return out.nulls_first = in.boolean(field), true;
    return false;
  });
  return out;
}

void read_data_page(ThriftReader& in, Wire type, PageHeader& out) {
  in.structure(type, [&](int id, Wire field) {
    switch (id) {
      case 1: out.values = in.count(field); return true;
      case 2: out.encoding = encoding(in, field); return true;
      case 3: out.definition_encoding = encoding(in, field); return true;
      case 4: out.repetition_encoding = encoding(in, field); return true;
      case 5: out.statistics = read_statistics(in, field); return true;
      default: return false;
    }
  });
}

void read_data_page_v2(ThriftReader& in, Wire type, PageHeader& out) {
  in.structure(type, [&](int id, Wire field) {
    switch (id) {
      case 1: out.values = in.count(field); return true;
      case 2: out.nulls = in.count(field); return true;
      case 3: out.rows = in.count(field); return true;
      case 4: out.encoding = encoding(in, field); return true;
      case 5: out.definition_bytes = in.count(field); return true;
      case 6: out.repetition_bytes = in.count(field); return true;
      case 7: out.compressed = in.boolean(field); return true;
      case 8: out.statistics = read_statistics(in, field); return true;
      default: return false;
    }
  });
}

void read_dictionary_page(ThriftReader& in, Wire type, PageHeader& out) {
  in.structure(type, [&](int id, Wire field) {
    if (id == 1) return out.values = in.count(field), true;
    if (id == 2) return out.encoding = encoding(in, field), true;
    return false;
  });
}

PageLocation read_location(ThriftReader& in, Wire type) {
  PageLocation out;
  in.structure(type, [&](int id, Wire field) {
    if (id == 1) return out.offset = in.integer(field), true;
    if (id == 2) return out.bytes = in.count(field), true;
    if (id == 3) return out.first_row = in.integer(field), true;
    return false;
  });
  return out;
}

}  // namespace

std::int64_t ColumnChunk::begin() const noexcept {
  // Some writers give 0 for a dictionary that is not there.
  if (dictionary_offset && *dictionary_offset > 0 && *dictionary_offset < data_offset) {
    return *dictionary_offset;
  }
  return data_offset;
}

FileMetadata parse_footer(std::string_view bytes) {
  ThriftReader in(bytes, "the footer");
  FileMetadata out;
  in.structure([&](int id, Wire field) {
    switch (id) {
      case 2:
        out.schema.clear();
        in.list(field,
                [&](Wire element) { out.schema.push_back(read_schema_element(in, element)); });
        return true;
      case 3: out.rows = in.integer(field); return true;
      case 4:
        out.row_groups.clear();
        in.list(field, [&](Wire element) {
          if (element != structure) in.fail("has a row group of another type");
          const std::size_t from = in.position();
          in.skip(element);
          out.row_groups.push_back(bytes.substr(from, in.position() - from));
        });
        return true;
      case 7:
        out.column_orders = 0;
        in.list(field, [&](Wire element) {
          in.skip(element);
          ++out.column_orders;
        });
        return true;
      case 8: out.encrypted = true; return false;
      default: return false;
    }
  });
  return out;
}

RowGroup parse_row_group(std::string_view bytes) {
  ThriftReader in(bytes, "a row group of the footer");
  RowGroup out;
  in.structure([&](int id, Wire field) {
    switch (id) {
      case 1:
        out.columns.clear();
        in.list(field, [&](Wire element) { out.columns.push_back(read_chunk(in, element)); });
        return true;
      case 2: out.uncompressed_bytes = in.integer(field); return true;
      case 3: out.rows = in.integer(field); return true;
      case 4:
        out.sorting.clear();
        in.list(field, [&](Wire element) { out.sorting.push_back(read_sorting(in, element)); });
        return true;
      default: return false;
    }
  });
  return out;
}

PageHeader parse_page_header(std::string_view bytes, std::size_t& header_size) {
  ThriftReader in(bytes, "a page header");
  PageHeader out;
  bool described = false;
  in.structure([&](int id, Wire field) {
    switch (id) {
      case 1:
        out.type =
            enumerator(in, field, PageType::DATA_PAGE_V2, "names a page type that is not known");
        return true;
      case 2: out.uncompressed_size = in.count(field); return true;
      case 3: out.compressed_size = in.count(field); return true;
      case 4: out.crc = static_cast<std::uint32_t>(in.integer(field)); return true;
      case 5: read_data_page(in, field, out); break;
      case 7: read_dictionary_page(in, field, out); break;
      case 8: read_data_page_v2(in, field, out); break;
      default: return false;
    }
    described = true;
    return true;
  });
  if (!described && out.type != PageType::INDEX_PAGE) in.fail("does not say what the page holds");
  header_size = in.position();
  return out;
}

ColumnIndex parse_column_index(std::string_view bytes) {
  ThriftReader in(bytes, "a column index");
  ColumnIndex out;
  in.structure([&](int id, Wire field) {
    switch (id) {
      case 1:
        out.null_pages.clear();
        in.list(field, [&](Wire) { out.null_pages.push_back(in.flag()); });
        return true;
      case 2: out.min = read_binaries(in, field); return true;
      case 3: out.max = read_binaries(in, field); return true;
      case 4:
        out.order =
            enumerator(in, field, BoundaryOrder::DESCENDING, "names an order that is not known");
        return true;
      case 5: out.nulls = read_integers(in, field); return true;
      default: return false;
    }
  });
  return out;
}

OffsetIndex parse_offset_index(std::string_view bytes) {
  ThriftReader in(bytes, "an offset index");
  OffsetIndex out;
  in.structure([&](int id, Wire field) {
    switch (id) {
      case 1:
        out.pages.clear();
        in.list(field, [&](Wire element) { out.pages.push_back(read_location(in, element)); });
        return true;
      case 2: out.byte_array_bytes = read_integers(in, field); return true;
      default: return false;
    }
  });
  return out;
}

BloomHeader parse_bloom_header(std::string_view bytes, std::size_t& header_size) {
  ThriftReader in(bytes, "a Bloom filter");
  BloomHeader out;
  int known = 0;
  // Algorithm, hash and compression are unions; their first members are the only ones there are.
  const auto first_member = [&](Wire field) {
    in.structure(field, [&](int id, Wire) {
      known += id == 1 ? 1 : 0;
      return false;
    });
  };
  in.structure([&](int id, Wire field) {
    if (id == 1) return out.bytes = in.count(field), true;
    if (id < 2 || id > 4) return false;
    first_member(field);
    return true;
  });
  out.known = known == 3;
  header_size = in.position();
  return out;
}

}  // namespace tamis::exports::parquet
