// Data files: how values look, what codecs give back, what scanners find.
#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/export/codec/codec.h"
#include "core/export/csv/csv.h"
#include "core/export/format/cell.h"
#include "core/export/format/record_scanner.h"
#include "core/export/format/table_writer.h"
#include "core/export/jsonl/jsonl.h"
#include "core/export/output/checksum.h"

namespace tamis::exports {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Value;

std::string with_nul(std::string_view before, std::string_view after) {
  return std::string(before) + '\0' + std::string(after);
}

template <typename F>
Error error_of(const F& f) {
  try {
    f();
  } catch (const Error& e) {
    return e;
  }
  ADD_FAILURE() << "no error";
  return {Code::internal_error, "none"};
}

class StringWriter final : public storage::Writer {
 public:
  explicit StringWriter(std::string& to) : to_(to) {}
  void write(std::string_view bytes) override { to_ += bytes; }
  void close() override {}

 private:
  std::string& to_;
};

std::string written(TableWriter& writer, const std::vector<std::vector<Value>>& rows) {
  std::string text;
  Output out(std::make_unique<StringWriter>(text), Compression::none, 0);
  writer.begin(out);
  std::int64_t number = 0;
  for (const std::vector<Value>& row : rows) writer.row(row, ++number);
  writer.finish();
  const Output::Totals totals = out.close();
  EXPECT_EQ(totals.bytes, static_cast<std::int64_t>(text.size()));
  EXPECT_EQ(totals.checksum, Checksum::of(text));
  return text;
}

std::vector<Field> fields_of(const std::vector<Column>& columns) {
  std::vector<Field> fields;
  for (const Column& column : columns) fields.emplace_back().column = column;
  return fields;
}

std::string csv(const std::vector<Column>& columns, const std::vector<std::vector<Value>>& rows,
                const CsvDialect& dialect = {}) {
  return written(*make_csv_writer(fields_of(columns), dialect), rows);
}

std::string jsonl(const std::vector<Column>& columns, const std::vector<std::vector<Value>>& rows) {
  return written(*make_jsonl_writer(fields_of(columns), {}), rows);
}

Column column(std::string name, ColumnType type = ColumnType::text) {
  return {std::move(name), {}, type, false, false};
}

std::string one_csv(const Value& value, ColumnType type = ColumnType::text,
                    const CsvDialect& dialect = {.header = false}) {
  std::string line = csv({column("a", type)}, {{value}}, dialect);
  EXPECT_TRUE(line.ends_with('\n'));
  line.pop_back();
  return line;
}

std::string one_json(const Value& value, ColumnType type = ColumnType::text) {
  const std::string line = jsonl({column("a", type)}, {{value}});
  EXPECT_TRUE(line.starts_with("{\"a\":") && line.ends_with("}\n")) << line;
  return line.substr(5, line.size() - 7);
}

TEST(Checksums, AreSha256) {
  EXPECT_EQ(Checksum::of(""),
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Checksum::of("abc"),
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_TRUE(is_checksum(Checksum::of("x")));
  for (const char* bad : {"", "sha256:", "sha256:xyz", "md5:ab"}) EXPECT_FALSE(is_checksum(bad));
  EXPECT_FALSE(is_checksum("sha256:" + std::string(64, 'A')));
  EXPECT_FALSE(is_checksum("sha256:" + std::string(65, 'a')));
}

struct Look {
  Value value;
  ColumnType type;
  std::string csv;
  std::string json;
};

TEST(Values, LookTheSameWhateverTheEngineKeeps) {
  using enum ColumnType;
  const std::vector<Look> looks = {
      {Value(), text, "", "null"},
      {Value::boolean(true), boolean, "true", "true"},
      {Value::integer(1), boolean, "true", "true"},
      {Value::integer(0), boolean, "false", "false"},
      {Value::integer(2), boolean, "2", "2"},
      {Value::text("yes"), boolean, "yes", "\"yes\""},
      {Value::integer(1), integer, "1", "1"},
      {Value::integer(std::numeric_limits<std::int64_t>::min()), integer, "-9223372036854775808",
       "-9223372036854775808"},
      {Value::integer(9007199254740993), integer, "9007199254740993", "9007199254740993"},
      {Value::text("x"), integer, "x", "\"x\""},
      {Value::decimal("12.50"), decimal, "12.5", "12.5"},
      {Value::real(12.5), decimal, "12.5", "12.5"},
      {Value::decimal("12.00"), decimal, "12", "12"},
      {Value::integer(12), decimal, "12", "12"},
      {Value::real(12), decimal, "12", "12"},
      {Value::decimal("100"), decimal, "100", "100"},
      {Value::decimal("0.00"), decimal, "0", "0"},
      {Value::real(-0.0), decimal, "0", "0"},
      {Value::decimal("-0.10"), decimal, "-0.1", "-0.1"},
      {Value::decimal("123456789012345678901234567890.1230"), decimal,
       "123456789012345678901234567890.123", "123456789012345678901234567890.123"},
      {Value::decimal("NaN"), decimal, "NaN", "\"NaN\""},
      {Value::real(12), real, "12.0", "12.0"},
      {Value::real(0.1), real, "0.1", "0.1"},
      {Value::real(1e-7), real, "0.0000001", "0.0000001"},
      {Value::real(std::numeric_limits<double>::infinity()), real, "Infinity", "\"Infinity\""},
      {Value::real(-std::numeric_limits<double>::infinity()), decimal, "-Infinity",
       "\"-Infinity\""},
      {Value::real(std::numeric_limits<double>::quiet_NaN()), real, "NaN", "\"NaN\""},
      {Value::text("2024-03-05"), date, "2024-03-05", "\"2024-03-05\""},
      {Value::text("2024-03-05 14:30:00"), timestamp, "2024-03-05 14:30:00",
       "\"2024-03-05T14:30:00\""},
      {Value::text("2024-03-05T14:30:00.500"), timestamp, "2024-03-05 14:30:00.5",
       "\"2024-03-05T14:30:00.5\""},
      {Value::text("2024-03-05 14:30:00.000"), timestamp, "2024-03-05 14:30:00",
       "\"2024-03-05T14:30:00\""},
      {Value::text("2024-03-05 14:30"), timestamp, "2024-03-05 14:30", "\"2024-03-05 14:30\""},
      {Value::text("2024-02-30 14:30:00"), timestamp, "2024-02-30 14:30:00",
       "\"2024-02-30 14:30:00\""},
      {Value::text("2024-03-05 14:30:00Z"), timestamp, "2024-03-05 14:30:00Z",
       "\"2024-03-05 14:30:00Z\""},
      {Value::text("infinity"), timestamp, "infinity", "\"infinity\""},
      {Value::integer(1709649000), timestamp, "1709649000", "1709649000"},
      {Value::text("2024-03-05 14:30:00+00"), timestamptz, "2024-03-05 14:30:00+00:00",
       "\"2024-03-05T14:30:00Z\""},
      {Value::text("2024-03-05T14:30:00Z"), timestamptz, "2024-03-05 14:30:00+00:00",
       "\"2024-03-05T14:30:00Z\""},
      {Value::text("2024-01-01 00:30:00.25+01:00"), timestamptz, "2023-12-31 23:30:00.25+00:00",
       "\"2023-12-31T23:30:00.25Z\""},
      {Value::text("2024-02-28 23:30:00-0530"), timestamptz, "2024-02-29 05:00:00+00:00",
       "\"2024-02-29T05:00:00Z\""},
      {Value::text("1890-01-01 00:00:00+00:53:28"), timestamptz, "1889-12-31 23:06:32+00:00",
       "\"1889-12-31T23:06:32Z\""},
      {Value::text("2024-03-05 14:30:00"), timestamptz, "2024-03-05 14:30:00",
       "\"2024-03-05 14:30:00\""},
      {Value::text("0001-01-01 00:00:00+01"), timestamptz, "0001-01-01 00:00:00+01",
       "\"0001-01-01 00:00:00+01\""},
      {Value::text("2024-03-05 14:30:00+1"), timestamptz, "2024-03-05 14:30:00+1",
       "\"2024-03-05 14:30:00+1\""},
      {Value::text("2024-03-05 14:30:00"), text, "2024-03-05 14:30:00", "\"2024-03-05 14:30:00\""},
      {Value::blob(std::string_view("")), blob, "\"\"", "\"\""},
      {Value::blob(std::string_view("f")), blob, "Zg==", "\"Zg==\""},
      {Value::blob(std::string_view("fo")), blob, "Zm8=", "\"Zm8=\""},
      {Value::blob(std::string_view("foo")), blob, "Zm9v", "\"Zm9v\""},
      {Value::blob(std::string_view("\xff\xfe\0", 3)), blob, "//4A", "\"//4A\""},
      {Value::text("{\"a\": 1}"), json, "\"{\"\"a\"\": 1}\"", "{\"a\":1}"},
  };
  for (const Look& look : looks) {
    EXPECT_EQ(one_csv(look.value, look.type), look.csv);
    EXPECT_EQ(one_json(look.value, look.type), look.json);
  }
}

TEST(Csv, QuotesWhatNeedsIt) {
  EXPECT_EQ(one_csv(Value::text("plain text")), "plain text");
  EXPECT_EQ(one_csv(Value::text("")), "\"\"");
  EXPECT_EQ(one_csv(Value::text("a,b")), "\"a,b\"");
  EXPECT_EQ(one_csv(Value::text("\"")), "\"\"\"\"");
  EXPECT_EQ(one_csv(Value::text("say \"no\"")), "\"say \"\"no\"\"\"");
  EXPECT_EQ(one_csv(Value::text("two\nlines")), "\"two\nlines\"");
  EXPECT_EQ(one_csv(Value::text("a\r")), "\"a\r\"");
  EXPECT_EQ(one_csv(Value::text("\\.")), "\"\\.\"");
  EXPECT_EQ(one_csv(Value::text("a;b")), "a;b");
  EXPECT_EQ(one_csv(Value::text("a;b"), ColumnType::text, {.delimiter = ';', .header = false}),
            "\"a;b\"");
  EXPECT_EQ(one_csv(Value::text(" Größe ")), " Größe ");
}

TEST(Csv, NothingElseReadsAsNull) {
  const CsvDialect dialect{.header = false, .null_marker = "12"};
  EXPECT_EQ(one_csv(Value(), ColumnType::text, dialect), "12");
  EXPECT_EQ(one_csv(Value::text("12"), ColumnType::text, dialect), "\"12\"");
  EXPECT_EQ(one_csv(Value::integer(12), ColumnType::integer, dialect), "\"12\"");
  EXPECT_EQ(one_csv(Value::text(""), ColumnType::text, dialect), "\"\"");
  EXPECT_EQ(
      one_csv(Value::integer(1), ColumnType::boolean, {.header = false, .null_marker = "true"}),
      "\"true\"");
  EXPECT_EQ(one_csv(Value::blob(std::string_view("\xd7\x6d\xf8")), ColumnType::blob,
                    {.header = false, .null_marker = "1234"}),
            "\"1234\"");
}

TEST(Csv, HeaderDelimiterAndLineEndAreTheDialects) {
  EXPECT_EQ(csv({column("a b"), column("c\"d")}, {{Value::integer(1), Value()}},
                {.delimiter = '|', .crlf = true, .null_marker = "NULL"}),
            "a b|\"c\"\"d\"\r\n1|NULL\r\n");
  EXPECT_EQ(csv({column("a")}, {}), "a\n");
  EXPECT_EQ(csv({column("a")}, {{Value()}}, {.header = false}), "\n");
}

TEST(Csv, NeutralisesFormulasOnlyWhenAsked) {
  const CsvDialect safe{.header = false, .neutralise_formulas = true};
  for (const char* formula : {"=1+1", "+1", "-1", "@x"}) {
    EXPECT_EQ(one_csv(Value::text(formula)), formula);
    EXPECT_EQ(one_csv(Value::text(formula), ColumnType::text, safe), std::string("'") + formula);
  }
  EXPECT_EQ(one_csv(Value::text("\t=1"), ColumnType::text, safe), "'\t=1");
  EXPECT_EQ(one_csv(Value::text("\r=1"), ColumnType::text, safe), "\"'\r=1\"");
  EXPECT_EQ(one_csv(Value::text("=\"a\""), ColumnType::text, safe), "\"'=\"\"a\"\"\"");
  EXPECT_EQ(one_csv(Value::integer(-1), ColumnType::integer, safe), "-1");
  const auto writer = make_csv_writer(fields_of({column("=a")}), {.neutralise_formulas = true});
  EXPECT_EQ(written(*writer, {{Value::text("=b")}, {Value::text("c")}}), "'=a\n'=b\nc\n");
  EXPECT_EQ(writer->neutralised(), 2);
}

TEST(Jsonl, EscapesAndKeepsOrder) {
  EXPECT_EQ(jsonl({column("b"), column("a\"\n")}, {{Value::integer(1), Value()}}),
            "{\"b\":1,\"a\\\"\\n\":null}\n");
  EXPECT_EQ(one_json(Value::text("\b\f\n\r\t\x01\x1f\"\\/é\x7f")),
            "\"\\b\\f\\n\\r\\t\\u0001\\u001f\\\"\\\\/é\x7f\"");
  EXPECT_EQ(jsonl({column("a")}, {}), "");
}

TEST(Text, MustBeUtf8WithoutNul) {
  const std::string nul = with_nul("a", "b");
  for (const std::string& bad : {nul, std::string("\xff"), std::string("ab\xc3"),
                                 std::string("\xed\xa0\x80"), std::string("\xc0\xaf")}) {
    for (const auto& look :
         {std::function<std::string()>([&] { return one_csv(Value::text(bad)); }),
          std::function<std::string()>([&] { return one_json(Value::text(bad)); })}) {
      const Error e = error_of([&] { (void)look(); });
      EXPECT_EQ(e.code(), Code::invalid_value);
      EXPECT_TRUE(e.message().starts_with("row 1, column \"a\": the text ")) << e.message();
    }
  }
  const Error e = error_of([] {
    (void)csv({column("a"), column("b")}, {{Value(), Value()}, {Value(), Value::text("x\x80")}});
  });
  EXPECT_EQ(e.message(), "row 2, column \"b\": the text is not valid UTF-8");
  EXPECT_EQ(e.detail(), "The byte at offset 1 of 2 is 0x80.");
}

TEST(Output, TakesPiecesOfAnySize) {
  std::string text;
  std::string expected;
  Output out(std::make_unique<StringWriter>(text), Compression::none, 0);
  for (const std::size_t size : {1U, 100U, 16384U, 16385U, 262143U, 262144U, 1000000U, 3U}) {
    const std::string piece(size, static_cast<char>('a' + size % 26));
    out.append(piece);
    out.put('.');
    expected += piece + ".";
  }
  out.close();
  EXPECT_EQ(text, expected);
  std::string blob(100'000, '\0');
  for (std::size_t i = 0; i < blob.size(); ++i) blob[i] = static_cast<char>(i * 7919 >> 3U);
  EXPECT_EQ(one_csv(Value::blob(blob), ColumnType::blob).size(), (blob.size() + 2) / 3 * 4);
}

// --- codecs ---

std::string compressed(Compression compression, int level, std::string_view text,
                       std::size_t piece = 1U << 20U) {
  std::string out;
  const auto codec =
      make_compressor(compression, level, [&](std::string_view bytes) { out += bytes; });
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) {
    codec->write(text.substr(0, piece));
  }
  codec->finish();
  return out;
}

std::string decompressed(Compression compression, std::string_view bytes, std::size_t in = 4096,
                         std::size_t out = 4096) {
  const auto codec = make_decompressor(compression, [&](std::span<char> buffer) {
    const std::size_t n = bytes.copy(buffer.data(), std::min(in, buffer.size()));
    bytes.remove_prefix(n);
    return n;
  });
  std::string text;
  std::vector<char> buffer(out);
  while (const std::size_t n = codec->read(buffer)) text.append(buffer.data(), n);
  return text;
}

std::string sample(std::size_t lines) {
  std::string text;
  std::uint32_t x = 1;
  for (std::size_t i = 0; i < lines; ++i) {
    x = x * 1664525 + 1013904223;
    text += std::to_string(i) + ",some words that repeat," + std::to_string(x) + "\n";
  }
  return text;
}

TEST(Codec, GivesBackWhatItTook) {
  const std::string large = sample(20'000);
  for (const Compression c : {Compression::none, Compression::gzip, Compression::zstd}) {
    const Levels levels = levels_of(c);
    for (int level = levels.least; level <= std::min(levels.most, 9); ++level) {
      for (const std::string& text : {std::string(), std::string("x"), large}) {
        const std::string bytes = compressed(c, level, text);
        EXPECT_EQ(decompressed(c, bytes), text) << name_of(c) << level;
        if (c != Compression::none && text.size() > 1000) {
          EXPECT_LT(bytes.size(), text.size() / 2);
        }
      }
    }
    EXPECT_EQ(decompressed(c, compressed(c, levels.usual, large, 777), 1, 333), large);
  }
}

TEST(Codec, GivesTheSameBytesEachTimeAndNoTime) {
  const std::string text = sample(5'000);
  for (const Compression c : {Compression::gzip, Compression::zstd}) {
    const int level = levels_of(c).usual;
    EXPECT_EQ(compressed(c, level, text), compressed(c, level, text));
  }
  for (const int level : {2, 6}) {
    EXPECT_EQ(compressed(Compression::gzip, level, text).substr(4, 4), std::string(4, '\0'));
  }
}

TEST(Codec, SaysWhenBytesAreNotWhole) {
  const std::string text = sample(3'000);
  for (const Compression c : {Compression::gzip, Compression::zstd}) {
    const std::string good = compressed(c, levels_of(c).usual, text);
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{5}, good.size() / 2, good.size() - 1}) {
      const Error e = error_of([&] { (void)decompressed(c, good.substr(0, size)); });
      EXPECT_EQ(e.code(), Code::corrupt_data) << name_of(c) << " cut to " << size;
    }
    for (const std::size_t at : {std::size_t{0}, good.size() / 2, good.size() - 3}) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ 0x55);
      EXPECT_EQ(error_of([&] { (void)decompressed(c, bad); }).code(), Code::corrupt_data)
          << name_of(c) << " flipped at " << at;
    }
    EXPECT_EQ(error_of([&] { (void)decompressed(c, good + "x"); }).code(), Code::corrupt_data);
    EXPECT_EQ(error_of([&] { (void)decompressed(c, good + good); }).code(), Code::corrupt_data);
    EXPECT_EQ(error_of([&] { (void)decompressed(c, text); }).code(), Code::corrupt_data);
  }
}

// --- scanners ---

struct Scan {
  std::int64_t records;
  std::string fault;
  std::string schema_fault;
};

Scan scanned(RecordScanner& scanner, std::string_view text, std::size_t piece) {
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) {
    scanner.scan(text.substr(0, piece));
  }
  scanner.finish();
  return {scanner.records(), scanner.fault(), scanner.schema_fault()};
}

