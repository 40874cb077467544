// What rules say of single values: the compiled form, judged value by value.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/error.h"
#include "core/quality/check/compiled_rules.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Value;

std::string form_of(std::string_view check, const Json& arguments, std::string_view type) {
  return document::canonical({{"names", {"a"}},
                              {"rules",
                               {{{"id", "r"},
                                 {"check", check},
                                 {"columns", {0}},
                                 {"type", type},
                                 {"arguments", arguments}}}}});
}

// P, F, S, U for each value: passed, failed, skipped, undecided.
std::string judged(const std::vector<Value>& values, std::string_view check,
                   const Json& arguments = Json::object(), std::string_view type = "") {
  const CompiledRules rules = CompiledRules::compile(form_of(check, arguments, type));
  std::string out;
  // Twice, since what was said of a text is remembered.
  for (int round = 0; round < 2; ++round) {
    std::string said;
    for (const Value& value : values) said += "PFSU"[rules.judge(std::span(&value, 1))[0]];
    EXPECT_TRUE(round == 0 || said == out) << said << " after " << out;
    out = said;
  }
  return out;
}

std::vector<Value> texts(std::initializer_list<std::string_view> list) {
  std::vector<Value> out;
  for (const std::string_view text : list) out.push_back(Value::text(text));
  return out;
}

std::string refusal(std::string_view check, const Json& arguments, std::string_view type = "") {
  try {
    CompiledRules::compile(form_of(check, arguments, type));
  } catch (const Error& error) {
    return error.message() + (error.detail().empty() ? "" : " " + error.detail());
  }
  return "accepted";
}

const std::vector<Value> kAbsent = {Value(), Value::text(""), Value::text(" \t"),
                                    Value::text("N/A"), Value::text("x")};

TEST(Values, CompletenessTellsTheWaysToBeAbsentApart) {
  EXPECT_EQ(judged(kAbsent, "not_missing"), "FFFFP");
  EXPECT_EQ(judged(kAbsent, "not_null"), "FPPPP");
  EXPECT_EQ(judged(kAbsent, "not_empty"), "SFFPP");
  EXPECT_EQ(judged(kAbsent, "one_absence"), "PFFFS");
  EXPECT_EQ(judged(texts({"-999", "999", "?"}), "not_missing", {{"markers", {"-999"}}}), "FPF");
}

TEST(Values, MissingIsNotInvalid) {
  for (const auto& [check, arguments] : std::vector<std::pair<std::string, Json>>{
           {"pattern", {{"patterns", {"^y"}}}},
           {"in_set", {{"values", {"y"}}}},
           {"type", {{"type", "integer"}}},
           {"min_length", {{"length", 3}}},
           {"format", {{"formats", {"email"}}}},
           {"fits", {{"type", "smallint"}}},
           {"trimmed", Json::object()},
       }) {
    EXPECT_EQ(judged({Value(), Value::text(""), Value::text("  "), Value::text("NULL")}, check,
                     arguments),
              "SSSS")
        << check;
  }
}

TEST(Values, TypesAreThoseOfTheStandardAndOurs) {
  const auto numbers = texts({"1", "1.0", "1.5", "1,000.5", "1,234", "1.5e3", "007", "x"});
  EXPECT_EQ(judged(numbers, "type", {{"type", "integer"}}), "PPFFFFFF");
  EXPECT_EQ(judged(numbers, "type", {{"type", "number"}}), "PPPPFPFF");
  EXPECT_EQ(judged(numbers, "type", {{"type", "decimal"}}), "PPPPFFFF");
  EXPECT_EQ(judged(numbers, "type", {{"type", "string"}}), "PPPPPPPP");
  EXPECT_EQ(judged(numbers, "type", Json::object(), "integer"), "PPFFFFFF");
  const auto dates = texts({"2024-01-31", "2024-01-31 00:00:00", "2024-01-31T10:00:00",
                            "2024-01-31T10:00:00Z", "03/04/2024", "2024-02-30", "31/01/2024"});
  EXPECT_EQ(judged(dates, "type", {{"type", "date"}}), "PPFFFFP");
  EXPECT_EQ(judged(dates, "type", {{"type", "timestamp"}}), "PPPPFFP");
  EXPECT_EQ(judged(dates, "type", {{"type", "timestamptz"}}), "FFFPFFF");
  EXPECT_EQ(judged(texts({"yes", "0", "FALSE", "2", "maybe"}), "type", {{"type", "boolean"}}),
            "PPPFF");
  EXPECT_EQ(judged(texts({"14:30", "25:00", "a@b.org", "::1"}), "type", {{"type", "time"}}),
            "PFFF");
  EXPECT_EQ(judged(texts({"14:30", "a@b.org", "::1"}), "type", {{"type", "ipv6"}}), "FFP");
}

