// Readers of CSV and JSON lines: what the writers wrote comes back, in every dialect and codec, and
// what is broken is corrupt_data that says where.
#include <gtest/gtest.h>

#include "core/export/csv/csv.h"
#include "core/export/format/json_text.h"
#include "core/export/format/text_value.h"
#include "core/export/formats.h"
#include "core/export/jsonl/jsonl.h"
#include "tests/core/export_round_trip.h"

namespace tamis::exports {
namespace {

using engine::ColumnType;
using engine::Value;

std::string error_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& e) {
    return std::string(sqlstate(e.code())) + " " + e.message();
  }
  return "no error";
}

std::vector<CsvDialect> dialects() {
  std::vector<CsvDialect> out;
  for (const char delimiter : {',', ';', '\t', '|', '\x01'}) {
    for (const auto& [quote, escape] :
         {std::pair('"', '"'), {'\'', '\''}, {'"', '\\'}, {'\'', '\\'}}) {
      CsvDialect d;
      d.delimiter = delimiter;
      d.quote = quote;
      d.escape = escape;
      d.quoting = static_cast<Quoting>(out.size() % 3);
      d.bom = out.size() % 4 == 1;
      d.crlf = out.size() % 2 == 1;
      d.header = out.size() % 5 != 2;
      d.null_marker = std::array{"", "NULL", "\\N", "null", "0"}[out.size() % 5];
      d.times = out.size() % 2 == 0 ? TimeStyle::space : TimeStyle::rfc3339;
      d.binary = out.size() % 3 == 0 ? BinaryStyle::hex : BinaryStyle::base64;
      out.push_back(d);
    }
  }
  return out;
}

TEST(CsvReader, GivesBackWhatWasWrittenInEveryDialect) {
  const std::vector<Field> fields = all_fields();
  unsigned seed = 0;
  for (const CsvDialect& dialect : dialects()) {
    ASSERT_FALSE(fault_of(dialect)) << fault_of(dialect)->member;
    RandomRows random(++seed);
    random.add(120);
    const std::string file = file_of(*make_csv_writer(fields, dialect), random.rows);
    for (const std::size_t piece : {std::size_t{7}, std::size_t{1} << 20U}) {
      StringReader reader(file, piece);
      EXPECT_EQ(shown(*make_csv_reader(fields, dialect, Compression::none, reader)),
                random.expected)
          << "dialect " << seed;
    }
    std::vector<std::string> names;
    for (const Field& field : fields) names.push_back(field.name());
    const auto scanner = make_csv_scanner(names, dialect);
    scanner->scan(file);
    scanner->finish();
    EXPECT_EQ(scanner->fault() + scanner->schema_fault(), "");
    EXPECT_EQ(scanner->records(), 120);
  }
}

TEST(JsonlReader, GivesBackWhatWasWrittenInEveryDialect) {
  const std::vector<Field> fields = all_fields();
  for (unsigned choice = 0; choice < 32; ++choice) {
    JsonlDialect dialect;
    dialect.omit_nulls = (choice & 1U) != 0;
    dialect.nested_json = (choice & 2U) != 0;
    dialect.big_integers_as_text = (choice & 4U) != 0;
    dialect.times = (choice & 8U) != 0 ? TimeStyle::space : TimeStyle::rfc3339;
    dialect.binary = (choice & 16U) != 0 ? BinaryStyle::hex : BinaryStyle::base64;
    RandomRows random(choice);
    random.add(120);
    const std::string file = file_of(*make_jsonl_writer(fields, dialect), random.rows);
    StringReader reader(file, 13);
    EXPECT_EQ(shown(*make_jsonl_reader(fields, dialect, Compression::none, reader)),
              random.expected)
        << "dialect " << choice;
    std::vector<std::string> names;
    for (const Field& field : fields) names.push_back(field.name());
    const auto scanner = make_jsonl_scanner(names, dialect);
    scanner->scan(file);
    scanner->finish();
    EXPECT_EQ(scanner->fault() + scanner->schema_fault(), "");
    EXPECT_EQ(scanner->records(), 120);
  }
}

