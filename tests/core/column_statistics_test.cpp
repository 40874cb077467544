#include "core/export/format/column_statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace tamis::exports {
namespace {

using engine::ColumnType;
using engine::Value;

Field field(FieldKind kind, ColumnType type, bool counted = false) {
  Field out;
  out.column.name = "x";
  out.column.type = type;
  out.kind = kind;
  out.counted = counted;
  return out;
}

ColumnStatistics of(const Field& column, const std::vector<Value>& values, bool hidden = false) {
  ColumnCollector collector(std::vector<Field>{column}, {hidden});
  for (const Value& value : values) collector.row({&value, 1});
  return collector.take().front();
}

// "min..max, nulls"
std::string said(const ColumnStatistics& column) {
  return column.min.value_or("-") + ".." + column.max.value_or("-") + ", " +
         std::to_string(column.nulls);
}

const Field kInteger = field(FieldKind::int64, ColumnType::integer);
const Field kReal = field(FieldKind::float64, ColumnType::real);
const Field kDecimal = field(FieldKind::decimal, ColumnType::decimal);
const Field kText = field(FieldKind::text, ColumnType::text);
const Field kTimestamp = field(FieldKind::timestamp, ColumnType::timestamp);
const Field kCounted = field(FieldKind::timestamp, ColumnType::timestamp, true);

TEST(ColumnStatistics, NothingIsBetweenNoBounds) {
  EXPECT_EQ(said(of(kInteger, {})), "-..-, 0");
  EXPECT_EQ(said(of(kText, {Value(), Value()})), "-..-, 2");
  EXPECT_EQ(said(of(kReal, {Value::real(std::nan(""))})), "-..-, 0");
  EXPECT_EQ(said(of(kDecimal, {Value::decimal("NaN")})), "-..-, 0");
}

TEST(ColumnStatistics, NumbersCompareAsNumbers) {
  EXPECT_EQ(
      said(of(kInteger, {Value::integer(9), Value::integer(10), Value(), Value::integer(-3)})),
      "-3..10, 1");
  EXPECT_EQ(said(of(kInteger, {Value::integer(std::numeric_limits<std::int64_t>::min()),
                               Value::integer(std::numeric_limits<std::int64_t>::max())})),
            "-9223372036854775808..9223372036854775807, 0");
  EXPECT_EQ(said(of(kReal, {Value::real(1.5), Value::real(std::nan("")), Value::real(-1e20)})),
            "-100000000000000000000.0..1.5, 0");
  EXPECT_EQ(said(of(kReal, {Value::real(HUGE_VAL)})), "Infinity..Infinity, 0");
  EXPECT_EQ(said(of(kReal, {Value::real(-HUGE_VAL)})), "-Infinity..-Infinity, 0");
}

TEST(ColumnStatistics, IntegersAndRealsOfOneColumnCompareExactly) {
  EXPECT_EQ(said(of(kInteger, {Value::integer(9007199254740993), Value::real(9007199254740992.0),
                               Value::integer(9007199254740991)})),
            "9007199254740991..9007199254740993, 0");
  EXPECT_EQ(said(of(kInteger, {Value::real(2.5), Value::integer(2)})), "2..2.5, 0");
  EXPECT_EQ(said(of(kInteger, {Value::real(-2.5), Value::integer(-2)})), "-2.5..-2, 0");
  EXPECT_EQ(said(of(kInteger, {Value::real(1e300), Value::integer(2)})).substr(0, 5), "2..10");
}

TEST(ColumnStatistics, DecimalsCompareByAllTheirDigits) {
  EXPECT_EQ(said(of(kDecimal, {Value::decimal("9.50"), Value::decimal("10.00"),
                               Value::decimal("-0.001"), Value::decimal("-12")})),
            "-12..10, 0");
  EXPECT_EQ(said(of(kDecimal, {Value::decimal("123456789012345678901234567890.1"),
                               Value::decimal("123456789012345678901234567890.11")})),
            "123456789012345678901234567890.1..123456789012345678901234567890.11, 0");
  // As SQLite keeps them.
  EXPECT_EQ(said(of(kDecimal, {Value::real(9.5), Value::integer(10), Value::real(-0.001)})),
            "-0.001..10, 0");
}

TEST(ColumnStatistics, AValueOfAnotherKindLeavesNoBounds) {
  EXPECT_EQ(said(of(kInteger, {Value::integer(1), Value::text("n/a"), Value()})), "-..-, 1");
  EXPECT_EQ(said(of(kDecimal, {Value::decimal("1"), Value::text("2")})), "-..-, 0");
  EXPECT_EQ(said(of(kTimestamp, {Value::text("2024-01-01 00:00:00"), Value::integer(5)})),
            "-..-, 0");
  EXPECT_EQ(said(of(kText, {Value::text("a"), Value::blob(std::string_view("b"))})), "-..-, 0");
  for (const FieldKind kind :
       {FieldKind::boolean, FieldKind::json, FieldKind::bytes, FieldKind::list}) {
    EXPECT_EQ(said(of(field(kind, ColumnType::text), {Value::text("a")})), "-..-, 0");
  }
}

TEST(ColumnStatistics, HiddenColumnsShowNoValue) {
  EXPECT_EQ(said(of(kText, {Value::text("secret"), Value()}, true)), "-..-, 1");
}

TEST(ColumnStatistics, TimesAreTheSameAsTextAndAsCounts) {
  EXPECT_EQ(said(of(kTimestamp,
                    {Value::text("2024-03-05T14:30:00.50"), Value::text("2024-03-05 14:30:00"),
                     Value::text("1999-12-31 23:59:59.999")})),
            "1999-12-31 23:59:59.999..2024-03-05 14:30:00.5, 0");
  EXPECT_EQ(said(of(kCounted, {Value::integer(1709649000500000), Value::integer(1709649000000000),
                               Value::integer(946684799999000)})),
            "1999-12-31 23:59:59.999..2024-03-05 14:30:00.5, 0");
  const Field zoned = field(FieldKind::timestamptz, ColumnType::timestamptz);
  EXPECT_EQ(
      said(of(zoned, {Value::text("2024-03-05 01:00:00+02"), Value::text("2024-03-04 23:30:00Z")})),
      "2024-03-04 23:00:00+00:00..2024-03-04 23:30:00+00:00, 0");
  EXPECT_EQ(said(of(field(FieldKind::date, ColumnType::date, true),
                    {Value::integer(19787), Value::integer(-1)})),
            "1969-12-31..2024-03-05, 0");
}

TEST(ColumnStatistics, TimesBeyondFourDigitsAndInfinitiesHaveTheirPlace) {
  EXPECT_EQ(said(of(kTimestamp,
                    {Value::text("0001-01-01 00:00:00"), Value::text("0044-03-15 00:00:00 BC"),
                     Value::text("0100-03-15 00:00:00 BC"), Value::text("10000-01-01 00:00:00"),
                     Value::text("9999-12-31 00:00:00")})),
            "0100-03-15 00:00:00 BC..10000-01-01 00:00:00, 0");
  EXPECT_EQ(said(of(kTimestamp, {Value::text("infinity"), Value::text("10000-01-01 00:00:00"),
                                 Value::text("-infinity")})),
            "-infinity..infinity, 0");
  // What no count holds comes as text among counts.
  EXPECT_EQ(said(of(kCounted, {Value::integer(0), Value::text("294270-01-01 00:00:00")})),
            "1970-01-01 00:00:00..294270-01-01 00:00:00, 0");
  EXPECT_EQ(said(of(kCounted,
                    {Value::integer(0), Value::integer(std::numeric_limits<std::int64_t>::max())})),
            "1970-01-01 00:00:00..infinity, 0");
}

TEST(ColumnStatistics, TextsCompareByBytes) {
  EXPECT_EQ(said(of(kText, {Value::text("b"), Value::text("a"), Value::text(""),
                            Value::text("\xC3\xA9"), Value::text("Z")})),
            "..\xC3\xA9, 0");
  EXPECT_EQ(said(of(kText, {Value::text("same prefix 2"), Value::text("same prefix 1"),
                            Value::text("same prefix 3"), Value::text("same pre")})),
            "same pre..same prefix 3, 0");
  EXPECT_EQ(said(of(kText, {Value::text("12345678"), Value::text(std::string_view("12345678\0", 9)),
                            Value::text("1234567")})),
            "1234567.." + std::string("12345678\0", 9) + ", 0");
}

TEST(ColumnStatistics, LongTextsAreCutSoThatTheyStillBound) {
  const std::string a(100, 'a');
  EXPECT_EQ(said(of(kText, {Value::text(a)})),
            std::string(64, 'a') + ".." + std::string(63, 'a') + "b, 0");
  const std::string exact(64, 'a');
  EXPECT_EQ(said(of(kText, {Value::text(exact)})), exact + ".." + exact + ", 0");
  // A character of two bytes that stands on the edge goes as a whole.
  const std::string edge = std::string(63, 'a') + "\xC3\xA9tail";
  EXPECT_EQ(said(of(kText, {Value::text(edge)})),
            std::string(63, 'a') + ".." + std::string(62, 'a') + "b, 0");
  std::string last;
  for (int i = 0; i < 20; ++i) last += "\xF4\x8F\xBF\xBF";  // nothing comes after U+10FFFF
  EXPECT_EQ(of(kText, {Value::text(last)}).max, std::nullopt);
  const std::string gap = std::string(61, 'a') + "\xED\x9F\xBF" + "b";  // before the surrogates
  EXPECT_EQ(of(kText, {Value::text(gap)}).max, std::string(61, 'a') + "\xEE\x80\x80");
}

TEST(ColumnStatistics, EachFileStartsAnew) {
  ColumnCollector collector(std::vector<Field>{kText, kInteger}, {});
  const std::vector<Value> first = {Value::text("x"), Value::text("not a number")};
  collector.row(first);
  EXPECT_EQ(said(collector.take()[1]), "-..-, 0");
  const std::vector<Value> second = {Value(), Value::integer(7)};
  collector.row(second);
  const std::vector<ColumnStatistics> file = collector.take();
  EXPECT_EQ(said(file[0]), "-..-, 1");
  EXPECT_EQ(said(file[1]), "7..7, 0");
}

}  // namespace
}  // namespace tamis::exports