TEST(Values, TypesTakeTheHelpOfTheContract) {
  const auto dates = texts({"03/04/2024", "31/01/2024", "01/31/2024", "2024-01-31"});
  EXPECT_EQ(judged(dates, "type", {{"type", "date"}, {"order", "dmy"}}), "PPFP");
  EXPECT_EQ(judged(dates, "type", {{"type", "date"}, {"order", "mdy"}}), "PFPP");
  EXPECT_EQ(judged(dates, "type", {{"type", "date"}, {"formats", {"dd/MM/yyyy"}}}), "PPFF");
  const auto numbers = texts({"1,234", "1.234", "1.234,5", "12"});
  EXPECT_EQ(judged(numbers, "type", {{"type", "number"}, {"decimal_mark", "comma"}}), "PPPP");
  EXPECT_EQ(judged(numbers, "type", {{"type", "number"}, {"decimal_mark", "point"}}), "PPFP");
  EXPECT_EQ(judged(numbers, "type", {{"type", "integer"}, {"decimal_mark", "comma"}}), "FPFP");
}

TEST(Values, NativeValuesSayThemselves) {
  const std::vector<Value> values = {Value::integer(INT64_MAX), Value::real(1.5),
                                     Value::decimal("12345678901234567890.5"), Value::boolean(true),
                                     Value::blob(std::string_view("\xFF"))};
  EXPECT_EQ(judged(values, "type", {{"type", "number"}}), "PPPFF");
  EXPECT_EQ(judged(values, "type", {{"type", "integer"}}), "PFFFF");
  EXPECT_EQ(judged(values, "type", {{"type", "boolean"}}), "FFFPF");
  EXPECT_EQ(judged(values, "type", {{"type", "binary"}}), "FFFFP");
  EXPECT_EQ(judged(values, "utf8"), "PPPPF");
  EXPECT_EQ(judged(values, "storage", {{"classes", {"integer", "blob"}}}), "PFFPP");
  EXPECT_EQ(judged(values, "native"), "PPPPP");
  EXPECT_EQ(judged(texts({"1", "1.5", "abc", "2024-01-01"}), "native"), "FFPP");
}

TEST(Values, BoundsCompareExactly) {
  // Beyond 2^53 neighbours are one double.
  const std::vector<Value> large = {
      Value::integer(9007199254740992), Value::integer(9007199254740993),
      Value::decimal("9007199254740993.0000000000001"), Value::text("9007199254740993")};
  EXPECT_EQ(judged(large, "minimum", {{"bound", 9007199254740993}}), "FPPP");
  EXPECT_EQ(judged(large, "maximum", {{"bound", 9007199254740993}}), "PPFP");
  const auto values = texts({"0.1", "0.10", "0.1000001", "-0.1", "x", "1,234", "$5"});
  EXPECT_EQ(judged(values, "maximum", {{"bound", 0.1}}), "PPFPSSS");
  EXPECT_EQ(judged(values, "maximum", {{"bound", 0.1}, {"exclusive", true}}), "FFFPSSS");
  EXPECT_EQ(
      judged({Value::real(0.1), Value::real(0.30000000000000004)}, "maximum", {{"bound", 0.3}}),
      "PF");
  EXPECT_EQ(judged(texts({"0.30", "0.7", "1", "1.5e1", "x"}), "multiple_of", {{"of", 0.1}}),
            "PPPPS");
  EXPECT_EQ(judged(texts({"0.35", "12.25", "-0.5"}), "multiple_of", {{"of", 0.25}}), "FPP");
}

TEST(Values, MultiplesAreToldByAllTheirDigits) {
  const std::vector<Value> large = {Value::integer(1000000000000000001),
                                    Value::integer(9223372036854775807),
                                    Value::integer(-9223372036854775807 - 1),
                                    Value::real(1e17),
                                    Value::real(1e308),
                                    Value::decimal("100000000000000000000000000000.50")};
  EXPECT_EQ(judged(large, "multiple_of", {{"of", 2}}), "FFPPPF");
  EXPECT_EQ(judged(large, "multiple_of", {{"of", 7}}), "FPFFFF");
  EXPECT_EQ(judged(large, "multiple_of", {{"of", 0.1}}), "PPPPPP");
  EXPECT_EQ(judged(large, "multiple_of", {{"of", 100}}), "FFFPPF");
  EXPECT_EQ(judged({Value::real(0.30000000000000004), Value::real(0.3), Value::real(-0.0)},
                   "multiple_of", {{"of", 0.1}}),
            "FPP");
}

