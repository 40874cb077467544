// A table against another one: numbers of rows, rows, a number over a column.
#include <algorithm>
#include <cmath>

#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/check/judging.h"
#include "core/quality/check/readings.h"
#include "core/quality/check/table_rules.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Relation;

Relation other_of(const TableCheck& check) {
  return check.session.relation(text_argument(check.rule, "table"));
}

bool holds(double here, std::string_view op, double there, double within) {
  if (op == "=") return std::abs(here - there) <= within;
  if (op == "<>") return std::abs(here - there) > within;
  if (op == "<") return here < there + within;
  if (op == "<=") return here <= there + within;
  if (op == ">") return here > there - within;
  return here >= there - within;
}

double within_of(const Rule& rule) {
  const double within = number_argument(rule, "within", 0);
  if (within >= 0) return within;
  throw Error(Code::invalid_value,
              "argument \"within\" of " + std::string(rule.kind().name) + " must be at least 0");
}

std::vector<std::string> listed_columns(const Rule& rule, std::string_view argument) {
  const Json& names = rule.argument(argument);
  return names.is_array() ? names.get<std::vector<std::string>>() : std::vector<std::string>();
}

// The columns of both tables, unless the rule names some.
std::vector<std::string> compared_columns(const TableCheck& check, const Relation& other) {
  std::vector<std::string> names = listed_columns(check.rule, "columns");
  if (!names.empty()) return names;
  for (const engine::Column& column : check.relation.columns) names.push_back(column.name);
  for (const engine::Column& column : other.columns) {
    if (check.relation.find(column.name) == nullptr) {
      throw Error(Code::undefined_column,
                  "column " + in_quotes(column.name) + " is in one of the tables only", {},
                  "Name the columns to compare with \"columns\".");
    }
  }
  return names;
}

constexpr double kMostExact = 9007199254740992.0;  // whole numbers that a double holds

// PostgreSQL calls no function with more arguments than a hundred.
constexpr std::size_t kMostHashed = 90;

// One side of a comparison: the hash of each row, and the cells to show.
struct Side {
  std::string hashes;
  std::string rows;
};

Side side_of(const TableCheck& check, const Relation& relation, const std::string& from,
             const std::vector<std::string>& columns, const std::vector<std::string>& shown) {
  std::string hash;
  for (std::size_t at = 0; at < columns.size();) {
    std::string arguments = hash;
    for (std::size_t n = 0; n < kMostHashed && at < columns.size(); ++n, ++at) {
      arguments += (arguments.empty() ? "" : ", ") +
                   cell_text(check.dialect(), relation.column(columns[at]));
    }
    hash = "tamis_row_hash(" + arguments + ")";
  }
  Side out;
  out.hashes = "SELECT " + hash + " AS h" + from + std::string(kFence);
  out.rows = "SELECT " + hash + " AS h";
  for (std::size_t i = 0; i < shown.size(); ++i) {
    out.rows += ", (" + cell_text(check.dialect(), relation.column(shown[i])) + ")" +
                std::string(by_bytes(check.dialect())) + " AS c" + std::to_string(i);
  }
  out.rows += from + std::string(kFence);
  return out;
}

// Rows of one side beyond as many as the other has of the same.
std::string surplus(const std::string& name, const Side& side, const Side& other,
                    std::size_t shown) {
  return "SELECT '" + name + "' AS side, " + numbered("c", shown) + " FROM (SELECT h, " +
         numbered("c", shown) + ", row_number() OVER (PARTITION BY h) AS n FROM (" + side.rows +
         ") AS rows_here) AS counted LEFT JOIN (SELECT h AS other_h, count(*) AS m FROM (" +
         other.hashes + ") AS hashes GROUP BY h) AS others ON other_h = h WHERE n > coalesce(m, 0)";
}

// The number that is compared, over a column.
std::string metric_sql(const TableCheck& check, const Relation& relation, const std::string& name,
                       const std::string& from, const std::string& metric, Reads reads) {
  const engine::Dialect& dialect = check.dialect();
  const std::string cells = " FROM (SELECT " + reading_cell(dialect, relation.column(name), reads) +
                            " AS t" + from + std::string(kFence) + ") AS cells";
  if (metric == "count") return "SELECT count(t)" + cells;
  if (metric == "distinct_count") return "SELECT count(DISTINCT t)" + cells;
  const std::string function = metric == "mean" ? "avg" : metric;
  return "SELECT " + function + "(" + reading_value(dialect, "t", reads) + ")" + cells;
}

// One side's number as both engines say it: whole, or rounded; a moment as it is.
Json side_value(const engine::Value& value, bool is_number) {
  if (value.is_null()) return nullptr;
  const std::string text(value.bytes());
  if (!is_number) return text;
  Json number = document::parse(text, "a number of the engine's");
  const double rounded = document::rounded(number.get<double>());
  const bool is_whole = std::abs(rounded) < kMostExact && rounded == std::trunc(rounded);
  if (number.is_number_integer()) return number;
  return is_whole ? Json(static_cast<std::int64_t>(rounded)) : Json(rounded);
}

}  // namespace