// Whatever the pieces, the answer is one.
Scan scan_csv(const std::string& text, const CsvDialect& dialect = {},
              const std::vector<std::string>& columns = {"a", "b"}) {
  const Scan whole = scanned(*make_csv_scanner(columns, dialect), text, text.size() + 1);
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    const Scan split = scanned(*make_csv_scanner(columns, dialect), text, piece);
    EXPECT_EQ(split.records, whole.records) << text << piece;
    EXPECT_EQ(split.fault, whole.fault) << text << piece;
    EXPECT_EQ(split.schema_fault, whole.schema_fault) << text << piece;
  }
  return whole;
}

TEST(CsvScanner, CountsRecordsNotLines) {
  for (const auto& [text, records] :
       std::vector<std::pair<std::string, int>>{{"a,b\n", 0},
                                                {"a,b\n1,2\n", 1},
                                                {"a,b\n\"x\ny\",\"\"\"\n\"\"\"\n,\n", 2},
                                                {"\"a\",\"b\"\n\"\",\"\"\n", 1},
                                                {"a,b\n\"a,b\",c\n", 1}}) {
    const Scan scan = scan_csv(text);
    EXPECT_EQ(scan.records, records) << text;
    EXPECT_EQ(scan.fault, "") << text;
    EXPECT_EQ(scan.schema_fault, "") << text;
  }
  EXPECT_EQ(scan_csv("\n\n\"\"\n", {.header = false}, {"a"}).records, 3);
  EXPECT_EQ(scan_csv("a|b\r\n1|\"\r\n\"\r\n", {.delimiter = '|', .crlf = true}).records, 1);
  EXPECT_EQ(scan_csv("", {.header = false}).fault, "");
}