TEST(Values, WholeNumbersOfTheEngineAreIntegersHoweverLarge) {
  const std::vector<Value> numbers = {Value::real(1e14),
                                      Value::real(1e15),
                                      Value::real(1e300),
                                      Value::real(1.5),
                                      Value::decimal("1000000000000000000000.00"),
                                      Value::decimal("1000000000000000000000.01")};
  EXPECT_EQ(judged(numbers, "type", {{"type", "integer"}}), "PPPFPF");
  EXPECT_EQ(judged(numbers, "type", {{"type", "decimal"}}), "PPPPPP");
}

TEST(Values, BoundsOfDatesCompareMoments) {
  const auto values = texts({"2024-01-31", "2024-01-31 00:00:01", "2024-01-31T01:00:00+01:00",
                             "03/04/2024", "2024-02-30", "31 Jan 2024"});
  EXPECT_EQ(judged(values, "maximum", {{"bound", "2024-01-31"}}), "PFPSSP");
  EXPECT_EQ(judged(values, "minimum", {{"bound", "2024-01-31 00:00:01"}}), "FPFSSF");
  // Of a column of dates, a timestamp is not to be compared.
  EXPECT_EQ(judged(values, "maximum", {{"bound", "2024-01-31"}}, "date"), "PSSSSP");
}

TEST(Values, SetsCompareByMeaning) {
  EXPECT_EQ(judged(texts({"1", "1.0", "1000.5", "1,000.5", "2", "x"}), "in_set",
                   {{"values", {1, 1000.5}}}),
            "PPPPFF");
  EXPECT_EQ(judged(texts({"yes", "1", "no", "x"}), "in_set", {{"values", {true}}}), "PPFF");
  EXPECT_EQ(judged(texts({"a", " a", "A", "b"}), "in_set", {{"values", {"a", "b"}}}), "PFFP");
  EXPECT_EQ(judged(texts({"Größe", "GRÖSSE", "GRÖßE", "b"}), "in_set",
                   {{"values", {"größe"}}, {"ignore_case", true}}),
            "PFPF");
  EXPECT_EQ(judged(texts({"a", "c"}), "not_in_set", {{"values", {"a", "b"}}}), "FP");
  EXPECT_EQ(
      judged({Value::integer(5), Value::real(5), Value::text("5")}, "in_set", {{"values", {"5"}}}),
      "PFP");
}

TEST(Values, PatternsAreSearchedFor) {
  EXPECT_EQ(judged(texts({"ab", "xab", "ab\n", "AB"}), "pattern", {{"patterns", {"^ab$"}}}),
            "PFFF");
  EXPECT_EQ(judged(texts({"ab", "xaby"}), "pattern", {{"patterns", {"ab"}}, {"whole", true}}),
            "PF");
  EXPECT_EQ(
      judged(texts({"äb", "é", "ÄB"}), "pattern", {{"patterns", {"^.b$"}}, {"ignore_case", true}}),
      "PFP");
  EXPECT_EQ(judged(texts({"a", "b", "c"}), "not_pattern", {{"patterns", {"a", "b"}}}), "FFP");
  EXPECT_EQ(judged(texts({"50%", "505", "5_"}), "like", {{"patterns", {"50\\%"}}}), "PFF");
  EXPECT_EQ(judged(texts({"a.c", "abc", "a\nc", "ac"}), "like", {{"patterns", {"a_c"}}}), "PPPF");
  // Broken bytes match nothing, and harm nobody.
  EXPECT_EQ(judged(texts({"a\xFF", "a\xFFz"}), "pattern", {{"patterns", {"^a.$", "z$"}}}), "FP");
  EXPECT_EQ(refusal("pattern", {{"patterns", {"a(b"}}}),
            "invalid regular expression \"a(b\" At offset 3: missing closing parenthesis.");
}

TEST(Values, AMatchThatTakesForeverIsUndecided) {
  const std::string value = std::string(2000, 'a') + "b";
  EXPECT_EQ(
      judged({Value::text(value), Value::text("aac")}, "pattern", {{"patterns", {"^(a|a|aa)+$"}}}),
      "UF");
}

