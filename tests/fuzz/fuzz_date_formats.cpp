// A date that is read has patterns, and each of them reads it again: what a profile prints as a
// column's format can be given back as an option.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/dates/pattern.h"
#include "date_invariants.h"

namespace {

using tamis::dates::Format;
using tamis::dates::Item;
using tamis::dates::Layout;
using tamis::dates::Order;
using tamis::dates::read;
using tamis::dates::read_as;
using tamis::dates::Reading;
using tamis::dates::Reason;
using tamis::dates::Verdict;
using tamis::fuzz::require;

// The meaning of a text in that order, or what is not a date.
Reading meant(std::string_view text, Order order) { return read(text, {.order = order}); }

void check(std::string_view text, const std::string& pattern, const Reading& expected) {
  const std::array<Format, 1> formats = {Format::compile(pattern)};
  // The pivot of RFC 5280, which bare digits with a zone have anyway, agrees with having none.
  const Reading again = read_as(text, formats, {.two_digit_pivot = 50});
  tamis::fuzz::require_sound(again);
  if (again.verdict == Verdict::date && again.civil == expected.civil) return;
  std::fprintf(stderr, "pattern: %s\n", pattern.c_str());
  require(false, "a date reads again by its pattern");
}

bool has(const Layout& layout, Item from, Item to) {
  const std::string_view items = layout.bytes();
  return std::any_of(items.begin(), items.end(), [&](char byte) {
    const auto item = static_cast<Item>(static_cast<unsigned char>(byte));
    return item >= from && item <= to;
  });
}

// Decimals of an hour or of a minute (14,5 and 14:30,5) are in no pattern, nor are numbers that
// count from an epoch and calendar properties that name their zone in front.
bool has_pattern(const Layout& layout) {
  if (!has(layout, Item::year4, Item::second1)) return false;
  const bool decimals = has(layout, Item::fraction1, Item::fraction9);
  return !decimals || has(layout, Item::second2, Item::second2) ||
         has(layout, Item::second1, Item::second1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Layout layout;
  const Reading reading = read(text, {}, &layout);
  if (!has_pattern(layout)) return 0;
  if (reading.verdict == Verdict::date) {
    for (const std::string& pattern : patterns_of(reading, layout)) check(text, pattern, reading);
  }
  if (reading.reason == Reason::order) {
    for (const Order order : {Order::dmy, Order::mdy}) {
      const Reading decided = meant(text, order);
      if (decided.verdict != Verdict::date) continue;
      check(text, pattern_of(layout, order), decided);
    }
  }
  return 0;
}