TEST(CsvScanner, FindsWhatIsWrong) {
  for (const auto& [text, fault] : std::vector<std::pair<std::string, std::string>>{
           {"", "there is no header"},
           {"a", "the last line is cut off"},
           {"a,b", "the last line is cut off"},
           {"a,b\n1,", "the last line is cut off"},
           {"a,b\n1,\"2\"", "the last line is cut off"},
           {"a,b\n1,\"2", "a quoted field is never closed"},
           {"a,b\n1,\"2\n", "a quoted field is never closed"},
           {"a,b\n1\n", "record 1 has 1 fields instead of 2"},
           {"a,b\n1,2\n1,2,3\n", "record 2 has 3 fields instead of 2"},
           {"a,b\n\n", "record 1 has 1 fields instead of 2"},
           {"a\n", "record (header) has 1 fields instead of 2"},
           {"a,b\n1,x\"y\n", "record 1: a quote inside an unquoted field"},
           {"a,b\n1,\"x\"y\n", "record 1: text follows a closing quote"},
           {"a,b\r\n", "record (header): a line end that is not the file's"}}) {
    EXPECT_EQ(scan_csv(text).fault, fault) << text;
  }
  const CsvDialect crlf{.crlf = true};
  EXPECT_EQ(scan_csv("a,b\n", crlf).fault, "record (header): a line end that is not the file's");
  EXPECT_EQ(scan_csv("a,b\rc\n", crlf).fault,
            "record (header): a carriage return without a line feed");
  EXPECT_EQ(scan_csv("a,b\r", crlf).fault, "the last line is cut off");
}

