#include "core/text/iso_time.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "core/dates/calendar.h"

namespace tamis::text {
namespace {

std::string date(std::int64_t day) {
  std::array<char, kIsoTimeBytes> out;
  return {out.data(), write_iso_date(day, out)};
}

std::string time(std::int64_t microsecond) {
  std::array<char, kIsoTimeBytes> out;
  return {out.data(), write_iso_time(microsecond, out)};
}

std::string moment(std::int64_t count, char between, std::string_view zone) {
  std::array<char, kIsoTimeBytes> out;
  const DayAndTime at = split_microseconds(count);
  return {out.data(), write_iso_timestamp(at.day, at.microsecond, between, zone, out)};
}

TEST(IsoTime, EveryDayOfFourDigitYearsIsTheCalendars) {
  for (std::int64_t day = dates::kFirstDay; day <= dates::kLastDay; ++day) {
    const dates::Day expected = dates::calendar_day(day);
    const std::string text = date(day);
    ASSERT_EQ(text.size(), 10U) << day;
    ASSERT_EQ(std::stoi(text.substr(0, 4)), expected.year) << day;
    ASSERT_EQ(std::stoi(text.substr(5, 2)), expected.month) << day;
    ASSERT_EQ(std::stoi(text.substr(8, 2)), expected.day) << day;
  }
}

TEST(IsoTime, OtherYearsHaveAnEraOrAllTheirDigits) {
  EXPECT_EQ(date(dates::kFirstDay - 1), "0001-12-31 BC");
  EXPECT_EQ(date(dates::days_from_civil(0, 2, 29)), "0001-02-29 BC");
  EXPECT_EQ(date(dates::days_from_civil(-43, 3, 15)), "0044-03-15 BC");
  EXPECT_EQ(date(dates::days_from_civil(-4713, 11, 24)), "4714-11-24 BC");
  EXPECT_EQ(date(dates::kLastDay + 1), "10000-01-01");
  EXPECT_EQ(date(dates::days_from_civil(5874897, 12, 31)), "5874897-12-31");
}

TEST(IsoTime, FractionsHaveNoTrailingZeros) {
  EXPECT_EQ(time(0), "00:00:00");
  EXPECT_EQ(time(1), "00:00:00.000001");
  EXPECT_EQ(time(500000), "00:00:00.5");
  EXPECT_EQ(time(120340), "00:00:00.12034");
  EXPECT_EQ(time(kMicrosecondsPerDay - 1), "23:59:59.999999");
  EXPECT_EQ(time(kMicrosecondsPerDay), "24:00:00");
}

TEST(IsoTime, MomentsBefore1970AreCountedBackwards) {
  EXPECT_EQ(moment(0, ' ', ""), "1970-01-01 00:00:00");
  EXPECT_EQ(moment(-1, 'T', "Z"), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(moment(-kMicrosecondsPerDay, ' ', "+00:00"), "1969-12-31 00:00:00+00:00");
  EXPECT_EQ(moment(dates::days_from_civil(-43, 3, 15) * kMicrosecondsPerDay, ' ', "+00:00"),
            "0044-03-15 00:00:00+00:00 BC");
}

}  // namespace
}  // namespace tamis::text
