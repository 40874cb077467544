#include "core/history/upsert/slices.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/history/moments.h"
#include "core/history/row_hash_sql.h"
#include "core/history/sql.h"
#include "core/history/upsert/plan_words.h"
#include "core/history/upsert/watermark.h"

namespace tamis::history {
namespace {

using document::Json;
using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;
using engine::Session;

constexpr std::size_t kMostSlices = 10'000;
constexpr std::string_view kMidnight = " 00:00:00";

std::string literal(const Dialect& dialect, const Range& range, const Column& column,
                    std::string_view value) {
  if (range.type == WatermarkType::integer) return std::string(value);
  if (on_sqlite(dialect)) {
    // Of a day written without a time, the day alone is the beginning.
    const bool midnight = range.type == WatermarkType::timestamp && value.ends_with(kMidnight);
    return dialect.quote_literal(midnight ? value.substr(0, 10) : value);
  }
  if (range.type == WatermarkType::text) return dialect.quote_literal(value);
  const bool zoned = column.type == ColumnType::timestamptz;
  return dialect.from_canonical_text(
      dialect.quote_literal(std::string(value) + (zoned ? "+00" : "")), column.type);
}

std::string compared(const Dialect& dialect, const Range& range) {
  const std::string column = dialect.quote_identifier(range.column);
  const bool text = range.type == WatermarkType::text && !on_sqlite(dialect);
  return text ? column + " COLLATE \"C\"" : column;
}

// The text that the slice of a row is named by.
std::string slice_name(const Dialect& dialect, const Range& range) {
  const std::string column = dialect.quote_identifier(range.column);
  const bool moment = range.type == WatermarkType::timestamp || range.type == WatermarkType::date;
  if (!moment) return dialect.as_text(column, ColumnType::unknown);
  if (on_sqlite(dialect)) {
    switch (range.rule) {
      case SliceRule::hour:
        return "CASE length(" + column + ") WHEN 10 THEN " + column + " ELSE substr(" + column +
               ", 1, 13) || ':00:00' END";
      case SliceRule::day: return "substr(" + column + ", 1, 10)";
      case SliceRule::month: return "substr(" + column + ", 1, 7) || '-01'";
      case SliceRule::value: return column;
    }
  }
  const std::string time = "(" + column + ")::timestamp";
  switch (range.rule) {
    case SliceRule::hour: return "date_trunc('hour', " + time + ")::text";
    case SliceRule::day: return "date_trunc('day', " + time + ")::text";
    case SliceRule::month: return "date_trunc('month', " + time + ")::text";
    case SliceRule::value: break;
  }
  return time + "::text";
}

std::string end_of(const Range& range, std::string_view begin) {
  const std::int64_t at = *microseconds_of(begin);
  constexpr std::int64_t kHour = 3'600 * kSecond;
  switch (range.rule) {
    case SliceRule::hour: return moment_of(at + kHour);
    case SliceRule::day: return moment_of(at + 24 * kHour);
    // 31 days on lies in the next month, whose first day is meant.
    case SliceRule::month: return moment_of(at + 31 * 24 * kHour).substr(0, 8) + "01 00:00:00";
    case SliceRule::value: break;
  }
  return std::string(begin);
}

}  // namespace

std::string in_range(const Dialect& dialect, const Range& range, const Column& column) {
  const std::string value = compared(dialect, range);
  return "(" + value + " >= " + literal(dialect, range, column, range.from) + " AND " + value +
         " < " + literal(dialect, range, column, range.to) + ")";
}

std::string in_slice(const Dialect& dialect, const Range& range, const Column& column,
                     std::string_view begin) {
  std::string out = in_range(dialect, range, column) + " AND " + compared(dialect, range);
  if (range.rule == SliceRule::value) {
    if (range.type != WatermarkType::timestamp || !on_sqlite(dialect)) {
      return out + " = " + literal(dialect, range, column, begin);
    }
    // The canonical text may lack zeros that the value has.
    return out + " >= " + literal(dialect, range, column, begin) + " AND " +
           compared(dialect, range) + " < " +
           literal(dialect, range, column, moment_of(*microseconds_of(begin) + 1));
  }
  std::string end = end_of(range, begin);
  if (range.type == WatermarkType::date) end.resize(10);
  return out + " >= " + literal(dialect, range, column, begin) + " AND " +
         compared(dialect, range) + " < " + literal(dialect, range, column, end);
}

std::vector<Slice> slices_of(Session& session, const Range& range, const Relation& relation) {
  const Dialect& dialect = session.dialect();
  std::vector<std::string> columns;
  for (const Column& column : relation.columns) columns.push_back(column.name);
  std::string sql = "SELECT name, count(*)";
  for (const char* part : {"1", "2", "3", "4"}) {
    sql += std::string(", CAST(sum(tamis_hash_part(h, ") + part + ")) AS TEXT)";
  }
  sql += " FROM (SELECT " + slice_name(dialect, range) + " AS name, " +
         hash_expression(dialect, columns) + " AS h FROM " + relation.sql + " WHERE " +
         in_range(dialect, range, relation.column(range.column)) + ") AS rows GROUP BY name";
  std::vector<Slice> out;
  const auto rows = session.query(sql);
  while (rows->next()) {
    const auto begin = watermark_value(range.type, rows->at(0).bytes());
    if (!begin) throw Error(Code::internal_error, "a slice has no beginning");
    Json sums = Json::array();
    for (std::size_t i = 2; i < 6; ++i) sums.push_back(std::string(rows->at(i).bytes()));
    out.push_back({*begin, rows->at(1).as_integer(), std::move(sums)});
    if (out.size() > kMostSlices) {
      throw Error(
          Code::limit_exceeded, "the range has more than 10000 slices", {},
          R"(Take a shorter range, or longer slices: "slice" can be "hour", "day" or "month".)");
    }
  }
  std::sort(out.begin(), out.end(), [&](const Slice& a, const Slice& b) {
    return is_before(range.type, a.begin, b.begin);
  });
  return out;
}

}  // namespace tamis::history
