// Blobs in a sketch: shown in hexadecimal, known by their bytes, also when stored and merged.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/profile/profile.h"
#include "core/sketch/sketch.h"

namespace tamis::sketch {
namespace {

using engine::Value;

std::pmr::memory_resource* heap() { return std::pmr::new_delete_resource(); }

std::vector<std::byte> stored(const ColumnSketch& sketch) {
  std::vector<std::byte> bytes(sketch.encoded_size());
  sketch.encode(bytes);
  return bytes;
}

std::string report(const ColumnSketch& sketch) {
  return document::canonical(profile::interpret(sketch).document);
}

// Blobs of `size` bytes that differ in the first four.
ColumnSketch of_blobs(int from, int to, std::size_t size) {
  ColumnSketch sketch(heap());
  for (int i = from; i < to; ++i) {
    std::string bytes(size, '\x9d');
    for (std::size_t at = 0; at < 4; ++at) bytes[at] = static_cast<char>(i >> (8 * at));
    sketch.add(Value::blob(std::string_view(bytes)));
  }
  return sketch;
}

class Blobs : public testing::TestWithParam<std::size_t> {};

TEST_P(Blobs, ComeBackFromTheirBytes) {
  for (const int count : {1, 5, 40, 3000}) {
    const ColumnSketch sketch = of_blobs(0, count, GetParam());
    const std::vector<std::byte> bytes = stored(sketch);
    const ColumnSketch again = ColumnSketch::decode(bytes, heap());
    EXPECT_EQ(stored(again), bytes) << count;
    EXPECT_EQ(report(again), report(sketch)) << count;
  }
}

TEST_P(Blobs, AreTheSameValuesOnceStored) {
  const ColumnSketch part = of_blobs(0, 30, GetParam());
  ColumnSketch merged = ColumnSketch::decode(stored(part), heap());
  merged.merge(of_blobs(0, 30, GetParam()));
  EXPECT_EQ(merged.distinct().count(), 30U);
  EXPECT_EQ(merged.frequent().kept().size(), 30U);
  ColumnSketch both = of_blobs(0, 30, GetParam());
  both.merge(part);
  EXPECT_EQ(stored(merged), stored(both));
}

INSTANTIATE_TEST_SUITE_P(OfSizes, Blobs, testing::Values(4, 16, 31, 32, 100));

TEST(BlobSketch, IsNotTheTextThatShowsIt) {
  ColumnSketch sketch(heap());
  sketch.add(Value::blob(std::string_view("abc")));
  sketch.add(Value::text("\\x616263"));
  EXPECT_EQ(ColumnSketch::decode(stored(sketch), heap()).frequent().kept().size(), 2U);
}

}  // namespace
}  // namespace tamis::sketch
