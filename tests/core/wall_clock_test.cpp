// Times put on a clock that the caller names, and moved to another.
#include "core/dates/wall_clock.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace tamis::dates {
namespace {

WallClock named(std::string_view name) {
  WallClock clock;
  EXPECT_EQ(WallClock::find(name, clock), Zone::Found::yes) << name;
  return clock;
}

std::string iso(const Reading& reading) {
  if (reading.verdict != Verdict::date) return "";
  std::array<char, kIsoBytes> out{};
  return {out.data(), format_iso(reading.civil, out)};
}

std::string assumed(std::string_view text, std::string_view zone,
                    Disambiguation disambiguation = Disambiguation::reject) {
  Reading reading = read(text);
  named(zone).assume(reading, disambiguation);
  return iso(reading);
}

std::string shown(std::string_view text, std::string_view zone) {
  Reading reading = read(text);
  named(zone).show(reading);
  return iso(reading);
}

TEST(WallClock, IsFoundByNameOrOffset) {
  WallClock clock;
  for (const char* const name : {"UTC", "utc", "Z", "+0", "-12:00", "+14:00", "+1400", "+05", "-3",
                                 "Europe/Berlin", "america/new_york"}) {
    EXPECT_EQ(WallClock::find(name, clock), Zone::Found::yes) << name;
  }
  for (const char* const name :
       {"", "+", "-", "+14:01", "-12:01", "+053", "+05:3", "+5:30", "+05:300", "+05:60", "05:30",
        "+ab", "+0530x", "+1:2345", "Nowhere/City", "../UTC", "UT C", "+05-30"}) {
    EXPECT_EQ(WallClock::find(name, clock), Zone::Found::no) << name;
  }
}

TEST(WallClock, GivesLocalTimesItsOffset) {
  EXPECT_EQ(assumed("2024-03-05 14:30", "Europe/Berlin"), "2024-03-05T14:30:00+01:00");
  EXPECT_EQ(assumed("2024-07-05 14:30:00.250", "Europe/Berlin"), "2024-07-05T14:30:00.250+02:00");
  EXPECT_EQ(assumed("2024-03-05 14:30", "-0330"), "2024-03-05T14:30:00-03:30");
  EXPECT_EQ(assumed("2024-03-05 14:30", "UTC"), "2024-03-05T14:30:00Z");
}

TEST(WallClock, LeavesDatesAndTimesWithAnOffset) {
  for (const char* const text :
       {"2024-03-05", "2024-03", "2024-W10", "2024-03-05T14:30:00Z", "2024-03-05T14:30:00-05:00"}) {
    EXPECT_EQ(assumed(text, "Asia/Tokyo"), text);
  }
  for (const char* const text : {"2024-03-05", "2024-03", "2024-W10", "2024-03-05T14:30:00"}) {
    EXPECT_EQ(shown(text, "Asia/Tokyo"), text);
  }
  Reading ambiguous = read("03/04/2024 10:00");
  named("Asia/Tokyo").assume(ambiguous, Disambiguation::earlier);
  EXPECT_EQ(ambiguous.reason, Reason::order);
}

TEST(WallClock, DecidesTimesThatCameTwiceOrNever) {
  constexpr std::string_view kTwice = "2024-10-27 02:30";
  constexpr std::string_view kNever = "2024-03-31 02:30";
  using enum Disambiguation;
  Reading twice = read(kTwice);
  named("Europe/Berlin").assume(twice, reject);
  EXPECT_EQ(twice.verdict, Verdict::ambiguous);
  EXPECT_EQ(twice.reason, Reason::clock_repeated);
  Reading never = read(kNever);
  named("Europe/Berlin").assume(never, reject);
  EXPECT_EQ(never.verdict, Verdict::invalid);
  EXPECT_EQ(never.reason, Reason::clock_skipped);
  EXPECT_EQ(assumed(kTwice, "Europe/Berlin", compatible), "2024-10-27T02:30:00+02:00");
  EXPECT_EQ(assumed(kTwice, "Europe/Berlin", earlier), "2024-10-27T02:30:00+02:00");
  EXPECT_EQ(assumed(kTwice, "Europe/Berlin", later), "2024-10-27T02:30:00+01:00");
  EXPECT_EQ(assumed(kNever, "Europe/Berlin", compatible), "2024-03-31T03:30:00+02:00");
  EXPECT_EQ(assumed(kNever, "Europe/Berlin", earlier), "2024-03-31T01:30:00+01:00");
  EXPECT_EQ(assumed(kNever, "Europe/Berlin", later), "2024-03-31T03:30:00+02:00");
}

TEST(WallClock, MovesInstants) {
  EXPECT_EQ(shown("2024-03-05T14:30:00+02:00", "Asia/Kolkata"), "2024-03-05T18:00:00+05:30");
  EXPECT_EQ(shown("2024-12-31T23:30:00.5Z", "+01:00"), "2025-01-01T00:30:00.5+01:00");
  EXPECT_EQ(shown("1969-12-31T23:59:59.999999999Z", "America/New_York"),
            "1969-12-31T18:59:59.999999999-05:00");
  // The offset changed at 2024-03-31T01:00:00Z.
  EXPECT_EQ(shown("2024-03-31T00:59:59Z", "Europe/Berlin"), "2024-03-31T01:59:59+01:00");
  EXPECT_EQ(shown("2024-03-31T01:00:00Z", "Europe/Berlin"), "2024-03-31T03:00:00+02:00");
}

TEST(WallClock, EndsWithTheYears) {
  Reading first = read("0001-01-01T00:00:00Z");
  named("-00:01").show(first);
  EXPECT_EQ(first.reason, Reason::year_range);
  Reading last = read("9999-12-31T23:59:59Z");
  named("+00:01").show(last);
  EXPECT_EQ(last.reason, Reason::year_range);
  EXPECT_EQ(shown("0001-01-01T00:01:00Z", "-00:01"), "0001-01-01T00:00:00-00:01");
}

TEST(WallClock, BecomesUtcWhereTheOffsetHasSeconds) {
  EXPECT_EQ(assumed("1930-03-05 14:30", "Europe/Amsterdam"), "1930-03-05T14:10:28Z");
  Reading reading = read("1930-03-05T14:30:00+01:00");
  named("Europe/Amsterdam").show(reading);
  EXPECT_EQ(iso(reading), "1930-03-05T13:30:00Z");
  EXPECT_NE(reading.notes & kOffsetSeconds, 0);
}

}  // namespace
}  // namespace tamis::dates
