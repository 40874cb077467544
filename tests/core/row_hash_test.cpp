#include "core/history/row_hash.h"

#include <gtest/gtest.h>

#include <cmath>
#include <initializer_list>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/catalog/function.h"
#include "core/error/error.h"
#include "core/history/digits.h"
#include "core/history/row_hash_sql.h"

namespace tamis::history {
namespace {

using engine::Value;

std::string hash(std::initializer_list<Value> values) {
  std::string out(kHashDigits, '?');
  row_hash({values.begin(), values.size()}, std::span<char, kHashDigits>(out.data(), kHashDigits));
  return out;
}
Value text(std::string_view v) { return Value::text(v); }

std::string digits(std::string_view number) {
  const Digits d = canonical_digits(number);
  return std::string(d.sign) + std::string(d.zero) + std::string(d.rest);
}

// Stored hashes must mean the same for ever: these vectors were computed from the encoding that
// row_hash.h describes, with the reference implementation of XXH3.
TEST(RowHash, FixedVectors) {
  EXPECT_EQ(hash({}), "99aa06d3014798d86001c324468d497f");  // XXH3-128 of no bytes
  EXPECT_EQ(hash({Value()}), "a6cd5e9392000f6ac44bdff4074eecdb");
  EXPECT_EQ(hash({text("a"), Value::integer(1)}), "e78344a1756019079cd81b964a59ed6c");
  EXPECT_EQ(hash({Value::blob(std::string_view("\x00\xFF", 2))}),
            "37d359613f19fd56c0f12a8acba66e0d");
  EXPECT_EQ(hash({text(std::string(300, 'x'))}), "26eca9e94193e94a114f48f9e6e5c893");
}

TEST(RowHash, EqualNumbersAreEqualWhateverTheirType) {
  const std::string one = hash({Value::integer(1)});
  EXPECT_EQ(hash({Value::real(1.0)}), one);
  EXPECT_EQ(hash({Value::decimal("1.00")}), one);
  EXPECT_EQ(hash({Value::decimal("+01.")}), one);
  EXPECT_EQ(hash({Value::boolean(true)}), one);
  EXPECT_EQ(hash({text("1")}), one);
  EXPECT_EQ(hash({Value::real(-0.0)}), hash({Value::boolean(false)}));
  EXPECT_EQ(hash({Value::real(0.1)}), hash({Value::decimal("0.100")}));
  EXPECT_EQ(hash({Value::real(-2.5)}), hash({Value::decimal("-002.50")}));
  EXPECT_EQ(hash({Value::real(1e18)}), hash({Value::integer(1'000'000'000'000'000'000)}));
  EXPECT_EQ(hash({Value::real(std::nan(""))}), hash({Value::decimal("NaN")}));
}

TEST(RowHash, WhatDiffersHashesDifferently) {
  const std::vector<std::string> all = {
      hash({Value()}),
      hash({Value(), Value()}),
      hash({text("")}),
      hash({text(""), Value()}),
      hash({Value(), text("")}),
      hash({text(""), text("")}),
      hash({text("a"), text("bc")}),
      hash({text("ab"), text("c")}),
      hash({text("abc")}),
      hash({text("abc"), text("")}),
      hash({text(""), text("abc")}),
      hash({text("NULL")}),
      hash({text("1.0")}),
      hash({Value::integer(1)}),
      hash({Value::integer(-1)}),
      hash({Value::integer(10)}),
      hash({Value::decimal("0.1")}),
      hash({Value::decimal("1e1")}),
      hash({text("true")}),
      hash({Value::blob(std::string_view("abc"))}),
      hash({Value::blob(std::string_view(""))}),
      hash({text(std::string_view("a\0b", 3))}),
      hash({text("a"), text("b")}),
      hash({text("b"), text("a")}),
      // An encoding smuggled into a value: the length in front of it tells them apart.
      hash({text(std::string_view("a\x01\x01\0\0\0\0\0\0\0b", 11))}),
      hash({Value::real(std::numeric_limits<double>::infinity())}),
      hash({Value::real(-std::numeric_limits<double>::infinity())}),
      hash({Value::real(std::nan(""))}),
  };
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
}

// Every row of up to three values drawn from a small alphabet, by far more than any buffer edge.
TEST(RowHash, ShortRowsNeverCollide) {
  const std::vector<Value> alphabet = {Value(),   text(""),    text("a"),         text("aa"),
                                       text("b"), text("a|b"), Value::integer(1), Value::blob("a")};
  std::map<std::string, std::string> seen;
  std::size_t rows = 0;
  const auto add = [&](std::initializer_list<std::size_t> row) {
    std::vector<Value> values;
    std::string name;
    for (const std::size_t i : row) {
      values.push_back(alphabet[i]);
      name += std::to_string(i) + ",";
    }
    std::string out(kHashDigits, '?');
    row_hash(values, std::span<char, kHashDigits>(out.data(), kHashDigits));
    const auto [it, fresh] = seen.emplace(out, name);
    EXPECT_TRUE(fresh) << name << " and " << it->second;
    ++rows;
  };
  for (std::size_t a = 0; a < alphabet.size(); ++a) {
    add({a});
    for (std::size_t b = 0; b < alphabet.size(); ++b) {
      add({a, b});
      for (std::size_t c = 0; c < alphabet.size(); ++c) add({a, b, c});
    }
  }
  EXPECT_EQ(seen.size(), rows);
}

TEST(Digits, OneSpellingForEachNumber) {
  EXPECT_EQ(digits("0"), "0");
  EXPECT_EQ(digits("-0.000"), "0");
  EXPECT_EQ(digits("000"), "0");
  EXPECT_EQ(digits(".5"), "0.5");
  EXPECT_EQ(digits("-.50"), "-0.5");
  EXPECT_EQ(digits("100"), "100");
  EXPECT_EQ(digits("100.00"), "100");
  EXPECT_EQ(digits("+7.10"), "7.1");
  EXPECT_EQ(digits("NaN"), "NaN");
  EXPECT_EQ(digits("-Infinity"), "-Infinity");
}

TEST(HashExpression, IsInTheOrderOfNamesAndFitsAnyNumberOfColumns) {
  const engine::Dialect& dialect = engine::sqlite_dialect();
  EXPECT_EQ(hash_expression(dialect, {"b", "A\"", "a"}), R"(tamis_row_hash("A""", "a", "b"))");
  EXPECT_EQ(hash_expression(dialect, {}), "tamis_row_hash(CAST(NULL AS text))");
  std::vector<std::string> many(91, "?");
  const std::string groups = hash_of(many);
  EXPECT_TRUE(groups.starts_with("tamis_row_hash(tamis_row_hash(?, "));
  EXPECT_TRUE(groups.ends_with("?), tamis_row_hash(?))"));
}

TEST(RowHashFunction, RefusesNoValues) {
  const catalog::Function* function = catalog::find_function("tamis_row_hash");
  ASSERT_NE(function, nullptr);
  catalog::CallSite site;
  catalog::CallContext context(site, std::pmr::null_memory_resource());
  EXPECT_THROW(std::get<catalog::Scalar>(function->callable).call(context, {}), Error);
}

// The result fits the context's own buffer: with no memory at all, the call still works.
TEST(RowHashFunction, AllocatesNothing) {
  const catalog::Function* function = catalog::find_function("tamis_row_hash");
  ASSERT_NE(function, nullptr);
  catalog::CallSite site;
  catalog::CallContext context(site, std::pmr::null_memory_resource());
  const std::vector<Value> row = {text("a"), Value::integer(1)};
  EXPECT_EQ(std::get<catalog::Scalar>(function->callable).call(context, row).bytes(),
            hash({text("a"), Value::integer(1)}));
}

}  // namespace
}  // namespace tamis::history
