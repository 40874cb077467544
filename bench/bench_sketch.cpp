// What a value costs a sketch: repeats of few values, many distinct ones, and merges.
#include <benchmark/benchmark.h>

#include <memory_resource>
#include <string>
#include <vector>

#include "core/profile/profile.h"
#include "core/sketch/sketch.h"

namespace {

using tamis::engine::Value;
using tamis::sketch::ColumnSketch;

std::vector<std::string> texts(std::size_t distinct) {
  std::vector<std::string> values;
  for (std::size_t i = 0; i < distinct; ++i) {
    values.push_back("value " + std::to_string(1'000'000'000'000ULL + i * 7919));
  }
  return values;
}

void add_texts(benchmark::State& state) {
  const auto values = texts(static_cast<std::size_t>(state.range(0)));
  ColumnSketch sketch(std::pmr::new_delete_resource());
  std::size_t i = 0;
  for ([[maybe_unused]] auto _ : state) {
    sketch.add(Value::text(values[i]));
    if (++i == values.size()) i = 0;
  }
}
BENCHMARK(add_texts)->Arg(10)->Arg(200)->Arg(2000)->Arg(100000);

void add_integers(benchmark::State& state) {
  ColumnSketch sketch(std::pmr::new_delete_resource());
  std::int64_t i = 0;
  for ([[maybe_unused]] auto _ : state) sketch.add(Value::integer(i++));
}
BENCHMARK(add_integers);

void add_dates(benchmark::State& state) {
  std::vector<std::string> values;
  values.reserve(60000);
  for (int i = 0; i < 60000; ++i) {
    values.push_back("2024-0" + std::to_string(1 + i % 9) + "-1" + std::to_string(i % 10) + " 10:" +
                     std::to_string(10 + i / 1000 % 50) + ":" + std::to_string(10 + i % 50));
  }
  ColumnSketch sketch(std::pmr::new_delete_resource());
  std::size_t i = 0;
  for ([[maybe_unused]] auto _ : state) {
    sketch.add(Value::text(values[i]));
    if (++i == values.size()) i = 0;
  }
}
BENCHMARK(add_dates);

void merge_stored(benchmark::State& state) {
  ColumnSketch part(std::pmr::new_delete_resource());
  for (const std::string& value : texts(static_cast<std::size_t>(state.range(0)))) {
    part.add(Value::text(value));
  }
  std::vector<std::byte> bytes(part.encoded_size());
  part.encode(bytes);
  for ([[maybe_unused]] auto _ : state) {
    ColumnSketch sketch(std::pmr::new_delete_resource());
    sketch.merge(ColumnSketch::decode(bytes, std::pmr::new_delete_resource()));
    benchmark::DoNotOptimize(sketch.distinct().count());
  }
  state.counters["bytes"] = static_cast<double>(bytes.size());
}
BENCHMARK(merge_stored)->Arg(10)->Arg(2000)->Arg(100000);

void interpret(benchmark::State& state) {
  ColumnSketch sketch(std::pmr::new_delete_resource());
  for (const std::string& value : texts(100000)) sketch.add(Value::text(value));
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(tamis::profile::interpret(sketch).rows);
}
BENCHMARK(interpret);

}  // namespace
