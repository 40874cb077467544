// Reading any bytes as a date: never past the end, and what is read can be written and read again.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "core/dates/dates.h"

namespace {

using tamis::dates::Civil;
using tamis::dates::days_in_month;
using tamis::dates::epoch_microseconds;
using tamis::dates::Family;
using tamis::dates::format_iso;
using tamis::dates::kIsoBytes;
using tamis::dates::Order;
using tamis::dates::read;
using tamis::dates::Reading;
using tamis::dates::to_utc;
using tamis::dates::Verdict;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(std::string_view text, Order order) {
  const Reading reading = read(text, {order});
  if (reading.verdict == Verdict::not_date || reading.verdict == Verdict::invalid) return;
  const Civil& civil = reading.civil;
  require(civil.year >= 1 && civil.year <= 9999 && civil.month >= 1 && civil.month <= 12);
  require(civil.day >= 1 && civil.day <= days_in_month(civil.year, civil.month));
  require(civil.hour >= 0 && civil.hour <= 23 && civil.minute >= 0 && civil.minute <= 59);
  require(civil.second >= 0 && civil.second <= 59);
  require(civil.nanosecond >= 0 && civil.nanosecond <= 999'999'999);
  if (reading.verdict == Verdict::ambiguous && reading.family == Family::numeric) {
    require(order != Order::dmy && order != Order::mdy);
    require(reading.day_first && reading.month_first);
  }
  std::array<char, kIsoBytes> out;
  for (const char separator : {'T', ' '}) {
    const std::size_t size = format_iso(civil, out, separator);
    const Reading again = read({out.data(), size});
    require(again.verdict == Verdict::date && again.civil == civil);
  }
  Civil utc;
  if (to_utc(civil, utc)) require(epoch_microseconds(utc) == epoch_microseconds(civil));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A copy of exactly the input's size, so that a byte read past its end is found.
  const std::vector<char> bytes(data, data + size);
  for (const Order order : {Order::none, Order::dmy, Order::mdy, Order::ymd}) {
    check({bytes.data(), bytes.size()}, order);
  }
  return 0;
}
