// Names, dialects and values: what both hosts lean on.
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <random>

#include "core/engine/session.h"
#include "core/error/error.h"

namespace tamis::engine {
namespace {

std::string text_of(const Value& value) {
  std::array<char, kNumberText> buffer;
  return std::string(to_text(value, buffer));
}

TEST(Value, NumbersAreShortestPlainDecimals) {
  EXPECT_EQ(text_of(Value::integer(std::numeric_limits<std::int64_t>::min())),
            "-9223372036854775808");
  EXPECT_EQ(text_of(Value::real(1)), "1.0");
  EXPECT_EQ(text_of(Value::real(0.1)), "0.1");
  EXPECT_EQ(text_of(Value::real(-0.0)), "-0.0");
  EXPECT_EQ(text_of(Value::real(1e21)), "1000000000000000000000.0");
  EXPECT_EQ(text_of(Value::real(std::nan(""))), "NaN");
  EXPECT_EQ(text_of(Value::real(-INFINITY)), "-Infinity");
}

TEST(Value, NumbersHaveNoMoreDigitsThanTheyNeed) {
  EXPECT_EQ(text_of(Value::real(1e22)), "1" + std::string(22, '0') + ".0");
  EXPECT_EQ(text_of(Value::real(1e23)), "1" + std::string(23, '0') + ".0");
  EXPECT_EQ(text_of(Value::real(1e300)), "1" + std::string(300, '0') + ".0");
  EXPECT_EQ(text_of(Value::real(5e-324)), "0." + std::string(323, '0') + "5");
  EXPECT_EQ(text_of(Value::real(1.0 / 3)), "0.3333333333333333");
  EXPECT_EQ(text_of(Value::real(-1234.5)), "-1234.5");
  EXPECT_EQ(text_of(Value::real(0.001)), "0.001");
}

TEST(Value, EveryNumberReadsBackEqual) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 100'000; ++i) {
    const auto value = std::bit_cast<double>(random());
    if (!std::isfinite(value)) continue;
    const std::string text = text_of(Value::real(value));
    double read_back = 0;
    std::from_chars(text.data(), text.data() + text.size(), read_back);
    ASSERT_EQ(read_back, value) << text;
  }
}

TEST(Value, TheLongestNumbersFit) {
  for (const double extreme :
       {-std::numeric_limits<double>::max(), -std::numeric_limits<double>::denorm_min(),
        -std::numeric_limits<double>::min()}) {
    const std::string text = text_of(Value::real(extreme));
    EXPECT_LE(text.size(), kNumberText);
    double read_back = 0;
    std::from_chars(text.data(), text.data() + text.size(), read_back);
    EXPECT_EQ(read_back, extreme);
  }
}

TEST(Name, SplitsAtDotsOutsideQuotes) {
  const auto parts = parse_name(R"("odd ""name.x".Other)");
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].text, R"(odd "name.x)");
  EXPECT_TRUE(parts[0].exact);
  EXPECT_EQ(parts[1].text, "Other");
  EXPECT_FALSE(parts[1].exact);
  EXPECT_EQ(parse_name(" my table ")[0].text, "my table");
}

TEST(Name, SaysWhatIsWrong) {
  for (const std::string_view bad :
       {std::string_view(""), std::string_view("  "), std::string_view("a..b"),
        std::string_view("a.b.c"), std::string_view("\"open"), std::string_view("\"a\"b"),
        std::string_view("a\"b"), std::string_view("."), std::string_view("\"\""),
        std::string_view("a."), std::string_view("a\0b", 3)}) {
    try {
      parse_name(bad);
      ADD_FAILURE() << "accepted " << bad;
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), Code::invalid_name) << bad;
      EXPECT_FALSE(e.detail().empty()) << bad;
    }
  }
}

TEST(Name, KnowsAQuery) {
  std::string_view inner;
  EXPECT_TRUE(is_query(" (select 1) ", &inner));
  EXPECT_EQ(inner, "select 1");
  EXPECT_FALSE(is_query("tickets"));
  EXPECT_FALSE(is_query("("));
}

TEST(Dialect, QuotesWhatWouldBreakOut) {
  const Dialect& pg = postgresql_dialect(150000);
  const Dialect& lite = sqlite_dialect();
  EXPECT_EQ(lite.quote_identifier(R"(a"b)"), R"("a""b")");
  EXPECT_EQ(pg.quote_literal("it's"), "'it''s'");
  EXPECT_EQ(pg.quote_literal(R"(\')"), R"(E'\\''')");
  EXPECT_EQ(lite.quote_literal(R"(\')"), R"('\''')");
  EXPECT_THROW(lite.quote_identifier(""), Error);
  EXPECT_THROW(pg.quote_literal(std::string_view("a\0b", 3)), Error);
}

TEST(Dialect, ReadsItsOwnTypeNames) {
  for (const Dialect* dialect :
       std::initializer_list<const Dialect*>{&postgresql_dialect(150000), &sqlite_dialect()}) {
    for (const ColumnType type :
         {ColumnType::boolean, ColumnType::integer, ColumnType::real, ColumnType::decimal,
          ColumnType::text, ColumnType::blob, ColumnType::date, ColumnType::time,
          ColumnType::timestamp, ColumnType::timestamptz, ColumnType::uuid, ColumnType::json}) {
      EXPECT_EQ(dialect->column_type(dialect->type_name(type)), type)
          << dialect->name() << " " << name_of(type);
    }
  }
  EXPECT_EQ(postgresql_dialect(150000).column_type("timestamp(3) with time zone"),
            ColumnType::timestamptz);
  EXPECT_EQ(postgresql_dialect(150000).column_type("numeric(10,2)"), ColumnType::decimal);
  EXPECT_EQ(postgresql_dialect(150000).column_type("point"), ColumnType::unknown);
  EXPECT_EQ(sqlite_dialect().column_type("VARCHAR(20)"), ColumnType::text);
  EXPECT_EQ(sqlite_dialect().column_type("datetime"), ColumnType::timestamp);
}

TEST(Dialect, PlansUpsertAndMerge) {
  const std::array<std::string, 1> keys = {"id"};
  const std::array<std::string, 1> updated = {"a b"};
  EXPECT_EQ(sqlite_dialect().upsert("INSERT INTO t VALUES (1)", keys, updated),
            R"(INSERT INTO t VALUES (1) ON CONFLICT ("id") DO UPDATE SET "a b" = excluded."a b")");
  EXPECT_EQ(sqlite_dialect().upsert("INSERT INTO t VALUES (1)", keys, {}),
            R"(INSERT INTO t VALUES (1) ON CONFLICT ("id") DO NOTHING)");
  EXPECT_TRUE(postgresql_dialect(150000).has_merge());
  EXPECT_FALSE(postgresql_dialect(140011).has_merge());
  EXPECT_THROW(postgresql_dialect(140011).merge("t", "s", "true", ""), Error);
  EXPECT_THROW(sqlite_dialect().merge("t", "s", "true", ""), Error);
}

}  // namespace
}  // namespace tamis::engine
