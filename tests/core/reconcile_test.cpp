// The sums of hashes, what facts differ, and the SQL that is planned, without an engine.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/quality/compare/canonical.h"
#include "core/quality/compare/column_facts.h"
#include "core/quality/compare/reconcile.h"
#include "core/quality/compare/reconcile_plan.h"
#include "core/quality/compare/row_sum.h"
#include "tests/core/schema_validator.h"

namespace tamis::quality {
namespace {

using document::Json;
using document::Options;
using engine::Column;
using engine::ColumnType;
using engine::Relation;

const engine::Dialect& postgresql() { return engine::postgresql_dialect(150000); }

template <typename Body>
std::string refusal(Body body) {
  try {
    body();
  } catch (const Error& e) {
    return e.message();
  }
  return "accepted";
}

// ---- sums

// 128-bit addition, digit by digit, as one learns it at school.
std::string sum_by_digits(const std::vector<std::string>& hashes) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string sum(32, '0');
  for (const std::string& hash : hashes) {
    std::size_t carry = 0;
    for (std::size_t i = 32; i-- > 0;) {
      const std::size_t digit = kHex.find(sum[i]) + kHex.find(hash[i]) + carry;
      sum[i] = kHex[digit % 16];
      carry = digit / 16;
    }
  }
  return sum;
}

std::string sum_by_parts(const std::vector<std::string>& hashes) {
  std::array<std::string, 4> digits;
  std::array<std::string_view, 4> parts;
  for (std::size_t part = 0; part < 4; ++part) {
    std::uint64_t sum = 0;
    for (const std::string& hash : hashes) {
      sum += static_cast<std::uint64_t>(hash_part(hash, static_cast<std::int64_t>(part) + 1));
    }
    digits[part] = std::to_string(sum);
    parts[part] = digits[part];
  }
  return RowSum::of(parts).text();
}

TEST(RowSum, IsTheSumModulo128Bits) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::string> hashes;
    for (int i = 0; i < 300; ++i) {
      std::string hash;
      for (int j = 0; j < 32; ++j) hash += "0123456789abcdef"[random() % (round == 0 ? 1 : 16)];
      hashes.push_back(i % 7 == 0 ? std::string(32, 'f') : hash);
    }
    EXPECT_EQ(sum_by_parts(hashes), sum_by_digits(hashes));
    std::shuffle(hashes.begin(), hashes.end(), random);
    EXPECT_EQ(sum_by_parts(hashes), sum_by_digits(hashes));
  }
}

TEST(RowSum, OfNoRowsIsZeroAndTooManyAreRefused) {
  EXPECT_EQ(RowSum::of({"", "", "", ""}).text(), std::string(32, '0'));
  EXPECT_EQ(RowSum::of({"0", "0", "0", "1"}).text(), std::string(31, '0') + "1");
  EXPECT_EQ(refusal([] {
              RowSum::of({"0", "0", "0", "18446744073709551616"});
            }),
            "the table has too many rows for a hash of all of them");
}

TEST(RowSum, HashPartRefusesWhatIsNoHash) {
  const std::string good(32, 'a');
  EXPECT_EQ(hash_part(good, 4), 0xaaaaaaaa);
  for (const std::string& bad : {std::string(), std::string(31, 'a'), std::string(33, 'a'),
                                 std::string(32, 'g'), std::string(32, ' ')}) {
    EXPECT_NE(refusal([&] { hash_part(bad, 1); }), "accepted") << bad;
  }
  for (const std::int64_t part : {0, 5, -1}) {
    EXPECT_NE(refusal([&] { hash_part(good, part); }), "accepted") << part;
  }
}

// ---- tolerance and facts