TEST(CsvScanner, ComparesTheHeader) {
  EXPECT_EQ(scan_csv("a,c\n").schema_fault, "column 2 of the header has another name");
  EXPECT_EQ(scan_csv("b,a\n").schema_fault, "column 1 of the header has another name");
  EXPECT_EQ(scan_csv("\"x \"\"y\"\"\",b\n", {}, {"x \"y\"", "b"}).schema_fault, "");
  EXPECT_EQ(scan_csv("'=a,b\n", {.neutralise_formulas = true}, {"=a", "b"}).schema_fault, "");
  EXPECT_EQ(scan_csv("=a,b\n", {.neutralise_formulas = true}, {"=a", "b"}).schema_fault,
            "column 1 of the header has another name");
}

Scan scan_json(const std::string& text) {
  const std::vector<std::string> columns = {"a", "b"};
  const Scan whole = scanned(*make_jsonl_scanner(columns, {}), text, text.size() + 1);
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    const Scan split = scanned(*make_jsonl_scanner(columns, {}), text, piece);
    EXPECT_EQ(split.records, whole.records) << text << piece;
    EXPECT_EQ(split.fault, whole.fault) << text << piece;
  }
  return whole;
}

TEST(JsonlScanner, CountsObjects) {
  EXPECT_EQ(scan_json("").records, 0);
  EXPECT_EQ(scan_json("").fault, "");
  EXPECT_EQ(scan_json("{\"a\":1,\"b\":{\"c\":[1]}}\n{\"a\":null,\"b\":\"}\"}\n").records, 2);
}

