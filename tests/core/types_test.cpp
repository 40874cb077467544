#include "core/types/types.h"

#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <string>
#include <vector>

namespace {

using tamis::types::Convention;
using tamis::types::DecimalMark;
using tamis::types::from_name;
using tamis::types::kCanonicalBytes;
using tamis::types::kTypes;
using tamis::types::name_of;
using tamis::types::read;
using tamis::types::Reading;
using tamis::types::try_cast;
using tamis::types::Type;
using namespace std::string_literals;
using tamis::dates::Order;
using tamis::dates::Verdict;

std::string type_of(std::string_view text) { return std::string(name_of(read(text).type)); }

std::string cast(std::string_view text, Type target, const Convention& convention = {}) {
  std::array<char, kCanonicalBytes> out;
  std::string_view result;
  return try_cast(text, target, convention, out, result) ? std::string(result) : "no";
}

std::string plain(std::string_view text, const Convention& convention = {}) {
  std::array<char, kCanonicalBytes> out;
  std::string_view result;
  return tamis::types::plain_number(text, convention, out, result) ? std::string(result) : "no";
}

const Convention kPoint{Order::none, DecimalMark::point};
const Convention kComma{Order::none, DecimalMark::comma};

TEST(Types, NamesGoBothWays) {
  for (std::size_t i = 0; i < kTypes; ++i) {
    Type back = Type::text;
    ASSERT_TRUE(from_name(name_of(static_cast<Type>(i)), back));
    EXPECT_EQ(static_cast<std::size_t>(back), i);
  }
  Type untouched = Type::uuid;
  EXPECT_FALSE(from_name("Integer", untouched));
  EXPECT_FALSE(from_name("", untouched));
  EXPECT_EQ(untouched, Type::uuid);
}

TEST(Types, NothingToRead) {
  EXPECT_EQ(type_of(""), "empty");
  for (const char* text : {" ", "\t\n", "\xC2\xA0", "\xE2\x80\x8B \xEF\xBB\xBF"}) {
    EXPECT_EQ(type_of(text), "blank") << text;
  }
  for (const char* text : {"NULL", "null", "N/A", "na", "NA", "NaN", "None", "nil", "-", "--", "?",
                           ".", "#N/A", "#n/a", " NULL "}) {
    EXPECT_EQ(type_of(text), "missing") << text;
  }
  for (const char* text : {"unknown", "Nul", "nulls", "---", "??", "..", "#N/B", "Non", "TBD"}) {
    EXPECT_EQ(type_of(text), "text") << text;
  }
}

TEST(Types, Booleans) {
  for (const char* text : {"true", "FALSE", "Yes", "no", "y", "N", "T", "f", "On", "oFF", " y "}) {
    EXPECT_EQ(type_of(text), "boolean") << text;
  }
  for (const char* text : {"tru", "yess", "o", "of", "yes no", "tr\0e", "oui", "ja"}) {
    EXPECT_EQ(type_of(text), "text") << text;
  }
  EXPECT_EQ(cast("Y", Type::boolean), "true");
  EXPECT_EQ(cast("on", Type::boolean), "true");
  EXPECT_EQ(cast("OFF", Type::boolean), "false");
  EXPECT_EQ(cast("0", Type::boolean), "false");
  EXPECT_EQ(cast("1", Type::boolean), "true");
  for (const char* text : {"2", "-1", "-0", "01", "1.0", "maybe", "", "NA"}) {
    EXPECT_EQ(cast(text, Type::boolean), "no") << text;
  }
}

TEST(Types, Integers) {
  const Reading reading = read(" -52 ");
  EXPECT_EQ(reading.type, Type::integer);
  EXPECT_EQ(reading.integer, -52);
  EXPECT_EQ(reading.number, -52.0);
  EXPECT_EQ(reading.digits, 2);
  EXPECT_TRUE(read("0").zero_or_one && read("1").zero_or_one);
  EXPECT_FALSE(read("-1").zero_or_one || read("10").zero_or_one);
  EXPECT_EQ(read("999999999999999999").integer, 999999999999999999);
  EXPECT_EQ(read("-999999999999999999").integer, -999999999999999999);
  EXPECT_EQ(read("100").digits, 3);
  EXPECT_EQ(type_of("20240305"), "integer");
}

TEST(Types, CodesKeepTheirDigits) {
  for (const char* text :
       {"007", "00", "-007", "+5", "+0", "1000000000000000000", "01234567",
        "9999999999999999999999999", "007.1", "01,5", "+5.5", "00123E4", "1234567890123456789.5"}) {
    EXPECT_EQ(type_of(text), "code") << text;
    EXPECT_EQ(cast(text, Type::integer), "no") << text;
    EXPECT_EQ(cast(text, Type::decimal), "no") << text;
    EXPECT_EQ(cast(text, Type::text), text);
  }
}

struct NumberCase {
  std::string text;
  std::string none, point, comma;  // as decimal under each convention
};

TEST(Types, DecimalsUnderEachConvention) {
  for (const NumberCase& c :
       std::vector<NumberCase>{{"12.50", "12.5", "12.5", "no"},
                               {"1234.5", "1234.5", "1234.5", "no"},
                               {"1234,5", "1234.5", "no", "1234.5"},
                               {"1,23", "1.23", "no", "1.23"},
                               {"0,123", "0.123", "no", "0.123"},
                               {"1,234", "no", "1234", "1.234"},
                               {"-1,234", "no", "-1234", "-1.234"},
                               {"1.234", "1.234", "1.234", "1234"},
                               {"1,234.50", "1234.5", "1234.5", "no"},
                               {"1.234,50", "1234.5", "no", "1234.5"},
                               {"1 234,5", "1234.5", "no", "1234.5"},
                               {"1'234.50", "1234.5", "1234.5", "no"},
                               {"1\xE2\x80\x99"
                                "234.50",
                                "1234.5", "1234.5", "no"},
                               {"1 234", "1234", "1234", "1234"},
                               {"1\xC2\xA0"
                                "234\xE2\x80\xAF"
                                "567,25",
                                "1234567.25", "no", "1234567.25"},
                               {"1,234,567", "1234567", "1234567", "no"},
                               {"1.234.567", "1234567", "no", "1234567"},
                               {".5", "0.5", "0.5", "no"},
                               {"-.50", "-0.5", "-0.5", "no"},
                               {"0.0", "0", "0", "no"},
                               {"-0", "0", "0", "0"},
                               {"-0.00", "0", "0", "no"},
                               {"100", "100", "100", "100"},
                               {"0.000000000000000000000000001", "0.000000000000000000000000001",
                                "0.000000000000000000000000001", "no"}}) {
    EXPECT_EQ(cast(c.text, Type::decimal), c.none) << c.text;
    EXPECT_EQ(cast(c.text, Type::decimal, kPoint), c.point) << c.text;
    EXPECT_EQ(cast(c.text, Type::decimal, kComma), c.comma) << c.text;
    EXPECT_EQ(type_of(c.text), c.text == "100" ? "integer" : "decimal") << c.text;
  }
}

TEST(Types, WhatAnOpenNumberReports) {
  const Reading open = read("1,234");
  EXPECT_TRUE(open.grouped && open.point_possible && open.comma_possible);
  EXPECT_EQ(open.number, 1234);
  EXPECT_EQ(open.scale, 0);
  const Reading plain = read("1.234");
  EXPECT_TRUE(!plain.grouped && plain.point_possible && plain.comma_possible);
  EXPECT_EQ(plain.number, 1.234);
  EXPECT_EQ(plain.scale, 3);
  const Reading comma = read("1,23");
  EXPECT_TRUE(!comma.grouped && !comma.point_possible && comma.comma_possible);
  EXPECT_EQ(comma.number, 1.23);
  const Reading both = read("1,234.50");
  EXPECT_TRUE(both.grouped && both.point_possible && !both.comma_possible);
  EXPECT_EQ(both.digits, 5);
  EXPECT_EQ(both.scale, 1);
  EXPECT_EQ(read("0.050").digits, 1);
  EXPECT_EQ(read("0.050").scale, 2);
}

TEST(Types, WhatIsNoNumber) {
  for (const std::string& text : {"1,23,456"s,   "1,2345"s + "6,7"s,
                                  "12,34,567"s,  "1,,234"s,
                                  "1, 234"s,     "1 23"s,
                                  "1234 567"s,   "0 234"s,
                                  "012 345"s,    "5."s,
                                  ",5"s,         "1.2.3"s,
                                  "1,234.5.6"s,  "1.234,5,6"s,
                                  "1'23"s,       "--5"s,
                                  "-"s + "-5"s,  "+-5"s,
                                  "- 5"s,        "5-"s,
                                  "(5)"s,        "1e"s,
                                  "1e+"s,        "e5"s,
                                  "1e5.5"s,      "1e+1000"s,
                                  "1e+400"s,     "1e-400"s,
                                  "1,234e5"s,    "1,5e3"s,
                                  "Infinity"s,   "inf"s,
                                  "1\0"s + "2"s, "1\0002"s,
                                  "1\xC2"s,      "1\xE2\x80"s,
                                  "\xD9\xA3"s}) {
    EXPECT_EQ(type_of(text), "text") << text;
    EXPECT_EQ(cast(text, Type::decimal, kPoint), "no") << text;
    EXPECT_EQ(cast(text, Type::real, kComma), "no") << text;
  }
  EXPECT_EQ(type_of("192.168.100.300"), "decimal");
}

TEST(Types, CastToInteger) {
  EXPECT_EQ(cast(" -5 ", Type::integer), "-5");
  EXPECT_EQ(cast("5.0", Type::integer), "5");
  EXPECT_EQ(cast("-0", Type::integer), "0");
  EXPECT_EQ(cast("1,234", Type::integer), "no");
  EXPECT_EQ(cast("1,234", Type::integer, kPoint), "1234");
  EXPECT_EQ(cast("1,234", Type::integer, kComma), "no");
  EXPECT_EQ(cast("1.000", Type::integer), "1");
  EXPECT_EQ(cast("1.000", Type::integer, kComma), "1000");
  for (const char* text : {"5.5", "1e3", "true", "abc", "", " ", "NULL", "2024-03-05", "0.01"}) {
    EXPECT_EQ(cast(text, Type::integer), "no") << text;
  }
}

TEST(Types, CastToReal) {
  EXPECT_EQ(read("1.5E-3").type, Type::real);
  EXPECT_EQ(cast("1.5E-3", Type::real), "0.0015");
  EXPECT_EQ(cast("12E+5", Type::real), "1200000");
  EXPECT_EQ(cast("5", Type::real), "5");
  EXPECT_EQ(cast("-0", Type::real), "0");
  EXPECT_EQ(cast("0e+0", Type::real), "0");
  EXPECT_EQ(cast("12.50", Type::real), "12.5");
  EXPECT_EQ(cast("1,5", Type::real, kComma), "1.5");
  EXPECT_EQ(cast("0.30000000000000004", Type::real), "0.30000000000000004");
  EXPECT_EQ(cast("9007199254740992", Type::real), "9007199254740992");
  EXPECT_EQ(cast("9007199254740993", Type::real), "no");
  EXPECT_EQ(cast("0.123456789012345678", Type::real), "no");
  for (const char* text : {"007", "+5", "007.1", "01,5", "9999999999999999999999999",
                           "1234567890123456789.5", "00123E4"}) {
    EXPECT_EQ(cast(text, Type::real), "no") << text;
  }
  EXPECT_EQ(cast("1000000000000000000", Type::real), "1000000000000000000");
  const std::string largest = cast("1.7976931348623157e308", Type::real);
  EXPECT_EQ(largest.size(), 309U);
  EXPECT_EQ(cast(largest, Type::real), largest);
  EXPECT_EQ(cast("2.2250738585072014e-308", Type::real).size(), 326U);
}

TEST(PlainNumber, WritesWhatIsANumberAndSettled) {
  struct Case {
    const char* text;
    const char* none;
    const char* comma;
  };
  for (const Case& c : std::vector<Case>{
           {"5", "5", "5"},
           {"12.50", "12.5", "no"},
           {"1,234", "no", "1.234"},
           {"1.5E-3", "0.0015", "0.0015"},
           {"-1.50E+3", "-1500", "-1500"},
           {"12.345e1", "123.45", "123.45"},
           {"0.00012e+2", "0.012", "0.012"},
           {"-0.0e-5", "0", "0"},
           {"1.00e+18", "1000000000000000000", "1000000000000000000"},
           {"123456789012345.678e-15", "0.123456789012345678", "0.123456789012345678"},
           {"007", "no", "no"},
           {"1000000000000000000", "no", "no"},
           {"true", "no", "no"},
           {"2024-03-05", "no", "no"},
           {"", "no", "no"},
           {" ", "no", "no"},
           {"NULL", "no", "no"}}) {
    EXPECT_EQ(plain(c.text), c.none) << c.text;
    EXPECT_EQ(plain(c.text, kComma), c.comma) << c.text;
  }
  EXPECT_EQ(plain("1.5e-307").size(), 310U);
  EXPECT_EQ(plain("1.5e308").size(), 309U);
}

TEST(Types, DigitsBeforeTheMark) {
  EXPECT_EQ(read("-1234").whole, 4);
  EXPECT_EQ(read("0").whole, 1);
  EXPECT_EQ(read(".05").whole, 1);
  EXPECT_EQ(read("0.0").whole, 1);
  EXPECT_EQ(read("1,234,567.80").whole, 7);
  EXPECT_EQ(read("1.5E-3").whole, 1);
  EXPECT_EQ(read("1.5E+3").whole, 4);
}

TEST(Types, NumbersAgreeWithFromChars) {
  for (const char* text :
       {"0.1", "123456.789", "0.000001", "99999999999999.99", "123456789012345678",
        "0.30000000000000004", "4.35", "1e+22", "1e+23", "9007199254740993"}) {
    double value = 0;
    std::from_chars(text, text + std::string_view(text).size(), value);
    EXPECT_EQ(read(text).number, value) << text;
  }
}

TEST(Types, Dates) {
  EXPECT_EQ(type_of("2024-03-05"), "date");
  EXPECT_EQ(type_of("2024-03-05 14:30"), "timestamp");
  EXPECT_EQ(type_of("2024-03-05T14:30Z"), "timestamptz");
  EXPECT_EQ(type_of("5 March 2024"), "date");
  EXPECT_EQ(type_of("Tuesday, 5 March 2024"), "date");
  EXPECT_EQ(type_of("2024-02-30"), "invalid_date");
  EXPECT_EQ(type_of("Feb 29, 2023"), "invalid_date");
  EXPECT_EQ(read("03/04/2024").type, Type::date);
  EXPECT_EQ(read("03/04/2024").date.verdict, Verdict::ambiguous);
  EXPECT_EQ(type_of("1.2.3"), "text");
  EXPECT_EQ(type_of("March"), "text");
}

TEST(Types, WrittenDatesAreDatesInAnyScript) {
  EXPECT_EQ(type_of("\"2024-03-05\""), "date");
  EXPECT_EQ(type_of("[05/Mar/2024:14:30:00 +0000]"), "timestamptz");
  EXPECT_EQ(type_of("\xEF\xBC\x92\xEF\xBC\x90\xEF\xBC\x92\xEF\xBC\x94-03-05"), "date");  // ２０２４
  EXPECT_EQ(type_of("\xC3\xA9tage 5"), "text");
  EXPECT_EQ(type_of("(none)"), "text");
}

TEST(Types, WhatIsNotAWholeDateIsText) {
  for (const std::string_view text :
       {"2024-03", "2024-W10", "Mar 5 14:30", "March 2024", "24-Mar", "2024-03-05 14:30 IST"}) {
    const Reading reading = read(text);
    EXPECT_EQ(reading.type, Type::text) << text;
    EXPECT_NE(reading.date.verdict, tamis::dates::Verdict::not_date) << text;
    std::array<char, kCanonicalBytes> buffer;
    std::string_view result;
    EXPECT_FALSE(try_cast(text, Type::date, {}, buffer, result)) << text;
  }
  EXPECT_EQ(type_of("05-Mar-45"), "date");
  EXPECT_EQ(type_of("03/04/2024"), "date");
}

TEST(Types, CastToDates) {
  const Convention dmy{Order::dmy, DecimalMark::none};
  EXPECT_EQ(cast("03/04/2024", Type::date), "no");
  EXPECT_EQ(cast("03/04/2024", Type::date, dmy), "2024-04-03");
  EXPECT_EQ(cast("12/31/2024", Type::date, dmy), "no");
  EXPECT_EQ(cast("2024-03-05 00:00:00", Type::date), "2024-03-05");
  EXPECT_EQ(cast("2024-03-05 00:00:00.001", Type::date), "no");
  EXPECT_EQ(cast("2024-03-05T00:00Z", Type::date), "no");
  EXPECT_EQ(cast("2024-03-05", Type::timestamp), "2024-03-05 00:00:00");
  EXPECT_EQ(cast("2024-03-05T14:30:00.500", Type::timestamp), "2024-03-05 14:30:00.5");
  EXPECT_EQ(cast("2024-03-05T14:30:00.000", Type::timestamp), "2024-03-05 14:30:00");
  EXPECT_EQ(cast("2024-03-05T14:30Z", Type::timestamp), "no");
  EXPECT_EQ(cast("2024-03-05 14:30", Type::timestamptz), "no");
  EXPECT_EQ(cast("2024-03-05", Type::timestamptz), "no");
  EXPECT_EQ(cast("2024-03-01T00:30:00.25+01:00", Type::timestamptz),
            "2024-02-29 23:30:00.25+00:00");
  EXPECT_EQ(cast("0001-01-01T00:30+01:00", Type::timestamptz), "no");
  EXPECT_EQ(cast("2024-02-30", Type::date), "no");
  EXPECT_EQ(cast("20240305", Type::date), "no");
  EXPECT_EQ(cast("2024-03-05", Type::invalid_date), "no");
}

TEST(TryCast, KeepsNoTimeThatWouldBeRounded) {
  EXPECT_EQ(cast("2024-01-01 10:00:00.123456", Type::timestamp), "2024-01-01 10:00:00.123456");
  EXPECT_EQ(cast("2024-01-01 10:00:00.123456000", Type::timestamp), "2024-01-01 10:00:00.123456");
  EXPECT_EQ(cast("2024-01-01 10:00:00.123456789", Type::timestamp), "no");
  EXPECT_EQ(cast("2024-01-01 10:00:00.1234567Z", Type::timestamptz), "no");
  EXPECT_EQ(cast("2024-01-01 00:00:00.000000001", Type::date), "no");
}

TEST(Types, Uuids) {
  const std::string canonical = "a45fe2b0-1234-4abc-8def-1234567890ab";
  for (const char* text :
       {"A45FE2B0-1234-4ABC-8DEF-1234567890AB", "{a45fe2b0-1234-4abc-8def-1234567890ab}",
        "a45fe2b0-1234-4abc-8def-1234567890ab"}) {
    EXPECT_EQ(type_of(text), "uuid") << text;
    EXPECT_EQ(cast(text, Type::uuid), canonical) << text;
  }
  EXPECT_EQ(type_of("12345678-1234-4abc-8def-1234567890ab"), "uuid");
  EXPECT_EQ(type_of("a45fe2b012344abc8def1234567890ab"), "hex");
  EXPECT_EQ(cast("a45fe2b012344abc8def1234567890ab", Type::uuid), canonical);
  for (const char* text :
       {"a45fe2b0-1234-4abc-8def-1234567890a", "a45fe2b0-1234-4abc-8def-1234567890abc",
        "g45fe2b0-1234-4abc-8def-1234567890ab", "a45fe2b01-234-4abc-8def-1234567890ab",
        "{a45fe2b0-1234-4abc-8def-1234567890ab", "{{}}"}) {
    EXPECT_EQ(type_of(text), "text") << text;
    EXPECT_EQ(cast(text, Type::uuid), "no") << text;
  }
}

TEST(Types, CastsOfNothingAndToNothing) {
  for (const char* text : {"", "  ", "NULL", "-", "n/a"}) {
    for (std::size_t i = 0; i < kTypes; ++i) {
      EXPECT_EQ(cast(text, static_cast<Type>(i)), "no") << text;
    }
  }
  for (Type target : {Type::empty, Type::blank, Type::missing, Type::invalid_date}) {
    EXPECT_EQ(cast("x", target), "no");
  }
  EXPECT_EQ(cast("  a b ", Type::text), "a b");
  EXPECT_EQ(cast(" 007 ", Type::code), "007");
}

TEST(Types, LongTextsAreReadToTheirEndAndNoFurther) {
  const std::string digits(100'000, '7');
  EXPECT_EQ(type_of(digits), "code");
  EXPECT_EQ(type_of(digits + "x"), "text");
  EXPECT_EQ(type_of("0." + digits), "code");
  EXPECT_EQ(type_of("2024-03-05 14:30:00." + digits), "timestamp");
  EXPECT_EQ(type_of("2024-03-05 14:30:00." + digits + "x"), "text");
  const std::string zeros = "1." + std::string(1000, '0');
  EXPECT_EQ(read(zeros).digits, 1);
  EXPECT_EQ(cast(zeros, Type::decimal), "1");
  const std::string tiny = "0." + std::string(1000, '0') + "1";  // no canonical text holds it
  EXPECT_EQ(type_of(tiny), "text");
  EXPECT_EQ(cast(tiny, Type::decimal), "no");
}

}  // namespace
