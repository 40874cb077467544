#include "core/export/plan/export_plan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "core/dates/dates.h"
#include "core/error/error.h"
#include "core/export/format/cell.h"
#include "core/version/version.h"

namespace tamis::exports {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;

constexpr std::size_t kLongestDefaultEntity = 60;

std::vector<Column> chosen_columns(const engine::Relation& relation, const ExportOptions& options) {
  std::vector<Column> columns;
  if (options.columns) {
    for (const std::string& name : *options.columns) columns.push_back(relation.column(name));
  } else {
    columns = relation.columns;
  }
  for (const std::string& name : options.exclude) {
    (void)relation.column(name);
    std::erase_if(columns, [&](const Column& column) { return column.name == name; });
  }
  if (columns.empty()) {
    throw Error(Code::invalid_option, "tamis_export: no column is left to export");
  }
  std::set<std::string_view> seen;
  for (const Column& column : columns) {
    if (seen.insert(column.name).second) continue;
    throw Error(Code::duplicate_column, "column " + in_quotes(column.name) + " is exported twice",
                {}, "Give each column of the query, and in \"columns\", a name of its own.");
  }
  return columns;
}

std::string order_term(const Dialect& dialect, const engine::Relation& relation,
                       const std::string& term) {
  std::string_view name = term;
  std::string_view direction;
  for (const std::string_view suffix : {" desc", " asc", " DESC", " ASC"}) {
    if (relation.find(term) == nullptr && name.ends_with(suffix)) {
      direction = name.substr(name.size() - suffix.size());
      name.remove_suffix(suffix.size());
      break;
    }
  }
  const Column& column = relation.column(name);
  std::string sql = dialect.quote_identifier(column.name);
  // Bytes order text alike everywhere; the database's collation does not.
  if (dialect.engine() == Dialect::Engine::sqlite) {
    sql += " COLLATE BINARY";
  } else if (column.type == ColumnType::text && column.declared != "\"char\"") {
    sql += " COLLATE \"C\"";
  }
  sql += direction;
  return sql + " NULLS LAST";
}

int key_length(Granularity granularity) noexcept {
  switch (granularity) {
    case Granularity::year: return 4;
    case Granularity::month: return 7;
    case Granularity::day: return 10;
  }
  return 10;
}

// A text that is no ISO date is passed on whole: no key looks like it.
std::string text_key(const Dialect& dialect, const std::string& column, Granularity granularity) {
  const std::string length = std::to_string(key_length(granularity));
  if (dialect.engine() == Dialect::Engine::sqlite) {
    return "CASE WHEN " + column +
           " GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' THEN substr(" + column + ", 1, " +
           length + ") ELSE CAST(" + column + " AS TEXT) END";
  }
  return "(CASE WHEN " + column +
         "::text ~ '^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN substr(" + column +
         "::text, 1, " + length + ") ELSE " + column + "::text END) COLLATE \"C\"";
}

std::string_view key_format(const Dialect& dialect, Granularity granularity) noexcept {
  const bool sqlite = dialect.engine() == Dialect::Engine::sqlite;
  switch (granularity) {
    case Granularity::year: return sqlite ? "%Y" : "YYYY";
    case Granularity::month: return sqlite ? "%Y-%m" : "YYYY-MM";
    case Granularity::day: return sqlite ? "%Y-%m-%d" : "YYYY-MM-DD";
  }
  return "";
}

// An instant belongs to the day it has in UTC.
std::string sqlite_instant_key(const Dialect& dialect, const std::string& column,
                               Granularity granularity) {
  return "CASE WHEN typeof(" + column + ") = 'text' AND " + column +
         " GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' THEN coalesce(strftime('" +
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
         std::string(key_format(dialect, granularity)) + "') ELSE " + quoted +
         "::text END) COLLATE \"C\"";
}

std::string key_expression(const Dialect& dialect, const Column& column, Granularity granularity) {
  const std::string quoted = dialect.quote_identifier(column.name);
  const bool sqlite = dialect.engine() == Dialect::Engine::sqlite;
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
    default:
      throw Error(Code::invalid_option,
                  "tamis_export: can't partition by column " + in_quotes(column.name) +
                      " of type " + std::string(engine::name_of(column.type)),
                  {}, "\"partition_by\" names a date or time column.");
  }
}

std::string default_entity(const engine::Relation& relation) {
  if (relation.form == engine::Relation::Form::query) return "query";
  std::string out;
  for (const char c : relation.name.substr(0, kLongestDefaultEntity)) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    out += plain ? c : '_';
  }
  return out;
}