TEST(Tolerance, HoldsWithinEitherBound) {
  const NumberTolerance cent{0.01, 0};
  EXPECT_TRUE(cent.holds(1.00, 1.01));
  EXPECT_TRUE(cent.holds(1.1, 1.11)) << "what binary fractions lose is no difference";
  EXPECT_FALSE(cent.holds(1.00, 1.011));
  const NumberTolerance percent{0, 0.01};
  EXPECT_TRUE(percent.holds(-100, -99));
  EXPECT_FALSE(percent.holds(100, 98.9));
  EXPECT_TRUE(NumberTolerance().holds(0, 0));
  EXPECT_FALSE(NumberTolerance().holds(1, 1.0001));
  EXPECT_TRUE(cent.holds(10, 10.5, 100)) << "a sum of a hundred values";
}

TEST(Facts, NamesWhatDiffers) {
  ColumnFacts a;
  a.type = "decimal";
  a.present = 3;
  a.min = "1.5";
  a.max = "9";
  a.sum = 12.5;
  ColumnFacts b = a;
  EXPECT_TRUE(differing_facts(a, b, {}).empty());
  b.max = "9.01";
  b.sum = 12.51;
  EXPECT_EQ(differing_facts(a, b, {}), (std::vector<std::string>{"sum", "max"}));
  EXPECT_TRUE(differing_facts(a, b, {0.01, 0}).empty());
  b.sum_exact = false;
  b.sum = 12.5 * (1 + 1e-14);
  EXPECT_EQ(differing_facts(a, b, {}), std::vector<std::string>{"max"}) << "within what is known";
  b.nulls = 1;
  EXPECT_EQ(differing_facts(a, b, {0.01, 0}), std::vector<std::string>{"nulls"});
}

TEST(Facts, MaskKeepsTheFormAlone) {
  EXPECT_EQ(masked_text("Ada-1984 Zürich"), "Aaa-9999 Aaaaaa");
  EXPECT_EQ(masked_text(""), "");
}

// ---- how columns are compared

Column column(std::string name, std::string declared, ColumnType type) {
  return {.name = std::move(name), .declared = std::move(declared), .type = type};
}

std::string compared_as(const engine::Dialect& dialect, ColumnType a, ColumnType b) {
  return paired_column(dialect, column("c", std::string(dialect.type_name(a)), a),
                       column("c", std::string(dialect.type_name(b)), b), {})
      .compared_as;
}

TEST(Paired, TheTypeThatIsNoTextDecides) {
  for (const engine::Dialect* dialect : {&postgresql(), &engine::sqlite_dialect()}) {
    EXPECT_EQ(compared_as(*dialect, ColumnType::integer, ColumnType::decimal), "number");
    EXPECT_EQ(compared_as(*dialect, ColumnType::text, ColumnType::decimal), "number");
    EXPECT_EQ(compared_as(*dialect, ColumnType::date, ColumnType::text), "date");
    EXPECT_EQ(compared_as(*dialect, ColumnType::date, ColumnType::timestamp), "timestamp");
    EXPECT_EQ(compared_as(*dialect, ColumnType::boolean, ColumnType::text), "boolean");
    EXPECT_EQ(compared_as(*dialect, ColumnType::boolean, ColumnType::integer), "boolean");
    EXPECT_EQ(compared_as(*dialect, ColumnType::text, ColumnType::text), "text");
    EXPECT_EQ(compared_as(*dialect, ColumnType::timestamp, ColumnType::timestamptz), "text");
    EXPECT_EQ(compared_as(*dialect, ColumnType::uuid, ColumnType::text), "uuid");
  }
}

TEST(Paired, WhatIsNativeIsReadAsItIs) {
  const Column c = column("odd \"name", "bigint", ColumnType::integer);
  const PairedColumn pair = paired_column(postgresql(), c, c, {true, true, true});
  EXPECT_EQ(pair.a_sql, R"("odd ""name")") << "numbers have no case and no spaces";
  EXPECT_TRUE(pair.native);
  const Column t = column("t", "text", ColumnType::text);
  EXPECT_EQ(paired_column(postgresql(), t, t, {.empty = true}).a_sql, R"(nullif("t", ''))");
  const Column padded = column("t", "character(9)", ColumnType::text);
  EXPECT_EQ(paired_column(postgresql(), padded, t, {}).a_sql, R"(("t")::text)");
}

