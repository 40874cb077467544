#include "core/dates/dates.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace {

using tamis::dates::Civil;
using tamis::dates::civil_from_days;
using tamis::dates::days_from_civil;
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

std::string iso(const Civil& civil) {
  std::array<char, kIsoBytes> buffer;
  return std::string(buffer.data(), format_iso(civil, buffer));
}

// What read() says, in one word or as ISO text.
std::string said(std::string_view text, Order order = Order::none) {
  const Reading reading = read(text, {order});
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
  EXPECT_EQ(said("20240305"), "NOT_DATE");
  EXPECT_EQ(said("20240305143000"), "NOT_DATE");
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
  const Reading only_month = read("4/13/2024", {Order::dmy});
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
                                          "5/3/24",
                                          "10/11/12",
                                          "05-Mar-24",
                                          "March",
                                          "May 2024",
                                          "5 May",
                                          "2024",
                                          "2024-03",
                                          "-2024-03-05",
                                          "+2024-03-05",
                                          "10000-01-01",
                                          "12024-03-05",
                                          "2024-03-05x",
                                          "x2024-03-05",
                                          "2024-03-05T",
                                          "2024-03-05 14",
                                          "2024-03-05T14",
                                          "2024-03-05T14:3",
                                          "2024-03-05T14:30:4",
                                          "2024-03-05T14:30:45.",
                                          "2024-03-05T14:30:45+",
                                          "2024-03-05T14:30:45+5:3",
                                          "2024-03-05T14:30:45+123",
                                          "2024-03-05T14:30:45Zfoo",
                                          "2024-03-05 14:30 EST",
                                          "2024-03-05Z",
                                          "2024-03-05+02:00",
                                          "2024-03-05 -1:00",
                                          "2024-03-05 14:30 15:30",
                                          "2024-03-05/2024-03-06",
                                          "2024-03/05",
                                          "2024/03-05",
                                          "5-3/2024",
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
                                          "5 M\xC3\xA4rz 2024",
                                          "2024-03-05T14:30:45\xE2\x88",
                                          "2024-03-05T14:30:45\xE2"};
  for (const std::string& text : texts) {
    EXPECT_EQ(said(text), "NOT_DATE") << text;
    EXPECT_EQ(said(text, Order::dmy), "NOT_DATE") << text;
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

// The shared table of cases: nothing may be read wrong, and each family keeps its ground.
struct Score {
  int right = 0;
  int all = 0;
};

std::string expected_text(const std::string& expected) {
  const Reading reading = read(expected);
  if (reading.verdict != Verdict::date) return expected;
  Civil civil = reading.civil;
  civil.fraction_digits = civil.nanosecond == 0 ? 0 : 9;
  return iso(civil);
}

Order order_of(const std::string& family) {
  if (family == "dmy@hint") return Order::dmy;
  return family == "mdy@hint" ? Order::mdy : Order::none;
}

TEST(DateCases, NothingIsReadWrong) {
  std::ifstream file(TAMIS_SHARED_DIR "/cases/dates.tsv");
  if (!file) GTEST_SKIP() << "the table of date cases is not here: " TAMIS_SHARED_DIR "/cases";
  std::map<std::string, Score> scores;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    const std::size_t third = line.find('\t', second + 1);
    ASSERT_NE(second, std::string::npos) << line;
    const std::string input = line.substr(0, first);
    const std::string expected = line.substr(first + 1, second - first - 1);
    const std::string family = line.substr(second + 1, third - second - 1);
    Reading reading = read(input, {order_of(family)});
    reading.civil.fraction_digits = reading.civil.nanosecond == 0 ? 0 : 9;
    if (reading.verdict == Verdict::date) {
      EXPECT_EQ(iso(reading.civil), expected_text(expected)) << line;
    }
    if (reading.verdict == Verdict::ambiguous || reading.verdict == Verdict::invalid) {
      EXPECT_EQ(said(input, order_of(family)), expected) << line;
    }
    const std::string answer =
        reading.verdict == Verdict::date ? iso(reading.civil) : said(input, order_of(family));
    Score& score = scores[family];
    ++score.all;
    score.right += answer == expected_text(expected) ? 1 : 0;
  }
  const std::map<std::string, int> floors = {
      {"ampm", 8},
      {"day_month_nohint", 17},
      {"dmy@hint", 7},
      {"impossible", 12},
      {"iso_basic", 3},
      {"iso_duration_interval", 5},
      {"iso_extended_date", 7},
      {"iso_extended_datetime", 7},
      {"iso_fraction", 7},
      {"iso_offset", 9},
      {"keyword_relative", 12},
      {"leap_second_and_24h", 6},
      {"mdy@hint", 8},
      {"month_name_en", 27},
      {"month_names_en", 12},
      {"non_date_number", 46},
      {"non_date_word", 16},
      {"null_like", 11},
      {"slash_ymd", 7},
  };
  for (const auto& [family, floor] : floors) {
    EXPECT_GE(scores[family].right, floor) << family;
  }
  for (const auto& [family, score] : scores) {
    RecordProperty(family, std::to_string(score.right) + "/" + std::to_string(score.all));
  }
}

}  // namespace
