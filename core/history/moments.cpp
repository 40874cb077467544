#include "core/history/moments.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "core/dates/dates.h"
#include "core/error/error.h"
#include "core/history/sql.h"

namespace tamis::history {
namespace {

using engine::ColumnType;
using engine::Dialect;

constexpr std::int64_t kDay = 86'400 * kSecond;
constexpr std::int64_t kEarliest = -62'135'596'800 * kSecond;    // 0001-01-01
constexpr std::int64_t kLatest = 253'402'300'800 * kSecond - 1;  // before 10000-01-01

// SQLite: a date gets its time, a fraction loses the zeros at its end.
std::string comparable_text(const std::string& text) {
  return "CASE length(" + text + ") WHEN 19 THEN " + text + " WHEN 10 THEN " + text +
         " || ' 00:00:00' ELSE CASE WHEN substr(" + text + ", 20, 1) = '.' THEN rtrim(rtrim(" +
         text + ", '0'), '.') ELSE " + text + " END END";
}

}  // namespace

std::optional<std::string> moment_text(std::string_view text) { return later(text, 0); }

std::optional<std::string> later(std::string_view moment, std::int64_t micros) {
  const std::optional<std::int64_t> from = microseconds_of(moment);
  if (!from || *from + micros < kEarliest || *from + micros > kLatest) return std::nullopt;
  return moment_of(*from + micros);
}

std::optional<std::int64_t> microseconds_of(std::string_view moment) {
  const dates::Reading reading = dates::read(moment);
  if (reading.verdict != dates::Verdict::date) return std::nullopt;
  const std::int64_t micros = dates::epoch_microseconds(reading.civil);
  if (micros < kEarliest || micros > kLatest) return std::nullopt;
  return micros;
}

std::string moment_of(std::int64_t microseconds) {
  const std::int64_t at = std::clamp(microseconds, kEarliest, kLatest);
  const std::int64_t day = at >= 0 ? at / kDay : -((kDay - 1 - at) / kDay);
  const std::int64_t in_day = at - day * kDay;
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  std::array<char, 40> out{};
  const int length = std::snprintf(
      out.data(), out.size(), "%04d-%02u-%02u %02d:%02d:%02d.%06d", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(in_day / (3'600 * kSecond)), static_cast<int>(in_day / (60 * kSecond) % 60),
      static_cast<int>(in_day / kSecond % 60), static_cast<int>(in_day % kSecond));
  std::string moment(out.data(), static_cast<std::size_t>(length));
  moment.erase(moment.find_last_not_of('0') + 1);
  if (moment.ends_with('.')) moment.pop_back();
  return moment;
}

std::string clock_text(engine::Session& session) {
  // A merge that waited for another one must not find its moment before that one's.
  const Dialect& dialect = session.dialect();
  const std::string clock =
      on_sqlite(dialect) ? std::string(dialect.now()) : "(clock_timestamp() AT TIME ZONE 'UTC')";
  const auto now = engine::query_text(session, "SELECT " + clock);
  const auto moment = now ? moment_text(*now) : std::nullopt;
  if (!moment) throw Error(Code::internal_error, "the engine's clock gave no timestamp");
  return *moment;
}

std::string moment_literal(const Dialect& dialect, std::string_view moment, ColumnType type) {
  if (type == ColumnType::integer) return std::string(moment);
  if (type == ColumnType::timestamptz && !on_sqlite(dialect)) {
    return dialect.from_canonical_text(dialect.quote_literal(std::string(moment) + "+00"), type);
  }
  return dialect.from_canonical_text(dialect.quote_literal(moment), type);
}

std::string moment_expression(const Dialect& dialect, std::string_view expression, ColumnType type,
                              bool integers) {
  std::string sql(expression);
  if (integers) return on_sqlite(dialect) ? sql : "(" + sql + ")::bigint";
  if (on_sqlite(dialect)) return comparable_text(sql);
  if (type == ColumnType::timestamptz) return "(" + sql + " AT TIME ZONE 'UTC')";
  return type == ColumnType::timestamp ? sql : "(" + sql + ")::timestamp";
}

std::string event_expression(const Dialect& dialect, std::string_view expression, ColumnType type,
                             bool integers) {
  const bool text = on_sqlite(dialect) && !integers;
  if (text) return "tamis_to_timestamp(" + std::string(expression) + ")";
  return moment_expression(dialect, expression, type, integers);
}

}  // namespace tamis::history
