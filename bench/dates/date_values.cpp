// The date benchmark's values as lines, and what the core costs over such lines, for peers.mjs.
//   date_values KIND ROWS            writes the values
//   date_values FILE [mdy]           reads a file's values as dates once for each line of standard
//                                    input, and prints nanoseconds of CPU for each value, how many
//                                    are dates, and the sum of their seconds since 1970
#include <ctime>

#include <charconv>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "bench/dates/values.h"
#include "core/dates/dates.h"

namespace {

namespace dates = tamis::dates;

int write(const tamis::bench::Kind& kind, std::size_t rows) {
  tamis::bench::Random random;
  std::string line;
  for (std::size_t row = 0; row < rows; ++row) {
    line.clear();
    kind.append(random, row, line);
    (std::cout << line).put('\n');
  }
  return std::cout.flush() ? 0 : 1;
}

double cpu_nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

void time_once(const std::vector<std::string_view>& values, const dates::Options& options) {
  constexpr std::int64_t kMicroseconds = 1'000'000;
  std::int64_t sum = 0;
  std::size_t count = 0;
  const double start = cpu_nanoseconds();
  for (const std::string_view value : values) {
    const dates::Reading reading = dates::read(value, options);
    if (reading.verdict != dates::Verdict::date) continue;
    ++count;
    const std::int64_t us = dates::epoch_microseconds(reading.civil);
    sum += us / kMicroseconds - (us % kMicroseconds < 0 ? 1 : 0);
  }
  const double spent = cpu_nanoseconds() - start;
  std::printf("%.3f %zu %lld\n", spent / static_cast<double>(values.size()), count,
              static_cast<long long>(sum));
  std::fflush(stdout);
}

int time_file(const char* path, const dates::Options& options) {
  std::ifstream file(path);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  std::vector<std::string_view> values;
  for (std::string_view rest = bytes; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    values.push_back(rest.substr(0, end));
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  }
  if (values.empty()) {
    std::fprintf(stderr, "date_values: no values in %s\n", path);
    return 1;
  }
  for (std::string line; std::getline(std::cin, line);) time_once(values, options);
  return 0;
}

int usage() {
  std::fputs("usage: date_values KIND ROWS | date_values FILE [mdy]\n", stderr);
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) return usage();
  const std::string_view last = argv[argc - 1];
  if (const tamis::bench::Kind* kind = tamis::bench::find_kind(argv[1]); kind && argc == 3) {
    std::size_t rows = 0;
    const auto parsed = std::from_chars(last.data(), last.data() + last.size(), rows);
    if (parsed.ec != std::errc{} || parsed.ptr != last.data() + last.size()) return usage();
    return write(*kind, rows);
  }
  if (argc == 3 && last != "mdy") return usage();
  dates::Options options;
  if (argc == 3) options.order = dates::Order::mdy;
  return time_file(argv[1], options);
}
