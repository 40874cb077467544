#include "core/dates/dates.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <string>
#include <vector>

#include "core/dates/layout.h"
#include "core/dates/pattern.h"

namespace {

using tamis::dates::Civil;
using tamis::dates::civil_from_days;
using tamis::dates::days_from_civil;
using tamis::dates::days_in_month;
using tamis::dates::Disambiguation;
using tamis::dates::epoch_microseconds;
using tamis::dates::Family;
using tamis::dates::format_iso;
using tamis::dates::kIsoBytes;
using tamis::dates::Options;
using tamis::dates::Order;
using tamis::dates::read;
using tamis::dates::Reading;
using tamis::dates::Reason;
using tamis::dates::to_utc;
using tamis::dates::Verdict;

std::string iso(const Civil& civil) {
  std::array<char, kIsoBytes> buffer;
  return std::string(buffer.data(), format_iso(civil, buffer));
}

// What read() says, in one word or as ISO text.
std::string said(std::string_view text, Order order = Order::none) {
  const Reading reading = read(text, {.order = order});
  switch (reading.verdict) {
    case Verdict::not_date: return "NOT_DATE";
    case Verdict::invalid: return "INVALID";
    case Verdict::ambiguous: return "AMBIGUOUS";
    case Verdict::date: return iso(reading.civil);
  }
  return "?";
}

TEST(Dates, EveryDayReadsBackAsItself) {
  std::int64_t days = days_from_civil(1, 1, 1);
  std::array<char, kIsoBytes> buffer;
  for (int year = 1; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= days_in_month(year, month); ++day, ++days) {
        Civil civil;
        civil.year = static_cast<std::int16_t>(year);
        civil.month = static_cast<std::int8_t>(month);
        civil.day = static_cast<std::int8_t>(day);
        ASSERT_EQ(days_from_civil(year, month, day), days);
        ASSERT_EQ(civil_from_days(days), civil);
        const Reading reading = read({buffer.data(), format_iso(civil, buffer)});
        ASSERT_EQ(reading.verdict, Verdict::date) << iso(civil);
        ASSERT_EQ(reading.family, Family::iso_date);
        ASSERT_EQ(reading.civil, civil) << iso(civil);
        ASSERT_EQ(epoch_microseconds(civil), days * 86'400'000'000);
      }
    }
  }
  EXPECT_EQ(days, days_from_civil(9999, 12, 31) + 1);
}

TEST(Dates, DaysOutsideTheCalendarAreInvalid) {
  for (int year : {1, 1900, 2000, 2023, 2024, 9999}) {
    for (int month = 0; month <= 13; ++month) {
      for (int day = 0; day <= 32; ++day) {
        const bool real =
            month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
        char text[40];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
        ASSERT_EQ(read(text).verdict, real ? Verdict::date : Verdict::invalid) << text;
      }
    }
  }
}

TEST(Dates, IsoTimestamps) {
  EXPECT_EQ(said("2024-03-05T14:30"), "2024-03-05T14:30:00");
  EXPECT_EQ(said("2024-03-05 14:30:45"), "2024-03-05T14:30:45");
  EXPECT_EQ(said("  2024-03-05\t"), "2024-03-05");
  EXPECT_EQ(said("2024-03-05t14:30:45z"), "2024-03-05T14:30:45Z");
  EXPECT_EQ(said("2024-03-05T14:30:45,120"), "2024-03-05T14:30:45.120");
  EXPECT_EQ(said("2024-03-05T14:30:45.123456789123"), "2024-03-05T14:30:45.123456789");
  EXPECT_EQ(said("2024-03-05T14:30:45.12345678912x"), "NOT_DATE");
  EXPECT_EQ(said("2024-03-05T14:30:45-0330"), "2024-03-05T14:30:45-03:30");
  EXPECT_EQ(said("2024-03-05T14:30:45\xE2\x88\x92"
                 "05:00"),
            "2024-03-05T14:30:45-05:00");
  EXPECT_EQ(said("2024-03-05 14:30:45 UTC"), "2024-03-05T14:30:45Z");
  EXPECT_EQ(said("20240305T143000Z"), "2024-03-05T14:30:00Z");
  EXPECT_EQ(said("20240305T1430"), "2024-03-05T14:30:00");
  EXPECT_EQ(said("20240305"), "2024-03-05");
  EXPECT_EQ(said("20240305143000"), "2024-03-05T14:30:00");
  EXPECT_EQ(said("202403051430.45"), "2024-03-05T14:30:45");
  EXPECT_EQ(said("2024-03-05T14"), "2024-03-05T14:00:00");
  EXPECT_EQ(said("2024-03-05T14,5"), "2024-03-05T14:30:00");
  EXPECT_EQ(read("2024-03-05 14:30").family, Family::iso_timestamp);
  EXPECT_EQ(read("2024-03-05 4:30").family, Family::year_first);
  EXPECT_EQ(read("20240305T1430").family, Family::iso_basic);
}

