#include "core/dates/pattern.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace tamis::dates {
namespace {

constexpr bool is_letter(char c) noexcept { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

constexpr Item item_of(char byte) noexcept {
  return static_cast<Item>(static_cast<unsigned char>(byte));
}

constexpr bool is_literal(char byte) noexcept { return item_of(byte) <= Item::first_literal_end; }

constexpr bool is_number(Item item) noexcept {
  return item == Item::number2 || item == Item::number1 || item == Item::number4;
}

constexpr bool is_hour(Item item) noexcept {
  return item >= Item::hour24_2 && item <= Item::hour12_1;
}

bool has(std::string_view items, Item from, Item to) noexcept {
  return std::any_of(items.begin(), items.end(),
                     [&](char byte) { return item_of(byte) >= from && item_of(byte) <= to; });
}

// The parts that a layout's open numbers are, in turn: the order's three without those that the
// layout names.
class OpenParts {
 public:
  OpenParts(std::string_view items, Order order) noexcept {
    const bool year =
        has(items, Item::year4, Item::year2) || has(items, Item::number4, Item::number4);
    const bool month = has(items, Item::month2, Item::month1) ||
                       has(items, Item::month_short, Item::month_long) ||
                       has(items, Item::month_either, Item::month_either);
    const bool day = has(items, Item::day2, Item::day1);
    const std::string_view all = order == Order::ymd ? "yMd" : order == Order::mdy ? "Mdy" : "dMy";
    for (const char part : all) {
      const bool named = part == 'y' ? year : part == 'M' ? month : day;
      if (!named) parts_[size_++] = part;
    }
  }
  char next() noexcept { return at_ < size_ ? parts_[at_++] : 'd'; }

 private:
  std::array<char, 3> parts_{};
  std::size_t size_ = 0;
  std::size_t at_ = 0;
};

// The field of an item whose spelling depends on nothing but itself; empty for the others.
std::string_view field_of(Item item) noexcept {
  switch (item) {
    case Item::month2: return "MM";
    case Item::month1: return "M";
    case Item::day2: return "dd";
    case Item::day1: return "d";
    case Item::month_either:
    case Item::month_short: return "MMM";
    case Item::month_long: return "MMMM";
    case Item::weekday_short: return "EEE";
    case Item::weekday_long: return "EEEE";
    case Item::day_of_year: return "DDD";
    case Item::week: return "ww";
    case Item::weekday_number: return "e";
    case Item::hour24_2: return "HH";
    case Item::hour24_1: return "H";
    case Item::hour12_2: return "hh";
    case Item::hour12_1: return "h";
    case Item::minute2: return "mm";
    case Item::minute1: return "m";
    case Item::second2: return "ss";
    case Item::second1: return "s";
    case Item::half: return "a";
    case Item::offset_z:
    case Item::offset_hh: return "X";
    case Item::offset_hhmm: return "XX";
    case Item::offset_colon: return "XXX";
    case Item::offset_seconds: return "XXXXX";
    case Item::zone_short: return "z";
    case Item::zone_long: return "zzzz";
    case Item::zone_id: return "VV";
    case Item::cjk_year: return "年";
    case Item::cjk_month: return "月";
    case Item::cjk_day: return "日";
    case Item::cjk_hour: return "時";
    case Item::cjk_minute: return "分";
    case Item::cjk_second: return "秒";
    case Item::era: return "G";
    default: return {};
  }
}

// Collects fields and literals; letters and what Java reserves ([ ] { } #) stand in quotes.
class Writer {
 public:
  void field(std::string_view letters) {
    close();
    pattern_ += letters;
  }
  void literal(char c) {
    if (c == '\'') {
      pattern_ += "''";
      return;
    }
    if (is_letter(c) || std::string_view("[]{}#").find(c) != std::string_view::npos) {
      return quoted({&c, 1});
    }
    close();
    pattern_ += c;
  }
  // Two quoted literals side by side would read as one with a quote in it, so they are made one.
  void quoted(std::string_view text) {
    if (!quoted_) pattern_ += '\'';
    quoted_ = true;
    pattern_ += text;
  }
  std::string take() {
    close();
    return std::move(pattern_);
  }

 private:
  void close() {
    if (quoted_) pattern_ += '\'';
    quoted_ = false;
  }

  std::string pattern_;
  bool quoted_ = false;
};

// The small word that says what stands at `at`: before a time, behind one, or in a date.
std::string_view small_word(std::string_view items, std::size_t at) noexcept {
  const auto next = std::find_if(items.begin() + static_cast<std::ptrdiff_t>(at) + 1, items.end(),
                                 [](char byte) { return !is_literal(byte); });
  if (next != items.end() && is_hour(item_of(*next))) return "at";
  for (std::size_t i = at; i-- > 0;) {
    if (is_literal(items[i])) continue;
    const Item before = item_of(items[i]);
    return before >= Item::hour24_2 && before <= Item::fraction9 ? "Uhr" : "of";
  }
  return "of";
}

void write_year(Writer& writer, std::string_view items, bool four_digits) {
  const bool week = has(items, Item::week, Item::week);
  // The years of an era have as many digits as they need.
  const bool era = has(items, Item::era, Item::era);
  writer.field(week ? "YYYY" : four_digits ? "yyyy" : era ? "y" : "yy");
}

void write_number(Writer& writer, std::string_view items, Item item, OpenParts& open) {
  if (item == Item::number4) return write_year(writer, items, true);
  const char part = open.next();
  if (part == 'y') return write_year(writer, items, false);
  const char letters[] = {part, part};
  writer.field({letters, item == Item::number2 ? 2U : 1U});
}

}  // namespace

std::string pattern_of(const Layout& layout, Order order) {
  const std::string_view items = layout.bytes();
  OpenParts open(items, order);
  Writer writer;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item item = item_of(items[i]);
    if (is_literal(items[i])) {
      writer.literal(items[i]);
    } else if (is_number(item)) {
      write_number(writer, items, item, open);
    } else if (item == Item::year4 || item == Item::year2) {
      write_year(writer, items, item == Item::year4);
    } else if (item >= Item::fraction1 && item <= Item::fraction9) {
      const auto digits =
          static_cast<std::size_t>(item) - static_cast<std::size_t>(Item::fraction1);
      writer.field(std::string_view("SSSSSSSSS").substr(0, digits + 1));
    } else if (item == Item::ordinal_suffix) {
      writer.quoted("th");
    } else if (item == Item::word) {
      writer.quoted(small_word(items, i));
    } else if (item == Item::comment) {
      writer.quoted("(...)");
    } else {
      writer.field(field_of(item));
    }
  }
  return writer.take();
}

std::vector<std::string> patterns_of(const Reading& reading, const Layout& layout) {
  const std::string_view items = layout.bytes();
  if (items.empty()) return {};
  if (!has(items, Item::number2, Item::number1)) return {pattern_of(layout, Order::none)};
  std::vector<std::string> patterns;
  const auto add = [&](OrderBit bit, Order order) {
    if ((reading.orders & bit) == 0) return;
    std::string pattern = pattern_of(layout, order);
    if (std::find(patterns.begin(), patterns.end(), pattern) == patterns.end()) {
      patterns.push_back(std::move(pattern));
    }
  };
  add(kDayFirst, Order::dmy);
  add(kMonthFirst, Order::mdy);
  add(kYearFirst, Order::ymd);
  return patterns;
}

}  // namespace tamis::dates
