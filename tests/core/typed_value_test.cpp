// What values become in formats with types, and that none is changed on the way in silence.
#include "core/export/format/typed_value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error/error.h"
#include "core/export/format/list_text.h"

namespace tamis::exports {
namespace {

using engine::Value;

Field field(FieldKind kind, int precision = 0, int scale = 0) {
  Field f;
  f.column.name = "c";
  f.kind = kind;
  f.precision = precision;
  f.scale = scale;
  return f;
}

Field counted(FieldKind kind, engine::ColumnType type) {
  Field f = field(kind);
  f.column.type = type;
  f.counted = true;
  return f;
}

std::string error_of(const auto& call) {
  try {
    call();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), Code::invalid_value);
    return e.message();
  }
  return "none";
}

template <typename Out>
std::optional<Out> got(const TypedValues& values, Value value,
                       bool (TypedValues::*get)(const Value&, std::int64_t, Out&) const) {
  Out out{};
  if (!(values.*get)(value, 7, out)) return std::nullopt;
  return out;
}

TEST(TypedValues, IntegersKeepTheirRange) {
  const TypedValues small(field(FieldKind::int16), {});
  EXPECT_EQ(got(small, Value::integer(-32768), &TypedValues::integer), -32768);
  EXPECT_EQ(got(small, Value::real(3.0), &TypedValues::integer), 3);
  EXPECT_EQ(got(small, Value::text("12"), &TypedValues::integer), 12);
  EXPECT_EQ(got(small, Value::decimal("12.00"), &TypedValues::integer), 12);
  EXPECT_EQ(got(small, Value(), &TypedValues::integer), std::nullopt);
  for (const Value bad : {Value::integer(32768), Value::real(3.5), Value::real(1e300),
                          Value::text("n/a"), Value::text(""), Value::text("+-1"), Value::text("-"),
                          Value::decimal("1.5"), Value::decimal("NaN"), Value::blob("1")}) {
    EXPECT_TRUE(error_of([&] {
                  got(small, bad, &TypedValues::integer);
                }).starts_with("row 7, column \"c\": "));
  }
  const TypedValues wide(field(FieldKind::int64), {});
  EXPECT_EQ(got(wide, Value::text("-9223372036854775808"), &TypedValues::integer), INT64_MIN);
  EXPECT_NE(error_of([&] { got(wide, Value::text("9223372036854775808"), &TypedValues::integer); }),
            "none");
  EXPECT_NE(error_of([&] { got(wide, Value::real(9223372036854775808.0), &TypedValues::integer); }),
            "none");
}

TEST(TypedValues, RealsAreNotRounded) {
  const TypedValues values(field(FieldKind::float64), {});
  EXPECT_EQ(got(values, Value::integer(1LL << 53), &TypedValues::real), 0x1p53);
  EXPECT_NE(error_of([&] { got(values, Value::integer((1LL << 53) + 1), &TypedValues::real); }),
            "none");
  EXPECT_TRUE(std::isnan(*got(values, Value::decimal("NaN"), &TypedValues::real)));
  EXPECT_EQ(got(values, Value::text("-Infinity"), &TypedValues::real), -INFINITY);
  EXPECT_NE(error_of([&] { got(values, Value::text("inf "), &TypedValues::real); }), "none");
  const TypedValues narrow(field(FieldKind::float32), {});
  EXPECT_NE(error_of([&] { got(narrow, Value::real(1e39), &TypedValues::real); }), "none");
}