TEST(Dates, EndOfDayAndLeapSeconds) {
  EXPECT_EQ(said("2024-12-31T24:00:00Z"), "2025-01-01T00:00:00Z");
  EXPECT_EQ(said("2024-02-28 24:00"), "2024-02-29T00:00:00");
  EXPECT_EQ(said("2024-02-28 24:00:00.001"), "INVALID");
  EXPECT_EQ(said("2024-02-28 24:01"), "INVALID");
  EXPECT_EQ(said("9999-12-31 24:00"), "INVALID");
  EXPECT_EQ(said("2016-12-31T23:59:60Z"), "2017-01-01T00:00:00Z");
  EXPECT_EQ(said("2017-01-01T00:59:60+01:00"), "2017-01-01T01:00:00+01:00");
  EXPECT_EQ(said("2016-12-31 18:59:60.5"), "2016-12-31T19:00:00");
  EXPECT_EQ(said("2024-03-05T23:59:60Z"), "INVALID");
  EXPECT_EQ(said("2016-12-31T23:58:60Z"), "INVALID");
  EXPECT_EQ(said("1970-12-31T23:59:60Z"), "INVALID");
  EXPECT_EQ(said("9999-12-31T23:59:60"), "INVALID");
}

TEST(Dates, FieldsOutOfRangeAreInvalid) {
  for (const char* text : {"2024-02-30",
                           "31/04/2024",
                           "13/13/2024",
                           "0000-00-00",
                           "0000-01-01",
                           "01/01/0000",
                           "2024-03-05 25:00",
                           "2024-03-05 14:60",
                           "2024-03-05 14:30:61",
                           "2024-03-05 13:00 PM",
                           "2024-03-05 0:30 am",
                           "2024-03-05 14:30+14:30",
                           "2024-03-05 14:30-12:15",
                           "2024-03-05 14:30+01:60",
                           "2024-03-05 14:30 +2500",
                           "30.02.2024",
                           "30.2.2024",
                           "32 March 2024",
                           "Feb 29, 2023",
                           "31-NOV-2024",
                           "20240230T120000",
                           "1/0/1900"}) {
    EXPECT_EQ(said(text), "INVALID") << text;
  }
}

TEST(Dates, TheOrderDecidesAndNothingElse) {
  const Reading open = read("03/04/2024 10:00");
  EXPECT_EQ(open.verdict, Verdict::ambiguous);
  EXPECT_EQ(iso(open.civil), "2024-04-03T10:00:00");
  EXPECT_EQ(open.separator, '/');
  EXPECT_TRUE(open.day_first && open.month_first);
  EXPECT_EQ(said("03/04/2024", Order::dmy), "2024-04-03");
  EXPECT_EQ(said("03/04/2024", Order::mdy), "2024-03-04");
  EXPECT_EQ(said("03/04/2024", Order::ymd), "AMBIGUOUS");
  EXPECT_EQ(said("13.04.2024"), "2024-04-13");
  EXPECT_EQ(said("4-13-2024"), "2024-04-13");
  EXPECT_EQ(said("4-4-2024"), "2024-04-04");
  EXPECT_EQ(said("4/13/2024", Order::dmy), "INVALID");
  EXPECT_EQ(said("13/4/2024", Order::mdy), "INVALID");
  const Reading only_day = read("13/4/2024");
  EXPECT_TRUE(only_day.day_first && !only_day.month_first);
  const Reading only_month = read("4/13/2024", {.order = Order::dmy});
  EXPECT_TRUE(!only_month.day_first && only_month.month_first);
  EXPECT_EQ(said("2024-03-04", Order::dmy), "2024-03-04");
  EXPECT_EQ(said("2024/3/4", Order::mdy), "2024-03-04");
  EXPECT_EQ(said("3/5/2024, 2:30:45 PM", Order::mdy), "2024-03-05T14:30:45");
  EXPECT_EQ(said("12/5/2024 12:00 am", Order::dmy), "2024-05-12T00:00:00");
}