RuleResult run_rows_compared(const TableCheck& check) {
  RuleResult out = result_of(check);
  const Relation other = other_of(check);
  const double factor = number_argument(check.rule, "factor", 1);
  const double within = within_of(check.rule);
  const std::string op = text_argument(check.rule, "operator", "=");
  out.sql = "SELECT (SELECT count(*)" + from_sql(check) + ") AS here, (SELECT count(*) FROM " +
            other.sql + ") AS there";
  const auto rows = check.session.query_few(out.sql);
  rows->next();
  const std::int64_t here = count_at(*rows, 0);
  const std::int64_t there = count_at(*rows, 1);
  out.observed = {{"here", here}, {"there", there}};
  out.evaluated = 1;
  if (!holds(static_cast<double>(here), op, factor * static_cast<double>(there), within)) {
    add_problem(check, out, out.observed);
  }
  out.conclude();
  return out;
}

RuleResult run_equals(const TableCheck& check) {
  RuleResult out = result_of(check);
  const Relation other = other_of(check);
  const std::vector<std::string> columns = compared_columns(check, other);
  std::vector<std::string> shown = listed_columns(check.rule, "key");
  if (shown.empty()) shown = columns;
  const Side here = side_of(check, check.relation, from_sql(check), columns, shown);
  const Side there = side_of(check, other, " FROM " + other.sql, columns, shown);
  const auto counts = check.session.query_few(
      "SELECT " + summed("a") + ", " + summed("b") + ", " +
      summed("CASE WHEN a > b THEN a - b ELSE b - a END") +
      " FROM (SELECT h, sum(a) AS a, sum(b) AS b FROM (SELECT h, 1 AS a, 0 AS b FROM (" +
      here.hashes + ") AS here UNION ALL SELECT h, 0, 1 FROM (" + there.hashes +
      ") AS there) AS both_sides GROUP BY h) AS hashes");
  counts->next();
  out.observed = {{"here", count_at(*counts, 0)}, {"there", count_at(*counts, 1)}};
  out.evaluated = count_at(*counts, 0) + count_at(*counts, 1);
  out.failed = count_at(*counts, 2);
  out.sql = surplus("here", here, there, shown.size()) + " UNION ALL " +
            surplus("there", there, here, shown.size());
  if (out.failed > 0 && check.options.samples > 0) {
    std::string order;  // the engines disagree on where NULL comes
    for (std::size_t i = 0; i < shown.size(); ++i) {
      order += "c" + std::to_string(i) + " NULLS FIRST, ";
    }
    const auto rows =
        check.session.query_few("SELECT * FROM (" + out.sql + ") AS differing ORDER BY " + order +
                                "side LIMIT " + std::to_string(check.options.samples));
    while (rows->next()) {
      Json value = {{"side", rows->at(0).bytes()}};
      for (std::size_t i = 0; i < shown.size(); ++i) {
        value["row"][shown[i]] = shown_value(rows->at(i + 1), check.options.mask);
      }
      out.samples.push_back({{"value", std::move(value)}});
    }
  }
  out.conclude();
  return out;
}

RuleResult run_metric_compared(const TableCheck& check) {
  RuleResult out = result_of(check);
  const Rule& rule = check.rule;
  const Relation other = other_of(check);
  const std::string metric = text_argument(rule, "metric");
  const std::string& column = rule.columns.at(0);
  const bool counts = metric == "count" || metric == "distinct_count";
  const bool adds = metric == "sum" || metric == "mean";
  const Reads reads = counts ? Reads::text
                      : adds ? Reads::number
                             : reads_as(check.session, check.relation,
                                        check.relation.column(column), rule.logical_type, {});
  const std::string a = metric_sql(check, check.relation, column, from_sql(check), metric, reads);
  const std::string b = metric_sql(check, other, text_argument(rule, "other_column", column),
                                   " FROM " + other.sql, metric, reads);
  const double within = within_of(rule);
  const bool numbers = counts || reads == Reads::number;
  // Sums of doubles depend on the order in which they are added.
  const std::string limit =
      document::canonical(within) + (adds ? " + 0.000000001 * (abs(here) + abs(there))" : "");
  const std::string differ = numbers ? "abs(here - there) > " + limit : "here <> there";
  out.sql = "SELECT here, there FROM (SELECT (" + a + ") AS here, (" + b + ") AS there) AS sides";
  const auto rows = check.session.query_few(
      "SELECT CAST(here AS text), CAST(there AS text), CASE WHEN here IS NULL AND there IS NULL "
      "THEN 0 WHEN here IS NULL OR there IS NULL OR " +
      differ + " THEN 1 ELSE 0 END FROM (" + out.sql + ") AS sides");
  rows->next();
  out.observed = {{"here", side_value(rows->at(0), numbers)},
                  {"there", side_value(rows->at(1), numbers)}};
  // Where neither side has a value there is no number to compare.
  if (rows->at(0).is_null() && rows->at(1).is_null()) return out;
  out.evaluated = 1;
  if (count_at(*rows, 2) != 0) add_problem(check, out, out.observed);
  out.conclude();
  return out;
}

}  // namespace tamis::quality
