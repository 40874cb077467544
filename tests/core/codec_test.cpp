// Codecs, whole files and blocks: what goes in comes out, and bytes that are cut, changed or
// claim too much are corrupt_data, never a crash or another text.
#include "core/export/codec/codec.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "core/error/error.h"
#include "core/export/codec/block_codec.h"
#include "core/export/codec/crc32c.h"

namespace tamis::exports {
namespace {

constexpr BlockCodec kBlockCodecs[] = {BlockCodec::none,    BlockCodec::snappy, BlockCodec::gzip,
                                       BlockCodec::deflate, BlockCodec::zstd,   BlockCodec::brotli};

std::string random_bytes(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string out(size, '\0');
  for (char& c : out) c = static_cast<char>(random());
  return out;
}

std::string words(std::size_t size) {
  std::string out;
  std::mt19937 random(7);
  while (out.size() < size) out += "value " + std::to_string(random() % 1000) + ",";
  out.resize(size);
  return out;
}

std::vector<std::string> samples() {
  return {"",
          "x",
          std::string(1, '\0'),
          words(1000),
          words(65536),
          words(65537),
          words(3'000'000),
          std::string(5'000'000, 'a'),
          random_bytes(200'000, 1)};
}

std::string compressed(Compression compression, int level, std::string_view text,
                       std::size_t piece) {
  std::string out;
  const auto compressor =
      make_compressor(compression, level, [&out](std::string_view bytes) { out += bytes; });
  for (std::size_t at = 0; at < text.size(); at += piece) compressor->write(text.substr(at, piece));
  compressor->finish();
  return out;
}

std::string decompressed(Compression compression, std::string_view bytes, std::size_t piece) {
  const auto decompressor = make_decompressor(compression, [&](std::span<char> out) {
    const std::size_t n = std::min({out.size(), bytes.size(), piece});
    std::copy_n(bytes.data(), n, out.data());
    bytes.remove_prefix(n);
    return n;
  });
  std::string out;
  std::vector<char> room(10'000);
  while (const std::size_t n = decompressor->read(room)) out.append(room.data(), n);
  return out;
}

template <typename Work>
Code code_of(const Work& work) {
  try {
    work();
  } catch (const Error& e) {
    return e.code();
  }
  return Code::internal_error;
}

TEST(Codec, NamesSuffixesAndLevels) {
  for (const Compression c : kCompressions) {
    Compression back{};
    ASSERT_TRUE(from_name(name_of(c), back));
    EXPECT_EQ(back, c);
    const Levels levels = levels_of(c);
    EXPECT_LE(levels.least, levels.usual);
    EXPECT_LE(levels.usual, levels.most);
  }
  Compression none{};
  EXPECT_FALSE(from_name("lz4", none));
  EXPECT_EQ(suffix_of(Compression::brotli), ".br");
  EXPECT_EQ(suffix_of(Compression::snappy), ".sz");
}

TEST(Codec, StreamsComeBackAtEveryLevel) {
  for (const Compression c : kCompressions) {
    for (const std::string& text : samples()) {
      const Levels levels = levels_of(c);
      for (const int level : {levels.least, levels.usual, std::min(levels.most, 6)}) {
        const std::string bytes = compressed(c, level, text, 70'000);
        ASSERT_TRUE(decompressed(c, bytes, 1000) == text)
            << name_of(c) << " level " << level << ", " << text.size() << " bytes";
      }
    }
  }
}

TEST(Codec, StreamsCutOffOrFollowedAreCorrupt) {
  const std::string text = words(200'000);
  for (const Compression c : kCompressions) {
    if (c == Compression::none) continue;
    const std::string bytes = compressed(c, levels_of(c).usual, text, text.size());
    EXPECT_EQ(code_of([&] { decompressed(c, bytes + "x", 5000); }), Code::corrupt_data)
        << name_of(c);
    for (const std::size_t cut :
         {std::size_t{0}, std::size_t{1}, std::size_t{5}, bytes.size() / 2, bytes.size() - 1}) {
      EXPECT_EQ(code_of([&] { decompressed(c, bytes.substr(0, cut), 5000); }), Code::corrupt_data)
          << name_of(c) << " cut at " << cut;
    }
  }
}

// brotli and raw deflate have no checksum: there a changed byte may give another text.
TEST(Codec, StreamsWithAChangedByteAreCorrupt) {
  const std::string text = words(100'000);
  std::mt19937 random(3);
  for (const Compression c : {Compression::gzip, Compression::zstd, Compression::snappy}) {
    const std::string bytes = compressed(c, levels_of(c).usual, text, text.size());
    for (int i = 0; i < 300; ++i) {
      std::string changed = bytes;
      changed[random() % changed.size()] ^= static_cast<char>(1U << (random() % 8));
      try {
        // A changed header byte that means nothing may leave the text as it was.
        EXPECT_TRUE(decompressed(c, changed, 5000) == text) << name_of(c);
      } catch (const Error& e) {
        EXPECT_EQ(e.code(), Code::corrupt_data) << e.message();
      }
    }
  }
}

TEST(Codec, SnappyFramesAreAsSpecified) {
  EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU);  // RFC 3720 B.4
  EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62A8AB43U);
  const std::string identifier("\xff\x06\x00\x00sNaPpY", 10);
  EXPECT_EQ(compressed(Compression::snappy, 0, "", 1), identifier);
  const std::string padding("\xfe\x02\x00\x00\x00\x00", 6);
  const std::string body = compressed(Compression::snappy, 0, "abc", 3).substr(10);
  EXPECT_EQ(decompressed(Compression::snappy, identifier + padding + body + identifier + body, 3),
            "abcabc");
  const std::string unskippable("\x02\x00\x00\x00", 4);
  EXPECT_EQ(code_of([&] { decompressed(Compression::snappy, identifier + unskippable, 9); }),
            Code::corrupt_data);
  EXPECT_EQ(code_of([&] { decompressed(Compression::snappy, body, 9); }), Code::corrupt_data);
}

TEST(BlockCodec, BlocksComeBackAndContextsServeAgain) {
  for (const BlockCodec codec : kBlockCodecs) {
    for (const int level : {1, 2, 3, 5}) {
      const auto compressor = make_block_compressor(codec, level);
      const auto decompressor = make_block_decompressor(codec);
      for (const std::string& text : samples()) {
        const std::string bytes(compressor->compress(text));
        ASSERT_TRUE(decompressor->decompress_exactly(bytes, text.size()) == text)
            << name_of(codec) << " level " << level << ", " << text.size() << " bytes";
        ASSERT_TRUE(decompressor->decompress(bytes, 0, 6'000'000) == text) << name_of(codec);
        // The same text gives the same bytes, whatever came between.
        ASSERT_TRUE(compressor->compress(text) == bytes) << name_of(codec);
      }
    }
  }
}

TEST(BlockCodec, NoMoreComesOutThanAllowed) {
  const std::string text(1'000'000, 'z');
  for (const BlockCodec codec : kBlockCodecs) {
    const auto compressor = make_block_compressor(codec, 1);
    const auto decompressor = make_block_decompressor(codec);
    const std::string bytes(compressor->compress(text));
    for (const std::size_t most : {std::size_t{0}, std::size_t{1}, std::size_t{999'999}}) {
      EXPECT_EQ(code_of([&] { decompressor->decompress(bytes, 0, most); }), Code::corrupt_data)
          << name_of(codec) << " " << most;
    }
    for (const std::size_t other : {std::size_t{999'999}, std::size_t{1'000'001}}) {
      EXPECT_EQ(code_of([&] { decompressor->decompress_exactly(bytes, other); }),
                Code::corrupt_data)
          << name_of(codec) << " " << other;
    }
    EXPECT_TRUE(decompressor->decompress(bytes, 0, text.size()) == text);
  }
}

TEST(BlockCodec, BlocksCutOffOrFollowedAreCorrupt) {
  const std::string text = words(50'000);
  for (const BlockCodec codec : kBlockCodecs) {
    if (codec == BlockCodec::none) continue;
    const auto compressor = make_block_compressor(codec, 1);
    const auto decompressor = make_block_decompressor(codec);
    const std::string bytes(compressor->compress(text));
    EXPECT_EQ(code_of([&] { decompressor->decompress(bytes + "xy", 0, 100'000); }),
              Code::corrupt_data)
        << name_of(codec);
    for (std::size_t cut = 0; cut < bytes.size(); cut += 1 + bytes.size() / 50) {
      EXPECT_EQ(code_of([&] { decompressor->decompress(bytes.substr(0, cut), 0, 100'000); }),
                Code::corrupt_data)
          << name_of(codec) << " cut at " << cut;
    }
    EXPECT_TRUE(decompressor->decompress(bytes, 0, 100'000) == text);
  }
}

TEST(BlockCodec, GzipMembersMayFollowEachOther) {
  const auto compressor = make_block_compressor(BlockCodec::gzip, 1);
  std::string bytes(compressor->compress("first "));
  bytes += compressor->compress("second");
  EXPECT_EQ(make_block_decompressor(BlockCodec::gzip)->decompress(bytes, 0, 100), "first second");
}

TEST(BlockCodec, RandomBytesAreNoBlocks) {
  for (const BlockCodec codec : kBlockCodecs) {
    if (codec == BlockCodec::none) continue;
    const auto decompressor = make_block_decompressor(codec);
    for (unsigned seed = 0; seed < 500; ++seed) {
      const std::string bytes = random_bytes(1 + seed % 100, seed);
      try {
        EXPECT_LE(decompressor->decompress(bytes, 0, 10'000).size(), 10'000U);
      } catch (const Error& e) {
        EXPECT_EQ(e.code(), Code::corrupt_data) << e.message();
      }
    }
  }
}

}  // namespace
}  // namespace tamis::exports