TEST(Dates, IranianYearsWithSlashesStayOpen) {
  EXPECT_EQ(said("1402/12/15"), "AMBIGUOUS");
  EXPECT_EQ(said("1402/12/15", Order::ymd), "1402-12-15");
  EXPECT_EQ(said("1402-12-15"), "1402-12-15");
  EXPECT_EQ(said("1402/13/15"), "INVALID");
}

TEST(Dates, MonthNames) {
  for (const char* text :
       {"5 March 2024", "Mar 5, 2024", "05-MAR-2024", "5th of March, 2024", "5March2024",
        "2024-Mar-05", "2024, March 5", "Tuesday, 5 March 2024", "Tues, Mar 5 2024", "5/Mar/2024",
        "March 5,\xC2\xA0"
        "2024",
        "mArCh 5, 2024", "5. March 2024", "MAR-05-2024"}) {
    EXPECT_EQ(said(text), "2024-03-05") << text;
    EXPECT_EQ(read(text).family, Family::named_month) << text;
  }
  EXPECT_EQ(said("Sept. 5, 2024 at 2:30 p.m."), "2024-09-05T14:30:00");
  EXPECT_EQ(said("05/Mar/2024:14:30:45 +0000"), "2024-03-05T14:30:45Z");
  EXPECT_EQ(said("Tue, 5 Mar 2024 14:30:45 -0800"), "2024-03-05T14:30:45-08:00");
}

TEST(Dates, WhatIsNoDate) {
  using namespace std::string_literals;
  const std::vector<std::string> texts = {"",
                                          " ",
                                          "1.2.3",
                                          "2024.1.0",
                                          "1.0.2024",
                                          "10.1.2.3",
                                          "192.168.1.1",
                                          "555-123-4567",
                                          "+1 555 123 4567",
                                          "1/2",
                                          "3-2",
                                          "1 1/2",
                                          "P1D",
                                          "PT36H",
                                          "P2024-03-05",
                                          "March",
                                          "2024",
                                          "202403",
                                          "240305",
                                          "2024030514",
                                          "1709649045",
                                          "1709649045123",
                                          "-2024-03-05",
                                          "+2024-03-05",
                                          "2024-03-05x",
                                          "x2024-03-05",
                                          "2024-03-05T",
                                          "2024-03-05 14",
                                          "2024-03-05T14:3",
                                          "2024-03-05T14:30:4",
                                          "2024-03-05T14:30:45.",
                                          "2024-03-05T14:30:45+",
                                          "2024-03-05T14:30:45+5:3",
                                          "2024-03-05T14:30:45+123",
                                          "2024-03-05T14:30:45Zfoo",
                                          "2024-03-05Z",
                                          "2024-03-05+02:00",
                                          "2024-03-05/2024-03-06",
                                          "5-7 March 2024",
                                          "Marchh 5, 2024",
                                          "Mar-a-Lago",
                                          "Jan Smith",
                                          "May I",
                                          "Tuesday",
                                          "5-Mar/2024",
                                          "4x4",
                                          "5 min",
                                          "12:34:56",
                                          "1/2/2024/3",
                                          "5th",
                                          "5 th 2024",
                                          "2024-03-05\0"s,
                                          "2024-03-05\0 14:30"s,
                                          "\0"s,
                                          "2024-0\0-05"s,
                                          "\xFF\xFE",
                                          "2024-03-05T14:30:45\xE2\x88",
                                          "2024-03-05T14:30:45\xE2",
                                          "2024-065",
                                          "2024-1234",
                                          "1234-12",
                                          "1990-95",
                                          "12.2024",
                                          "12-34-56",
                                          "10:9",
                                          "14:30",
                                          "2:30 PM",
                                          "today",
                                          "now",
                                          "Q1 2024",
                                          "2024-Q1",
                                          "H1 2024",
                                          "Spring 2024",
                                          "1990s",
                                          "12345678",
                                          "123456789012",
                                          "00000000",
                                          "99999999999999",
                                          "12 Main Street",
                                          "10 Downing St, London 2024",
                                          "Sat on 5 chairs",
                                          "2024 Annual Report",
                                          "(2024)",
                                          "[12345.678901]",
                                          "'hello'",
                                          "#1234#",
                                          "/Date(x)/",
                                          "@2024",
                                          "DATE 'soon'",
                                          "datetime.datetime(2024)",
                                          "M\xC3\xBCller 2024",
                                          "2:01 lib/",
                                          "2:01 GMT+316/",
                                          "2024-03-05 14:30 GMT+316/",
                                          "Mon, 05 Mar 05 Mar 2023",
                                          "2024-03-05 Tue Wed",
                                          "2024-03-05 Tue-",
                                          "2024-03-04a-D2020-04",
                                          "2024-03-05a 14:30",
                                          "2024-03-05 g1110",
                                          "\xE5\xB9\xB4\xE6\x9C\x88"};
  for (const std::string& text : texts) {
    EXPECT_EQ(said(text), "NOT_DATE") << text;
  }
}