TEST(JsonlScanner, TakesNumbersOfAnySize) {
  const Scan scan = scan_json("{\"a\":1" + std::string(400, '0') + ",\"b\":2}\n");
  EXPECT_EQ(scan.records, 1);
  EXPECT_EQ(scan.fault, "");
  EXPECT_EQ(scan.schema_fault, "");
}

TEST(JsonlScanner, FindsWhatIsWrong) {
  for (const auto& [text, fault] : std::vector<std::pair<std::string, std::string>>{
           {"{\"a\":1,\"b\":2}", "the last line is cut off"},
           {"\n", "line 1 is no object"},
           {"[]\n", "line 1 is no object"},
           {"1\n", "line 1 is no object"},
           {"{\"a\":1,\"b\":2}\n{\n", "line 2 is no object"},
           {"{\"a\":1,\"b\":2}\n}\n", "line 2 is no object"},
           {"{\"a\":1,\"b\":2}}\n", "line 1 is not valid JSON"},
           {"{\"a\":1,}\n", "line 1 is not valid JSON"},
           {"{" + std::string(200, '[') + "}\n", "line 1 is not valid JSON"},
           {"{\"a\":" + std::string(2000, '[') + std::string(2000, ']') + "}\n",
            "line 1 is not valid JSON"}}) {
    EXPECT_EQ(scan_json(text).fault, fault) << text;
  }
  EXPECT_EQ(scan_json("{\"b\":1,\"a\":2}\n").schema_fault, "the first object has other members");
  EXPECT_EQ(scan_json("{\"a\":1}\n").schema_fault, "the first object has other members");
}

