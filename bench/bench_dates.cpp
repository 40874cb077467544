// What dates cost for each value: read() by the form of the text, with its layout, and format_iso.
//
// Every benchmark goes through 16,384 distinct values in random order, so that the branch predictor
// can't learn them by heart as it does a single value; "CPU" is the time for each value. `dates` is
// the share that was read as a date, to tell a fast reading from a fast refusal. `touch` is the
// floor: it only loads the bytes.
#include <benchmark/benchmark.h>

#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "bench/dates/values.h"
#include "core/dates/dates.h"
#include "core/dates/layout.h"

namespace {

namespace bench = tamis::bench;
namespace dates = tamis::dates;

constexpr std::size_t kCount = 1 << 14;

// Values side by side in memory, as a column has them.
class Column {
 public:
  explicit Column(std::string_view kind_name) {
    const bench::Kind* kind = bench::find_kind(kind_name);
    bench::Random random;
    std::unordered_set<std::string> seen;
    std::vector<std::size_t> ends;
    std::string value;
    while (ends.size() < kCount) {
      value.clear();
      kind->append(random, ends.size(), value);
      if (!seen.insert(value).second) continue;
      bytes_ += value;
      ends.push_back(bytes_.size());
    }
    std::size_t start = 0;
    for (const std::size_t end : ends) {
      values_.emplace_back(bytes_.data() + start, end - start);
      start = end;
    }
  }
  Column(const Column&) = delete;  // the values point into the bytes
  Column& operator=(const Column&) = delete;

  // The values, over and over.
  std::string_view next() noexcept { return values_[next_++ % kCount]; }

 private:
  std::string bytes_;
  std::vector<std::string_view> values_;
  std::size_t next_ = 0;
};

void touch(benchmark::State& state, std::string_view kind) {
  Column column(kind);
  std::uint64_t sum = 0;
  for ([[maybe_unused]] auto _ : state) {
    const std::string_view value = column.next();
    std::uint64_t word = 0;
    std::size_t i = 0;
    for (; i + sizeof word <= value.size(); i += sizeof word) {
      std::memcpy(&word, value.data() + i, sizeof word);
      sum += word;
    }
    for (; i < value.size(); ++i) sum += static_cast<unsigned char>(value[i]);
  }
  benchmark::DoNotOptimize(sum);
}

void read(benchmark::State& state, std::string_view kind, dates::Order order) {
  Column column(kind);
  const dates::Options options{.order = order};
  std::size_t count = 0;
  for ([[maybe_unused]] auto _ : state) {
    const dates::Reading reading = dates::read(column.next(), options);
    benchmark::DoNotOptimize(&reading);
    if (reading.verdict == dates::Verdict::date) ++count;
  }
  state.counters["dates"] =
      benchmark::Counter(static_cast<double>(count), benchmark::Counter::kAvgIterations);
}

void read_layout(benchmark::State& state, std::string_view kind, dates::Order order) {
  Column column(kind);
  const dates::Options options{.order = order};
  dates::Layout layout;
  for ([[maybe_unused]] auto _ : state) {
    layout.clear();
    const dates::Reading reading = dates::read(column.next(), options, &layout);
    benchmark::DoNotOptimize(&reading);
    benchmark::DoNotOptimize(&layout);
  }
}

void format(benchmark::State& state, std::string_view kind) {
  Column column(kind);
  std::vector<dates::Civil> civils;
  for (std::size_t i = 0; i < kCount; ++i) civils.push_back(dates::read(column.next()).civil);
  std::array<char, dates::kIsoBytes> out;
  std::size_t next = 0;
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(dates::format_iso(civils[next++ % kCount], out));
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
}

constexpr auto kOpen = dates::Order::none;
constexpr auto kMonthFirst = dates::Order::mdy;

BENCHMARK_CAPTURE(touch, iso_timestamp, "iso_timestamp");
BENCHMARK_CAPTURE(touch, mixed, "mixed");
BENCHMARK_CAPTURE(touch, free_text, "free_text");

BENCHMARK_CAPTURE(read, iso_timestamp, "iso_timestamp", kOpen);
BENCHMARK_CAPTURE(read, iso_date, "iso_date", kOpen);
BENCHMARK_CAPTURE(read, iso_zulu, "iso_zulu", kOpen);
BENCHMARK_CAPTURE(read, us_date, "us_date", kOpen);
BENCHMARK_CAPTURE(read, us_date_mdy, "us_date", kMonthFirst);
BENCHMARK_CAPTURE(read, mixed, "mixed", kOpen);
BENCHMARK_CAPTURE(read, mixed_mdy, "mixed", kMonthFirst);
BENCHMARK_CAPTURE(read, shuffled, "shuffled", kOpen);
BENCHMARK_CAPTURE(read, zone_name, "zone_name", kOpen);
BENCHMARK_CAPTURE(read, dirty, "dirty", kOpen);
BENCHMARK_CAPTURE(read, integer, "integer", kOpen);
BENCHMARK_CAPTURE(read, free_text, "free_text", kOpen);

// The forms of `mixed`, each alone.
BENCHMARK_CAPTURE(read, iso_milliseconds, "iso_milliseconds", kOpen);
BENCHMARK_CAPTURE(read, month_first, "month_first", kOpen);
BENCHMARK_CAPTURE(read, day_first, "day_first", kOpen);
BENCHMARK_CAPTURE(read, us_timestamp, "us_timestamp", kOpen);
BENCHMARK_CAPTURE(read, rfc_2822, "rfc_2822", kOpen);
BENCHMARK_CAPTURE(read, sql_server, "sql_server", kOpen);
BENCHMARK_CAPTURE(read, compact, "compact", kOpen);
BENCHMARK_CAPTURE(read, oracle, "oracle", kOpen);
BENCHMARK_CAPTURE(read, slashed, "slashed", kOpen);

// The kinds of `free_text`, each alone.
BENCHMARK_CAPTURE(read, name, "name", kOpen);
BENCHMARK_CAPTURE(read, accented_name, "accented_name", kOpen);
BENCHMARK_CAPTURE(read, product, "product", kOpen);
BENCHMARK_CAPTURE(read, address, "address", kOpen);
BENCHMARK_CAPTURE(read, code, "code", kOpen);
BENCHMARK_CAPTURE(read, email, "email", kOpen);
BENCHMARK_CAPTURE(read, sentence, "sentence", kOpen);

BENCHMARK_CAPTURE(read_layout, iso_timestamp, "iso_timestamp", kOpen);
BENCHMARK_CAPTURE(read_layout, mixed, "mixed", kOpen);
BENCHMARK_CAPTURE(read_layout, shuffled, "shuffled", kOpen);
BENCHMARK_CAPTURE(read_layout, free_text, "free_text", kOpen);

BENCHMARK_CAPTURE(format, iso_timestamp, "iso_timestamp");
BENCHMARK_CAPTURE(format, iso_date, "iso_date");
BENCHMARK_CAPTURE(format, iso_zulu, "iso_zulu");

}  // namespace