TEST(Dates, WhatOnlyAnOrderMakesADate) {
  for (const char* text : {"10.12.13", "1.2.13", "05 03 24"}) {
    EXPECT_EQ(said(text), "NOT_DATE") << text;
  }
  EXPECT_EQ(said("10.12.13", Order::dmy), "2013-12-10");
  EXPECT_EQ(said("10.12.13", Order::mdy), "2013-10-12");
  EXPECT_EQ(said("10.12.13", Order::ymd), "2010-12-13");
  EXPECT_EQ(said("05 03 24", Order::dmy), "2024-03-05");
  EXPECT_EQ(said("1.2.3", Order::dmy), "NOT_DATE");
}

TEST(Dates, TwoDigitYears) {
  EXPECT_EQ(said("12/31/24"), "2024-12-31");
  EXPECT_EQ(said("31/12/99"), "1999-12-31");
  EXPECT_EQ(said("05-MAR-24"), "2024-03-05");
  EXPECT_EQ(said("05-MAR-70"), "1970-03-05");
  for (const char* text : {"05-Mar-30", "05-Mar-49", "05-Mar-69", "12/31/45", "10/11/12"}) {
    EXPECT_EQ(said(text), "AMBIGUOUS") << text;
  }
  Options pivot;
  pivot.two_digit_pivot = 50;
  EXPECT_EQ(iso(read("05-Mar-49", pivot).civil), "2049-03-05");
  EXPECT_EQ(iso(read("05-Mar-50", pivot).civil), "1950-03-05");
  EXPECT_NE(read("05-Mar-50", pivot).notes & tamis::dates::kTwoDigitYear, 0);
  EXPECT_EQ(read("05-Mar-45").reason, Reason::century);
  EXPECT_EQ(read("10/11/12").orders, 7);
  EXPECT_EQ(read("25/12/11").orders, 5);
  EXPECT_EQ(read("8/11/12").orders, 3);
  EXPECT_EQ(said("5/5/24"), "2024-05-05");
  EXPECT_EQ(said("5/5/24", Order::ymd), "2024-05-05");
  EXPECT_EQ(said("3/4/24", Order::ymd), "AMBIGUOUS");
}

TEST(Dates, ReasonsSayWhy) {
  const std::map<std::string, Reason> reasons = {
      {"2024-02-30", Reason::no_such_day},
      {"2024-03-05 25:00", Reason::no_such_time},
      {"2024-03-05 14:30 PM", Reason::no_such_time},
      {"2024-03-05T23:59:60Z", Reason::no_such_time},
      {"0000-01-01", Reason::year_range},
      {"10000-01-01", Reason::year_range},
      {"Mar '36970", Reason::year_range},
      {"/Date(1709649045000+0099)/", Reason::no_such_zone},
      {"/Date(1709649045000+1500)/", Reason::no_such_zone},
      {"+010000-01-01T00:00:00Z", Reason::year_range},
      {"2024-03-05 14:30:45 XYZ", Reason::no_such_zone},
      {"2024-03-05 14:30:45 Mars/Phobos", Reason::no_such_zone},
      {"2024-03-05 14:30:45+24:00", Reason::no_such_zone},
      {"2024-03-05T14:30:45+05:00[Europe/Paris]", Reason::offset_clash},
      {"2024-03-10 02:30:00 America/New_York", Reason::clock_skipped},
      {"2024-03/05", Reason::shape},
      {"2024-03-05 14:30 15:30", Reason::shape},
      {"2024-1-1-1", Reason::shape},
      {"03/04/2024", Reason::order},
      {"05-Mar-45", Reason::century},
      {"Mar  5 14:30", Reason::no_year},
      {"5 March", Reason::no_year},
      {"03-05 14:30:45.123", Reason::no_year},
      {"1402/12/15", Reason::calendar},
      {"13/3/2567", Reason::calendar},
      {"2024-03-05 14:30:45 IST", Reason::zone},
      {"2024-11-03 01:30:00 America/New_York", Reason::clock_repeated},
      {"201003051430", Reason::field},
      {"24-Mar", Reason::field},
      {"202403051430.5", Reason::field},
      {"2024030514.5Z", Reason::field},
      {"2024-03-05-08:00", Reason::field},
      {"R6.3.5", Reason::field},
      {"5 listopada 2024", Reason::month_name},
  };
  for (const auto& [text, reason] : reasons) {
    const Reading reading = read(text);
    EXPECT_EQ(reading.reason, reason) << text;
    const bool doubt = reason >= Reason::order;
    EXPECT_EQ(reading.verdict, doubt ? Verdict::ambiguous : Verdict::invalid) << text;
  }
}

