// The values that the date benchmarks read: made up, realistic, and the same in every run and for
// every engine, because they come from one seed and no library's distributions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace tamis::bench {

class Random {
 public:
  // At least `low`, below `end`.
  int between(int low, int end) {
    return low + static_cast<int>(engine_() % static_cast<std::uint64_t>(end - low));
  }
  template <typename T, std::size_t N>
  const T& one_of(const T (&choices)[N]) {
    return choices[engine_() % N];
  }

 private:
  std::mt19937_64 engine_{20240305};
};

struct Kind {
  std::string_view name;
  // Appends the value for that row.
  void (*append)(Random& random, std::size_t row, std::string& out);
};

// nullptr where there is none of that name.
const Kind* find_kind(std::string_view name) noexcept;

}  // namespace tamis::bench