TEST(Paired, HashesOfManyColumnsAreNested) {
  EXPECT_EQ(hash_sql({"a", "b"}), "tamis_row_hash(a, b)");
  const std::string nested = hash_sql(std::vector<std::string>(65, "c"));
  EXPECT_TRUE(nested.starts_with("tamis_row_hash(tamis_row_hash(c, "));
  EXPECT_TRUE(nested.ends_with(", tamis_row_hash(c))"));
}

// ---- plans

Relation table(std::string name, const std::vector<std::string>& columns) {
  Relation relation;
  relation.name = name;
  relation.sql = '"' + name + '"';
  for (const std::string& c : columns) {
    relation.columns.push_back(column(c, "text", ColumnType::text));
  }
  return relation;
}

TEST(Plan, ColumnsOfOneSideAreListed) {
  Options given(Json::object(), "t");
  const ReconcileOptions options(given);
  const Relation a = table("a", {"id", "x", "gone"});
  const Relation b = table("b", {"new", "x", "id"});
  const ReconcilePlan plan(postgresql(), a, b, options);
  EXPECT_EQ(plan.columns().size(), 2U);
  EXPECT_EQ(plan.only_in_a(), std::vector<std::string>{"gone"});
  EXPECT_EQ(plan.only_in_b(), std::vector<std::string>{"new"});
  EXPECT_EQ(plan.hashed(), (std::vector<std::string>{"id", "x"}));
}

TEST(Plan, OptionsMustFitTheTables) {
  const Relation a = table("a", {"id", "x"});
  const Relation b = table("b", {"id", "x", "y"});
  const auto plan_with = [&](Json json) {
    return refusal([&] {
      Options given(std::move(json), "t");
      const ReconcileOptions options(given);
      ReconcilePlan(postgresql(), a, b, options);
    });
  };
  EXPECT_EQ(plan_with({{"key", "id"}}), "accepted");
  EXPECT_EQ(plan_with({{"key", "y"}}), "column \"y\" of \"a\" does not exist");
  EXPECT_EQ(plan_with({{"exclude", "z"}}), "neither side has a column \"z\"");
  EXPECT_EQ(plan_with({{"columns", "y"}}), "the two sides have no column in common");
  EXPECT_EQ(plan_with({{"tolerance", {{"x", 1}}}}),
            "column \"x\" has a tolerance, and is compared as text");
  EXPECT_EQ(plan_with({{"tolerance", {{"y", 1}}}}), "no compared column is called \"y\"");
  EXPECT_EQ(plan_with({{"tolerance", {{"x", "1"}}}}),
            "option \"x\" of option \"tolerance\" of t must be an object");
  EXPECT_EQ(plan_with({{"mask", "q"}}), "column \"q\" of \"b\" does not exist");
  EXPECT_EQ(plan_with({{"mask", 1}}),
            "option \"mask\" of t must be a string or an array of strings");
}

// What both engines are held to print.
TEST(Schema, DescribesTheDocumentsOfTheConformanceTest) {
  testing::SchemaValidator schema = testing::shipped_schema("reconciliation");
  std::ifstream file(TAMIS_SOURCE_DIR "/tests/sql/reconcile_tables.out");
  int documents = 0;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("{")) continue;
    ++documents;
    Json document = Json::parse(line);
    EXPECT_EQ(schema.faults(document), std::vector<std::string>()) << line;
    document.erase("matched");
    EXPECT_EQ(schema.faults(document).size(), 1U);
  }
  EXPECT_GE(documents, 6);
}

TEST(Plan, TooManyColumnsAreRefused) {
  std::vector<std::string> names;
  for (int i = 0; i < 501; ++i) names.push_back("c" + std::to_string(i));
  const Relation wide = table("w", names);
  Options given(Json::object(), "t");
  const ReconcileOptions options(given);
  EXPECT_EQ(refusal([&] { ReconcilePlan(postgresql(), wide, wide, options); }),
            "more than 500 columns can't be compared at once");
}

}  // namespace
}  // namespace tamis::quality