TEST(Dates, NotesSayWhatWasNoticed) {
  using namespace tamis::dates;
  const std::map<std::string, int> notes = {
      {"Tue, 05 Mar 2024", 0},
      {"Mon, 05 Mar 2024", kWeekdayMismatch},
      {"2024-03-05 (Mon)", kWeekdayMismatch},
      {"2016-12-31T23:59:60Z", kLeapSecond},
      {"2024-03-05T24:00:00", kEndOfDay},
      {"2024-03-05T14:30:45.1234567891Z", kDigitsLost},
      {"2024-03-05T14:30:45.1234567890Z", 0},
      {"05-Mar-24", kTwoDigitYear},
      {"1970-01-01", kSentinel},
      {"9999-12-31 00:00:00", kSentinel},
      {"1970-01-01 00:00:01", 0},
      {"1890-01-01 00:00:00+00:53:28", kOffsetSeconds},
      {"2024-03-05 14:30 Europe/Paris", kZoneName},
      {"\xE4\xBB\xA4\xE5\x92\x8C"
       "6\xE5\xB9\xB4"
       "3\xE6\x9C\x88"
       "5\xE6\x97\xA5",
       kOtherEra},
  };
  for (const auto& [text, expected] : notes) {
    EXPECT_EQ(read(text).verdict, Verdict::date) << text;
    EXPECT_EQ(read(text).notes, expected) << text;
  }
}

TEST(Dates, ClocksThatChangeAreSettledWhenAsked) {
  Options options;
  const auto with = [&](Disambiguation how, const char* text) {
    options.disambiguation = how;
    return iso(read(text, options).civil);
  };
  const char* const twice = "2024-11-03 01:30 America/New_York";
  const char* const never = "2024-03-10 02:30 America/New_York";
  EXPECT_EQ(with(Disambiguation::earlier, twice), "2024-11-03T01:30:00-04:00");
  EXPECT_EQ(with(Disambiguation::compatible, twice), "2024-11-03T01:30:00-04:00");
  EXPECT_EQ(with(Disambiguation::later, twice), "2024-11-03T01:30:00-05:00");
  EXPECT_EQ(with(Disambiguation::earlier, never), "2024-03-10T01:30:00-05:00");
  EXPECT_EQ(with(Disambiguation::compatible, never), "2024-03-10T03:30:00-04:00");
  EXPECT_EQ(with(Disambiguation::later, never), "2024-03-10T03:30:00-04:00");
}

TEST(Dates, AZoneOfACalendarKeepsFractions) {
  EXPECT_EQ(said("DTSTART;TZID=America/New_York:20240305T143045.125"),
            "2024-03-05T14:30:45.125-05:00");
  EXPECT_EQ(read("DTSTART;TZID=America/New_York:20240305T143045.1234567891").notes,
            tamis::dates::kZoneName | tamis::dates::kDigitsLost);
  EXPECT_EQ(read("DTSTART;TZID=Mars/Base:20240305T143045").reason, Reason::no_such_zone);
}

TEST(Dates, ThePivotIsForMonthsToo) {
  EXPECT_EQ(read("Mar '45").reason, Reason::century);
  EXPECT_EQ(iso(read("Mar '45", {.two_digit_pivot = 50}).civil), "2045-03");
  EXPECT_EQ(iso(read("Mar '45", {.two_digit_pivot = 40}).civil), "1945-03");
}

// One of the two days has no such time, and which is first is open.
TEST(Dates, AClockThatSkipsOneOrderLeavesTheOther) {
  EXPECT_EQ(read("10/03/2024 02:30 America/New_York").reason, Reason::order);
  EXPECT_EQ(read("03/10/2024 02:30 America/New_York").reason, Reason::order);
  EXPECT_EQ(said("10/03/2024 02:30 America/New_York", Order::mdy), "2024-10-03T02:30:00-04:00");
  EXPECT_EQ(said("10/03/2024 02:30 America/New_York", Order::dmy), "INVALID");
  EXPECT_EQ(read("10/03/2024 25:30").reason, Reason::no_such_time);
}

