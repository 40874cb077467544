// How a date is written: its parts and what stands between them, in order.
//
// A layout is a short string of items. ASCII characters stand for themselves; the other items say
// which part of a date stood there and how (two digits, one digit, a name). Two values of one
// layout are written alike, whatever they mean. Where the order of the numbers is open, the layout
// says only "first number, second number, third number", and rendering it (pattern_of, pattern.h)
// needs an order: one layout is then dd/MM/yyyy or MM/dd/yyyy.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tamis::dates {

enum class Item : std::uint8_t {
  first_literal_end = 0x7F,  // below and up to here: the character itself
  year4 = 0x80,              // 2024
  year2,                     // 24
  month2,                    // 03
  month1,                    // 3 (a number of one digit)
  day2,
  day1,
  number2,  // two digits of a date whose order is open
  number1,  // one digit of such a date
  number4,  // its year, where it has four digits and stands last
  month_short,
  month_long,
  weekday_short,
  weekday_long,
  ordinal_suffix,  // st, nd, rd, th, er, º
  day_of_year,     // 065
  week,            // 10 (the W is a literal)
  weekday_number,  // 2
  hour24_2,        // 14, 04
  hour24_1,        // 4
  hour12_2,        // 02, with AM or PM
  hour12_1,
  minute2,
  second2,
  fraction1,  // one digit of a fraction of a second; fraction9 for nine and more
  fraction2,
  fraction3,
  fraction4,
  fraction5,
  fraction6,
  fraction7,
  fraction8,
  fraction9,
  half,            // AM, p.m.
  offset_z,        // Z
  offset_hh,       // +05
  offset_hhmm,     // +0530
  offset_colon,    // +05:30
  offset_seconds,  // +00:53:28
  zone_short,      // EST, UTC
  zone_long,       // Eastern Standard Time
  zone_id,         // America/New_York
  cjk_year,        // the units of an East Asian date
  cjk_month,
  cjk_day,
  cjk_hour,
  cjk_minute,
  cjk_second,
  era,           // Reiwa, Heisei, Minguo
  word,          // a word without a meaning of its own: of, de, at, Uhr
  comment,       // a comment in parentheses, or a bracketed tag
  month_either,  // a month's name that is both whole and short: May, mars
  minute1,       // 4, as programs print it that don't pad
  second1,
};
// What a decoder may find in a stored layout ends here.
inline constexpr Item kLastItem = Item::second1;

constexpr Item fraction_item(int digits) noexcept {
  return static_cast<Item>(static_cast<int>(Item::fraction1) + digits - 1);
}

class Layout {
 public:
  static constexpr std::size_t kMost = 47;

  void clear() noexcept { size_ = 0; }
  void truncate(std::size_t size) noexcept {
    if (!given_up()) size_ = static_cast<std::uint8_t>(size);
  }
  // More than kMost items are none: half a layout would be that of other values.
  void push(Item item) noexcept { push(static_cast<char>(item)); }
  void push(char literal) noexcept {
    if (size_ >= kMost) return give_up();
    items_[size_++] = literal;
  }
  // For what no items can say: the layout is empty then, whatever else is pushed.
  void give_up() noexcept { size_ = kGivenUp; }
  bool given_up() const noexcept { return size_ == kGivenUp; }
  void set(std::size_t index, Item item) noexcept {
    if (index < bytes().size()) items_[index] = static_cast<char>(item);
  }
  // The items as bytes: the layout's stored form and its identity.
  std::string_view bytes() const noexcept {
    return {items_.data(), given_up() ? std::size_t{0} : size_};
  }
  static Layout from_bytes(std::string_view bytes) noexcept {
    Layout layout;
    layout.size_ = static_cast<std::uint8_t>(std::min(bytes.size(), kMost));
    std::copy_n(bytes.data(), layout.size_, layout.items_.data());
    return layout;
  }
  friend bool operator==(const Layout& a, const Layout& b) noexcept {
    return a.bytes() == b.bytes();
  }

 private:
  static constexpr std::uint8_t kGivenUp = kMost + 1;

  std::array<char, kMost> items_;
  std::uint8_t size_ = 0;
};

}  // namespace tamis::dates
