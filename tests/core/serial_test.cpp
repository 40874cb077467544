// Numbers that count from a day, read by what the caller says they count.
#include "core/dates/serial.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using tamis::dates::Civil;
using tamis::dates::Count;
using tamis::dates::days_from_civil;
using tamis::dates::epoch_microseconds;
using tamis::dates::Family;
using tamis::dates::format_iso;
using tamis::dates::kDigitsLost;
using tamis::dates::kIsoBytes;
using tamis::dates::kSentinel;
using tamis::dates::kTwoDigitYear;
using tamis::dates::Options;
using tamis::dates::read_count;
using tamis::dates::Reading;
using tamis::dates::Reason;
using tamis::dates::Verdict;

std::string iso(const Civil& civil) {
  std::array<char, kIsoBytes> out{};
  return {out.data(), format_iso(civil, out)};
}

std::string said(const Reading& reading) {
  switch (reading.verdict) {
    case Verdict::not_date: return "NOT_DATE";
    case Verdict::invalid: return "INVALID";
    case Verdict::ambiguous: return "AMBIGUOUS";
    case Verdict::date: return iso(reading.civil);
  }
  return "";
}

std::string said(std::string_view text, Count count, const Options& options = {}) {
  return said(read_count(text, count, options));
}

Reason why(std::string_view text, Count count, const Options& options = {}) {
  return read_count(text, count, options).reason;
}

struct Expected {
  const char* text;
  Count count;
  const char* iso;
};

void check(const std::vector<Expected>& cases) {
  for (const auto& [text, count, expected] : cases) {
    EXPECT_EQ(said(text, count), expected) << text << " as count " << static_cast<int>(count);
  }
}

TEST(Counts, SentinelsAreNoted) {
  EXPECT_EQ(read_count("0", Count::seconds, {}).notes, kSentinel);
  EXPECT_EQ(read_count("1", Count::excel_1900, {}).notes, kSentinel);
  EXPECT_EQ(read_count("1", Count::seconds, {}).notes, 0);
}

TEST(Counts, SecondsAndTheirParts) {
  check({{"0", Count::seconds, "1970-01-01T00:00:00Z"},
         {"-0", Count::seconds, "1970-01-01T00:00:00Z"},
         {" +1709649045 ", Count::seconds, "2024-03-05T14:30:45Z"},
         {"0001709649045", Count::seconds, "2024-03-05T14:30:45Z"},
         {"1709649045.", Count::seconds, "2024-03-05T14:30:45Z"},
         {"1709649045.5", Count::seconds, "2024-03-05T14:30:45.500Z"},
         {"1709649045.000100", Count::seconds, "2024-03-05T14:30:45.000100Z"},
         {"1709649045.123456789", Count::seconds, "2024-03-05T14:30:45.123456789Z"},
         {".25", Count::seconds, "1970-01-01T00:00:00.250Z"},
         {"-1", Count::seconds, "1969-12-31T23:59:59Z"},
         {"-0.25", Count::seconds, "1969-12-31T23:59:59.750Z"},
         {"-86400.5", Count::seconds, "1969-12-30T23:59:59.500Z"},
         {"1709649045000", Count::milliseconds, "2024-03-05T14:30:45Z"},
         {"1709649045120", Count::milliseconds, "2024-03-05T14:30:45.120Z"},
         {"1709649045123.4567", Count::milliseconds, "2024-03-05T14:30:45.123456700Z"},
         {"-1", Count::milliseconds, "1969-12-31T23:59:59.999Z"},
         {"1709649045123456", Count::microseconds, "2024-03-05T14:30:45.123456Z"},
         {"1709649045123456789", Count::nanoseconds, "2024-03-05T14:30:45.123456789Z"},
         {"-62135596800", Count::seconds, "0001-01-01T00:00:00Z"},
         {"253402300799999999999", Count::nanoseconds, "9999-12-31T23:59:59.999999999Z"}});
}

