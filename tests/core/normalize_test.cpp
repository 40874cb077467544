// Dates as the engines' numbers, and back as their text.
#include "core/dates/normalize.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

namespace tamis::dates {
namespace {

constexpr std::int64_t kFirstDay = days_from_civil(1, 1, 1);
constexpr std::int64_t kLastDay = days_from_civil(9999, 12, 31);
constexpr std::int64_t kDay = 86'400'000'000;

std::string days(std::int64_t number) {
  std::array<char, kTimestampBytes> out{};
  return {out.data(), format_days(number, out)};
}

std::string microseconds(std::int64_t number) {
  std::array<char, kTimestampBytes> out{};
  return {out.data(), format_microseconds(number, out)};
}

TEST(FormatDays, EveryDayReadsBack) {
  for (std::int64_t day = kFirstDay; day <= kLastDay; ++day) {
    const Reading reading = read(days(day));
    ASSERT_EQ(reading.verdict, Verdict::date) << days(day);
    ASSERT_EQ(days_of(reading.civil), day) << days(day);
  }
}

TEST(FormatMicroseconds, PrintsAsPostgresqlDoes) {
  EXPECT_EQ(microseconds(0), "1970-01-01 00:00:00");
  EXPECT_EQ(microseconds(-1), "1969-12-31 23:59:59.999999");
  EXPECT_EQ(microseconds(-kDay), "1969-12-31 00:00:00");
  EXPECT_EQ(microseconds(100'000), "1970-01-01 00:00:00.1");
  EXPECT_EQ(microseconds(123'450), "1970-01-01 00:00:00.12345");
  EXPECT_EQ(microseconds(1), "1970-01-01 00:00:00.000001");
  EXPECT_EQ(microseconds(kFirstDay * kDay), "0001-01-01 00:00:00");
  EXPECT_EQ(microseconds((kLastDay + 1) * kDay - 1), "9999-12-31 23:59:59.999999");
}

TEST(FormatMicroseconds, EveryInstantReadsBack) {
  std::mt19937_64 random(20240305);
  std::uniform_int_distribution<std::int64_t> any(kFirstDay * kDay, (kLastDay + 1) * kDay - 1);
  for (int i = 0; i < 1'000'000; ++i) {
    const std::int64_t number = any(random);
    const Reading reading = read(microseconds(number));
    ASSERT_EQ(reading.verdict, Verdict::date) << microseconds(number);
    ASSERT_EQ(loss_as_timestamp(reading), Loss::none) << microseconds(number);
    ASSERT_EQ(epoch_microseconds(reading.civil), number) << microseconds(number);
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
