#include "core/sketch/distinct.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory_resource>
#include <random>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/sketch/codec_distinct.h"

namespace tamis::sketch {
namespace {

std::pmr::memory_resource* heap() { return std::pmr::new_delete_resource(); }

// Equal numbers give equal hashes (SplitMix64).
std::uint64_t mixed(std::uint64_t n) {
  n += 0x9E3779B97F4A7C15U;
  n = (n ^ (n >> 30U)) * 0xBF58476D1CE4E5B9U;
  n = (n ^ (n >> 27U)) * 0x94D049BB133111EBU;
  return std::max<std::uint64_t>(1, n ^ (n >> 31U));
}

DistinctValues distinct_of(std::uint64_t first, std::uint64_t size) {
  DistinctValues distinct(heap());
  for (std::uint64_t i = 0; i < size; ++i) distinct.add(mixed(first + i));
  return distinct;
}

std::vector<std::uint8_t> state(const DistinctValues& distinct) {
  return {distinct.registers().begin(), distinct.registers().end()};
}

struct Errors {
  double bias = 0;
  double deviation = 0;  // from the truth
};

template <typename Count>
Errors errors_of(double truth, int trials, Count count) {
  Errors errors;
  for (int i = 0; i < trials; ++i) {
    const double error = (count(i) - truth) / truth;
    errors.bias += error / trials;
    errors.deviation += error * error / trials;
  }
  errors.deviation = std::sqrt(errors.deviation);
  return errors;
}

TEST(Distinct, ExactUpToTheLimit) {
  DistinctValues distinct(heap());
  for (std::uint64_t i = 0; i < kExactDistinct; ++i) {
    distinct.add(mixed(i));
    distinct.add(mixed(i / 2));
  }
  EXPECT_TRUE(distinct.exact());
  EXPECT_EQ(distinct.count(), kExactDistinct);
  std::uint64_t last = 0;
  distinct.each([&](std::uint64_t hash) {
    EXPECT_LT(last, hash);
    last = hash;
  });
  distinct.add(mixed(kExactDistinct));
  EXPECT_FALSE(distinct.exact());
  EXPECT_EQ(distinct.kept(), 0u);
}

TEST(Distinct, HostileHashesStayExact) {
  DistinctValues distinct(heap());
  for (std::uint64_t i = 0; i < 900; ++i) distinct.add(~i);
  for (std::uint64_t i = 1; i < 90; ++i) distinct.add(i);
  EXPECT_EQ(distinct.count(), 989u);
}

TEST(Distinct, RegistersDependOnTheSetOnly) {
  const DistinctValues whole = distinct_of(0, 20000);
  DistinctValues backwards(heap());
  for (std::uint64_t i = 20000; i-- > 0;) {
    for (int n = 0; n < 2; ++n) backwards.add(mixed(i));
  }
  EXPECT_EQ(state(backwards), state(whole));

  for (const std::uint64_t size : {300u, 5000u}) {  // exact parts, and estimated ones
    DistinctValues merged(heap());
    for (std::uint64_t first = 0; first < 20000; first += size / 2) {
      merged.merge(distinct_of(first, std::min(size, 20000 - first)));
    }
    EXPECT_EQ(state(merged), state(whole)) << size;
    merged.merge(merged);
    EXPECT_EQ(state(merged), state(whole)) << size;
  }
  DistinctValues few = distinct_of(19990, 10);
  few.merge(whole);
  EXPECT_EQ(state(few), state(whole));
}

TEST(Distinct, EstimatesAreAsCloseAsPromisedWithoutBias) {
  struct Case {
    std::uint64_t size;
    int trials;
  };
  for (const auto& [size, trials] : {Case{1025, 400}, Case{2000, 400}, Case{4096, 400},
                                     Case{10000, 400}, Case{30000, 300}, Case{100000, 100}}) {
    std::mt19937_64 seeds(size);
    const Errors errors = errors_of(static_cast<double>(size), trials, [n = size, &seeds](int) {
      return static_cast<double>(distinct_of(seeds(), n).count());
    });
    // Three standard deviations of what is measured; the error is smaller for few values.
    EXPECT_LT(errors.deviation, kDistinctError * (1 + 3 / std::sqrt(2.0 * trials))) << size;
    EXPECT_LT(std::abs(errors.bias), 3 * kDistinctError / std::sqrt(trials)) << size;
  }
}

// The registers that `size` values lead to, drawn by level and not by value.
double drawn_count(double size, std::mt19937_64& random) {
  std::array<double, kTopLevel + 1> chances{};
  for (unsigned level = 1; level <= kTopLevel; ++level) {
    const double share = std::ldexp(1.0, -static_cast<int>(std::min(level, kTopLevel - 1)));
    chances[level] = -std::expm1(-size / kRegisters * share);
  }
  std::uniform_real_distribution<double> uniform(0, 1);
  std::array<std::uint8_t, kRegisters> registers{};
  for (std::uint8_t& value : registers) {
    unsigned top = kTopLevel;
    while (top > 0 && uniform(random) >= chances[top]) --top;
    unsigned seen = 4 * top;
    for (unsigned below = 1; below <= 2 && below <= top; ++below) {
      const unsigned level = top - below;
      if (level == 0 || uniform(random) < chances[level]) seen |= 4U >> below;
    }
    value = static_cast<std::uint8_t>(seen);
    EXPECT_TRUE(is_register(value));
  }
  DistinctValues distinct(heap());
  distinct.restore(registers);
  return static_cast<double>(distinct.count());
}

TEST(Distinct, LargeCountsAreAsClose) {
  std::mt19937_64 random(77);
  constexpr int kTrials = 100;
  for (const double size : {1e6, 1e7, 1e9, 1e12, 1e15, 1e18}) {
    const Errors errors = errors_of(size, kTrials, [&](int) { return drawn_count(size, random); });
    EXPECT_LT(errors.deviation, 0.0119 * (1 + 3 / std::sqrt(2.0 * kTrials))) << size;
    EXPECT_LT(std::abs(errors.bias), 3 * 0.0119 / std::sqrt(kTrials)) << size;
  }
}

TEST(Distinct, EveryRegisterOfHashesIsOne) {
  std::array<bool, 256> reached{};
  for (unsigned top = 1; top <= kTopLevel; ++top) {
    for (unsigned below = 0; below < 4; ++below) {
      DistinctValues distinct(heap());
      for (std::uint64_t i = 0; i <= kExactDistinct; ++i) distinct.add(~i);  // the last register
      for (unsigned level = top; level + 2 >= top && level >= 1; --level) {
        const bool wanted = level == top || (below >> (top - level - 1) & 1U) != 0;
        const std::uint64_t rest = std::uint64_t{1} << (kTopLevel - 1) >> level;
        if (wanted) distinct.add(rest == 0 ? std::uint64_t{1} << 52U : rest);
      }
      // Without a bit of its rest set, a hash of the first register would be 0.
      const bool deepest = top == kTopLevel;
      reached[distinct.registers()[deepest ? 1 : 0]] = true;
    }
  }
  for (unsigned value = 1; value < 4 * kTopLevel; ++value) {
    EXPECT_EQ(is_register(static_cast<std::uint8_t>(value)), reached[value]) << value;
  }
  EXPECT_TRUE(is_register(0));
  EXPECT_TRUE(is_register(4 * kTopLevel + 3));
  EXPECT_FALSE(is_register(4 * kTopLevel + 4));
}

TEST(Distinct, HostileRegistersAreEstimated) {
  std::mt19937_64 random(5);
  std::vector<std::uint8_t> valid;
  for (unsigned value = 0; value < 256; ++value) {
    if (is_register(static_cast<std::uint8_t>(value))) {
      valid.push_back(static_cast<std::uint8_t>(value));
    }
  }
  for (const std::uint8_t value : valid) {
    const std::vector<std::uint8_t> registers(kRegisters, value);
    DistinctValues distinct(heap());
    distinct.restore(registers);
    EXPECT_EQ(distinct.count() == 0, value == 0);
    EXPECT_LE(distinct.count(), 9'000'000'000'000'000'000u);
  }
  for (int i = 0; i < 300; ++i) {
    std::vector<std::uint8_t> registers(kRegisters, valid[random() % valid.size()]);
    for (std::size_t n = random() % kRegisters; n > 0; --n) {
      registers[random() % kRegisters] = valid[random() % valid.size()];
    }
    DistinctValues distinct(heap());
    distinct.restore(registers);
    EXPECT_LE(distinct.count(), 9'000'000'000'000'000'000u);
  }
}

std::vector<std::byte> bytes_of(const DistinctValues& distinct) {
  ByteCounter counter;
  write_distinct(distinct, counter);
  std::vector<std::byte> bytes(counter.size());
  ByteWriter writer(bytes);
  write_distinct(distinct, writer);
  return bytes;
}

bool decodes(const std::vector<std::byte>& bytes, bool estimated, std::uint64_t present) {
  DistinctValues distinct(heap());
  ByteReader in(bytes);
  try {
    read_distinct(distinct, estimated, present, in);
    return in.at_end() && bytes_of(distinct) == bytes;
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), Code::corrupt_data);
    return false;
  }
}

TEST(Distinct, BytesThatNoValuesLeadToAreRefused) {
  auto exact = bytes_of(distinct_of(0, 200));
  EXPECT_TRUE(decodes(exact, false, 200));
  EXPECT_FALSE(decodes(exact, false, 199));
  exact[9] = std::byte{0xFF};  // of the first hash
  EXPECT_FALSE(decodes(exact, false, 200));
  auto estimated = bytes_of(distinct_of(0, 1025));
  EXPECT_EQ(estimated.size(), 4096u);
  EXPECT_TRUE(decodes(estimated, true, 1025));
  EXPECT_FALSE(decodes(estimated, true, 1024));
  estimated[17] = std::byte{7};
  EXPECT_FALSE(decodes(estimated, true, 1025));
  EXPECT_FALSE(decodes(std::vector<std::byte>(4096), true, 5000));
}

}  // namespace
}  // namespace tamis::sketch