TEST(Values, CharactersAndForms) {
  EXPECT_EQ(judged(texts({"a b", " a", "a ", "a  b", "a\xC2\xA0z"}), "trimmed"), "PFFFF");
  EXPECT_EQ(judged(texts({"a\tb\n", "a\x01", "a\x7F", "a\xC2\x85z", "ü"}), "no_control"), "PFFFP");
  EXPECT_EQ(judged({Value::text(std::string_view("a\0b", 3)), Value::text("ab")}, "no_nul"), "FP");
  EXPECT_EQ(judged(texts({"a\xFF", "ü", "a"}), "utf8"), "FPP");
  EXPECT_EQ(judged(texts({"u\xCC\x88", "ü", "a", "\xEA\xB0\x80", "e\xCC\x81t"}), "nfc"), "FPPPF");
  EXPECT_EQ(judged(texts({"aü", "a"}), "ascii"), "FP");
  EXPECT_EQ(judged(texts({"äb 1", "Äb", "ÄB"}), "casing", {{"case", "lower"}}), "PFF");
  EXPECT_EQ(judged(texts({"äb", "ÄB 1", "Äb"}), "casing", {{"case", "upper"}}), "FPF");
  EXPECT_EQ(judged(texts({"Ab Cd", "O'neil's Ärger", "AB", "ab"}), "casing", {{"case", "title"}}),
            "PPFF");
  EXPECT_EQ(judged(texts({"äöü", "ab", "abcd"}), "max_length", {{"length", 3}}), "PPF");
  EXPECT_EQ(judged(texts({"äöü", "ab", "abcd"}), "min_length", {{"length", 3}}), "PFP");
  EXPECT_EQ(judged(texts({"2147483647", "2147483646", std::string(255, 'x')}), "not_truncated"),
            "FPF");
  EXPECT_EQ(judged(texts({"abc", "abcd"}), "not_truncated", {{"lengths", {4}}}), "PF");
}

TEST(Values, AmbiguousDatesHaveTwoMeanings) {
  const auto dates = texts(
      {"03/04/2024", "31/01/2024", "01/31/2024", "05/05/2024", "2024-01-31", "2024-02-30", "x"});
  EXPECT_EQ(judged(dates, "unambiguous"), "FPPPPSS");
  EXPECT_EQ(judged(dates, "unambiguous", {{"order", "dmy"}}), "PPFPPSS");
}

TEST(Values, CanonicalIsThePlainForm) {
  EXPECT_EQ(judged(texts({"2024-01-31", "31 Jan 2024", "1,234.5", "1.5", "true", "Yes", "text"}),
                   "canonical"),
            "PFFPPFS");
  EXPECT_EQ(judged(texts({"1", "yes", "true"}), "canonical", Json::object(), "boolean"), "FFP");
}

TEST(Values, FitsSaysWhatTheTargetHolds) {
  const auto fits = [](std::vector<Value> values, std::string_view type) {
    return judged(values, "fits", {{"type", type}});
  };
  EXPECT_EQ(fits(texts({"32767", "32768", "-32768", "5.0", "5.5", "x"}), "smallint"), "PFPPFF");
  EXPECT_EQ(fits(texts({"2147483647", "2147483648"}), "integer"), "PF");
  EXPECT_EQ(fits(texts({"9223372036854775807", "9223372036854775808"}), "bigint"), "PF");
  EXPECT_EQ(fits(texts({"12345678.99", "123456789", "1.999", "-0.5", "1.500"}), "numeric(10,2)"),
            "PFFPP");
  EXPECT_EQ(fits(texts({"1.5e38", "1.5e39", "x"}), "real"), "PFF");
  EXPECT_EQ(fits(texts({"äöü", "abcd"}), "character varying (3)"), "PF");
  EXPECT_EQ(fits({Value::text(std::string_view("a\0b", 3)), Value::text("ok")}, "text"), "FP");
  EXPECT_EQ(fits(texts({"2024-01-31", "2024-01-31 10:00", "2024-02-30"}), "date"), "PFF");
  EXPECT_EQ(fits(texts({"2024-01-31", "2024-01-31 10:00+01:00"}), "timestamp without time zone"),
            "PF");
  EXPECT_EQ(refusal("fits", {{"type", "varchar(x)"}}),
            "argument \"type\" of check \"fits\" must be a type with numbers in its brackets");
  EXPECT_TRUE(refusal("fits", {{"type", "money"}}).starts_with("argument \"type\" of check"));
}

TEST(Values, RefusesArgumentsThatMakeNoSense) {
  EXPECT_EQ(refusal("type", {{"type", "strange"}}), "there is no type \"strange\"");
  EXPECT_EQ(refusal("minimum", {{"bound", "soon"}}),
            "argument \"bound\" of check \"minimum\" must be a number, or a date such as "
            "\"2024-01-31\"");
  EXPECT_EQ(refusal("minimum", Json::object()),
            "argument \"bound\" of check \"minimum\" must be a number");
  EXPECT_EQ(refusal("in_set", {{"values", Json::array()}}),
            "argument \"values\" of check \"in_set\" must be an array that is not empty");
  EXPECT_EQ(
      refusal("multiple_of", {{"of", 0}}),
      "argument \"of\" of check \"multiple_of\" must be a number above 0 of at most 18 digits");
  EXPECT_EQ(refusal("format", {{"formats", {"e-mail"}}}), "there is no format \"e-mail\"");
  EXPECT_EQ(refusal("conforming", Json::object()),
            "check \"conforming\" needs the type that the column's values agree on");
  EXPECT_EQ(refusal("references", Json::object()),
            "compiled rules: check \"references\" judges no rows");
}

}  // namespace
}  // namespace tamis::quality