TEST(TextReaders, ReadThroughEveryCodec) {
  const std::vector<Field> fields = all_fields();
  RandomRows random(99);
  random.add(300);
  for (const Format format : {Format::csv, Format::jsonl}) {
    for (const Compression compression : kCompressions) {
      FormatOptions options;
      options.format = format;
      options.compression = compression;
      const std::string file = file_of(*make_writer(options, fields), random.rows, compression);
      StringReader reader(file);
      EXPECT_EQ(shown(*make_reader(options, fields, reader)), random.expected)
          << name_of(format) << " " << name_of(compression);
      StringReader cut(std::string_view(file).substr(0, file.size() / 2));
      EXPECT_EQ(error_of([&] { shown(*make_reader(options, fields, cut)); }).substr(0, 5), "XX001");
    }
  }
}

std::vector<Field> two() {
  return {field_of("a", FieldKind::int64, ColumnType::integer),
          field_of("b", FieldKind::bytes, ColumnType::blob)};
}

std::string csv_error(std::string_view text, const CsvDialect& dialect = {}) {
  return error_of([&] {
    StringReader reader(text);
    shown(*make_csv_reader(two(), dialect, Compression::none, reader));
  });
}

TEST(CsvReader, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(csv_error("a,b\n1,YQ==\n"), "no error");
  EXPECT_EQ(csv_error(""), "XX001 record 1: there is no header");
  EXPECT_EQ(csv_error("a,c\n"), "XX001 record 1: column 2 of the header has another name");
  EXPECT_EQ(csv_error("a,b\n1,YQ==\n2\n"), "XX001 record 2: it has 1 fields instead of 2");
  EXPECT_EQ(csv_error("a,b\n1,YQ==,\n"), "XX001 record 1: it has 3 fields instead of 2");
  EXPECT_EQ(csv_error("a,b\n1,YQ"), "XX001 record 1: the last line is cut off");
  EXPECT_EQ(csv_error("a,b\n1,\"YQ"), "XX001 record 1: the last line is cut off");
  EXPECT_EQ(csv_error("a,b\n1,YQ=\n"), "XX001 record 1: column \"b\" is not base64");
  EXPECT_EQ(csv_error("a,b\n1,\"YQ==\"x\n"), "XX001 record 1: text follows a closing quote");
  EXPECT_EQ(csv_error("a,b\n1\"2,\n"), "XX001 record 1: a quote inside an unquoted field");
  EXPECT_EQ(csv_error("a,b\r\n"), "XX001 record 1: a line end that is not the file's");
  EXPECT_EQ(csv_error("a,b\n\xff,\n"),
            "XX001 record 1: column \"a\" is not UTF-8, or has a NUL byte");
  EXPECT_EQ(csv_error("a,b\n", {.bom = true}), "XX001 record 1: there is no byte order mark");
  EXPECT_EQ(csv_error("a,b\n1,\"\\x\"\n", {.escape = '\\'}),
            "XX001 record 1: an escape in front of what needs none");
}

std::string jsonl_error(std::string_view text, const JsonlDialect& dialect = {}) {
  return error_of([&] {
    StringReader reader(text);
    shown(*make_jsonl_reader(two(), dialect, Compression::none, reader));
  });
}

