// Avro's container: what the writer wrote comes back, the schema is what other readers expect, and
// no bytes make the reader do anything but say what is wrong.
#include <gtest/gtest.h>

#include "core/document/json.h"
#include "core/export/avro/avro.h"
#include "core/export/avro/avro_schema.h"
#include "core/export/format/typed_text.h"
#include "tests/core/export_round_trip.h"

namespace tamis::exports {
namespace {

using document::Json;
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

std::string avro(const std::vector<Field>& fields, const Rows& rows,
                 Compression compression = Compression::none, const AvroOptions& options = {},
                 const TypedPolicy& policy = {}) {
  return file_of(
      *make_avro_writer(fields, options, compression, levels_of(compression).usual, policy), rows);
}

std::vector<std::vector<std::string>> read(const std::vector<Field>& fields,
                                           std::string_view file) {
  StringReader reader(file, 11);
  return shown(*make_avro_reader(fields, reader));
}

constexpr Compression kCodecs[] = {Compression::none, Compression::gzip, Compression::snappy,
                                   Compression::zstd};

TEST(Avro, GivesBackWhatWasWrittenWithEveryCodec) {
  const std::vector<Field> fields = all_fields();
  for (const Compression compression : kCodecs) {
    RandomRows random(static_cast<unsigned>(compression) + 5);
    random.add(700);
    AvroOptions options;
    options.block_bytes = 20'000;
    const std::string file = avro(fields, random.rows, compression, options);
    EXPECT_EQ(read(fields, file), random.expected) << name_of(compression);
    // Nothing of one file is left for the next.
    EXPECT_EQ(avro(fields, random.rows, compression, options), file);
  }
}

TEST(Avro, AnEmptyFileHasASchemaAndNoRows) {
  const std::vector<Field> fields = all_fields();
  EXPECT_TRUE(read(fields, avro(fields, {})).empty());
}

TEST(Avro, SchemaIsWhatReadersExpect) {
  std::vector<Field> fields = {field_of("id", FieldKind::int64, ColumnType::integer),
                               field_of("Preis (€)", FieldKind::decimal, ColumnType::decimal),
                               field_of("2nd", FieldKind::timestamptz, ColumnType::timestamptz),
                               field_of("l", FieldKind::list, ColumnType::unknown),
                               field_of("j", FieldKind::json, ColumnType::json)};
  fields[0].nullable = false;
  fields[1].precision = 10;
  fields[1].scale = 2;
  fields[2].unit = TimeUnit::nanos;
  AvroOptions options;
  options.name_space = "com.example";
  options.record_name = "Ticket";
  options.doc = "One ticket";
  options.aliases = {{"id", {"ticket_id", "old id"}}};
  const std::string expected =
      "{\"type\":\"record\",\"name\":\"Ticket\",\"namespace\":\"com.example\",\"doc\":\"One "
      "ticket\",\"fields\":["
      "{\"name\":\"id\",\"type\":\"long\",\"aliases\":[\"ticket_id\",\"old_id\"]},"
      "{\"name\":\"Preis____\",\"doc\":\"Preis (€)\",\"type\":[\"null\",{\"type\":\"bytes\","
      "\"logicalType\":\"decimal\",\"precision\":10,\"scale\":2}],\"default\":null},"
      "{\"name\":\"_2nd\",\"doc\":\"2nd\",\"type\":[\"null\",{\"type\":\"long\",\"logicalType\""
      ":\"timestamp-nanos\"}],\"default\":null},"
      "{\"name\":\"l\",\"type\":[\"null\",{\"type\":\"array\",\"items\":[\"null\",\"string\"]}]"
      ",\"default\":null},"
      "{\"name\":\"j\",\"type\":[\"null\",{\"type\":\"string\",\"sqlType\":\"JSON\"}],\"defaul"
      "t\":null}]}";
  EXPECT_EQ(avro_schema(fields, options), expected);
}

TEST(Avro, NamesThatBecomeOneAreAnError) {
  const std::vector<Field> fields = {field_of("a b", FieldKind::text, ColumnType::text),
                                     field_of("a_b", FieldKind::text, ColumnType::text)};
  EXPECT_EQ(error_of([&] { avro(fields, {}); }), "42701 two columns have the name \"a_b\" in Avro");
  const std::vector<Field> one = {field_of("a", FieldKind::text, ColumnType::text)};
  AvroOptions options;
  options.aliases = {{"b", {"c"}}};
  EXPECT_EQ(error_of([&] { avro(one, {}, Compression::none, options); }),
            "22023 tamis_export: option \"avro_aliases\" names \"b\", which is no column of the "
            "export");
  options.aliases = {{"a", {"a"}}};
  EXPECT_NE(error_of([&] { avro(one, {}, Compression::none, options); }), "no error");
  EXPECT_EQ(error_of([&] { avro(one, {}, Compression::brotli); }),
            "22023 tamis_export: Avro has no compression \"brotli\"");
  EXPECT_TRUE(is_avro_name("a.b_1", true));
  for (const char* bad : {"", ".", "a.", ".a", "a..b", "1a", "a.1", "a-b", "ä"}) {
    EXPECT_FALSE(is_avro_name(bad, true)) << bad;
  }
}

TEST(Avro, WhatDoesNotFitNamesRowAndColumn) {
  std::vector<Field> fields = {field_of("n", FieldKind::int32, ColumnType::integer)};
  EXPECT_EQ(error_of([&] {
              avro(fields, {{Value::integer(1)}, {Value::integer(1LL << 40)}});
            }).substr(0, 26),
            "22023 row 2, column \"n\": a");
  fields[0].nullable = false;
  EXPECT_EQ(error_of([&] { avro(fields, {{Value()}}); }),
            "22023 row 1, column \"n\": NULL in a column that is NOT NULL");
}

TEST(Avro, TimesOfTheEngineAreTakenAsTheyAre) {
  std::vector<Field> fields = {field_of("d", FieldKind::date, ColumnType::date),
                               field_of("t", FieldKind::time, ColumnType::time),
                               field_of("s", FieldKind::timestamp, ColumnType::timestamp),
                               field_of("z", FieldKind::timestamptz, ColumnType::timestamptz)};
  for (Field& field : fields) field.counted = true;
  const Rows rows = {{Value::integer(-1), Value::integer(1'500'000), Value::integer(-1),
                      Value::integer(86'400'000'000)}};
  const auto found = read(fields, avro(fields, rows));
  EXPECT_EQ(found, (std::vector<std::vector<std::string>>{{"text 1969-12-31", "text 00:00:01.5",
                                                           "text 1969-12-31 23:59:59.999999",
                                                           "text 1970-01-02 00:00:00+00:00"}}));
}

TEST(Avro, DecimalsAreTheFewestBytes) {
  std::array<char, 16> room;
  for (const Int128 n : {Int128{0}, Int128{-1}, Int128{127}, Int128{128}, Int128{-128},
                         Int128{-129}, Int128{1} << 100, -(Int128{1} << 126)}) {
    const std::string_view bytes = decimal_to_bytes(n, room);
    Int128 back = 0;
    ASSERT_TRUE(decimal_from_bytes(bytes, back));
    EXPECT_TRUE(back == n);
  }
  EXPECT_EQ(decimal_to_bytes(127, room), std::string_view("\x7f", 1));
  EXPECT_EQ(decimal_to_bytes(128, room), std::string_view("\0\x80", 2));
  EXPECT_EQ(decimal_to_bytes(-128, room), std::string_view("\x80", 1));
  Int128 out = 0;
  EXPECT_FALSE(decimal_from_bytes("", out));
  EXPECT_FALSE(decimal_from_bytes(std::string(17, '\x7f'), out));
}

TEST(Avro, AFileOfOtherColumnsIsRefused) {
  const std::vector<Field> fields = {field_of("a", FieldKind::int64, ColumnType::integer)};
  const std::string file = avro(fields, {{Value::integer(1)}});
  const auto refused = [&](const std::vector<Field>& other) {
    return error_of([&] { read(other, file); });
  };
  EXPECT_EQ(refused({field_of("b", FieldKind::int64, ColumnType::integer)}),
            "XX001 the Avro schema is not that of the export: field 1 is not \"b\"");
  EXPECT_EQ(refused({field_of("a", FieldKind::int32, ColumnType::integer)}),
            "XX001 the Avro schema is not that of the export: field 1, \"a\", is of another type");
  EXPECT_EQ(refused({fields[0], fields[0]}),
            "XX001 the Avro schema is not that of the export: it has 1 fields instead of 2");
}

TEST(Avro, CutOffAnywhereIsCorrupt) {
  const std::vector<Field> fields = all_fields();
  RandomRows random(3);
  random.add(30);
  for (const Compression compression : kCodecs) {
    AvroOptions options;
    options.block_bytes = 1000;
    const std::string file = avro(fields, random.rows, compression, options);
    std::size_t whole = 0;
    for (std::size_t cut = 0; cut < file.size(); cut += 1 + file.size() / 400) {
      const std::string error =
          error_of([&] { read(fields, std::string_view(file).substr(0, cut)); });
      // Between two blocks the file is whole, with fewer rows: the manifest counts them.
      if (error == "no error")
        ++whole;
      else
        EXPECT_EQ(error.substr(0, 5), "XX001") << error;
    }
    EXPECT_LE(whole, 2U);
  }
}

TEST(Avro, AChangedByteNeverDoesHarm) {
  const std::vector<Field> fields = all_fields();
  RandomRows random(4);
  random.add(40);
  std::mt19937 numbers(1);
  for (const Compression compression : kCodecs) {
    const std::string file = avro(fields, random.rows, compression);
    for (int i = 0; i < 400; ++i) {
      std::string changed = file;
      changed[numbers() % changed.size()] = static_cast<char>(numbers());
      const std::string error = error_of([&] { read(fields, changed); });
      EXPECT_TRUE(error == "no error" || error.starts_with("XX001")) << error;
    }
  }
}

}  // namespace
}  // namespace tamis::exports