TEST(Counts, OtherEpochs) {
  check({{"19787", Count::unix_days, "2024-03-05"},
         {"19787.0", Count::unix_days, "2024-03-05"},
         {"-1", Count::unix_days, "1969-12-31"},
         {"-719162", Count::unix_days, "0001-01-01"},
         {"2932896", Count::unix_days, "9999-12-31"},
         {"13354122645000000", Count::webkit, "2024-03-05T14:30:45Z"},
         {"133541226450000001", Count::filetime, "2024-03-05T14:30:45.000000100Z"},
         {"731341845.25", Count::cocoa, "2024-03-05T14:30:45.250Z"},
         {"3792493845", Count::hfs, "2024-03-05T14:30:45Z"},
         {"3918637845", Count::ntp, "2024-03-05T14:30:45Z"},
         {"638452458450000000", Count::dotnet_ticks, "2024-03-05T14:30:45Z"},
         {"0", Count::dotnet_ticks, "0001-01-01T00:00:00Z"},
         {"3155378975999999999", Count::dotnet_ticks, "9999-12-31T23:59:59.999999900Z"}});
}

TEST(Counts, WhatIsOutOfTheCalendar) {
  for (const auto& [text, count] : std::vector<std::pair<const char*, Count>>{
           {"-62135596801", Count::seconds},
           {"-62135596800.0000000001", Count::seconds},
           {"253402300800", Count::seconds},
           {"253402300800000", Count::milliseconds},
           {"1e30", Count::seconds},
           {"1e999", Count::nanoseconds},
           {"99999999999999999999999999999999999999", Count::seconds},
           {"-99999999999999999999999999999999999999", Count::unix_days},
           {"-719163", Count::unix_days},
           {"2932897", Count::unix_days},
           {"-1", Count::dotnet_ticks},
           {"3155378976000000000", Count::dotnet_ticks},
           {"2958466", Count::excel_1900},
           {"2958465.9999999999", Count::excel_1900},
           {"2957004", Count::excel_1904},
           {"1721425.4", Count::julian},
           {"5373484.5", Count::julian},
           {"65", Count::julian},
           {"224065", Count::julian},
           {"-2460374.5", Count::julian},
           {"-24065", Count::julian}}) {
    EXPECT_EQ(said(text, count), "INVALID") << text;
    EXPECT_EQ(why(text, count), Reason::year_range) << text;
  }
  EXPECT_EQ(why("19787.5", Count::unix_days), Reason::shape);
}

TEST(Counts, ExponentsMakeNothingUp) {
  check({{"1.709649045e9", Count::seconds, "2024-03-05T14:30:45Z"},
         {"1.709649045E+09", Count::seconds, "2024-03-05T14:30:45Z"},
         {"1709649045123E-3", Count::seconds, "2024-03-05T14:30:45.123Z"},
         {"1.709649045123e+12", Count::milliseconds, "2024-03-05T14:30:45.123Z"},
         {"4.5356e4", Count::excel_1900, "2024-03-05"},
         {"2.4603745e6", Count::julian, "2024-03-05"},
         {"1e-300", Count::seconds, "1970-01-01T00:00:00Z"}});
  for (const auto& [text, count] :
       std::vector<std::pair<const char*, Count>>{{"1.7E+9", Count::seconds},
                                                  {"1.70965E+12", Count::milliseconds},
                                                  {"1.709649045E+12", Count::milliseconds},
                                                  {"17e8", Count::seconds},
                                                  {"4.5E4", Count::excel_1900},
                                                  {"2e4", Count::unix_days},
                                                  {"2.46E6", Count::julian}}) {
    EXPECT_EQ(said(text, count), "AMBIGUOUS") << text;
    EXPECT_EQ(why(text, count), Reason::field) << text;
  }
}

TEST(Counts, DigitsBeyondNanosecondsAreSaidToBeLost) {
  const Reading lost = read_count("1709649045.1234567891", Count::seconds, {});
  EXPECT_EQ(said(lost), "2024-03-05T14:30:45.123456789Z");
  EXPECT_EQ(lost.notes, kDigitsLost);
  EXPECT_EQ(read_count("1709649045.1234567890000", Count::seconds, {}).notes, 0);
  const Reading before = read_count("-0.0000000001", Count::seconds, {});
  EXPECT_EQ(said(before), "1969-12-31T23:59:59.999999999Z");
  EXPECT_EQ(before.notes, kDigitsLost);
  EXPECT_EQ(said("-0.9999999999", Count::seconds), "1969-12-31T23:59:59Z");
}