TEST(JsonlReader, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(jsonl_error("{\"a\":1,\"b\":\"YQ==\"}\n"), "no error");
  EXPECT_EQ(jsonl_error("{ \"a\" : 1 , \"b\" : null }\n"), "no error");
  EXPECT_EQ(jsonl_error("{\"\\u0061\":1,\"b\":null}\n"), "no error");
  EXPECT_EQ(jsonl_error("{\"a\":1,\"b\":null}"), "XX001 line 1: it is cut off");
  EXPECT_EQ(jsonl_error("\n"), "XX001 line 1: it is not a JSON object");
  EXPECT_EQ(jsonl_error("[1]\n"), "XX001 line 1: it is not a JSON object");
  EXPECT_EQ(jsonl_error("{\"a\":1,\"b\":null}\n{\"a\":01}\n"),
            "XX001 line 2: it is not a JSON object");
  EXPECT_EQ(jsonl_error("{\"a\":1}\n"), "XX001 line 1: member \"b\" is missing");
  EXPECT_EQ(jsonl_error("{\"a\":1}\n", {.omit_nulls = true}), "no error");
  EXPECT_EQ(jsonl_error("{}\n", {.omit_nulls = true}), "no error");
  EXPECT_EQ(jsonl_error("{\"b\":null,\"a\":1}\n"), "XX001 line 1: member \"a\" is missing");
  EXPECT_EQ(jsonl_error("{\"b\":null,\"a\":1}\n", {.omit_nulls = true}),
            "XX001 line 1: member \"a\" is no column, or out of its order");
  EXPECT_EQ(jsonl_error("{\"a\":1,\"b\":null,\"b\":null}\n"),
            "XX001 line 1: member \"b\" is no column, or out of its order");
  EXPECT_EQ(jsonl_error("{\"a\":1,\"b\":\"YQ\"}\n"), "XX001 line 1: member \"b\" is not base64");
  EXPECT_EQ(jsonl_error("{\"a\":\"\\u0000\",\"b\":null}\n"),
            "XX001 line 1: member \"a\" has a NUL byte");
  EXPECT_EQ(jsonl_error("{\"a\":1,\"b\":\"\xff\"}\n"),
            "XX001 line 1: it is not UTF-8, or has a NUL byte");
}

std::string jsonl_of(std::string_view json, JsonlDialect dialect = {}) {
  const std::vector<Field> fields = {field_of("j", FieldKind::json, ColumnType::json)};
  return file_of(*make_jsonl_writer(fields, dialect), {{Value::text(json)}});
}

TEST(JsonlWriter, NestsJsonAsItIs) {
  EXPECT_EQ(jsonl_of(" { \"b\" : 1.10 ,\n \"a\" : [ ] , \"b\" : \" x  y \" } "),
            "{\"j\":{\"b\":1.10,\"a\":[],\"b\":\" x  y \"}}\n");
  EXPECT_EQ(jsonl_of("12345678901234567890.10"), "{\"j\":12345678901234567890.10}\n");
  EXPECT_EQ(jsonl_of("{\"a\": 1}", {.nested_json = false}), "{\"j\":\"{\\\"a\\\": 1}\"}\n");
  for (const char* bad : {"", "{", "{'a': 1}", "NaN", "[1,]", "01", "1 2", "\"\\ud800\"", "nul"}) {
    EXPECT_EQ(error_of([&] { jsonl_of(bad); }),
              "22023 row 1, column \"j\": the text is not valid JSON")
        << bad;
  }
}

TEST(JsonlWriter, BigIntegersAreStringsWhereAsked) {
  const std::vector<Field> fields = {field_of("n", FieldKind::int64, ColumnType::integer),
                                     field_of("m", FieldKind::int32, ColumnType::integer)};
  const JsonlDialect dialect{.big_integers_as_text = true};
  EXPECT_EQ(file_of(*make_jsonl_writer(fields, dialect), {{Value::integer(1), Value::integer(2)}}),
            "{\"n\":\"1\",\"m\":2}\n");
}

TEST(JsonText, WalksWhatRfc8259Allows) {
  for (const char* good :
       {"0", "-0", "1.5e-7", "[]", "{}", " [ 1 , { \"a\" : [ ] } ] ", "\"\\ud83d\\ude00\"", "true",
        "[[],[[]],{}]", "{\"a\":{\"b\":[{}]}}", "1E+2"}) {
    EXPECT_TRUE(is_json(good)) << good;
  }
  for (const char* bad :
       {"",         " ",     "-",          "+1", "01",      "1.",          ".5",
        "1e",       "[",     "]",          "[1", "[,]",     "[1,]",        "{\"a\"}",
        "{\"a\":}", "{a:1}", "{\"a\":1,}", "\"", "\"\\x\"", "\"\\u12\"",   "\"\n\"",
        "tru",      "truex", "[1]2",       "{]", "[}",      "\"\\ude00\"", "\"\\ud83d\\u0041\""}) {
    EXPECT_FALSE(is_json(bad)) << bad;
  }
  EXPECT_TRUE(is_json(std::string(kDeepestJson, '[') + std::string(kDeepestJson, ']')));
  EXPECT_FALSE(is_json(std::string(kDeepestJson + 1, '[') + std::string(kDeepestJson + 1, ']')));
  std::string text;
  append_unescaped(R"("a\u00e4\ud83d\ude00\n\/\"\\")", text);
  EXPECT_EQ(text, "aä😀\n/\"\\");
}