TEST(Scanners, CountWhatTheWritersWrote) {
  const std::vector<Column> columns = {column("a"), column("=b", ColumnType::timestamp)};
  std::vector<std::vector<Value>> values;
  for (const char* text : {"", "x", "\"", "\n", "a,b", "\r\n", "\\.", "é", "'", "{}", "=1"}) {
    values.push_back({Value::text(text), Value()});
  }
  const auto rows = static_cast<std::int64_t>(values.size());
  for (const CsvDialect& dialect :
       {CsvDialect{}, CsvDialect{.delimiter = ';', .crlf = true, .null_marker = "x"},
        CsvDialect{.header = false, .neutralise_formulas = true},
        CsvDialect{.neutralise_formulas = true}}) {
    const Scan scan = scan_csv(csv(columns, values, dialect), dialect, {"a", "=b"});
    EXPECT_EQ(scan.records, rows);
    EXPECT_EQ(scan.fault, "");
    EXPECT_EQ(scan.schema_fault, "");
  }
  const std::string lines = jsonl(columns, values);
  const Scan scan = scanned(*make_jsonl_scanner({"a", "=b"}, {}), lines, 7);
  EXPECT_EQ(scan.records, rows);
  EXPECT_EQ(scan.fault, "");
  EXPECT_EQ(scan.schema_fault, "");
}

}  // namespace
}  // namespace tamis::exports
