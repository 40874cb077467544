#include "core/sketch/intake.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <limits>
#include <memory_resource>
#include <string>
#include <vector>

#include "core/sketch/sketch.h"

namespace tamis::sketch {
namespace {

using engine::Value;

std::vector<std::byte> bytes_of(const ColumnSketch& sketch) {
  std::vector<std::byte> bytes(sketch.encoded_size());
  sketch.encode(bytes);
  return bytes;
}

// What is given to both, one by one and by way of a batch.
class Both {
 public:
  void add(const Value& value) {
    const RowRef row{.table = 7, .row = ++rows_, .known = rows_ % 3 != 0};
    alone_.add(value, row);
    intake_.add(value, row);
  }
  void compare() {
    EXPECT_EQ(intake_.sketch().facts().rows(), static_cast<std::uint64_t>(rows_));
    EXPECT_TRUE(bytes_of(intake_.sketch()) == bytes_of(alone_)) << rows_ << " rows";
  }

 private:
  std::int64_t rows_ = 0;
  ColumnSketch alone_{std::pmr::new_delete_resource()};
  Intake intake_{std::pmr::new_delete_resource()};
};

TEST(Intake, AddsWhatTheSketchAloneWould) {
  Both both;
  both.compare();
  for (int i = 0; i < 1000; ++i) {
    const std::string n = std::to_string(i);
    both.add(Value::text("text " + n));
    both.add(Value());
    both.add(Value::integer(std::numeric_limits<std::int64_t>::min() + i));
    both.add(Value::real(i / 7.0));
    both.add(Value::boolean(i % 2 == 0));
    both.add(Value::decimal(n + ".50"));
    both.add(Value::blob("\x01" + n));
    both.add(Value::text(""));
    if (i % 100 == 0) both.compare();
  }
  both.compare();
}

TEST(Intake, TakesTextsOfAnyLength) {
  Both both;
  for (const std::size_t size :
       {std::size_t{1}, std::size_t{60}, Intake::kMostBytes - 1, Intake::kMostBytes,
        Intake::kMostBytes + 1, std::size_t{100'000}}) {
    for (int i = 0; i < 5; ++i) {
      both.add(Value::text(std::string(size, static_cast<char>('a' + i))));
      both.add(Value::integer(i));
    }
  }
  both.compare();
}

TEST(Intake, GoesOnBehindAStoredSketch) {
  ColumnSketch stored(std::pmr::new_delete_resource());
  stored.add(Value::text("first"));
  Intake intake(ColumnSketch::decode(bytes_of(stored), std::pmr::new_delete_resource()));
  intake.add(Value::text("second"));
  EXPECT_EQ(intake.sketch().facts().rows(), 2U);
}

// What callers hand over may change as soon as it is taken.
TEST(Intake, KeepsNoPointerToWhatItTook) {
  Intake intake(std::pmr::new_delete_resource());
  for (int i = 0; i < 300; ++i) {
    std::string text = "value " + std::to_string(i % 10);
    intake.add(Value::text(text));
    text.assign(text.size(), '#');
  }
  EXPECT_EQ(intake.sketch().distinct().count(), 10U);
}

}  // namespace
}  // namespace tamis::sketch
