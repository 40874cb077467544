// Reading any bytes as a date: never past the end, the same whatever is asked beside, and what is
// read can be written and read again.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/dates/dates.h"
#include "core/text/text.h"
#include "date_invariants.h"

namespace {

using tamis::dates::Civil;
using tamis::dates::epoch_microseconds;
using tamis::dates::Layout;
using tamis::dates::Options;
using tamis::dates::Order;
using tamis::dates::read;
using tamis::dates::Reading;
using tamis::dates::Reason;
using tamis::dates::to_utc;
using tamis::dates::Verdict;
using tamis::fuzz::require;
using tamis::fuzz::same;

Reading checked(std::string_view text, const Options& options) {
  const Reading reading = read(text, options);
  tamis::fuzz::require_sound(reading);
  Layout layout;
  require(same(read(text, options, &layout), reading), "the layout changes nothing");
  require(layout.bytes().size() < Layout::kMost || reading.verdict != Verdict::date,
          "a layout has room for all of a date");
  require(same(read(tamis::text::trimmed(text), options), reading), "outer blanks change nothing");
  if (reading.verdict != Verdict::date) return reading;
  tamis::fuzz::require_iso_round_trip(reading.civil);
  Civil utc;
  if (to_utc(reading.civil, utc)) {
    require(epoch_microseconds(utc) == epoch_microseconds(reading.civil),
            "UTC is the same instant");
  }
  return reading;
}

// An order decides what is open, and can refuse the rest, but never reads another date.
void check_order(std::string_view text, const Reading& open, Order order, bool civil_is_its) {
  const Reading decided = checked(text, {.order = order});
  if (order != Order::ymd) require(decided.reason != Reason::order, "the order decides");
  if (open.verdict == Verdict::date && decided.verdict == Verdict::date) {
    require(decided.civil == open.civil, "an order makes no date another");
  }
  if (open.reason == Reason::order && civil_is_its && decided.verdict == Verdict::date) {
    require(decided.civil == open.civil, "the first order's reading is that order's");
  }
}

void check_case(const std::string& text, const Reading& reading) {
  std::string upper = text;
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
  const Reading other = read(upper);
  if (reading.verdict == Verdict::date && other.verdict == Verdict::date) {
    require(other.civil == reading.civil, "capitals make no date another");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A copy of exactly the input's size, so that a byte read past its end is found.
  const std::vector<char> bytes(data, data + size);
  const std::string_view text(bytes.data(), bytes.size());
  const Reading open = checked(text, {});
  check_order(text, open, Order::dmy, open.day_first);
  check_order(text, open, Order::mdy, open.month_first && !open.day_first);
  check_order(text, open, Order::ymd, false);
  check_case(std::string(text), open);
  checked(text, {.two_digit_pivot = 50,
                 .disambiguation = tamis::dates::Disambiguation::compatible,
                 .iso_ordinal = true,
                 .languages = 1});
  return 0;
}
