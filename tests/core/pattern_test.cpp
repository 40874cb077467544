#include "core/dates/pattern.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <variant>
#include <vector>

namespace {

using tamis::dates::Item;
using tamis::dates::Layout;
using tamis::dates::Order;
using tamis::dates::pattern_of;
using tamis::dates::patterns_of;
using tamis::dates::Reading;

using Part = std::variant<Item, char>;

Layout layout_of(std::initializer_list<Part> parts) {
  Layout layout;
  for (const Part& part : parts) {
    std::visit([&](auto item) { layout.push(item); }, part);
  }
  return layout;
}

std::string printed(std::initializer_list<Part> parts, Order order = Order::none) {
  return pattern_of(layout_of(parts), order);
}

TEST(PatternOf, PrintsFieldsAndQuotesLetters) {
  EXPECT_EQ(printed({Item::year4, '-', Item::month2, '-', Item::day2, 'T', Item::hour24_2, ':',
                     Item::minute2, ':', Item::second2, '.', Item::fraction3, Item::offset_colon}),
            "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
  EXPECT_EQ(printed({Item::year4, '-', 'W', Item::week, '-', Item::weekday_number}),
            "YYYY-'W'ww-e");
  EXPECT_EQ(printed({Item::year4, '-', Item::day_of_year}), "yyyy-DDD");
  EXPECT_EQ(printed({Item::hour24_2, 'h', Item::minute2}), "HH'h'mm");
  EXPECT_EQ(printed({Item::offset_colon, '[', Item::zone_id, ']'}), "XXX'['VV']'");
  EXPECT_EQ(printed({Item::day1, 'a', 'b', '\'', 'c', '\'', Item::month1}), "d'ab''c'''M");
  EXPECT_EQ(printed({'\'', Item::year2}), "''yy");
  EXPECT_EQ(printed({Item::hour12_1, ':', Item::minute2, ' ', Item::half}), "h:mm a");
}

TEST(PatternOf, OpenNumbersNeedAnOrder) {
  const std::initializer_list<Part> slashed = {Item::number2, '/', Item::number1, '/',
                                               Item::number4};
  EXPECT_EQ(printed(slashed, Order::dmy), "dd/M/yyyy");
  EXPECT_EQ(printed(slashed, Order::mdy), "MM/d/yyyy");
  EXPECT_EQ(printed(slashed), "dd/M/yyyy");
  const std::initializer_list<Part> two = {Item::number2, '.', Item::number2, '.', Item::number2};
  EXPECT_EQ(printed(two, Order::dmy), "dd.MM.yy");
  EXPECT_EQ(printed(two, Order::mdy), "MM.dd.yy");
  EXPECT_EQ(printed(two, Order::ymd), "yy.MM.dd");
}

TEST(PatternOf, NamedPartsAreNoOpenNumbers) {
  const std::initializer_list<Part> named = {Item::number2, '-', Item::month_short, '-',
                                             Item::number2};
  EXPECT_EQ(printed(named, Order::dmy), "dd-MMM-yy");
  EXPECT_EQ(printed(named, Order::mdy), "dd-MMM-yy");
  EXPECT_EQ(printed(named, Order::ymd), "yy-MMM-dd");
  EXPECT_EQ(printed({Item::year4, ' ', Item::number2, ' ', Item::number2}, Order::dmy),
            "yyyy dd MM");
}

TEST(PatternOf, WordsAreStandIns) {
  EXPECT_EQ(printed({Item::weekday_long,
                     ',',
                     ' ',
                     Item::day1,
                     Item::ordinal_suffix,
                     ' ',
                     Item::word,
                     ' ',
                     Item::month_long,
                     ' ',
                     Item::year4,
                     ' ',
                     Item::word,
                     ' ',
                     Item::hour24_2,
                     ':',
                     Item::minute2,
                     ' ',
                     Item::word,
                     ' ',
                     Item::comment}),
            "EEEE, d'th' 'of' MMMM yyyy 'at' HH:mm 'Uhr' '(...)'");
  EXPECT_EQ(printed({Item::minute2, 'h', Item::comment}), "mm'h(...)'");
  EXPECT_EQ(printed({Item::era, Item::year2, Item::cjk_year, Item::month1, Item::cjk_month,
                     Item::day1, Item::cjk_day}),
            "Gy年M月d日");
}

TEST(PatternsOf, OneForEachOrderThatTheCalendarAllows) {
  const Layout slashed = layout_of({Item::number2, '/', Item::number2, '/', Item::number2});
  Reading reading;
  reading.orders = tamis::dates::kDayFirst | tamis::dates::kMonthFirst | tamis::dates::kYearFirst;
  EXPECT_EQ(patterns_of(reading, slashed),
            (std::vector<std::string>{"dd/MM/yy", "MM/dd/yy", "yy/MM/dd"}));
  reading.orders = tamis::dates::kMonthFirst;
  EXPECT_EQ(patterns_of(reading, slashed), std::vector<std::string>{"MM/dd/yy"});
  const Layout named = layout_of({Item::number2, '-', Item::month_short, '-', Item::number2});
  reading.orders = tamis::dates::kDayFirst | tamis::dates::kMonthFirst;
  EXPECT_EQ(patterns_of(reading, named), std::vector<std::string>{"dd-MMM-yy"});
  EXPECT_EQ(patterns_of(Reading{}, layout_of({Item::year4, '-', Item::month2})),
            std::vector<std::string>{"yyyy-MM"});
}

}  // namespace
