#include "core/quality/clean/split_plan.h"

#include <algorithm>
#include <array>

#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/clean/row_json.h"

namespace tamis::quality {
namespace {

using engine::Column;
using engine::Dialect;
using profile::RowAddress;
using profile::RowNames;

// Columns of the copy, beside the source's.
constexpr std::string_view kKey = "tamis_key";
constexpr std::string_view kRules = "tamis_rules";

// PostgreSQL passes a function at most 100 arguments, SQLite 127.
constexpr std::size_t kNamesPerCall = 90;

bool is_postgresql(const Dialect& dialect) noexcept {
  return dialect.engine() == Dialect::Engine::postgresql;
}

const Column& column_of(const engine::Relation& source, const std::string& name) {
  return source.column(name);
}

// The row's name for people.
std::string key_sql(const engine::Relation& source, const RowNames& names,
                    std::span<const std::string> key, const Dialect& dialect) {
  std::string out;
  for (const std::string& name : key) {
    if (!out.empty()) out += " || ' / ' || ";
    out += "coalesce(" + cell_text(dialect, column_of(source, name)) + ", '')";
  }
  if (!out.empty()) return out;
  switch (names.address) {
    case RowAddress::none: return "CAST(NULL AS text)";
    case RowAddress::key: return "CAST(" + dialect.quote_identifier(names.column) + " AS text)";
    case RowAddress::rowid: return "CAST(" + names.column + " AS text)";
    case RowAddress::ctid:
      return names.tables.empty() ? "ctid::text" : "tableoid::regclass::text || ' ' || ctid::text";
  }
  return out;
}

// For FROM: the rows that a table names, numbered in their order, with `more` columns. Nothing else
// is in sight of the expressions in it, so that no name in them has two meanings.
std::string numbered(const SplitRows& rows, std::string_view table, std::string_view more) {
  std::string out = "(SELECT " + rows.at + " AS tamis_at, row_number() OVER (ORDER BY " + rows.at +
                    ") AS tamis_number";
  out.append(more).append(" FROM ").append(rows.sql);
  out += " WHERE " + rows.at + " IN (SELECT row_at FROM " + std::string(table) + ")) AS s";
  return out;
}

// (place, id, id as JSON, rejects) of each rule; both engines call such columns column1 and so on.
std::string rules_values(std::span<const BlamedRule> rules, const Dialect& dialect) {
  std::string out;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const std::string& id = rules[i].rule.id;
    out += out.empty() ? "(VALUES (" : ", (";
    out += std::to_string(i) + ", " + dialect.quote_literal(id) + ", " +
           dialect.quote_literal(document::canonical(id)) + ", " + (rules[i].rejects ? "1" : "0") +
           ")";
  }
  return out + ") AS r";
}

template <typename Text>
std::string by_first_rule(std::span<const BlamedRule> rules, const Dialect& dialect,
                          const Text& text) {
  std::string out = "CASE b.first";
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!rules[i].rejects) continue;
    out += " WHEN " + std::to_string(i) + " THEN " + dialect.quote_literal(text(rules[i].rule));
  }
  return out + " END";
}

// Words, and numbers in parentheses: what can stand behind a column's name as it is.
bool is_plain_type(std::string_view declared) noexcept {
  return std::all_of(declared.begin(), declared.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == ' ' || c == '(' || c == ')' || c == ',';
  });
}

std::string lower(std::string_view name) {
  std::string out(name);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

}  // namespace

SplitTables split_tables(std::string_view run_id, bool plain, const Dialect& dialect) {
  const std::string schema = is_postgresql(dialect) ? "pg_temp" : "temp";
  const auto name = [&](std::string_view what) {
    return "tamis_" + std::string(what) + "_" + std::string(run_id);
  };
  const auto sql = [&](std::string_view what) {
    return (plain ? "" : schema + ".") + dialect.quote_identifier(name(what));
  };
  return {schema, name("rows"), sql("rows"), sql("broken"), sql("bad")};
}

bool needs_copy(const RowNames& names, const Dialect& dialect) {
  return is_postgresql(dialect) || names.address == RowAddress::none;
}

SplitRows rows_in_place(const engine::Relation& source, const RowNames& names,
                        std::span<const std::string> key, const Dialect& dialect) {
  const std::string at =
      names.address == RowAddress::key ? dialect.quote_identifier(names.column) : names.column;
  return {.schema = source.schema,
          .name = source.name,
          .sql = source.sql,
          .columns = source.columns,
          .copied = false,
          .at = at,
          .key = key_sql(source, names, key, dialect),
          .where = {}};
}