// SQLite declares no NOT NULL on the column that is the rowid, yet it can't be NULL.
bool is_nullable(const engine::Relation& relation, const Column& column) {
  if (column.not_null) return false;
  const auto keys = std::count_if(relation.columns.begin(), relation.columns.end(),
                                  [](const Column& c) { return c.primary_key; });
  return !(column.primary_key && keys == 1 && column.type == ColumnType::integer);
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

bool is_key(std::string_view key, Granularity granularity) noexcept {
  if (key.size() != static_cast<std::size_t>(key_length(granularity))) return false;
  const int year = number(key.substr(0, 4));
  if (year < 1) return false;
  if (granularity == Granularity::year) return true;
  const int month = number(key.substr(5, 2));
  if (key[4] != '-' || month < 1 || month > 12) return false;
  if (granularity == Granularity::month) return true;
  const int day = number(key.substr(8, 2));
  return key[7] == '-' && day >= 1 && day <= dates::days_in_month(year, month);
}

}  // namespace

ExportPlan plan_export(const Dialect& dialect, engine::Relation relation,
                       const ExportOptions& options) {
  ExportPlan plan;
  std::string order;
  std::string key = "NULL";
  std::vector<std::string> names;
  for (Column& column : chosen_columns(relation, options)) {
    require_text(column.name, 0, column);
    names.push_back(column.name);
    const bool nullable = is_nullable(relation, column);
    Field& field = plan.fields.emplace_back();
    field.nullable = nullable;
    field.kind = usual_kind(column.type);
    field.column = std::move(column);
  }
  plan.select = "SELECT " + dialect.quote_identifiers(names);
  if (options.partition_by) {
    key = key_expression(dialect, relation.column(*options.partition_by), options.granularity);
    plan.select += ", " + key;
    order = std::to_string(names.size() + 1) + " NULLS LAST";
  }
  for (const std::string& term : options.order_by) {
    if (!order.empty()) order += ", ";
    order += order_term(dialect, relation, term);
  }
  plan.select += " FROM " + relation.sql;
  if (!order.empty()) plan.select += " ORDER BY " + order;
  plan.count = "SELECT " + key + ", count(*) FROM " + relation.sql;
  if (options.partition_by) plan.count += " GROUP BY 1 ORDER BY 1 NULLS LAST";
  plan.entity = options.entity.value_or(default_entity(relation));
  plan.relation = std::move(relation);
  return plan;
}

std::string partition_folder(std::optional<std::string_view> key, const ExportOptions& options) {
  if (!options.partition_by) return {};
  // What Hive, Spark and their kin read as NULL.
  constexpr std::string_view kHiveNull = "__HIVE_DEFAULT_PARTITION__";
  if (key && !is_key(*key, options.granularity)) {
    throw Error(Code::invalid_value,
                "can't partition by column " + in_quotes(*options.partition_by) + ": " +
                    in_quotes(*key) + " is no date from year 1 to 9999",
                {}, "Clean the column first, or export a query that leaves such rows out.");
  }
  if (!key && !options.hive) return std::string(kNullPartition) + "/";
  static constexpr std::array<std::string_view, 3> kLevels = {"year=", "month=", "day="};
  static constexpr std::array<std::size_t, 3> kStarts = {0, 5, 8};
  static constexpr std::array<std::size_t, 3> kSizes = {4, 2, 2};
  std::string folder;
  for (std::size_t level = 0; level <= static_cast<std::size_t>(options.granularity); ++level) {
    if (options.hive) folder += kLevels[level];
    folder += key ? key->substr(kStarts[level], kSizes[level]) : kHiveNull;
    folder += '/';
  }
  return folder;
}

std::string file_name(const ExportPlan& plan, const ExportOptions& options,
                      const std::string& folder, std::int64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
  const std::string& data = options.companions.data_folder;
  return (data.empty() ? "" : data + "/") + folder + plan.entity + "_" + digits + "." +
         std::string(name_of(options.format)) + std::string(suffix_of(compression_around(options)));
}

Manifest describe(const ExportPlan& plan, const ExportOptions& options, const Dialect& dialect,
                  std::string uri) {
  Manifest manifest;
  manifest.engine = dialect.name();
  if (plan.relation.form == engine::Relation::Form::query) {
    manifest.query = plan.relation.name;
  } else {
    manifest.dataset = plan.relation.schema;
    manifest.table = plan.relation.name;
  }
  manifest.uri = std::move(uri);
  static_cast<FormatOptions&>(manifest) = options;
  manifest.order_by = options.order_by;
  if (options.partition_by) {
    manifest.layout.partition_by.push_back(
        {*options.partition_by, std::string(name_of(options.granularity))});
    manifest.layout.hive = options.hive;
  }
  manifest.excluded_columns = options.exclude;
  manifest.fields = plan.fields;
  describe(options.companions, manifest);
  manifest.tool_version = version::number();
  return manifest;
}

}  // namespace tamis::exports