TEST(Dates, ATimeIsInOnePlace) {
  EXPECT_EQ(said("2024-03-05T14:30+01:00[Europe/Paris][u-ca=gregory]"),
            "2024-03-05T14:30:00+01:00");
  EXPECT_EQ(said("2024-03-05T14:30[Europe/Paris][America/New_York]"), "NOT_DATE");
  EXPECT_EQ(said("2024-03-05T14:30+01:00[Europe/Paris][America/New_York]"), "NOT_DATE");
}

TEST(Dates, ErasHoldTheirMonths) {
  EXPECT_EQ(said("昭和64年1月"), "1989-01");
  EXPECT_EQ(said("平成1年1月"), "1989-01");
  EXPECT_EQ(said("昭和64年2月"), "INVALID");
  EXPECT_EQ(said("令和1年4月"), "INVALID");
  EXPECT_EQ(said("令和6年13月"), "INVALID");
}

TEST(Dates, ALayoutHasOneBlankForMany) {
  tamis::dates::Layout plain;
  tamis::dates::Layout wide;
  read("( 2024-03-05 ) ;", {}, &plain);
  read("(" + std::string(60, ' ') + "2024-03-05 \t)" + std::string(60, ' ') + ";", {}, &wide);
  EXPECT_EQ(wide, plain);
}

// Where a part is no item, or the items are too many, half a layout would be another one.
TEST(Dates, ALayoutIsWholeOrEmpty) {
  for (std::size_t tags = 0; tags < 49; ++tags) {
    std::string text = "1:30Z";
    for (std::size_t i = 0; i < tags; ++i) text += "[=]";
    tamis::dates::Layout layout;
    const Reading reading = read(text + " 20240305", {}, &layout);
    EXPECT_EQ(reading.verdict, Verdict::date) << tags;
    // Bare digits are an item each until it is known what they are.
    const bool fits = sizeof "h:mz yyyyMMdd" - 1 + tags <= tamis::dates::Layout::kMost;
    EXPECT_EQ(layout.bytes().size(), fits ? sizeof "h:mz yMd" - 1 + tags : 0) << tags;
  }
  for (const char* text : {
           "/Date(1709649045000)/",
           "@1709649045",
           "datetime.date(2024, 3, 5)",
           "(datetime.date(2024, 3, 5))",
           "DTSTART;TZID=America/New_York:20240305T143045",
           "2024-03-05T14,5",
           "2024-03-05T14:30,5",
           "Timestamp('2024-03-05', tz='\xE6\x98\xAD\xE5\x92\x8C')",
       }) {
    tamis::dates::Layout layout;
    EXPECT_EQ(read(text, {}, &layout).verdict, Verdict::date) << text;
    EXPECT_EQ(layout.bytes(), "") << text;
    EXPECT_TRUE(tamis::dates::patterns_of(read(text), layout).empty()) << text;
  }
}

TEST(Dates, NoPrefixOfATextReadsPastItsEnd) {
  const std::string whole =
      "Tuesday, 5th of March, 2024 at 02:30:45.123456 p.m. \xE2\x88\x92"
      "03:30";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const std::vector<char> exact(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    const Reading reading = read({exact.data(), exact.size()});
    EXPECT_EQ(reading.verdict == Verdict::date, iso(reading.civil) != "0001-01-01") << size;
  }
  EXPECT_EQ(said(whole), "2024-03-05T14:30:45.123456-03:30");
}

TEST(Dates, InstantsAndOffsets) {
  Civil utc;
  EXPECT_TRUE(to_utc(read("2024-03-01T00:30:00+01:00").civil, utc));
  EXPECT_EQ(iso(utc), "2024-02-29T23:30:00Z");
  EXPECT_FALSE(to_utc(read("0001-01-01T00:30:00+01:00").civil, utc));
  EXPECT_FALSE(to_utc(read("9999-12-31T23:30:00-01:00").civil, utc));
  EXPECT_FALSE(to_utc(read("2024-03-01T00:30:00").civil, utc));
  EXPECT_EQ(epoch_microseconds(read("1970-01-01T01:00:00.000001+01:00").civil), 1);
  EXPECT_EQ(epoch_microseconds(read("1969-12-31T23:59:59.5Z").civil), -500'000);
}

}  // namespace
