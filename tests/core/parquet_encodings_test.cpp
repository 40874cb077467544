// Each encoding against bytes worked out by hand, most of them the format's own examples.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "core/export/parquet/bloom.h"
#include "core/export/parquet/dictionary.h"
#include "core/export/parquet/encode_delta.h"
#include "core/export/parquet/encode_fixed.h"
#include "core/export/parquet/encode_runs.h"
#include "core/export/parquet/page_checksum.h"
#include "core/export/parquet/schema.h"
#include "core/export/parquet/statistics.h"

namespace tamis::exports::parquet::writer {
namespace {

std::string hex(const Bytes& bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const char c : bytes.view()) {
    out += kDigits[static_cast<unsigned char>(c) >> 4U];
    out += kDigits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

std::string runs(const std::vector<std::uint32_t>& numbers, int width) {
  Bytes out;
  encode_runs(std::span<const std::uint32_t>(numbers), width, out);
  return hex(out);
}

TEST(EncodeRuns, PacksLowBitsFirst) {
  EXPECT_EQ(runs({0, 1, 2, 3, 4, 5, 6, 7}, 3), "0388c6fa");
  EXPECT_EQ(runs({1}, 1), "0301");
  EXPECT_EQ(runs({}, 3), "");
  EXPECT_EQ(runs({0xABCDE, 1, 0, 0, 0, 0, 0, 0, 0xFFFFF}, 20),
            "05debc1a0000000000000000000000000000000000"
            "ffff0f0000000000000000000000000000000000");
}

TEST(EncodeRuns, RepeatsAreRuns) {
  EXPECT_EQ(runs(std::vector<std::uint32_t>(100, 5), 3), "c80105");
  EXPECT_EQ(runs(std::vector<std::uint32_t>(300, 0x1234), 13), "d8043412");
  std::vector<std::uint32_t> mixed = {1, 2, 3, 4, 5, 6, 7, 0};
  mixed.insert(mixed.end(), 64, 6);
  EXPECT_EQ(runs(mixed, 3), "03d1581f800106");
}

std::string delta_64(const std::vector<std::int64_t>& numbers) {
  Bytes out;
  encode_delta_64(reinterpret_cast<const char*>(numbers.data()), numbers.size(), out);
  return hex(out);
}

TEST(EncodeDelta, TheFormatsExamples) {
  EXPECT_EQ(delta_64({1, 2, 3, 4, 5}), "80010405020200000000");
  EXPECT_EQ(delta_64({7, 5, 3, 1, 2, 3, 4, 5}), "800104080e0302000000c03f000000000000");
  EXPECT_EQ(delta_64({}), "8001040000");
  EXPECT_EQ(delta_64({-1}), "8001040101");
}

// Decodes as the format describes it, with no thought for speed.
template <typename Number>
std::vector<Number> decode_delta(std::string_view bytes) {
  using Bits = std::make_unsigned_t<Number>;
  std::size_t at = 0;
  const auto varint = [&] {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes.at(at++));
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
  };
  const auto signed_varint = [&] {
    const std::uint64_t v = varint();
    return static_cast<std::int64_t>(v >> 1U ^ -(v & 1U));
  };
  EXPECT_EQ(varint(), 128U);
  EXPECT_EQ(varint(), 4U);
  const std::uint64_t count = varint();
  std::vector<Number> out;
  auto value = static_cast<Bits>(signed_varint());
  if (count > 0) out.push_back(static_cast<Number>(value));
  while (out.size() < count) {
    const std::int64_t least = signed_varint();
    const std::string_view widths = bytes.substr(at, 4);
    at += 4;
    for (const char width : widths) {
      if (out.size() == count) break;
      for (unsigned i = 0; i < 32; ++i) {
        std::uint64_t bits = 0;
        for (unsigned b = 0; b < static_cast<unsigned char>(width); ++b) {
          const unsigned bit = i * static_cast<unsigned char>(width) + b;
          const auto byte = static_cast<unsigned char>(bytes.at(at + bit / 8));
          bits |= std::uint64_t{byte >> (bit % 8) & 1U} << b;
        }
        value += static_cast<Bits>(bits) + static_cast<Bits>(least);
        if (out.size() < count) out.push_back(static_cast<Number>(value));
      }
      at += 4U * static_cast<unsigned char>(width);
    }
  }
  EXPECT_EQ(at, bytes.size());
  return out;
}

TEST(EncodeDelta, WrapsAroundAndBack) {
  std::mt19937_64 random(7);
  for (const std::size_t count : {1U, 2U, 33U, 128U, 129U, 130U, 1000U}) {
    std::vector<std::int64_t> wide;
    std::vector<std::int32_t> narrow;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t r = random();
      wide.push_back(i % 3 == 0   ? std::numeric_limits<std::int64_t>::min()
                     : i % 3 == 1 ? std::numeric_limits<std::int64_t>::max()
                                  : static_cast<std::int64_t>(r >> r % 64));
      narrow.push_back(i % 5 == 0   ? std::numeric_limits<std::int32_t>::min()
                       : i % 5 == 1 ? std::numeric_limits<std::int32_t>::max()
                                    : static_cast<std::int32_t>(r));
    }
    Bytes out;
    encode_delta_64(reinterpret_cast<const char*>(wide.data()), count, out);
    EXPECT_EQ(decode_delta<std::int64_t>(out.view()), wide);
    out.clear();
    encode_delta_32(reinterpret_cast<const char*>(narrow.data()), count, out);
    EXPECT_EQ(decode_delta<std::int32_t>(out.view()), narrow);
  }
}

Bytes strings(std::initializer_list<std::string_view> list) {
  Bytes plain;
  for (const std::string_view s : list) {
    plain.append_number(static_cast<std::uint32_t>(s.size()));
    plain.append(s);
  }
  return plain;
}

TEST(EncodeDelta, Strings) {
  const Bytes plain = strings({"Hello", "World", "Foobar", "ABCDEF"});
  Bytes out;
  encode_delta_length(plain.view(), out);
  EXPECT_EQ(hex(out).substr(0, 28),
            "800104040a"
            "00"
            "01000000"
            "02"
            "0000"
            "00");
  EXPECT_TRUE(out.view().ends_with("HelloWorldFoobarABCDEF"));
  EXPECT_EQ(decode_delta<std::int32_t>(out.view().substr(0, out.size() - 22)),
            (std::vector<std::int32_t>{5, 5, 6, 6}));
  out.clear();
  encode_delta_strings(strings({"axis", "axle", "babble", "babyhood"}).view(), out);
  EXPECT_TRUE(out.view().ends_with("axislebabbleyhood"));
}

TEST(EncodeFixed, BytesByPlaceAndBits) {
  Bytes out;
  encode_split("\xAA\xBB\xCC\xDD\x11\x22\x33\x44\xA3\xB4\xC5\xD6", 4, out);
  EXPECT_EQ(hex(out), "aa11a3bb22b4cc33c5dd44d6");
  out.clear();
  encode_bits(std::string_view("\1\0\1\1\0\0\0\0\1", 9), out);
  EXPECT_EQ(hex(out), "0d01");
  out.clear();
  encode_boolean_runs(std::string(200, '\1'), out);
  EXPECT_EQ(hex(out), "03000000900301");
}

Field field(FieldKind kind, int precision = 0) {
  Field f;
  f.column.name = "c";
  f.kind = kind;
  f.precision = precision;
  return f;
}

ColumnValues doubles(std::initializer_list<double> list) {
  ColumnValues values;
  for (const double d : list) values.plain.append_number(d);
  values.values = values.levels = values.rows = list.size();
  return values;
}

TEST(Dictionary, TellsFloatsApartByTheirBits) {
  const Leaf leaf = leaf_of(field(FieldKind::float64));
  Dictionary dictionary(leaf);
  std::vector<std::uint32_t> indices;
  ASSERT_TRUE(dictionary.index(doubles({1, 0.0, -0.0, NAN, 1, NAN}), 6, indices));
  EXPECT_EQ(indices, (std::vector<std::uint32_t>{0, 1, 2, 3, 0, 3}));
  EXPECT_EQ(dictionary.size(), 4U);
  EXPECT_EQ(dictionary.plain().size(), 32U);
}

TEST(Dictionary, KeepsAllAndKnowsItsLimit) {
  const Leaf leaf = leaf_of(field(FieldKind::text));
  Dictionary dictionary(leaf);
  ColumnValues values;
  std::vector<std::string> texts;
  for (int i = 0; i < 20'000; ++i) {
    texts.push_back("value " + std::to_string(i % 7000));
    values.plain.append_number(static_cast<std::uint32_t>(texts.back().size()));
    values.plain.append(texts.back());
  }
  values.values = texts.size();
  std::vector<std::uint32_t> indices;
  ASSERT_TRUE(dictionary.index(values, values.values, indices));
  EXPECT_EQ(dictionary.size(), 7000U);
  std::vector<std::string> entries;
  each_string(dictionary.plain(), [&](std::string_view s) { entries.emplace_back(s); });
  for (std::size_t i = 0; i < texts.size(); ++i) ASSERT_EQ(entries[indices[i]], texts[i]);
  values.clear();
  const std::string large(600'000, 'x');
  for (const char c : {'a', 'b'}) {
    values.plain.append_number(static_cast<std::uint32_t>(large.size() + 1));
    values.plain.append(large + c);
  }
  values.values = 2;
  EXPECT_FALSE(dictionary.index(values, 2, indices));
}

Statistics of(const Leaf& leaf, const ColumnValues& values) {
  return Statistics::of(leaf, values, nullptr);
}

TEST(Statistics, NansAreNoBounds) {
  const Leaf leaf = leaf_of(field(FieldKind::float64));
  const Statistics mixed = of(leaf, doubles({NAN, 2, -1, NAN}));
  EXPECT_EQ(mixed.nans, 2);
  EXPECT_TRUE(below(leaf, mixed.least, mixed.most));
  EXPECT_EQ(mixed.least, std::string(doubles({-1}).plain.view()));
  EXPECT_EQ(mixed.most, std::string(doubles({2}).plain.view()));
  EXPECT_FALSE(of(leaf, doubles({NAN, NAN})).bounded);
  EXPECT_FALSE(of(leaf, doubles({})).bounded);
  const Statistics zeros = of(leaf, doubles({0.0, 0.0}));
  EXPECT_EQ(zeros.least, std::string(doubles({-0.0}).plain.view()));
  EXPECT_EQ(of(leaf, doubles({-0.0})).most, std::string(doubles({0.0}).plain.view()));
}

TEST(Statistics, WideDecimalsAreNumbers) {
  const Leaf leaf = leaf_of(field(FieldKind::decimal, 38));
  EXPECT_EQ(leaf.width, 16);
  const std::string minus_one(16, '\xff');
  const std::string one = std::string(15, '\0') + '\1';
  ColumnValues values;
  values.plain.append(one);
  values.plain.append(minus_one);
  values.values = 2;
  EXPECT_EQ(of(leaf, values).least, minus_one);
  EXPECT_EQ(of(leaf, values).most, one);
}

TEST(Statistics, LongTextsAreCutAtACharacter) {
  const Leaf text = leaf_of(field(FieldKind::text));
  const std::string whole(64, 'a');
  EXPECT_TRUE(upper_bound_of(text, whole).exact);
  const WrittenBound cut = upper_bound_of(text, whole + "b");
  EXPECT_FALSE(cut.exact);
  EXPECT_EQ(cut.bytes, std::string(63, 'a') + "b");
  EXPECT_EQ(lower_bound_of(text, whole + "b").bytes, whole);
  // 0xC3 0xBF is the last of two bytes that start with 0xC3.
  const std::string umlauts = std::string(62, 'a') + "\xC3\xBF" + "z";
  EXPECT_EQ(upper_bound_of(text, umlauts).bytes, std::string(62, 'a') + "\xC4\x80");
  const std::string split = std::string(63, 'a') + "\xC3\xBF";
  EXPECT_EQ(lower_bound_of(text, split).bytes, std::string(63, 'a'));
  // U+D7FF is followed by U+E000, and nothing follows U+10FFFF.
  const std::string surrogate = std::string(61, 'a') + "\xED\x9F\xBF" + "z";
  EXPECT_EQ(upper_bound_of(text, surrogate).bytes, std::string(61, 'a') + "\xEE\x80\x80");
  std::string last;
  for (int i = 0; i < 20; ++i) last += "\xF4\x8F\xBF\xBF";
  EXPECT_FALSE(upper_bound_of(text, last).there);
  const Leaf bytes = leaf_of(field(FieldKind::bytes));
  EXPECT_FALSE(upper_bound_of(bytes, std::string(65, '\xff')).there);
  EXPECT_EQ(upper_bound_of(bytes, std::string(63, 'a') + "\xff\xff").bytes,
            std::string(62, 'a') + "b");
}

TEST(BloomFilter, FindsAllAndLittleElse) {
  EXPECT_EQ(bloom_hash(""), 0xEF46DB3751D8E999U);
  BloomFilter filter(std::size_t{1} << 20U);
  for (int i = 0; i < 1000; ++i) filter.insert(bloom_hash("in " + std::to_string(i)));
  filter.fold(0.01);
  int wrong = 0;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(filter.find(bloom_hash("in " + std::to_string(i))));
  }
  for (int i = 0; i < 10'000; ++i) {
    wrong += filter.find(bloom_hash("out " + std::to_string(i))) ? 1 : 0;
  }
  EXPECT_LT(wrong, 150);
  EXPECT_LE(filter.written().size(), 2048U + 32);
}

TEST(Page, ChecksumIsGzips) { EXPECT_EQ(page_checksum("123456789"), 0xCBF43926U); }

TEST(Schema, DecimalsTakeTheFewestBytes) {
  EXPECT_EQ(decimal_bytes(1), 1);
  EXPECT_EQ(decimal_bytes(2), 1);
  EXPECT_EQ(decimal_bytes(3), 2);
  EXPECT_EQ(decimal_bytes(9), 4);
  EXPECT_EQ(decimal_bytes(18), 8);
  EXPECT_EQ(decimal_bytes(19), 9);
  EXPECT_EQ(decimal_bytes(38), 16);
}

}  // namespace
}  // namespace tamis::exports::parquet::writer
