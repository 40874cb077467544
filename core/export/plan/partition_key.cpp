#include "core/export/plan/partition_key.h"

#include "core/dates/dates.h"
#include "core/error/error.h"
#include "core/history/row_hash_sql.h"

namespace tamis::exports {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;

constexpr std::string_view kSqliteDate = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]";

bool on_sqlite(const Dialect& dialect) noexcept {
  return dialect.engine() == Dialect::Engine::sqlite;
}

int key_length(Granularity granularity) noexcept {
  switch (granularity) {
    case Granularity::year: return 4;
    case Granularity::month: return 7;
    case Granularity::day: return 10;
    case Granularity::hour: return 13;
  }
  return 10;
}

// Where an hour follows, a T before it becomes a space.
std::string cut(const std::string& text, Granularity granularity) {
  if (granularity == Granularity::hour) {
    return "substr(" + text + ", 1, 10) || ' ' || substr(" + text + ", 12, 2)";
  }
  return "substr(" + text + ", 1, " + std::to_string(key_length(granularity)) + ")";
}

std::string text_key(const Dialect& dialect, const std::string& column, Granularity granularity) {
  const bool hour = granularity == Granularity::hour;
  if (on_sqlite(dialect)) {
    return "CASE WHEN " + column + " GLOB '" + std::string(kSqliteDate) +
           (hour ? "[ T][0-9][0-9]" : "") + "*' THEN " + cut(column, granularity) + " ELSE CAST(" +
           column + " AS TEXT) END";
  }
  const std::string text = column + "::text";
  return "(CASE WHEN " + text + " ~ '^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]" +
         (hour ? "[ T][0-9][0-9]" : "") + "' THEN " + cut(text, granularity) + " ELSE " + text +
         " END)";
}

std::string_view key_format(const Dialect& dialect, Granularity granularity) noexcept {
  const bool sqlite = on_sqlite(dialect);
  switch (granularity) {
    case Granularity::year: return sqlite ? "%Y" : "YYYY";
    case Granularity::month: return sqlite ? "%Y-%m" : "YYYY-MM";
    case Granularity::day: return sqlite ? "%Y-%m-%d" : "YYYY-MM-DD";
    case Granularity::hour: return sqlite ? "%Y-%m-%d %H" : "YYYY-MM-DD HH24";
  }
  return "";
}

// An instant belongs to the day it has in UTC.
std::string sqlite_instant_key(const Dialect& dialect, const std::string& column,
                               Granularity granularity) {
  return "CASE WHEN typeof(" + column + ") = 'text' AND " + column + " GLOB '" +
         std::string(kSqliteDate) + "*' THEN coalesce(strftime('" +
         std::string(key_format(dialect, granularity)) + "', " + column + "), " + column +
         ") ELSE CAST(" + column + " AS TEXT) END";
}

// Infinity and years outside four digits have no folder; their text is no key.
std::string postgresql_time_key(const Dialect& dialect, const Column& column,
                                Granularity granularity) {
  const std::string quoted = dialect.quote_identifier(column.name);
  const std::string time = column.type == ColumnType::timestamptz
                               ? "(" + quoted + " AT TIME ZONE 'UTC')"
                               : quoted + "::timestamp";
  return "(CASE WHEN isfinite(" + quoted + ") AND extract(year FROM " + time +
         ") BETWEEN 1 AND 9999 THEN to_char(" + time + ", '" +
         std::string(key_format(dialect, granularity)) + "') ELSE " + quoted + "::text END)";
}

[[noreturn]] void refuse(const Column& column, std::string hint) {
  throw Error(Code::invalid_option,
              "tamis_export: can't partition by column " + in_quotes(column.name) + " of type " +
                  std::string(engine::name_of(column.type)),
              {}, std::move(hint));
}

std::string time_key(const Dialect& dialect, const Column& column, Granularity granularity) {
  const std::string quoted = dialect.quote_identifier(column.name);
  const bool sqlite = on_sqlite(dialect);
  if (column.type == ColumnType::date && granularity == Granularity::hour) {
    refuse(column, "A date has no hours.");
  }
  switch (column.type) {
    case ColumnType::timestamptz:
      if (sqlite) return sqlite_instant_key(dialect, quoted, granularity);
      [[fallthrough]];
    case ColumnType::date:
    case ColumnType::timestamp:
      if (!sqlite) return postgresql_time_key(dialect, column, granularity);
      [[fallthrough]];
    case ColumnType::text:
    case ColumnType::unknown: return text_key(dialect, quoted, granularity);
    default: refuse(column, "\"partition_by\" names a date or time column.");
  }
}

