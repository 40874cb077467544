// The core's calendar against SQLite's own, which counts from the Julian day.
#include "core/dates/calendar.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/dates/serial.h"

namespace {

using tamis::dates::Civil;
using tamis::dates::Count;
using tamis::dates::Day;
using tamis::dates::kFirstDay;
using tamis::dates::kLastDay;
using tamis::dates::Reading;
using tamis::dates::Verdict;

struct Close {
  void operator()(sqlite3* db) const noexcept { sqlite3_close(db); }
  void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};

class Query {
 public:
  explicit Query(const char* sql) {
    sqlite3* db = nullptr;
    const int rc = sqlite3_open(":memory:", &db);
    db_.reset(db);
    sqlite3_stmt* statement = nullptr;
    if (rc != SQLITE_OK || sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) != SQLITE_OK) {
      throw std::runtime_error(sqlite3_errmsg(db));
    }
    statement_.reset(statement);
  }

  void bind(std::int64_t value) {
    sqlite3_reset(statement_.get());
    sqlite3_bind_int64(statement_.get(), 1, value);
  }
  void bind(std::string_view value) {
    sqlite3_reset(statement_.get());
    sqlite3_bind_text(statement_.get(), 1, value.data(), static_cast<int>(value.size()),
                      SQLITE_TRANSIENT);
  }
  bool step() { return sqlite3_step(statement_.get()) == SQLITE_ROW; }
  double real(int column) { return sqlite3_column_double(statement_.get(), column); }
  std::string_view text(int column) {
    const void* bytes = sqlite3_column_blob(statement_.get(), column);
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
  }

 private:
  std::unique_ptr<sqlite3, Close> db_;
  std::unique_ptr<sqlite3_stmt, Close> statement_;
};

template <typename... Numbers>
std::string printed(const char* format, Numbers... numbers) {
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(), text.size(), format, numbers...);
  return {text.data(), static_cast<std::size_t>(size)};
}

TEST(SqliteCalendar, EveryDayIsTheEnginesToo) {
  // SQLite up to 3.40 at least writes the day after 0300-02-28 as one that never was, though it
  // reads every day rightly.
  const std::int64_t miswritten = tamis::dates::days_from_civil(300, 3, 1);
  Query query("SELECT julianday(?1), strftime('%w %j', ?1), date(julianday(?1))");
  for (std::int64_t n = kFirstDay; n <= kLastDay; ++n) {
    const Day day = tamis::dates::calendar_day(n);
    const std::string date = printed("%04d-%02d-%02d", day.year, day.month, day.day);
    query.bind(date);
    ASSERT_TRUE(query.step());
    ASSERT_EQ(query.real(0), static_cast<double>(n) + 2440587.5) << date;
    const std::int64_t day_of_year = n - tamis::dates::days_of_ordinal(day.year, 1) + 1;
    ASSERT_EQ(query.text(1),
              printed("%d %03d", tamis::dates::weekday_of(n) % 7, static_cast<int>(day_of_year)))
        << date;
    if (n == miswritten && query.text(2) == "0300-02-29") continue;
    ASSERT_EQ(query.text(2), date);
  }
}

std::string clock_of(Civil civil) {
  civil.has_time = true;
  civil.has_offset = false;
  std::array<char, tamis::dates::kIsoBytes> out{};
  return {out.data(), tamis::dates::format_iso(civil, out, ' ')};
}

TEST(SqliteCalendar, NumbersThatSqliteWritesAreTheTimesThatItMeant) {
  Query query("SELECT datetime(?1, 'unixepoch'), julianday(?1, 'unixepoch')");
  std::mt19937_64 random(20240305);  // NOLINT(cert-msc51-cpp): the same instants in every run
  std::uniform_int_distribution<std::int64_t> instants(kFirstDay * 86400, kLastDay * 86400 + 86399);
  for (int i = 0; i < 200'000; ++i) {
    std::int64_t instant = instants(random);
    if (i % 4 == 0) instant -= instant % 43200;  // noon and midnight
    query.bind(instant);
    ASSERT_TRUE(query.step());
    const std::string_view expected = query.text(0);

    const Reading seconds = tamis::dates::read_count(std::to_string(instant), Count::seconds, {});
    ASSERT_EQ(seconds.verdict, Verdict::date) << instant;
    ASSERT_EQ(clock_of(seconds.civil), expected) << instant;

    std::array<char, 40> digits{};
    const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), query.real(1),
                                    std::chars_format::fixed)
                          .ptr;
    std::string julian(digits.data(), static_cast<std::size_t>(end - digits.data()));
    // Without a point, some seven digits are also a year and its day.
    if (julian.find('.') == std::string::npos) julian += ".0";
    const Reading day = tamis::dates::read_count(julian, Count::julian, {});
    ASSERT_EQ(day.verdict, Verdict::date) << julian;
    ASSERT_EQ(clock_of(day.civil), expected) << julian;
  }
}

}  // namespace