TEST(Counts, SpreadsheetDays) {
  check({{"1", Count::excel_1900, "1900-01-01"},
         {"59", Count::excel_1900, "1900-02-28"},
         {"59.75", Count::excel_1900, "1900-02-28T18:00:00"},
         {"61", Count::excel_1900, "1900-03-01"},
         {"45356", Count::excel_1900, "2024-03-05"},
         {"45356.0", Count::excel_1900, "2024-03-05"},
         {"45356.5", Count::excel_1900, "2024-03-05T12:00:00"},
         {"45356.60468", Count::excel_1900, "2024-03-05T14:30:44.352"},
         {"45356.6046875", Count::excel_1900, "2024-03-05T14:30:45"},
         {"45356.99999999", Count::excel_1900, "2024-03-05T23:59:59.999"},
         {"45356.999999999", Count::excel_1900, "2024-03-06T00:00:00"},
         {"45356.000000001", Count::excel_1900, "2024-03-05T00:00:00"},
         {"2958465", Count::excel_1900, "9999-12-31"},
         {"2958465.99999", Count::excel_1900, "9999-12-31T23:59:59.136"},
         {"0", Count::excel_1904, "1904-01-01"},
         {"1", Count::excel_1904, "1904-01-02"},
         {"2957003", Count::excel_1904, "9999-12-31"}});
  for (const char* text : {"0", "0.0", "60", "60.5", "59.9999999999", "-1", "-0.5"}) {
    EXPECT_EQ(said(text, Count::excel_1900), "INVALID") << text;
    EXPECT_EQ(why(text, Count::excel_1900), Reason::no_such_day) << text;
  }
  for (const Count count : {Count::excel_1900, Count::excel_1904}) {
    EXPECT_EQ(said("0.5", count), "NOT_DATE");
    EXPECT_EQ(said("0.99999999999", count), "NOT_DATE");
    EXPECT_EQ(said("-1", count), "INVALID");
  }
}

TEST(Counts, HalfMillisecondsGoToTheEvenOne) {
  // The smallest fraction of a day that ends and is halfway between two milliseconds, and three
  // times that; with digits added or taken far behind.
  check({{"45356.00000015625", Count::excel_1900, "2024-03-05T00:00:00.014"},  // 13.5
         {"45356.00000046875", Count::excel_1900, "2024-03-05T00:00:00.040"},  // 40.5
         {"45356.000000468750001", Count::excel_1900, "2024-03-05T00:00:00.041"},
         {"45356.00000015624999999999999999", Count::excel_1900, "2024-03-05T00:00:00.013"},
         {"45356.00000046875000000000000000000000001", Count::excel_1900,
          "2024-03-05T00:00:00.041"}});
}

TEST(Counts, JulianDays) {
  check({{"2460374.5", Count::julian, "2024-03-05"},
         {"2460374.50", Count::julian, "2024-03-05"},
         {"2460375", Count::julian, "2024-03-05T12:00:00"},
         {"2460375.0", Count::julian, "2024-03-05T12:00:00"},
         {"2460375.1046875", Count::julian, "2024-03-05T14:30:45"},
         {"2460375.49999999999", Count::julian, "2024-03-06T00:00:00"},
         {"1721425.5", Count::julian, "0001-01-01"},
         {"2440587.5", Count::julian, "1970-01-01"},
         {"5373484.4", Count::julian, "9999-12-31T21:36:00"},
         {"2024065.5", Count::julian, "0829-08-08"},
         {"2024065.0", Count::julian, "0829-08-07T12:00:00"}});
}

TEST(Counts, MainframeDays) {
  check({{"24065", Count::julian, "2024-03-05"},
         {"24366", Count::julian, "2024-12-31"},
         {"05001", Count::julian, "2005-01-01"},
         {"99365", Count::julian, "1999-12-31"},
         {"124065", Count::julian, "2024-03-05"},
         {"099365", Count::julian, "1999-12-31"},
         {"000001", Count::julian, "1900-01-01"},
         {"100366", Count::julian, "2000-12-31"},
         {"45065", Count::julian, "AMBIGUOUS"},
         {"2024065", Count::julian, "AMBIGUOUS"},
         {"2024400", Count::julian, "0830-07-08T12:00:00"}});
  for (const char* text : {"23366", "24000", "24367", "45366", "123366", "100000", "000366"}) {
    EXPECT_EQ(said(text, Count::julian), "INVALID") << text;
    EXPECT_EQ(why(text, Count::julian), Reason::no_such_day) << text;
  }
  EXPECT_EQ(why("45065", Count::julian), Reason::century);
  EXPECT_EQ(why("2024065", Count::julian), Reason::field);
  Options pivot;
  pivot.two_digit_pivot = 50;
  EXPECT_EQ(said("45065", Count::julian, pivot), "2045-03-06");
  EXPECT_EQ(said("50065", Count::julian, pivot), "1950-03-06");
  EXPECT_EQ(read_count("24065", Count::julian, {}).notes, kTwoDigitYear);
}