// The number that seven hexadecimal digits write.
std::string number_of_hash(const Dialect& dialect, const std::string& hash) {
  if (!on_sqlite(dialect)) return "('x' || substr(" + hash + ", 1, 7))::bit(28)::int";
  std::string sum;
  for (int digit = 1; digit <= 7; ++digit) {
    sum += (digit > 1 ? " + " : "") + std::string("(instr('123456789abcdef', substr(") + hash +
           ", " + std::to_string(digit) + ", 1)) << " + std::to_string(28 - 4 * digit) + ")";
  }
  return "(" + sum + ")";
}

std::string shard_key(const Dialect& dialect, const Column& column, std::int64_t shards) {
  const std::string quoted = dialect.quote_identifier(column.name);
  const std::string n = std::to_string(shards);
  const std::string digits = std::to_string(shard_digits(shards));
  const std::string remainder = "((" + quoted + " % " + n + ") + " + n + ") % " + n;
  const std::string text = dialect.as_text(quoted, column.type);
  const std::string hashed =
      number_of_hash(dialect, history::hash_of(std::span(&text, 1))) + " % " + n;
  if (on_sqlite(dialect)) {
    return "CASE WHEN " + quoted + " IS NOT NULL THEN printf('%0" + digits + "d', CASE typeof(" +
           quoted + ") WHEN 'integer' THEN " + remainder + " ELSE " + hashed + " END) END";
  }
  const std::string number = column.type == ColumnType::integer ? remainder : hashed;
  return "CASE WHEN " + quoted + " IS NOT NULL THEN lpad((" + number + ")::text, " + digits +
         ", '0') END";
}

std::string value_key(const Dialect& dialect, const Column& column) {
  const std::string quoted = dialect.quote_identifier(column.name);
  switch (column.type) {
    case ColumnType::real:
    case ColumnType::blob:
    case ColumnType::json:
      refuse(column, R"(A column of such values can be divided with "shards".)");
    case ColumnType::timestamptz:
      refuse(column, R"(Say by what part of it with "granularity": "day", for one.)");
    case ColumnType::decimal:
      if (!on_sqlite(dialect)) return "trim_scale(" + quoted + ")::text";
      [[fallthrough]];
    default: return dialect.as_text(quoted, column.type);
  }
}

// Digits of `text` as a number; -1 where there are others.
int number(std::string_view text) noexcept {
  int n = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    n = n * 10 + (c - '0');
  }
  return n;
}

}  // namespace

std::string partition_key(const Dialect& dialect, const engine::Relation& relation,
                          const PartitionBy& level) {
  const Column& column = relation.column(level.column);
  std::string key;
  switch (level.kind) {
    case PartitionBy::Kind::time: key = time_key(dialect, column, level.granularity); break;
    case PartitionBy::Kind::shards: key = shard_key(dialect, column, level.shards); break;
    case PartitionBy::Kind::value: key = value_key(dialect, column); break;
  }
  // Equal keys must stand together, whatever the column's collation takes for equal.
  return "(" + key + ") COLLATE " + (on_sqlite(dialect) ? "BINARY" : "\"C\"");
}

bool is_time_key(std::string_view key, Granularity granularity) noexcept {
  if (key.size() != static_cast<std::size_t>(key_length(granularity))) return false;
  const int year = number(key.substr(0, 4));
  if (year < 1) return false;
  if (granularity == Granularity::year) return true;
  const int month = number(key.substr(5, 2));
  if (key[4] != '-' || month < 1 || month > 12) return false;
  if (granularity == Granularity::month) return true;
  const int day = number(key.substr(8, 2));
  if (key[7] != '-' || day < 1 || day > dates::days_in_month(year, month)) return false;
  if (granularity == Granularity::day) return true;
  const int hour = number(key.substr(11, 2));
  return key[10] == ' ' && hour >= 0 && hour <= 23;
}

std::size_t shard_digits(std::int64_t shards) { return std::to_string(shards - 1).size(); }

}  // namespace tamis::exports
