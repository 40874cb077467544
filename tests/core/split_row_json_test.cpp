// Rows as JSON objects that lose nothing, and back.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/quality/clean/row_json.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Kind;
using engine::Value;

std::string row_json(const std::string& names, const std::vector<Value>& values) {
  const MemberNames compiled = MemberNames::compile(names);
  std::string out(compiled.measure(values), '?');
  compiled.write(values, out.data());
  return out;
}

std::string one(const Value& value) { return row_json(R"(["a"])", {value}); }

TEST(RowJson, WritesEachKindOfValue) {
  EXPECT_EQ(one(Value()), R"({"a": null})");
  EXPECT_EQ(one(Value::boolean(true)), R"({"a": true})");
  EXPECT_EQ(one(Value::integer(std::numeric_limits<std::int64_t>::min())),
            R"({"a": -9223372036854775808})");
  EXPECT_EQ(one(Value::real(1)), R"({"a": 1.0})");
  EXPECT_EQ(one(Value::decimal("12.50")), R"({"a": 12.50})");
  EXPECT_EQ(one(Value::text("")), R"({"a": ""})");
  EXPECT_EQ(one(Value::text("12.50")), R"({"a": "12.50"})");
  EXPECT_EQ(one(Value::text("größe \"x\"\\\n\x01")), "{\"a\": \"größe \\\"x\\\"\\\\\\n\\u0001\"}");
}

TEST(RowJson, KeepsWhatJsonCannotCarry) {
  EXPECT_EQ(one(Value::blob(std::string_view("\0\xff", 2))), R"({"a": {"hex": "00ff"}})");
  EXPECT_EQ(one(Value::blob(std::string_view())), R"({"a": {"hex": ""}})");
  EXPECT_EQ(one(Value::text("a\xe9")), R"({"a": {"text_hex": "61e9"}})");
  EXPECT_EQ(one(Value::text(std::string_view("a\0b", 3))), R"({"a": {"text_hex": "610062"}})");
  EXPECT_EQ(one(Value::text("\xed\xa0\x80")), R"({"a": {"text_hex": "eda080"}})");
  EXPECT_EQ(one(Value::real(-std::numeric_limits<double>::infinity())),
            R"({"a": {"number": "-Infinity"}})");
  EXPECT_EQ(one(Value::decimal("NaN")), R"({"a": {"number": "NaN"}})");
  EXPECT_EQ(one(Value::real(-0.0)), R"({"a": {"number": "-0.0"}})");
}

TEST(RowJson, OrdersMembersAsJsonbDoes) {
  EXPECT_EQ(row_json(R"(["bb", "a", "aa", "B"])",
                     {Value::integer(1), Value::integer(2), Value::integer(3), Value::integer(4)}),
            R"({"B": 4, "a": 2, "aa": 3, "bb": 1})");
  EXPECT_EQ(row_json("[\"x y\\\"\"]", {Value::integer(1)}), "{\"x y\\\"\": 1}");
}

TEST(RowJson, RefusesNamesThatAreNone) {
  for (const char* names : {"{}", "[]", "[1]", "[\"a\", \"a\"]", "\"a\"", "[null]"}) {
    EXPECT_THROW(MemberNames::compile(names), Error) << names;
  }
}

// What the text says of each text and number is what document::canonical() says of it.
TEST(RowJson, IsCanonicalWhereJsonCarriesTheValue) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (std::size_t n = random() % 12; n > 0; --n) {
      static constexpr std::string_view kPieces[] = {"a",    "\"", "\\", "\n", "\t", "\x1f",
                                                     "\x7f", "é",  "日", "😀",  "/",  " "};
      text += kPieces[random() % std::size(kPieces)];
    }
    EXPECT_EQ(one(Value::text(text)), document::canonical(Json{{"a", text}}));
    const auto integer = static_cast<std::int64_t>(random());
    EXPECT_EQ(one(Value::integer(integer)), document::canonical(Json{{"a", integer}}));
  }
}

// Any value comes back as it was, through the text.
TEST(RowJson, GivesEveryValueBack) {
  std::mt19937_64 random(11);
  const auto back = [](const Value& value, std::string& buffer, Json& parsed) {
    parsed = Json::parse(one(value)).at("a");
    return row_value(parsed, buffer);
  };
  for (int i = 0; i < 5000; ++i) {
    std::string bytes;
    for (std::size_t n = random() % 8; n > 0; --n) bytes += static_cast<char>(random());
    const std::uint64_t bits = random();
    double real = 0;
    static_assert(sizeof real == sizeof bits);
    std::memcpy(&real, &bits, sizeof real);
    std::string buffer;
    Json parsed;
    const Value text = back(Value::text(bytes), buffer, parsed);
    EXPECT_EQ(text.kind(), Kind::text);
    EXPECT_EQ(text.bytes(), bytes);
    const Value blob = back(Value::blob(std::string_view(bytes)), buffer, parsed);
    EXPECT_EQ(blob.kind(), Kind::blob);
    EXPECT_EQ(blob.bytes(), bytes);
    if (std::isnan(real)) continue;
    const Value number = back(Value::real(real), buffer, parsed);
    ASSERT_EQ(number.kind(), Kind::real);
    EXPECT_EQ(number.as_real(), real);
    EXPECT_EQ(std::signbit(number.as_real()), std::signbit(real));
  }
}

TEST(RowJson, RefusesWhatSomebodyMendedWrongly) {
  std::string buffer;
  EXPECT_THROW(row_value(Json{{"hex", "0"}}, buffer), Error);
  EXPECT_THROW(row_value(Json{{"hex", "zz"}}, buffer), Error);
  EXPECT_THROW(row_value(Json{{"number", "many"}}, buffer), Error);
  EXPECT_EQ(row_value(Json{{"hex", 1}}, buffer).bytes(), R"({"hex": 1})");
  EXPECT_EQ(row_value(Json{1, 2}, buffer).bytes(), "[1, 2]");
}

}  // namespace
}  // namespace tamis::quality
