// Tables of all types, with their extremes, written in many ways and read back by the other half:
// what comes out is what went in, and every page, statistic and index says the truth about it.
#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <limits>
#include <random>

#include "core/error/error.h"
#include "core/export/output/output.h"
#include "core/export/parquet/parquet.h"
#include "core/export/parquet/reader/parquet_reader.h"

namespace tamis::exports {
namespace {

using engine::Value;

class Memory final : public storage::Writer {
 public:
  explicit Memory(std::string& bytes) : bytes_(bytes) {}
  void write(std::string_view bytes) override { bytes_ += bytes; }
  void close() override {}

 private:
  std::string& bytes_;
};

class MemoryReader final : public storage::Reader {
 public:
  explicit MemoryReader(const std::string& bytes) : bytes_(bytes) {}
  std::size_t read(std::span<char>) override { return 0; }
  std::size_t read_at(std::uint64_t offset, std::span<char> buffer) override {
    if (offset >= bytes_.size()) return 0;
    return bytes_.copy(buffer.data(), buffer.size(), offset);
  }
  std::uint64_t size() const noexcept override { return bytes_.size(); }

 private:
  const std::string& bytes_;
};

Field field(const char* name, FieldKind kind, int precision = 0, int scale = 0) {
  Field f;
  f.column.name = name;
  f.kind = kind;
  f.precision = precision;
  f.scale = scale;
  return f;
}

Field list_of(const char* name, FieldKind element) {
  Field f = field(name, FieldKind::list);
  f.element = element;
  return f;
}

std::string shown(const Value& value) {
  std::array<char, engine::kNumberText> scratch;
  if (value.is_null()) return "NULL";
  return std::string(engine::to_text(value, scratch));
}

// A table, and what its values must read as.
struct Table {
  std::vector<Field> fields;
  std::vector<Value> values;
  std::vector<std::string> expected;
  std::deque<std::string> texts;

  std::size_t rows() const { return values.size() / fields.size(); }
  void add(Value value, std::string reads) {
    values.push_back(value);
    expected.push_back(std::move(reads));
  }
  void same(Value value) { add(value, shown(value)); }
  std::string_view keep(std::string text) { return texts.emplace_back(std::move(text)); }
  void text(std::string text) { same(Value::text(keep(std::move(text)))); }
};

struct Written {
  Compression compression = Compression::snappy;
  std::string options = "{}";
};

std::string write(const Table& table, const Written& how, const TypedPolicy& policy = {}) {
  document::Options options = document::Options::from_text(how.options, "tamis_export");
  const ParquetOptions parquet = read_parquet_options(options, true);
  options.finish();
  std::string bytes;
  const auto writer = make_parquet_writer(table.fields, parquet, how.compression,
                                          levels_of(how.compression).usual, policy);
  Output out(std::make_unique<Memory>(bytes), Compression::none, 0);
  writer->begin(out);
  for (std::size_t r = 0; r < table.rows(); ++r) {
    writer->row(std::span(table.values).subspan(r * table.fields.size(), table.fields.size()),
                static_cast<std::int64_t>(r) + 1);
  }
  writer->finish();
  out.close();
  return bytes;
}

void expect_reads_back(const Table& table, const Written& how, const TypedPolicy& policy = {}) {
  SCOPED_TRACE(std::string(name_of(how.compression)) + " " + how.options);
  const std::string bytes = write(table, how, policy);
  // Equal input gives equal bytes.
  EXPECT_TRUE(bytes == write(table, how, policy));
  MemoryReader file(bytes);
  const ParquetReport report = verify_parquet(file, table.fields, ParquetDepth::values, [] {});
  EXPECT_EQ(report.fault, "");
  EXPECT_EQ(report.schema_fault, "");
  EXPECT_EQ(report.rows, static_cast<std::int64_t>(table.rows()));
  const auto reader = make_parquet_reader(file, table.fields);
  std::size_t at = 0;
  while (reader->next()) {
    for (const Value& value : reader->row()) {
      ASSERT_LT(at, table.expected.size());
      ASSERT_EQ(shown(value), table.expected[at])
          << "row " << at / table.fields.size() + 1 << ", column "
          << table.fields[at % table.fields.size()].name();
      ++at;
    }
  }
  EXPECT_EQ(at, table.expected.size());
}

std::vector<Written> ways() {
  std::vector<Written> out;
  for (const Compression compression : {Compression::none, Compression::snappy, Compression::gzip,
                                        Compression::zstd, Compression::brotli}) {
    for (const char* compat : {"max", "modern"}) {
      out.push_back({compression, R"({"compat": ")" + std::string(compat) + "\"}"});
    }
  }
  for (const char* compat : {"max", "modern"}) {
    out.push_back(
        {Compression::snappy,
         R"({"row_group_rows": 97, "page_size": 4096, "schema_version": "3", "compat": ")" +
             std::string(compat) + "\"}"});
    out.push_back({Compression::zstd,
                   R"({"dictionary": false, "page_index": false, "row_group_size": "64KiB", )"
                   R"("key_value_metadata": {"a": "b"}, "compat": ")" +
                       std::string(compat) + "\"}"});
  }
  for (const char* encoding :
       {"PLAIN", "PLAIN_DICTIONARY", "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY",
        "DELTA_BYTE_ARRAY", "BYTE_STREAM_SPLIT"}) {
    out.push_back({Compression::snappy,
                   R"({"page_size": 8192, "column_encoding": ")" + std::string(encoding) + "\"}"});
  }
  return out;
}