TEST(BinaryText, ComesBackAndNothingElseDoes) {
  for (const BinaryStyle style : {BinaryStyle::base64, BinaryStyle::hex}) {
    for (std::size_t size = 0; size < 40; ++size) {
      std::string bytes;
      for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(i * 37 + 200);
      std::string text;
      std::string back;
      append_binary(bytes, style, text);
      ASSERT_TRUE(read_binary(text, style, back));
      EXPECT_EQ(back, bytes);
    }
  }
  std::string back;
  for (const char* bad : {"a", "ab", "abc", "ab=c", "YR==", "YWF=", "a b=", "====", "YQ==YQ=="}) {
    EXPECT_FALSE(read_binary(bad, BinaryStyle::base64, back)) << bad;
  }
  for (const char* bad : {"a", "0g", "AB", " a"}) {
    EXPECT_FALSE(read_binary(bad, BinaryStyle::hex, back)) << bad;
  }
}

TEST(CsvWriter, QuotesAsAsked) {
  const std::vector<Field> fields = {field_of("n", FieldKind::int64, ColumnType::integer),
                                     field_of("t", FieldKind::text, ColumnType::text),
                                     field_of("f", FieldKind::boolean, ColumnType::boolean)};
  const Rows rows = {{Value::integer(1), Value::text("x"), Value::boolean(true)},
                     {Value(), Value::text("a\\b'\"c"), Value()}};
  const auto csv = [&](const CsvDialect& dialect) {
    return file_of(*make_csv_writer(fields, dialect), rows);
  };
  EXPECT_EQ(csv({.quoting = Quoting::all}),
            "\"n\",\"t\",\"f\"\n\"1\",\"x\",\"true\"\n,\"a\\b'\"\"c\",\n");
  EXPECT_EQ(csv({.quoting = Quoting::nonnumeric}),
            "\"n\",\"t\",\"f\"\n1,\"x\",\"true\"\n,\"a\\b'\"\"c\",\n");
  EXPECT_EQ(csv({.escape = '\\'}), "n,t,f\n1,x,true\n,\"a\\\\b'\\\"c\",\n");
  EXPECT_EQ(csv({.quote = '\'', .escape = '\''}), "n,t,f\n1,x,true\n,'a\\b''\"c',\n");
  EXPECT_EQ(csv({.bom = true}).substr(0, 4), "\xEF\xBB\xBFn");
  EXPECT_EQ(csv({.null_marker = "x"}), "n,t,f\n1,\"x\",true\nx,\"a\\b'\"\"c\",x\n");
}

TEST(CsvWriter, ListsAreJson) {
  Field list = field_of("l", FieldKind::list, ColumnType::unknown);
  list.element = FieldKind::int32;
  const std::vector<Field> fields = {list};
  const auto csv = [&](std::string_view text) {
    return file_of(*make_csv_writer(fields, {.header = false}), {{Value::text(text)}});
  };
  EXPECT_EQ(csv("{1,NULL,-3}"), "\"[1,null,-3]\"\n");
  EXPECT_EQ(csv("[1, null]"), "\"[1,null]\"\n");
  EXPECT_EQ(csv("{}"), "[]\n");
  EXPECT_EQ(error_of([&] { csv("{{1},{2}}"); }).substr(0, 26), "22023 row 1, column \"l\": a");
}

}  // namespace
}  // namespace tamis::exports