TEST(TypedValues, DecimalsAreExact) {
  const TypedValues money(field(FieldKind::decimal, 10, 2), {});
  const auto cents = [&](Value v) {
    return static_cast<std::int64_t>(*got(money, v, &TypedValues::decimal));
  };
  EXPECT_EQ(cents(Value::decimal("12.50")), 1250);
  EXPECT_EQ(cents(Value::decimal("-0.01")), -1);
  EXPECT_EQ(cents(Value::decimal("12.5000")), 1250);
  EXPECT_EQ(cents(Value::integer(7)), 700);
  EXPECT_EQ(cents(Value::real(0.29)), 29);
  EXPECT_EQ(cents(Value::real(99999999.99)), 9999999999);
  EXPECT_EQ(cents(Value::text(".5")), 50);
  for (const Value bad :
       {Value::decimal("1.001"), Value::real(0.1 + 0.2), Value::decimal("100000000.00"),
        Value::integer(100000000), Value::text("1e2"), Value::text(""), Value::text("."),
        Value::text("1.2.3"), Value::decimal("NaN"), Value::real(1e300)}) {
    EXPECT_NE(error_of([&] { cents(bad); }), "none");
  }
  const TypedValues wide(field(FieldKind::decimal, 38, 0), {.numbers = Special::null});
  Int128 most = 0;
  ASSERT_TRUE(wide.decimal(Value::decimal("-99999999999999999999999999999999999999"), 1, most));
  Int128 expected = 1;
  for (int i = 0; i < 38; ++i) expected *= 10;
  EXPECT_TRUE(most == 1 - expected);
  EXPECT_FALSE(wide.decimal(Value::real(INFINITY), 1, most));
  EXPECT_NE(error_of([&] {
              wide.decimal(Value::decimal("100000000000000000000000000000000000000"), 1, most);
            }),
            "none");
}

TEST(TypedValues, DatesAndTimes) {
  const TypedValues dates(field(FieldKind::date), {});
  EXPECT_EQ(got(dates, Value::text("1970-01-02"), &TypedValues::date), 1);
  EXPECT_EQ(got(dates, Value::text("0001-01-01"), &TypedValues::date), -719162);
  EXPECT_EQ(got(dates, Value::text("2024-02-29 00:00:00"), &TypedValues::date), 19782);
  for (const char* bad : {"2023-02-29", "infinity", "0044-03-15 BC", "10000-01-01", "2024-1-01",
                          "2024-02-29 00:00:01", "", "0000-01-01", "2024-13-01", "2024-01-01x"}) {
    EXPECT_NE(error_of([&] { got(dates, Value::text(bad), &TypedValues::date); }), "none") << bad;
  }
  EXPECT_NE(error_of([&] { got(dates, Value::integer(3), &TypedValues::date); }), "none");
  const TypedValues lenient(counted(FieldKind::date, engine::ColumnType::date),
                            {Special::error, Special::null});
  for (const Value special : {Value::text("infinity"), Value::text("0044-03-15 BC"),
                              Value::text("10000-01-01"), Value::integer(INT64_MAX)}) {
    EXPECT_EQ(got(lenient, special, &TypedValues::date), std::nullopt);
  }
  EXPECT_EQ(got(lenient, Value::integer(-719162), &TypedValues::date), -719162);

  const TypedValues local(field(FieldKind::timestamp), {});
  EXPECT_EQ(got(local, Value::text("1970-01-01T00:00:01.5"), &TypedValues::timestamp), 1500000);
  EXPECT_EQ(got(local, Value::text("1969-12-31 23:59:59.999999"), &TypedValues::timestamp), -1);
  EXPECT_EQ(got(local, Value::text("1970-01-02"), &TypedValues::timestamp), 86400000000);
  for (const char* bad : {"1970-01-01T00:00:00Z", "1970-01-01 00:00:00.0000001",
                          "1970-01-01 24:00:00", "1970-01-01 00:00:60", "1970-01-01 0:00"}) {
    EXPECT_NE(error_of([&] { got(local, Value::text(bad), &TypedValues::timestamp); }), "none");
  }
  const TypedValues instant(field(FieldKind::timestamptz), {});
  EXPECT_EQ(got(instant, Value::text("1970-01-01 02:00:00+02:00"), &TypedValues::timestamp), 0);
  EXPECT_EQ(got(instant, Value::text("1970-01-01 00:00:00-00:30:01"), &TypedValues::timestamp),
            1801000000);
  EXPECT_NE(
      error_of([&] { got(instant, Value::text("1970-01-01 00:00:00"), &TypedValues::timestamp); }),
      "none");
  Field nano = counted(FieldKind::timestamp, engine::ColumnType::timestamp);
  nano.unit = TimeUnit::nanos;
  const TypedValues nanos(nano, {});
  EXPECT_EQ(got(nanos, Value::text("1970-01-01 00:00:00.000000001"), &TypedValues::timestamp), 1);
  EXPECT_EQ(got(nanos, Value::integer(-1500000), &TypedValues::timestamp), -1500000000);
  EXPECT_NE(error_of([&] { got(nanos, Value::text("2263-01-01"), &TypedValues::timestamp); }),
            "none");
  const TypedValues clock(field(FieldKind::time), {});
  EXPECT_EQ(got(clock, Value::text("23:59:59.999999"), &TypedValues::time), 86399999999);
  EXPECT_EQ(got(clock, Value::text("00:01"), &TypedValues::time), 60000000);
  EXPECT_NE(error_of([&] { got(clock, Value::text("24:00:00"), &TypedValues::time); }), "none");
}

