#include "core/dates/pattern.h"

#include <gtest/gtest.h>

#include <array>
#include <initializer_list>
#include <string>
#include <variant>
#include <vector>

#include "core/error/error.h"

namespace {

using tamis::Error;
using tamis::dates::Format;
using tamis::dates::format_iso;
using tamis::dates::Item;
using tamis::dates::kIsoBytes;
using tamis::dates::Layout;
using tamis::dates::Options;
using tamis::dates::Order;
using tamis::dates::pattern_of;
using tamis::dates::patterns_of;
using tamis::dates::read;
using tamis::dates::read_as;
using tamis::dates::Reading;
using tamis::dates::Reason;
using tamis::dates::Verdict;

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

TEST(PatternOf, ClocksThatDontPad) {
  Layout layout;
  const Reading reading = read("5 March 2024, 3:4:02", {}, &layout);
  EXPECT_EQ(patterns_of(reading, layout), std::vector<std::string>{"d MMMM yyyy, H:m:ss"});
  const std::array<Format, 1> formats = {Format::compile("d MMMM yyyy, H:m:ss")};
  EXPECT_EQ(read_as("5 March 2024, 3:4:02", formats, {}).civil, reading.civil);
  EXPECT_THROW(Format::compile("yyyy-MM-dd H:ms"), Error);
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

std::vector<Format> compiled(std::initializer_list<std::string_view> patterns) {
  std::vector<Format> formats;
  for (const std::string_view pattern : patterns) formats.push_back(Format::compile(pattern));
  return formats;
}

std::string in_words(const Reading& reading) {
  std::array<char, kIsoBytes> buffer;
  switch (reading.verdict) {
    case Verdict::not_date: return "NOT_DATE";
    case Verdict::invalid: return "INVALID";
    case Verdict::ambiguous: return "AMBIGUOUS";
    case Verdict::date: return {buffer.data(), format_iso(reading.civil, buffer)};
  }
  return "?";
}

std::string said(std::string_view text, std::initializer_list<std::string_view> patterns,
                 const Options& options = {}) {
  return in_words(read_as(text, compiled(patterns), options));
}

TEST(ReadAs, ReadsWhatThePatternSays) {
  EXPECT_EQ(said("03/04/2024", {"dd/MM/yyyy"}), "2024-04-03");
  EXPECT_EQ(said("03/04/2024", {"MM/dd/yyyy"}), "2024-03-04");
  EXPECT_EQ(said("3/4/2024", {"d/M/yyyy"}), "2024-04-03");
  EXPECT_EQ(said("13/12/2024", {"d/M/yyyy"}), "2024-12-13");
  EXPECT_EQ(said("2024-03-05T14:30:45.123+02:00", {"yyyy-MM-dd'T'HH:mm:ss.SSSXXX"}),
            "2024-03-05T14:30:45.123+02:00");
  EXPECT_EQ(said("2024-03-05T14:30:45.123Z", {"yyyy-MM-dd'T'HH:mm:ss.SSSXXX"}),
            "2024-03-05T14:30:45.123Z");
  EXPECT_EQ(said("20240305143045", {"yyyyMMddHHmmss"}), "2024-03-05T14:30:45");
  EXPECT_EQ(said("20240305143045123", {"yyyyMMddHHmmssSSS"}), "2024-03-05T14:30:45.123");
  EXPECT_EQ(said("050324", {"ddMMyy"}), "2024-03-05");
  EXPECT_EQ(said("2024-W10-2", {"YYYY-'W'ww-e"}), "2024-03-05");
  EXPECT_EQ(said("2020-W53-5", {"YYYY-'W'ww-e"}), "2021-01-01");
  EXPECT_EQ(said("2024-065", {"yyyy-DDD"}), "2024-03-05");
  EXPECT_EQ(said("Tuesday, 5th of March 2024", {"EEEE, d'th' 'of' MMMM yyyy"}), "2024-03-05");
  EXPECT_EQ(said("5 de marzo de 2024", {"d 'of' MMMM 'of' yyyy"}), "2024-03-05");
  EXPECT_EQ(said("2:30 p.m., 5-mar-24", {"h:mm a, d-MMM-yy"}), "2024-03-05T14:30:00");
  EXPECT_EQ(said("12:00 AM 05.03.2024", {"hh:mm a dd.MM.yyyy"}), "2024-03-05T00:00:00");
  EXPECT_EQ(said("2024 at 3 o'clock 5 of 7", {"yyyy 'at' d 'o''clock' M 'of 7'"}), "2024-05-03");
  EXPECT_EQ(said("05.03.2024 14:30 EST", {"dd.MM.yyyy HH:mm z"}), "2024-03-05T14:30:00-05:00");
  EXPECT_EQ(said("05.03.2024 14 (whatever)", {"dd.MM.yyyy HH '(...)'"}), "2024-03-05T14:00:00");
}

TEST(ReadAs, ReadsBeyondAscii) {
  EXPECT_EQ(said("2024年3月5日14時5分", {"yyyy年M月d日HH時mm分"}), "2024-03-05T14:05:00");
  EXPECT_EQ(said("２０２４年３月５日", {"yyyy年M月d日"}), "2024-03-05");
  EXPECT_EQ(said("2024년 3월 5일 오후 2:30", {"yyyy年 M月 d日 a h:mm"}), "2024-03-05T14:30:00");
  EXPECT_EQ(said("令和6年3月5日", {"Gy年M月d日"}), "2024-03-05");
  EXPECT_EQ(said("5 марта 2024 г.", {"d MMMM yyyy 'of'"}), "2024-03-05");
  EXPECT_EQ(said("5 d’abril del 2024", {"d 'of'MMMM 'of' yyyy"}), "2024-04-05");
  EXPECT_EQ(said("2024-03-05  \n2:30", {"yyyy-MM-dd H:mm"}), "2024-03-05T02:30:00");
  EXPECT_EQ(said("l'  05-Mar-24", {"'of'  dd-MMM-yy"}), "2024-03-05");
  EXPECT_EQ(said("5\u2003March\u16802024\u0085", {"d MMMM yyyy"}), "2024-03-05");
  EXPECT_EQ(said("terça-feira, 5 de março de 2024", {"EEEE'of', d 'of' MMMM 'of' yyyy"}),
            "2024-03-05");
  EXPECT_EQ(said("民國113年3月5日", {"Gy年M月d日"}), "2024-03-05");
  EXPECT_EQ(said("5. März 2024", {"d. MMMM yyyy"}), "2024-03-05");
  EXPECT_EQ(said("5 FÉVRIER 2024", {"d MMMM yyyy"}), "2024-02-05");
  EXPECT_EQ(said("05\xC2\xA0"
                 "03\xC2\xA0"
                 "2024",
                 {"dd MM yyyy"}),
            "2024-03-05");
  EXPECT_EQ(said("5\xFF 2024", {"d yyyy MM"}), "NOT_DATE");
}

TEST(ReadAs, ResolvesZones) {
  EXPECT_EQ(said("2024-07-05 14:30 Europe/Paris", {"yyyy-MM-dd HH:mm VV"}),
            "2024-07-05T14:30:00+02:00");
  EXPECT_EQ(said("2024-07-05 14:30 Europe/Nowhere", {"yyyy-MM-dd HH:mm VV"}), "INVALID");
  EXPECT_EQ(said("2024-03-31 02:30 Europe/Paris", {"yyyy-MM-dd HH:mm VV"}), "INVALID");
  EXPECT_EQ(said("2024-10-27 02:30 Europe/Paris", {"yyyy-MM-dd HH:mm VV"}), "AMBIGUOUS");
  EXPECT_EQ(said("2024-07-05T14:30+02:00[Europe/Paris]", {"yyyy-MM-dd'T'HH:mmXXX'['VV']'"}),
            "2024-07-05T14:30:00+02:00");
  EXPECT_EQ(said("2024-07-05T14:30+01:00[Europe/Paris]", {"yyyy-MM-dd'T'HH:mmXXX'['VV']'"}),
            "INVALID");
  EXPECT_EQ(said("2024-07-05 14:30 Central European Summer Time", {"yyyy-MM-dd HH:mm zzzz"}),
            "2024-07-05T14:30:00+02:00");
}

TEST(ReadAs, BlanksAreAnyNumberOfBlanksAndOtherLiteralsThemselves) {
  EXPECT_EQ(said("  5  March\t2024\n", {"d MMMM yyyy"}), "2024-03-05");
  EXPECT_EQ(said("5March 2024", {"d MMMM yyyy"}), "NOT_DATE");
  EXPECT_EQ(said("2024-03-05t14:30", {"yyyy-MM-dd'T'HH:mm"}), "NOT_DATE");
  EXPECT_EQ(said("2024/03-05", {"yyyy/MM/dd"}), "NOT_DATE");
}

TEST(ReadAs, TheWholeTextMustMatch) {
  for (const std::string_view text :
       {"", " ", "2", "2024", "2024-03", "2024-03-0", "2024-03-055", "2024-03-05 ",
        "2024-03-05 14:30", "x2024-03-05", "24-03-05", "2024-3-5", "02024-03-05", "2024-03-05Z"}) {
    const bool padded = text == "2024-03-05 ";
    EXPECT_EQ(said(text, {"yyyy-MM-dd"}), padded ? "2024-03-05" : "NOT_DATE") << text;
  }
  EXPECT_EQ(said("003/04/2024", {"d/M/yyyy"}), "NOT_DATE");
  EXPECT_EQ(said("2024-03-05 14:30:45.12", {"yyyy-MM-dd HH:mm:ss.SSS"}), "NOT_DATE");
  EXPECT_EQ(said("2024-03-05 14:30:45.1234", {"yyyy-MM-dd HH:mm:ss.SSS"}), "NOT_DATE");
  EXPECT_EQ(said("2024-03-05 14:30+02:00", {"yyyy-MM-dd HH:mmXX"}), "NOT_DATE");
  EXPECT_EQ(said("2024-03-05 14:30Z", {"yyyy-MM-dd HH:mmxxx"}), "NOT_DATE");
}

TEST(ReadAs, WhatMatchesAndCannotBeIsInvalid) {
  EXPECT_EQ(said("30/02/2024", {"dd/MM/yyyy"}), "INVALID");
  EXPECT_EQ(said("13/13/2024", {"dd/MM/yyyy"}), "INVALID");
  EXPECT_EQ(said("0000-03-05", {"yyyy-MM-dd"}), "INVALID");
  EXPECT_EQ(said("2024-03-05 25:00", {"yyyy-MM-dd HH:mm"}), "INVALID");
  EXPECT_EQ(said("2024-03-05 14:30 PM", {"yyyy-MM-dd hh:mm a"}), "INVALID");
  EXPECT_EQ(said("2023-366", {"yyyy-DDD"}), "INVALID");
  EXPECT_EQ(said("2024-366", {"yyyy-DDD"}), "2024-12-31");
  EXPECT_EQ(said("2024-000", {"yyyy-DDD"}), "INVALID");
  EXPECT_EQ(said("2024-W53-1", {"YYYY-'W'ww-e"}), "INVALID");
  EXPECT_EQ(said("2024-W00-1", {"YYYY-'W'ww-e"}), "INVALID");
  EXPECT_EQ(said("2024-W10-8", {"YYYY-'W'ww-e"}), "INVALID");
  EXPECT_EQ(said("9999-W52-7", {"YYYY-'W'ww-e"}), "INVALID");
  EXPECT_EQ(said("2024-03-05 14:30+05:60", {"yyyy-MM-dd HH:mmXXX"}), "INVALID");
  EXPECT_EQ(said("2024-03-05 14:30+15:00", {"yyyy-MM-dd HH:mmXXX"}), "INVALID");
  EXPECT_EQ(said("2024-03-05 14:30 QQQ", {"yyyy-MM-dd HH:mm z"}), "INVALID");
  EXPECT_EQ(said("2024-03-05 14:30 EST+0200", {"yyyy-MM-dd HH:mm zXX"}), "INVALID");
}

TEST(ReadAs, ErasHoldTheirDays) {
  EXPECT_EQ(said("昭和64年1月7日", {"Gy年M月d日"}), "1989-01-07");
  EXPECT_EQ(said("昭和64年1月8日", {"Gy年M月d日"}), "INVALID");
  EXPECT_EQ(said("昭和99年3月", {"Gy年M月"}), "INVALID");
  EXPECT_EQ(said("令和6年3月", {"Gy年M月"}), "2024-03");
}

TEST(ReadAs, WhatOnePatternLeavesOpenIsAmbiguous) {
  const std::vector<Format> short_year = compiled({"dd-MM-yy"});
  EXPECT_EQ(read_as("05-03-45", short_year, {}).reason, Reason::century);
  EXPECT_EQ(said("05-03-45", {"dd-MM-yy"}, {.two_digit_pivot = 50}), "2045-03-05");
  EXPECT_EQ(said("05-03-45", {"dd-MM-yy"}, {.two_digit_pivot = 40}), "1945-03-05");
  EXPECT_EQ(said("29-02-45", {"dd-MM-yy"}), "INVALID");
  EXPECT_EQ(read_as("05-03-24", short_year, {}).notes, tamis::dates::kTwoDigitYear);
  EXPECT_EQ(said("2024-03-05 14:30 IST", {"yyyy-MM-dd HH:mm z"}), "AMBIGUOUS");
  EXPECT_EQ(said("5 listopad 2024", {"d MMMM yyyy"}), "AMBIGUOUS");
}

TEST(ReadAs, SeveralPatternsThatDisagreeAreAmbiguous) {
  const auto both = compiled({"dd/MM/yyyy", "MM/dd/yyyy"});
  EXPECT_EQ(read_as("03/04/2024", both, {}).verdict, Verdict::ambiguous);
  EXPECT_EQ(read_as("03/04/2024", both, {}).reason, Reason::order);
  EXPECT_EQ(in_words(read_as("03/03/2024", both, {})), "2024-03-03");
  EXPECT_EQ(in_words(read_as("13/04/2024", both, {})), "2024-04-13");
  EXPECT_EQ(in_words(read_as("04/13/2024", both, {})), "2024-04-13");
  EXPECT_EQ(in_words(read_as("13/13/2024", both, {})), "INVALID");
  EXPECT_EQ(in_words(read_as("2024-04-13", both, {})), "NOT_DATE");
  const auto packed = compiled({"yyyyMMddHHmm", "yyMMddHHmmss"});
  EXPECT_EQ(read_as("201003051430", packed, {}).reason, Reason::field);
  EXPECT_EQ(said("2024-03-05", {}), "NOT_DATE");
}

TEST(ReadAs, AWeekdayThatDoesNotFitIsNoted) {
  const auto format = compiled({"EEE, dd MMM yyyy"});
  EXPECT_EQ(read_as("Tue, 05 Mar 2024", format, {}).notes, 0);
  EXPECT_EQ(read_as("Mon, 05 Mar 2024", format, {}).notes, tamis::dates::kWeekdayMismatch);
}

TEST(ReadAs, ASentinelIsNoted) {
  const auto format = compiled({"dd.MM.yyyy"});
  EXPECT_EQ(read_as("31.12.9999", format, {}).notes, tamis::dates::kSentinel);
  EXPECT_EQ(read_as("30.12.9999", format, {}).notes, 0);
}

TEST(ReadAs, SaysHowTheTextIsWritten) {
  Layout layout;
  read_as("5/12/2024", compiled({"MM/dd/yyyy", "d/M/yyyy"}), {}, &layout);
  EXPECT_EQ(layout, layout_of({Item::day1, '/', Item::month2, '/', Item::year4}));
}

// Every pattern that pattern_of() prints for a value reads that value as what it is.
TEST(ReadAs, PrintedPatternsReadTheirValues) {
  for (const std::string_view text : {"2024-03-05",
                                      "2024-03-05T14:30:45.123456789+05:30",
                                      "2024-03-05 14:30:45Z",
                                      "20240305T143045Z",
                                      "05/03/2024",
                                      "5.3.2024",
                                      "05-03-24",
                                      "12/31/24",
                                      "2024/3/5 4:05 PM",
                                      "Tue, 05 Mar 2024 14:30:45 +0100",
                                      "Tuesday, 5th of March, 2024",
                                      "05-MAR-2024",
                                      "5 de marzo de 2024",
                                      "5. März 2024 um 14:30 Uhr",
                                      "le 5 mars 2024 à 14h30",
                                      "Tue Mar  5 14:30:45 UTC 2024",
                                      "2024-W10-2",
                                      "2024-W10",
                                      "2024-03",
                                      "March 2024",
                                      "Tue Mar 05 2024 14:30:45 GMT+0530 (India Standard Time)",
                                      "05/Mar/2024:14:30:45 +0000",
                                      "2024-03-05T14:30:45+01:00[Europe/Paris]",
                                      "2024年3月5日14時5分",
                                      "令和6年3月5日",
                                      "令和6年3月",
                                      "Tue Mar 05 2024 14:30:45 GMT+0900 (日本標準時)",
                                      "2024년 3월 5일 오후 2:30",
                                      "5 марта 2024 г.",
                                      "２０２４年３月５日",
                                      "D:20240305143045+05'30'",
                                      "2024:03:05 14:30:45",
                                      "Mar 5, 2024, 2:30:45 p. m.",
                                      "2024-03-05 14:30:45 America/New_York",
                                      "05MAR24:14:30:45.123",
                                      "2024-03-05 14:30:45.123456 +0530 IST"}) {
    for (const Order order : {Order::dmy, Order::mdy, Order::ymd}) {
      Layout layout;
      const Reading reading = read(text, {.order = order}, &layout);
      if (reading.verdict != Verdict::date || layout.bytes().empty()) continue;
      const std::uint8_t bit = order == Order::dmy   ? tamis::dates::kDayFirst
                               : order == Order::mdy ? tamis::dates::kMonthFirst
                                                     : tamis::dates::kYearFirst;
      if (reading.orders != 0 && (reading.orders & bit) == 0) continue;
      EXPECT_FALSE(patterns_of(reading, layout).empty()) << text;
      const std::string pattern = pattern_of(layout, order);
      const auto format = compiled({pattern});
      EXPECT_EQ(in_words(read_as(text, format, {})), in_words(reading)) << text << " " << pattern;
    }
  }
}

// A format writes a layout of its own, whose pattern is the format's again.
TEST(ReadAs, PatternsSurviveALayout) {
  const std::array<std::array<std::string_view, 2>, 12> cases = {{
      {"yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "2024-03-05T14:30:45.123+02:00"},
      {"yyyyMMddHHmmss", "20240305143045"},
      {"YYYY-'W'ww-e", "2024-W10-2"},
      {"YYYY'W'ww", "2024W10"},
      {"yyyy-DDD", "2024-065"},
      {"yyyy-MM", "2024-03"},
      {"EEEE, d'th' 'of' MMMM yyyy 'at' h:mm a", "Tuesday, 5th of March 2024 at 2:30 pm"},
      {"EEE MMM dd yyyy HH:mm:ss 'GMT'XX '(...)'",
       "Tue Mar 05 2024 14:30:45 GMT+0530 (India Standard Time)"},
      {"dd.MM.yyyy 'um' HH'h'mm 'Uhr'", "05.03.2024 um 14h30 Uhr"},
      {"'D':yyyyMMddHHmmssXXX", "D:20240305143045+05'30'"},
      {"HH:mm:ss.SSSSSSSSS dd/MM/yy", "14:30:45.1234567890 05/03/24"},
      {"d '''o''' MMM yyyy HH:mm z", "5 'o' Mar 2024 14:30 UTC"},
  }};
  for (const auto& [pattern, text] : cases) {
    Layout layout;
    const Reading reading = read_as(text, compiled({pattern}), {}, &layout);
    EXPECT_EQ(reading.verdict, Verdict::date) << text;
    const std::string printed_again = pattern_of(layout, Order::none);
    EXPECT_EQ(in_words(read_as(text, compiled({printed_again}), {})), in_words(reading));
    // A quote alone needs no quotes around it.
    if (pattern.find("'''") == std::string_view::npos) {
      EXPECT_EQ(printed_again, pattern);
    }
  }
}

std::string refusal(std::string_view pattern) {
  try {
    Format::compile(pattern);
  } catch (const Error& error) {
    return error.message() + " | " + error.hint();
  }
  return "compiles";
}

TEST(Compile, SaysWhatIsWrongWhereAndWhatWouldBeRight) {
  EXPECT_EQ(refusal("YYYY-MM-dd"),
            "\"YYYY-MM-dd\" is no date pattern: YYYY is the year of ISO weeks, which differs "
            "around New Year, at character 1 | Write yyyy. The pattern is then \"yyyy-MM-dd\".");
  EXPECT_EQ(refusal("yyyy-MM-DD"),
            "\"yyyy-MM-DD\" is no date pattern: DD is the day of the year, at character 9 | Write "
            "dd for the day of the month, DDD for the day of the year. The pattern is then "
            "\"yyyy-MM-dd\".");
  EXPECT_EQ(refusal("dd/mm/yyyy"),
            "\"dd/mm/yyyy\" is no date pattern: mm are minutes, at character 4 | Write MM for the "
            "month. The pattern is then \"dd/MM/yyyy\".");
  EXPECT_EQ(refusal("yyyy-MM-dd hh:mm"),
            "\"yyyy-MM-dd hh:mm\" is no date pattern: hh is 1 to 12 and needs a, at character 12 | "
            "Write HH for hours from 0 to 23. The pattern is then \"yyyy-MM-dd HH:mm\".");
  EXPECT_EQ(refusal("%d/%m/%Y"),
            "\"%d/%m/%Y\" is no date pattern: it is in the notation of strptime | Write "
            "\"dd/MM/yyyy\".");
  EXPECT_EQ(refusal("YYYY-MM-DD HH24:MI:SS"),
            "\"YYYY-MM-DD HH24:MI:SS\" is no date pattern: it is in the notation of to_char | "
            "Write \"yyyy-MM-dd HH:mm:ss\".");
}

// What the hint of a refusal proposes.
std::string proposed(std::string_view pattern) {
  const std::string said = refusal(pattern);
  const std::size_t last = said.rfind('"');
  const std::size_t first = said.rfind('"', last - 1);
  const bool proposes = said.ends_with("\".");
  return proposes ? said.substr(first + 1, last - first - 1) : said;
}

TEST(Compile, ProposesThePatternThatWasMeant) {
  EXPECT_EQ(proposed("yyyy-MM-ddTHH:mm:ss"), "yyyy-MM-dd'T'HH:mm:ss");
  EXPECT_EQ(proposed("yyyy-MM-dd'T'HH:mm:ss'Z'"), "yyyy-MM-dd'T'HH:mm:ssX");
  EXPECT_EQ(proposed("yyyy-MM-dd'T'HH:mm:ssZ"), "yyyy-MM-dd'T'HH:mm:ssX");
  EXPECT_EQ(proposed("dd/mm/yyyy HH:mm"), "dd/MM/yyyy HH:mm");
  EXPECT_EQ(proposed("yyyy-MM-dd HH:MM:SS"), "yyyy-MM-dd HH:mm:ss");
  EXPECT_EQ(proposed("dddd d MMMM yyyy"), "EEEE d MMMM yyyy");
  EXPECT_EQ(proposed("MM/dd/yyyy HH:mm a"), "MM/dd/yyyy hh:mm a");
  EXPECT_EQ(proposed("yyyy-MM-dd HH:mm:ss.fff"), "yyyy-MM-dd HH:mm:ss.SSS");
  EXPECT_EQ(proposed("%Y-%m-%dT%H:%M:%S.%f%z"), "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXX");
  EXPECT_EQ(proposed("%Y-%m-%d %H:%i:%s"), "yyyy-MM-dd HH:mm:ss");
  EXPECT_EQ(proposed("%b %-d, %Y %I:%M %p"), "MMM d, yyyy hh:mm a");
  EXPECT_EQ(proposed("DD-MON-RR HH12.MI.SSXFF AM"), "dd-MMM-yy hh.mm.ss.SSSSSS a");
  EXPECT_EQ(proposed("dd-mon-yyyy"), "dd-MMM-yyyy");
  EXPECT_EQ(proposed("YYYY-MM-DD\"T\"HH24:MI:SSTZH:TZM"), "yyyy-MM-dd'T'HH:mm:ssXXX");
}

TEST(Compile, RefusesWhatSaysTooLittleOrTooMuch) {
  for (const std::string_view pattern : {"",
                                         "  ",
                                         "dd/MM",
                                         "HH:mm",
                                         "yyyy",
                                         "yyyy-dd",
                                         "yyyy-MM-dd'T",
                                         "yyyy-MM-dd b",
                                         "yyyyMd",
                                         "yyyy-MM-dd yyyy",
                                         "yyyy-MM-MMM-dd",
                                         "yyyy-MM-dd HH hh a",
                                         "yyyy-MM-dd ss",
                                         "yyyy-MM-dd HH:mm.SSS",
                                         "yyyy-MM-ddXXX",
                                         "yyyy-MM HH:mm",
                                         "yyyy-ww",
                                         "YYYY-MM-ww",
                                         "y-MM-dd",
                                         "yyy-MM-dd",
                                         "yyyy-MM-dd HH:mm:ss.SSSSSSSSSS",
                                         "yyyy-MM-dd HH:mmXXXX",
                                         "yyyy-MM-dd e",
                                         "yyyy-MM-DDD",
                                         "%Q",
                                         "%",
                                         "2006-01-02",
                                         "yyyy-MM-dd a"}) {
    EXPECT_NE(refusal(pattern), "compiles") << pattern;
  }
  EXPECT_EQ(refusal("'x"),
            "\"'x\" is no date pattern: the quote is not closed, at character 1 | "
            "Write '' for a quote itself.");
  EXPECT_EQ(refusal("年yyyy 'x"),
            "\"年yyyy 'x\" is no date pattern: the quote is not closed, at "
            "character 7 | Write '' for a quote itself.");
}

// An era's date or a version: no pattern says which.
TEST(PatternOf, HasNoneForWhatIsDoubtfulByItsShape) {
  Layout layout;
  EXPECT_EQ(read("R6.3.5", {}, &layout).verdict, Verdict::ambiguous);
  EXPECT_EQ(layout.bytes(), "");
}

}  // namespace
