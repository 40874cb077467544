// Parquet files of other writers, as they are and broken: tests/fuzz/corpus/parquet_reader/ has
// them. What they hold was compared with DuckDB's reading of them.
#include "core/export/parquet/reader/parquet_reader.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/export/parquet/reader/delta_decoder.h"
#include "core/export/parquet/reader/hybrid_decoder.h"
#include "core/export/parquet/reader/thrift_reader.h"
#include "core/export/parquet/reader/value_maker.h"

namespace tamis::exports {
namespace {

using engine::Value;

class Bytes final : public storage::Reader {
 public:
  explicit Bytes(std::string bytes) : bytes_(std::move(bytes)) {}
  std::size_t read(std::span<char>) override { return 0; }
  std::size_t read_at(std::uint64_t offset, std::span<char> buffer) override {
    if (offset >= bytes_.size()) return 0;
    return bytes_.copy(buffer.data(), buffer.size(), offset);
  }
  std::uint64_t size() const noexcept override { return bytes_.size(); }

 private:
  std::string bytes_;
};

std::string corpus(const std::string& name) {
  const std::string path =
      TAMIS_SOURCE_DIR "/tests/fuzz/corpus/parquet_reader/" + name + ".parquet";
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string shown(const Value& value) {
  std::array<char, engine::kNumberText> scratch;
  if (value.is_null()) return "NULL";
  if (value.kind() != engine::Kind::blob) return std::string(engine::to_text(value, scratch));
  std::string hex = "x";
  for (const char c : value.bytes()) {
    std::array<char, 3> two{};
    std::snprintf(two.data(), two.size(), "%02x", static_cast<unsigned char>(c));
    hex += two.data();
  }
  return hex;
}

// Rows as lines, fields separated by |, or the error that ends them.
std::vector<std::string> rows_of(const std::string& bytes, std::span<const Field> fields = {}) {
  std::vector<std::string> rows;
  Bytes file(bytes);
  try {
    const auto reader = make_parquet_reader(file, fields);
    while (reader->next()) {
      std::string& row = rows.emplace_back();
      for (const Value& value : reader->row()) row += (row.empty() ? "" : "|") + shown(value);
    }
  } catch (const Error& e) {
    rows.push_back("error: " + e.message());
  }
  return rows;
}

ParquetReport verified(const std::string& bytes, std::span<const Field> fields = {},
                       ParquetDepth depth = ParquetDepth::values) {
  Bytes file(bytes);
  return verify_parquet(file, fields, depth, [] {});
}

constexpr std::array<const char*, 6> kFiles = {"encodings",       "v1_gzip",   "v1_snappy",
                                               "v1_uncompressed", "v2_brotli", "v2_zstd"};

TEST(ParquetReader, ReadsEveryCodecAndPageVersion) {
  const std::string row =
      "2|text 0|-0.01|-2000.006|-2000.0060000000|0001-01-03|1969-12-31 23:59:59.123456|"
      "2024-01-01 00:02:00+00:00|00:00:02.5|[\"a\\\"b\",null,\"c2\"]|[\"2024-01-03\"]|NULL|x00ff|"
      "{\"a\":2}|1970-01-01 00:00:02.000000014|50|18446744073709551613|0.6666667";
  for (const char* name : {"v1_gzip", "v1_snappy", "v1_uncompressed", "v2_brotli", "v2_zstd"}) {
    const auto rows = rows_of(corpus(name));
    ASSERT_EQ(rows.size(), 10U) << name << rows.back();
    EXPECT_EQ(rows[2], row) << name;
    EXPECT_NE(rows[3].find("|NULL|[\"2024-01-04\"]|"), std::string::npos) << rows[3];
    EXPECT_NE(rows[4].find("|[]|[\"2024-01-05\"]|"), std::string::npos) << rows[4];
  }
}

TEST(ParquetReader, ReadsEveryEncoding) {
  const auto rows = rows_of(corpus("encodings"));
  ASSERT_EQ(rows.size(), 12U) << rows.back();
  EXPECT_EQ(rows[3],
            "23257|23257|23257|-3703703670369|NaN|NaN|pä/0/x3|pä/0/x3|pä/0/x3|pä/0/x3|true|true|"
            "00112233-4455-6677-8899-000000000003");
  EXPECT_EQ(rows[5],
            "39095|39095|39095|-6172839450615|-0.0|-0.0|pä/1/x5|pä/1/x5|pä/1/x5|pä/1/x5|false|"
            "false|00112233-4455-6677-8899-000000000005");
  EXPECT_EQ(rows[9].substr(0, 19), "NULL|NULL|NULL|-111");
}

TEST(ParquetReader, FindsNothingWrongWithGoodFiles) {
  for (const char* name : kFiles) {
    for (const ParquetDepth depth : {ParquetDepth::pages, ParquetDepth::values}) {
      const ParquetReport report = verified(corpus(name), {}, depth);
      EXPECT_EQ(report.fault, "") << name;
      EXPECT_EQ(report.rows, name == kFiles[0] ? 12 : 10);
    }
  }
}

TEST(ParquetReader, HoldsColumnsAgainstThoseExpected) {
  const std::string bytes = corpus("v1_gzip");
  Bytes file(bytes);
  std::vector<Field> fields = parquet_fields(file);
  EXPECT_EQ(verified(bytes, fields).schema_fault, "");
  fields[0].kind = FieldKind::int64;
  EXPECT_EQ(verified(bytes, fields).schema_fault, "column \"id\" is int32, int64 expected");
  fields[0].kind = FieldKind::int32;
  fields[2].scale = 3;
  EXPECT_EQ(rows_of(bytes, fields)[0],
            "error: column \"d9\" is decimal(9,2), decimal(9,3) expected");
  fields[2].scale = 2;
  fields[1].column.name = "kitten";
  EXPECT_EQ(verified(bytes, fields).schema_fault, "column 2 is \"cat\", \"kitten\" expected");
  fields.pop_back();
  EXPECT_EQ(verified(bytes, fields).schema_fault, "18 columns, 17 expected");
}

// Every place where `from` stands, replaced in turn; whether one of the files is found at fault
// with a message that has `why` in it.
bool is_found_out(const std::string& bytes, std::string_view from, std::string_view to,
                  std::string_view why) {
  for (std::size_t at = bytes.find(from); at != std::string::npos; at = bytes.find(from, at + 1)) {
    std::string changed = bytes;
    changed.replace(at, from.size(), to);
    if (verified(changed).fault.find(why) != std::string::npos) return true;
  }
  return false;
}

template <typename T>
std::string plain(T value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

TEST(ParquetReader, FindsWrongStatistics) {
  const std::string bytes = corpus("encodings");
  const auto least = plain<std::int32_t>(-500);
  EXPECT_TRUE(is_found_out(bytes, least, plain<std::int32_t>(-499),
                           "a value is less than the minimum of the statistics"));
  EXPECT_TRUE(is_found_out(bytes, least, plain<std::int32_t>(-499),
                           "in the column index, a value is less than the minimum"));
  EXPECT_TRUE(is_found_out(corpus("v2_zstd"), plain<std::int32_t>(9), plain<std::int32_t>(10),
                           "no value is the maximum that the statistics call exact"));
  const auto greatest = plain<std::int32_t>(11 * 7919 - 500);
  EXPECT_TRUE(is_found_out(bytes, greatest, plain<std::int32_t>(11 * 7919 - 501),
                           "a value is greater than the maximum of the statistics"));
}

TEST(ParquetReader, FindsWhatABloomFilterLacks) {
  const std::string bytes = corpus("encodings");
  bool found = false;
  for (std::size_t i = 4; i + 4 < bytes.size() && !found; ++i) {
    std::string changed = bytes;
    changed[i] = 0;
    found = verified(changed).fault.find("the Bloom filter lacks a value") != std::string::npos;
  }
  EXPECT_TRUE(found);
}

// Whatever byte is changed, reading ends with rows or an Error.
TEST(ParquetReader, SurvivesAnyChange) {
  for (const char* name : kFiles) {
    const std::string bytes = corpus(name);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
      if (!verified(changed).fault.empty()) continue;
      const auto rows = rows_of(changed);
      ASSERT_TRUE(rows.empty() || rows.back().find("error: ") != 0) << name << " " << i;
    }
  }
}

TEST(ParquetReader, RefusesWhatIsNoWholeFile) {
  const std::string bytes = corpus("v1_gzip");
  EXPECT_EQ(verified("").fault, "too short for a Parquet file");
  EXPECT_EQ(verified("id,name\n1,\"first\"\n").fault,
            "no Parquet file: it does not begin with PAR1");
  EXPECT_EQ(verified(bytes.substr(0, bytes.size() - 1)).fault,
            "no whole Parquet file: it does not end with PAR1");
  EXPECT_EQ(verified("PAR1\x01\x02\xFF\xFF\xFF\x7FPAR1").fault,
            "the footer is longer than the file");
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    EXPECT_NE(verified(bytes.substr(0, size)).fault, "") << size;
  }
}

TEST(ParquetReader, HoldsWithinItsMemory) {
  Bytes file(corpus("v2_zstd"));
  const ParquetReport report = verify_parquet(
      file, {}, ParquetDepth::values, [] {}, 16);
  EXPECT_NE(report.fault.find("pages are larger than a reader may hold"), std::string::npos)
      << report.fault;
}

namespace compact = parquet::compact;

template <typename F>
std::string message_of(const F& f) {
  try {
    f();
  } catch (const Error& e) {
    return e.message();
  }
  return {};
}

TEST(ThriftReader, IsBounded) {
  const auto skipped = [](const std::string& bytes) {
    return message_of([&] { parquet::ThriftReader(bytes, "it").skip(compact::Type::structure); });
  };
  EXPECT_EQ(skipped(std::string(1, '\0')), "");
  EXPECT_EQ(skipped(""), "it ends too early at its byte 0");
  EXPECT_EQ(skipped(std::string(100, '\x1c')), "it nests too deeply at its byte 32");
  EXPECT_EQ(skipped("\x19\xFC\xFF\xFF\xFF\x0F"), "it has a list longer than itself at its byte 6");
  EXPECT_EQ(skipped("\x18\x7F\x41"), "it ends within a value at its byte 2");
  EXPECT_EQ(skipped("\x1E"), "it has a field of unknown type at its byte 1");
  EXPECT_EQ(skipped("\x16\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F"),
            "it has a number of more than 64 bits at its byte 11");
}

// The examples of Encodings.md.
TEST(Decoders, ReadTheExamplesOfTheFormat) {
  std::vector<std::uint32_t> packed(8);
  parquet::HybridDecoder("\x03\x88\xC6\xFA", 3).read(packed);
  EXPECT_EQ(packed, (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7}));
  parquet::LevelDecoder::bit_packed("\x05\x39\x77", 7).read(packed);
  EXPECT_EQ(packed, (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7}));