// One row of each extreme, among NULLs and ordinary values.
Table extremes(std::size_t rows) {
  Table table;
  Field required = field("id", FieldKind::int64);
  required.nullable = false;
  Field nanos = field("nanos", FieldKind::timestamp);
  nanos.unit = TimeUnit::nanos;
  table.fields = {required,
                  field("flag", FieldKind::boolean),
                  field("small", FieldKind::int16),
                  field("middle", FieldKind::int32),
                  field("large", FieldKind::int64),
                  field("single", FieldKind::float32),
                  field("double", FieldKind::float64),
                  field("d9", FieldKind::decimal, 9, 2),
                  field("d18", FieldKind::decimal, 18, 0),
                  field("d38", FieldKind::decimal, 38, 10),
                  field("a \"name\" \xC3\xA9", FieldKind::text),
                  field("json", FieldKind::json),
                  field("uuid", FieldKind::uuid),
                  field("bytes", FieldKind::bytes),
                  field("day", FieldKind::date),
                  field("clock", FieldKind::time),
                  field("local", FieldKind::timestamp),
                  field("instant", FieldKind::timestamptz),
                  nanos,
                  field("nothing", FieldKind::text)};
  using Limit32 = std::numeric_limits<std::int32_t>;
  using Limit64 = std::numeric_limits<std::int64_t>;
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  const std::array<double, 8> doubles = {0.0, -0.0, kNan, HUGE_VAL, -HUGE_VAL, 5e-324, -1.5, 1e308};
  const std::string long_text(3000, 'x');
  std::mt19937_64 random(rows);
  for (std::size_t r = 0; r < rows; ++r) {
    const std::size_t k = r % 8;
    const bool null = k == 7;
    const auto put = [&](Value value, std::string reads) {
      table.add(null ? Value() : value, null ? "NULL" : std::move(reads));
    };
    const auto same = [&](Value value) { put(value, shown(value)); };
    const auto text = [&](std::string s) { same(Value::text(table.keep(std::move(s)))); };
    table.same(Value::integer(static_cast<std::int64_t>(r) - 5));
    same(Value::boolean(random() % 2 == 0));
    same(Value::integer(k == 0 ? -32768 : k == 1 ? 32767 : static_cast<int>(random() % 100)));
    same(Value::integer(k == 0   ? Limit32::min()
                        : k == 1 ? Limit32::max()
                                 : static_cast<std::int32_t>(random())));
    same(Value::integer(k == 0   ? Limit64::min()
                        : k == 1 ? Limit64::max()
                                 : static_cast<std::int64_t>(random())));
    same(Value::real(k == 7                                         ? 0
                     : k == 6                                       ? 0.5
                     : std::isfinite(doubles[k]) && doubles[k] != 0 ? 0.25
                                                                    : doubles[k]));
    same(Value::real(doubles[k]));
    const auto decimal = [&](std::string digits) {
      same(Value::decimal(table.keep(std::move(digits))));
    };
    decimal(k == 0   ? "-9999999.99"
            : k == 1 ? "9999999.99"
                     : std::to_string(random() % 1000) + ".25");
    decimal(k == 0 ? "-999999999999999999" : std::to_string(random() % 1'000'000'000));
    decimal(k == 0   ? "-9999999999999999999999999999.9999999999"
            : k == 1 ? "9999999999999999999999999999.9999999999"
            : k == 2 ? "-0.0000000001"
                     : std::to_string(random()) + ".5000000000");
    text(k == 0   ? ""
         : k == 1 ? long_text + std::to_string(r)
                  : "na\xC3\xAFve " + std::to_string(k));
    text(R"({"k": )" + std::to_string(k) + "}");
    text(k == 0 ? "ffffffff-ffff-ffff-ffff-ffffffffffff"
                : "00000000-0000-0000-0000-00000000000" + std::to_string(k));
    same(Value::blob(table.keep(k == 0 ? std::string() : std::string("\0\xff\x80", k))));
    text(k == 0 ? "0001-01-01" : k == 1 ? "9999-12-31" : "2024-02-29");
    text(k == 0 ? "00:00:00" : k == 1 ? "23:59:59.999999" : "12:30:00");
    text(k == 0   ? "0001-01-01 00:00:00"
         : k == 1 ? "9999-12-31 23:59:59.999999"
                  : "1969-12-31 23:59:59.5");
    text(k == 0 ? "0001-01-01 00:00:00+00:00" : "2024-02-29 12:00:00.25+00:00");
    text(k == 0   ? "1678-01-01 00:00:00.000000001"
         : k == 1 ? "2262-01-01 00:00:00"
                  : "1970-01-01 00:00:00.000001");
    table.add(Value(), "NULL");
  }
  return table;
}

TEST(ParquetWriter, ExtremesReadBackInEveryWay) {
  const Table table = extremes(500);
  for (const Written& how : ways()) expect_reads_back(table, how);
}

TEST(ParquetWriter, EmptyTablesAndSingleRows) {
  for (const std::size_t rows : {0U, 1U, 8U}) {
    const Table table = extremes(rows);
    expect_reads_back(table, {});
    expect_reads_back(table, {Compression::zstd, R"({"compat": "modern"})"});
  }
}

TEST(ParquetWriter, ListsOfBothEngines) {
  Table table;
  table.fields = {list_of("numbers", FieldKind::int64), list_of("texts", FieldKind::text),
                  list_of("days", FieldKind::date)};
  table.fields[2].nullable = false;
  for (int r = 0; r < 3000; ++r) {
    if (r % 5 == 0) {
      table.add(Value(), "NULL");
      table.add(Value::text("{}"), "[]");
    } else {
      table.add(Value::text(r % 2 == 0 ? "[0:2]={1,NULL,-3}" : "[1, null, -3]"), "[1,null,-3]");
      table.add(Value::text(R"({"a,b",NULL,"NULL",""})"), R"(["a,b",null,"NULL",""])");
    }
    table.add(Value::text("{2024-02-29}"), R"(["2024-02-29"])");
  }
  for (const Written& how : ways()) expect_reads_back(table, how);
}

TEST(ParquetWriter, DictionariesGrowAndAreGivenUp) {
  Table table;
  table.fields = {field("many", FieldKind::text), field("few", FieldKind::int64),
                  field("late", FieldKind::text), field("growing", FieldKind::int64)};
  for (int r = 0; r < 70'000; ++r) {
    table.text("distinct value number " + std::to_string(r));
    table.same(Value::integer(r % 3));
    table.text(r < 20'000 ? "always the same" : "since then another " + std::to_string(r));
    table.same(Value::integer(r < 40'000 ? r % 100 : r));
  }
  const std::string bloom = R"("bloom_filters": ["many", "few", "late"], "page_size": "64KiB")";
  expect_reads_back(table, {Compression::snappy, "{" + bloom + "}"});
  expect_reads_back(table, {Compression::zstd, "{" + bloom + R"(, "compat": "modern"})"});
  expect_reads_back(table,
                    {Compression::none, "{" + bloom + R"(, "column_encoding": "RLE_DICTIONARY"})"});
}

TEST(ParquetWriter, NativeTimesAreTakenAsTheyAre) {
  Table table;
  table.fields = {field("day", FieldKind::date), field("clock", FieldKind::time),
                  field("at", FieldKind::timestamptz)};
  table.fields[0].column.type = engine::ColumnType::date;
  table.fields[1].column.type = engine::ColumnType::time;
  table.fields[2].column.type = engine::ColumnType::timestamptz;
  for (Field& f : table.fields) f.counted = true;
  table.add(Value::integer(-1), "1969-12-31");
  table.add(Value::integer(1), "00:00:00.000001");
  table.add(Value::integer(-1), "1969-12-31 23:59:59.999999+00:00");
  table.add(Value::integer(INT64_MAX), "NULL");
  table.add(Value::integer(86'400'000'000), "NULL");
  table.add(Value::integer(INT64_MIN), "NULL");
  expect_reads_back(table, {}, {.dates = Special::null});
}

std::string error_of(const auto& call) {
  try {
    call();
  } catch (const Error& e) {
    return e.message();
  }
  return "none";
}

TEST(ParquetWriter, WhatDoesNotFitNamesItsPlace) {
  Table table;
  table.fields = {field("n", FieldKind::int32)};
  table.same(Value::integer(1));
  table.same(Value::text("n/a"));
  EXPECT_EQ(error_of([&] { write(table, {}); }),
            "row 2, column \"n\": a text that is not a whole number of 32 bits");
  table.fields[0].nullable = false;
  table.values[1] = Value();
  EXPECT_EQ(error_of([&] { write(table, {}); }),
            "row 2, column \"n\": a NULL in a column that is declared not to have any");
}

TEST(ParquetOptions, MistakesAreNamed) {
  Table table;
  table.fields = {field("n", FieldKind::int32), field("b", FieldKind::boolean)};
  for (const char* bad :
       {R"({"compat": "v2"})", R"({"row_group_size": "12 apples"})", R"({"row_group_size": 1})",
        R"({"page_size": "1TB"})", R"({"column_encoding": "DELTA"})",
        R"({"column_encoding": {"n": "DELTA_BYTE_ARRAY"}})",
        R"({"column_encoding": {"x": "PLAIN"}})", R"({"bloom_filters": ["x"]})",
        R"({"bloom_filters": ["b"]})", R"({"bloom_fpp": 0.1})", R"({"row_group_rows": 0})",
        R"({"key_value_metadata": {"a": 1}})", R"({"key_value_metadata": {"tamis.x": "1"}})",
        R"({"bloom_filters": ["n"], "bloom_fpp": 2})", R"({"dictionary": 1})"}) {
    EXPECT_NE(error_of([&] { write(table, {Compression::none, bad}); }), "none") << bad;
  }
  document::Options options =
      document::Options::from_text(R"({"row_group_size": "1.5 MiB", "page_size": "64 kB"})", "f");
  const ParquetOptions sizes = read_parquet_options(options, true);
  EXPECT_EQ(sizes.row_group_size, 1'572'864);
  EXPECT_EQ(sizes.page_size, 64'000);
}

}  // namespace
}  // namespace tamis::exports