std::vector<std::string> plan_copy(const engine::Relation& source, const RowNames& names,
                                   std::span<const std::string> key, std::string_view violations,
                                   const SplitTables& tables, const SplitTables& plain,
                                   const Dialect& dialect) {
  std::string select = "SELECT " + column_list(source.columns, "", dialect) + ", " +
                       key_sql(source, names, key, dialect) + " AS " + std::string(kKey) + ", " +
                       std::string(violations) + " AS " + std::string(kRules);
  select += " FROM " + source.sql;
  // The order of the source, which neither parallel workers nor synchronised scans promise.
  if (names.address == RowAddress::key) {
    select += " ORDER BY " + dialect.quote_identifier(names.column);
  } else if (names.address == RowAddress::ctid) {
    select += " ORDER BY tableoid, ctid";
  }
  if (is_postgresql(dialect)) return {dialect.create_temp_table(plain.rows, select)};
  // CREATE TABLE AS would give the columns other types, and their values with them.
  return {"CREATE TEMPORARY TABLE " + plain.rows + " (" +
              declared_columns(source.columns, dialect) + ", " + std::string(kKey) + " TEXT, " +
              std::string(kRules) + " TEXT)",
          "INSERT INTO " + tables.rows + " " + select};
}

SplitRows rows_of_copy(const engine::Relation& source, const SplitTables& tables,
                       const Dialect& dialect) {
  std::vector<std::string> column_names;
  for (const Column& column : source.columns) column_names.push_back(column.name);
  const std::string at(dialect.row_address(column_names));
  // What was a key of the source is a column like another of the copy.
  std::vector<Column> columns = source.columns;
  for (Column& column : columns) column.primary_key = false;
  return {.schema = tables.schema,
          .name = tables.rows_name,
          .sql = tables.rows,
          .columns = columns,
          .copied = true,
          .at = at,
          .key = std::string(kKey),
          .where = {}};
}

std::vector<std::string> plan_tables(const SplitTables& plain, const Dialect& dialect) {
  const bool postgresql = is_postgresql(dialect);
  const std::string at = postgresql ? "row_at tid" : "row_at INTEGER";
  const std::string end = postgresql ? ") ON COMMIT DROP" : ")";
  return {"CREATE TEMPORARY TABLE " + plain.broken + " (" + at + ", rule integer" + end,
          "CREATE TEMPORARY TABLE " + plain.bad + " (" + at +
              " PRIMARY KEY, rules text, first integer" + end};
}

std::string plan_broken(const SplitRows& rows, std::string_view violations,
                        std::span<const BlamedRule> rules, const SplitTables& tables,
                        const Dialect& dialect) {
  const std::string judged =
      rows.copied
          ? "SELECT " + rows.at + " AS row_at, " + std::string(kRules) + " AS rules FROM " +
                rows.sql + " WHERE " + std::string(kRules) + " IS NOT NULL"
          : "SELECT " + rows.at + " AS row_at, " + std::string(violations) + " AS rules FROM " +
                rows.sql + (rows.where.empty() ? "" : " WHERE " + rows.where) + std::string(kFence);
  const std::string item = is_postgresql(dialect)
                               ? "CROSS JOIN LATERAL jsonb_array_elements_text(v.rules::jsonb) "
                                 "AS item (value)"
                               : "CROSS JOIN json_each(v.rules) AS item";
  // CROSS JOIN keeps SQLite from judging all rows once for each rule.
  return "INSERT INTO " + tables.broken + " SELECT v.row_at, r.column1 FROM (" + judged +
         ") AS v " + item + " CROSS JOIN " + rules_values(rules, dialect) +
         " WHERE v.rules IS NOT NULL AND r.column2 = item.value";
}

std::string plan_bad(std::span<const BlamedRule> rules, const SplitTables& tables,
                     const Dialect& dialect) {
  const std::string listed = is_postgresql(dialect) ? "string_agg(quoted, ', ' ORDER BY rule)"
                                                    : "group_concat(quoted, ', ')";
  return "INSERT INTO " + tables.bad + " (row_at, rules, first) SELECT row_at, '[' || " + listed +
         " || ']', min(CASE WHEN rejects = 1 THEN rule END) FROM (SELECT b.row_at, b.rule, "
         "r.column3 AS quoted, r.column4 AS rejects FROM " +
         tables.broken + " AS b JOIN " + rules_values(rules, dialect) +
         " ON r.column1 = b.rule ORDER BY b.row_at, b.rule) AS ruled GROUP BY row_at "
         "HAVING max(rejects) = 1";
}

std::string plan_rule_counts(const SplitTables& tables) {
  return "SELECT rule, count(*) FROM " + tables.broken + " GROUP BY rule ORDER BY rule";
}