  // 1 to 5: block 128, 4 miniblocks, 5 values, the first 1, least difference 1, all widths 0.
  const std::string steps("\x80\x01\x04\x05\x02\x02\x00\x00\x00\x00", 10);
  parquet::DeltaDecoder delta(steps, 32, 5);
  for (int i = 1; i <= 5; ++i) EXPECT_EQ(delta.next(), i);
  EXPECT_EQ(message_of([&] { delta.next(); }), "delta encoding: fewer values than the page has");
  EXPECT_NE(message_of([&] { parquet::DeltaDecoder(steps, 32, 4); }), "");

  // 7 5 3 1 2 3 4 5: least difference -2, first miniblock 2 bits wide: 0 0 0 3 3 3 3.
  const std::string down("\x80\x01\x04\x08\x0E\x03\x02\x00\x00\x00\xC0\x3F\x00\x00\x00\x00\x00\x00",
                         18);
  parquet::DeltaDecoder other(down, 32, 8);
  for (const int n : {7, 5, 3, 1, 2, 3, 4, 5}) EXPECT_EQ(other.next(), n);
}

TEST(Decoders, AreBounded) {
  std::vector<std::uint32_t> out(9);
  EXPECT_NE(message_of([&] { parquet::HybridDecoder("\x03\x88\xC6\xFA", 3).read(out); }), "");
  EXPECT_NE(message_of([&] { parquet::HybridDecoder("", 33); }), "");
  EXPECT_NE(message_of([&] { parquet::HybridDecoder("\x10\x07", 2).read(out); }), "");
  EXPECT_NE(message_of([&] { parquet::LevelDecoder::hybrid("\x10\x03", 2).read(out); }), "");
  EXPECT_NE(message_of([&] { parquet::DeltaDecoder("\x81\x01\x04\x05\x02", 64, 9); }), "");
  EXPECT_NE(message_of([&] { parquet::DeltaDecoder("\x80\x01\x03\x05\x02", 64, 9); }), "");
}

TEST(Decoders, ReadDecimalsOfAnyLength) {
  using parquet::decimal_from_bytes;
  EXPECT_TRUE(decimal_from_bytes("\x01") == 1);
  EXPECT_TRUE(decimal_from_bytes("\xFF") == -1);
  EXPECT_TRUE(decimal_from_bytes(std::string(20, '\xFF')) == -1);
  EXPECT_TRUE(decimal_from_bytes(std::string("\x00\x80", 2)) == 128);
  EXPECT_NE(message_of([] { decimal_from_bytes(""); }), "");
  EXPECT_NE(message_of([] { decimal_from_bytes("\x01" + std::string(16, '\0')); }), "");
  EXPECT_NE(message_of([] { decimal_from_bytes(std::string(1, '\0') + std::string(16, '\xFF')); }),
            "");
}

}  // namespace
}  // namespace tamis::exports
