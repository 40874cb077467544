// Dates as the engines' numbers, and back as their text.
#include "core/dates/normalize.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

namespace tamis::dates {
namespace {

constexpr std::int64_t kDay = 86'400'000'000;

std::string day(std::int64_t stamp) {
  std::array<char, kTimestampBytes> out{};
  return {out.data(), format_day(stamp, out)};
}

std::string time(std::int64_t microseconds) {
  std::array<char, kTimestampBytes> out{};
  return {out.data(), format_time(stamp_of_microseconds(microseconds), out)};
}

TEST(FormatDay, EveryDayReadsBack) {
  for (std::int64_t number = kFirstDay; number <= kLastDay; ++number) {
    const std::int64_t stamp = stamp_of(civil_from_days(number));
    const Reading reading = read(day(stamp));
    ASSERT_EQ(reading.verdict, Verdict::date) << day(stamp);
    ASSERT_EQ(days_of(reading.civil), number) << day(stamp);
    ASSERT_EQ(days_of_stamp(stamp), number) << day(stamp);
  }
}

TEST(FormatTime, PrintsAsPostgresqlDoes) {
  EXPECT_EQ(time(0), "1970-01-01 00:00:00");
  EXPECT_EQ(time(-1), "1969-12-31 23:59:59.999999");
  EXPECT_EQ(time(-kDay), "1969-12-31 00:00:00");
  EXPECT_EQ(time(100'000), "1970-01-01 00:00:00.1");
  EXPECT_EQ(time(123'450), "1970-01-01 00:00:00.12345");
  EXPECT_EQ(time(1), "1970-01-01 00:00:00.000001");
  EXPECT_EQ(time(kFirstDay * kDay), "0001-01-01 00:00:00");
  EXPECT_EQ(time((kLastDay + 1) * kDay - 1), "9999-12-31 23:59:59.999999");
}

TEST(Stamp, EveryInstantReadsBackInItsOrder) {
  std::mt19937_64 random(20240305);
  std::uniform_int_distribution<std::int64_t> any(kFirstDay * kDay, (kLastDay + 1) * kDay - 1);
  std::int64_t before = 0;
  for (int i = 0; i < 1'000'000; ++i) {
    const std::int64_t number = any(random);
    const std::int64_t stamp = stamp_of_microseconds(number);
    ASSERT_EQ(microseconds_of_stamp(stamp), number) << time(number);
    const Reading reading = read(time(number));
    ASSERT_EQ(reading.verdict, Verdict::date) << time(number);
    ASSERT_EQ(stamp_of(reading.civil), stamp) << time(number);
    ASSERT_EQ(stamp < stamp_of_microseconds(before), number < before) << time(number);
    before = number;
  }
}

TEST(Loss, OfADateIsAnyTimeButMidnight) {
  EXPECT_EQ(loss_as_date(read("2024-03-05")), Loss::none);
  EXPECT_EQ(loss_as_date(read("2024-03-05 00:00:00.000")), Loss::none);
  EXPECT_EQ(loss_as_date(read("2024-03-05 00:00:00.000000001")), Loss::time_of_day);
  EXPECT_EQ(loss_as_date(read("2024-03-05 00:01")), Loss::time_of_day);
  EXPECT_EQ(loss_as_date(read("2024-03-05 12:00 AM")), Loss::none);
}

TEST(Loss, OfATimestampIsWhatMicrosecondsCantHold) {
  EXPECT_EQ(loss_as_timestamp(read("2024-03-05")), Loss::none);
  EXPECT_EQ(loss_as_timestamp(read("2024-03-05 00:00:00.123456000")), Loss::none);
  EXPECT_EQ(loss_as_timestamp(read("2024-03-05 00:00:00.1234565")), Loss::digits);
}

TEST(Loss, OfAMonthOrAWeekIsTheDay) {
  Reading reading;
  reading.verdict = Verdict::date;
  for (const Precision precision : {Precision::month, Precision::week}) {
    reading.civil.precision = precision;
    EXPECT_EQ(loss_as_date(reading), Loss::no_day);
    EXPECT_EQ(loss_as_timestamp(reading), Loss::no_day);
  }
}

}  // namespace
}  // namespace tamis::dates