std::string plan_samples(const SplitRows& rows, std::size_t most, const SplitTables& tables,
                         const Dialect& dialect) {
  const std::string first =
      "SELECT rule, row_at, place FROM (SELECT rule, row_at, row_number() OVER (PARTITION BY rule "
      "ORDER BY row_at) AS place FROM " +
      tables.broken + ") AS ranked WHERE place <= " + std::to_string(most);
  return "SELECT p.rule, w.tamis_key, " + column_list(rows.columns, "w", dialect) + " FROM (" +
         first + ") AS p CROSS JOIN (SELECT " + rows.at + " AS tamis_at, " + rows.key +
         " AS tamis_key, " + column_list(rows.columns, "", dialect) + " FROM " + rows.sql +
         ") AS w WHERE w.tamis_at = p.row_at ORDER BY p.rule, p.place";
}

std::string plan_good(const SplitRows& rows, const SplitTables& tables, const Dialect& dialect) {
  return "SELECT " + column_list(rows.columns, "s", dialect) + " FROM " + rows.sql +
         " AS s WHERE " + (rows.where.empty() ? "" : rows.where + " AND ") +
         "NOT EXISTS (SELECT 1 FROM " + tables.bad + " AS b WHERE b.row_at = s." + rows.at + ")";
}

std::string bad_rows_sql(const SplitRows& rows, const SplitTables& tables, const Dialect& dialect) {
  const std::string more =
      ", " + rows.key + " AS tamis_key, " + column_list(rows.columns, "", dialect);
  return numbered(rows, tables.bad, more) + " JOIN " + tables.bad +
         " AS b ON b.row_at = s.tamis_at";
}

std::string reason_sql(std::span<const BlamedRule> rules, const Dialect& dialect) {
  return by_first_rule(rules, dialect, [](const Rule& rule) { return rule.kind().code; });
}

std::string blamed_column_sql(std::span<const BlamedRule> rules, const Dialect& dialect) {
  return by_first_rule(rules, dialect, [](const Rule& rule) { return rule.column(); });
}

// Names are dealt out in the order of the object, so that objects put together are in that order.
std::string row_json_sql(std::span<const Column> columns, std::string_view from,
                         const Dialect& dialect) {
  std::vector<std::string> names;
  for (const Column& column : columns) names.push_back(column.name);
  std::sort(names.begin(), names.end(), comes_before);
  const std::string alias = from.empty() ? "" : std::string(from) + ".";
  std::string out;
  for (std::size_t first = 0; first < names.size(); first += kNamesPerCall) {
    const std::size_t last = std::min(first + kNamesPerCall, names.size());
    const std::vector<std::string> part(names.begin() + static_cast<std::ptrdiff_t>(first),
                                        names.begin() + static_cast<std::ptrdiff_t>(last));
    std::string call =
        "tamis_row_json(" + dialect.quote_literal(document::canonical(document::Json(part)));
    for (const std::string& name : part) {
      call += ", " + alias + dialect.quote_identifier(name);
    }
    call += ")";
    if (is_postgresql(dialect)) {
      out += (first == 0 ? "" : " || ") + call;
      continue;
    }
    // A negative length takes what stands before the last character.
    if (last < names.size()) call = "substr(" + call + ", -1, -2147483647)";
    out += first == 0 ? call : " || ', ' || substr(" + call + ", 2)";
  }
  return "(" + out + ")";
}

std::string declared_columns(std::span<const Column> columns, const Dialect& dialect) {
  std::string out;
  for (const Column& column : columns) {
    if (!out.empty()) out += ", ";
    // ANY keeps every value as it is in a strict table, and makes numbers of texts in another.
    const bool keeps_any = lower(column.declared) == "any";
    out += dialect.quote_identifier(column.name) + " ";
    if (!keeps_any) {
      out += is_plain_type(column.declared) ? column.declared
                                            : std::string(dialect.type_name(column.type));
    }
  }
  return out;
}

std::string column_list(std::span<const Column> columns, std::string_view from,
                        const Dialect& dialect) {
  std::string out;
  for (const Column& column : columns) {
    if (!out.empty()) out += ", ";
    if (!from.empty()) out.append(from).append(".");
    out += dialect.quote_identifier(column.name);
  }
  return out;
}

void require_no_own_columns(const engine::Relation& source) {
  static constexpr std::array kOwn = {kKey, kRules, std::string_view("tamis_at"),
                                      std::string_view("tamis_number")};
  for (const Column& column : source.columns) {
    if (std::find(kOwn.begin(), kOwn.end(), lower(column.name)) == kOwn.end()) continue;
    throw Error(Code::duplicate_column,
                "column " + in_quotes(column.name) + " of " + in_quotes(source.name) +
                    " has a name that a split uses itself",
                {}, "Give it another name with a query: (select ... as ...).");
  }
}

}  // namespace tamis::quality
