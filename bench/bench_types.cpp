// What reading one value costs, by kind of value.
#include <benchmark/benchmark.h>

#include <array>
#include <string>
#include <string_view>

#include "core/dates/dates.h"
#include "core/text/text.h"
#include "core/types/types.h"

namespace {

namespace dates = tamis::dates;
namespace text = tamis::text;
namespace types = tamis::types;

constexpr std::array<std::string_view, 26> kValues = {"42",
                                                      "-1234567",
                                                      "0012345",
                                                      "12.50",
                                                      "1,234.50",
                                                      "2024-03-05",
                                                      "2024-03-05 14:30:45",
                                                      "2024-03-05T14:30:45.123Z",
                                                      "29/2/2016 01:16",
                                                      "5 March 2024",
                                                      "true",
                                                      "?",
                                                      "Open",
                                                      "The printer is out of paper again",
                                                      "INC0000045",
                                                      "a45fe2b0-1234-4abc-8def-1234567890ab",
                                                      "$1,234.50",
                                                      "12.5%",
                                                      "14:30:45",
                                                      "90 min",
                                                      "alice26@outlook.com",
                                                      "https://example.org/a/b?c=d",
                                                      "192.168.100.200",
                                                      "+1-232-130-2535",
                                                      "5856 Oak St, Berlin",
                                                      "{\"a\": [1, 2, 3]}"};

void read_type(benchmark::State& state) {
  std::string value(kValues[static_cast<std::size_t>(state.range(0))]);
  for (auto _ : state) {
    benchmark::DoNotOptimize(value.data());
    benchmark::ClobberMemory();
    benchmark::DoNotOptimize(types::read(value));
  }
  state.SetLabel(value);
}
BENCHMARK(read_type)->DenseRange(0, kValues.size() - 1);

void read_date(benchmark::State& state) {
  std::string value(kValues[static_cast<std::size_t>(state.range(0))]);
  for (auto _ : state) {
    benchmark::DoNotOptimize(value.data());
    benchmark::ClobberMemory();
    benchmark::DoNotOptimize(dates::read(value));
  }
  state.SetLabel(value);
}
BENCHMARK(read_date)->DenseRange(5, 9);

void cast_date(benchmark::State& state) {
  std::string value = "29/2/2016 01:16";
  std::array<char, types::kCanonicalBytes> out;
  std::string_view result;
  for (auto _ : state) {
    benchmark::DoNotOptimize(value.data());
    benchmark::ClobberMemory();
    benchmark::DoNotOptimize(
        types::try_cast(value, types::Type::timestamp, {.order = dates::Order::dmy}, out, result));
  }
}
BENCHMARK(cast_date);

void clean(benchmark::State& state, std::string_view given) {
  std::string value(given);
  std::string storage;
  for (auto _ : state) {
    benchmark::DoNotOptimize(value.data());
    benchmark::ClobberMemory();
    benchmark::DoNotOptimize(text::cleaned(value, storage));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * value.size()));
}
BENCHMARK_CAPTURE(clean, nothing_to_do, "The printer is out of paper again");
BENCHMARK_CAPTURE(clean, spaces, "The  printer is out of paper again ");
BENCHMARK_CAPTURE(clean, decomposed,
                  "Die Gro\xCC\x88\xC3\x9F"
                  "e des Druckers");

}  // namespace