TEST(TypedValues, TextsAreUtf8) {
  const TypedValues texts(field(FieldKind::text), {});
  std::array<char, engine::kNumberText> scratch;
  std::string_view out;
  ASSERT_TRUE(texts.text(Value::text("na\xc3\xafve caf\xc3\xa9s"), 1, scratch, out));
  EXPECT_EQ(out, "na\xc3\xafve caf\xc3\xa9s");
  ASSERT_TRUE(texts.text(Value::integer(-12), 1, scratch, out));
  EXPECT_EQ(out, "-12");
  for (const std::string_view bad : {std::string_view("12345678\xff"), std::string_view("a\0b", 3),
                                     std::string_view("1234567\0", 8)}) {
    EXPECT_NE(error_of([&] { texts.text(Value::text(bad), 1, scratch, out); }), "none");
  }
  const TypedValues json(field(FieldKind::json), {});
  ASSERT_TRUE(json.text(Value::text("{\"a\": [1]}"), 1, scratch, out));
  EXPECT_NE(error_of([&] { json.text(Value::text("{a}"), 1, scratch, out); }), "none");
}

TEST(TypedValues, Uuids) {
  const TypedValues uuids(field(FieldKind::uuid), {});
  const auto id =
      got(uuids, Value::text("6F9619FF-8B86-D011-B42D-00C04FC964FF"), &TypedValues::uuid);
  EXPECT_EQ((*id)[0], 0x6f);
  EXPECT_EQ((*id)[15], 0xff);
  EXPECT_EQ(got(uuids, Value::text("6f9619ff8b86d011b42d00c04fc964ff"), &TypedValues::uuid), id);
  EXPECT_NE(error_of([&] {
              got(uuids, Value::text("6f9619ff-8b86-d011-b42d-00c04fc964fg"), &TypedValues::uuid);
            }),
            "none");
}

std::string shown(FieldKind element, std::string_view text) {
  Field list = field(FieldKind::list);
  list.element = element;
  const TypedValues where(list, {});
  ListText reader;
  std::span<const Value> elements;
  std::string out;
  if (!reader.read(Value::text(text), 7, where, elements)) return "NULL";
  std::array<char, engine::kNumberText> scratch;
  for (const Value& v : elements) {
    out += v.is_null() ? "NULL" : "<" + std::string(engine::to_text(v, scratch)) + ">";
  }
  return out;
}

TEST(ListText, BothEnginesForms) {
  EXPECT_EQ(shown(FieldKind::int32, "{1,NULL,-3}"), "<1>NULL<-3>");
  EXPECT_EQ(shown(FieldKind::int32, "[0:1]={1,2}"), "<1><2>");
  EXPECT_EQ(shown(FieldKind::int32, "{}"), "");
  EXPECT_EQ(shown(FieldKind::text, R"({"a,\"b\\","NULL",x y})"), R"(<a,"b\><NULL><x y>)");
  EXPECT_EQ(shown(FieldKind::bytes, R"({"\\x6162"})"), "<ab>");
  EXPECT_EQ(shown(FieldKind::int32, "[1, null, -3]"), "<1>NULL<-3>");
  EXPECT_EQ(shown(FieldKind::decimal, "[0.10, 18446744073709551615]"),
            "<0.10><18446744073709551615>");
  EXPECT_EQ(shown(FieldKind::text, R"(["a\u00e9\n", ""])"), "<a\xc3\xa9\n><>");
  EXPECT_EQ(shown(FieldKind::text, "[]"), "");
  for (const char* bad : {"", "{", "{1", "{1,}x", "{{1},{2}}", "{\"a}", "{a\\", "[1", "[[1]]", "1",
                          "[{}]", "[1]x", "[0:1]=", "{1}}", "[0:1]=[1]x"}) {
    EXPECT_NE(error_of([&] { shown(FieldKind::text, bad); }), "none") << bad;
  }
}

}  // namespace
}  // namespace tamis::exports