constexpr Count kCounts[] = {Count::seconds,     Count::milliseconds, Count::microseconds,
                             Count::nanoseconds, Count::unix_days,    Count::webkit,
                             Count::filetime,    Count::cocoa,        Count::hfs,
                             Count::ntp,         Count::dotnet_ticks, Count::excel_1900,
                             Count::excel_1904,  Count::julian};

TEST(Counts, WhatIsNoNumber) {
  using namespace std::string_literals;
  for (const std::string& text : {""s,
                                  " "s,
                                  "-"s,
                                  "+"s,
                                  "."s,
                                  "e5"s,
                                  "1e"s,
                                  "1e+"s,
                                  "1e5.0"s,
                                  "1e1000"s,
                                  "--1"s,
                                  "+-1"s,
                                  "1 709 649 045"s,
                                  "1,709,649,045"s,
                                  "1709649045,5"s,
                                  "0x65E72E55"s,
                                  "1709649045s"s,
                                  "1.2.3"s,
                                  "nan"s,
                                  "inf"s,
                                  "epoch"s,
                                  "2024-03-05"s,
                                  "1_000"s,
                                  "45356\0"s,
                                  "-.e1"s,
                                  "\xD9\xA1"s}) {
    for (const Count count : kCounts) {
      const Reading reading = read_count(text, count, {});
      EXPECT_EQ(said(reading), "NOT_DATE") << text;
      EXPECT_EQ(reading.family, Family::none) << text;
    }
  }
  EXPECT_EQ(said("45356", Count::none), "NOT_DATE");
}

TEST(Counts, TheFamilySaysThatItWasCounted) {
  for (const char* text : {"1", "1e99", "1e3", "-1"}) {
    EXPECT_EQ(read_count(text, Count::excel_1900, {}).family, Family::counted) << text;
  }
}

TEST(Counts, LongTextsAreReadInLinearTime) {
  const std::string zeros(1'000'000, '0');
  EXPECT_EQ(said(zeros + "1709649045", Count::seconds), "2024-03-05T14:30:45Z");
  EXPECT_EQ(said("45356.5" + zeros, Count::excel_1900), "2024-03-05T12:00:00");
  EXPECT_EQ(said("1" + zeros, Count::seconds), "INVALID");
  EXPECT_EQ(said("45356." + zeros + "1", Count::excel_1900), "2024-03-05T00:00:00");
}

// The standard library's calendar, over random instants, by every epoch and unit.
TEST(Counts, RandomInstantsComeBackByEveryEpoch) {
  namespace chrono = std::chrono;
  struct Unit {
    Count count;
    chrono::year_month_day epoch;
    int decimals;
  };
  const auto date = [](int y) { return chrono::year{y} / 1 / 1; };
  const Unit units[] = {{Count::seconds, date(1970), 0},      {Count::milliseconds, date(1970), 3},
                        {Count::microseconds, date(1970), 6}, {Count::webkit, date(1601), 6},
                        {Count::filetime, date(1601), 7},     {Count::cocoa, date(2001), 0},
                        {Count::hfs, date(1904), 0},          {Count::ntp, date(1900), 0},
                        {Count::dotnet_ticks, date(1), 7}};
  std::mt19937_64 random(1);  // NOLINT(cert-msc51-cpp): the same in every run
  std::uniform_int_distribution<std::int64_t> any(-62135596800, 253402300799);
  for (int i = 0; i < 20'000; ++i) {
    const std::int64_t instant = any(random);
    for (const auto& [count, epoch, decimals] : units) {
      const chrono::sys_seconds start{chrono::sys_days{epoch}};
      std::int64_t power = 1;
      for (int d = 0; d < decimals; ++d) power *= 10;
      const auto part = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(power));
      const std::int64_t seconds = instant - start.time_since_epoch().count();
      const std::string text = std::to_string(seconds * power + part);
      const Reading reading = read_count(text, count, {});
      ASSERT_EQ(reading.verdict, Verdict::date) << text;
      const Civil& c = reading.civil;
      const chrono::sys_seconds time{chrono::seconds{instant}};
      const auto day = chrono::floor<chrono::days>(time);
      const chrono::year_month_day ymd{day};
      const chrono::hh_mm_ss clock{time - day};
      ASSERT_EQ(c.year, static_cast<int>(ymd.year())) << text;
      ASSERT_EQ(c.month, static_cast<int>(static_cast<unsigned>(ymd.month()))) << text;
      ASSERT_EQ(c.day, static_cast<int>(static_cast<unsigned>(ymd.day()))) << text;
      ASSERT_EQ(c.hour, clock.hours().count()) << text;
      ASSERT_EQ(c.minute, clock.minutes().count()) << text;
      ASSERT_EQ(c.second, clock.seconds().count()) << text;
      ASSERT_EQ(c.nanosecond, part * (1'000'000'000 / power)) << text;
      ASSERT_TRUE(c.has_time && c.has_offset && c.offset_minutes == 0) << text;
    }
  }
}

// Rational arithmetic on eleven digits, which 64 bits hold, against the digit by digit rounding.
TEST(Counts, FractionsOfDaysRoundAsRationalsDo) {
  std::mt19937_64 random(2);  // NOLINT(cert-msc51-cpp): the same in every run
  constexpr std::int64_t kDigits = 100'000'000'000;  // eleven
  for (int i = 0; i < 100'000; ++i) {
    std::int64_t fraction = static_cast<std::int64_t>(random() % kDigits);
    if (i % 2 == 0) fraction = fraction / 15625 * 15625;  // half of these are near or at a tie
    const std::int64_t product = fraction * 86'400;       // in 1e-8 milliseconds
    constexpr std::int64_t kUnit = kDigits / 1000;
    std::int64_t milliseconds = product / kUnit;
    const std::int64_t rest = product % kUnit;
    if (rest * 2 > kUnit || (rest * 2 == kUnit && milliseconds % 2 != 0)) ++milliseconds;
    const std::string digits = std::to_string(kDigits + fraction).substr(1);
    const Reading reading = read_count("45356." + digits, Count::excel_1900, {});
    ASSERT_EQ(reading.verdict, Verdict::date);
    ASSERT_EQ(epoch_microseconds(reading.civil),
              days_from_civil(2024, 3, 5) * 86'400'000'000 + milliseconds * 1000)
        << digits;
  }
}

Count count_of(const std::string& family, const std::string& note) {
  if (family == "excel_1900@hint") return Count::excel_1900;
  if (family == "excel_1904@hint") return Count::excel_1904;
  if (family == "julian@hint") return Count::julian;
  if (family != "epoch@hint") return Count::none;
  if (note.starts_with("unit=ms")) return Count::milliseconds;
  if (note.starts_with("unit=us")) return Count::microseconds;
  if (note.starts_with("unit=ns")) return Count::nanoseconds;
  if (note.starts_with("unit=WebKit")) return Count::webkit;
  if (note.starts_with("unit=FILETIME")) return Count::filetime;
  if (note.starts_with("unit=Cocoa")) return Count::cocoa;
  return Count::seconds;
}

TEST(CountCases, EveryRowReadsAsExpected) {
  std::ifstream file(TAMIS_SHARED_DIR "/cases/dates.tsv");
  if (!file) GTEST_SKIP() << "the table of date cases is not here: " TAMIS_SHARED_DIR "/cases";
  std::string line;
  std::getline(file, line);
  int rows = 0;
  while (std::getline(file, line)) {
    std::array<std::string, 4> fields;
    std::size_t start = 0;
    for (std::string& field : fields) {
      const std::size_t tab = std::min(line.find('\t', start), line.size());
      field = line.substr(start, tab - start);
      start = std::min(tab + 1, line.size());
    }
    const auto& [input, expected, family, note] = fields;
    const Count count = count_of(family, note);
    if (count == Count::none) continue;
    ++rows;
    EXPECT_EQ(said(input, count), expected) << line;
  }
  EXPECT_GE(rows, 26);
  RecordProperty("rows", rows);
}

}  // namespace
