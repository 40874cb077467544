#include "core/profile/pair_counts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "core/error/error.h"
#include "core/sketch/short_text.h"

namespace tamis::profile {
namespace {

using document::Json;
using engine::Column;
using engine::ColumnType;
using engine::Dialect;

constexpr std::size_t kExamples = 3;
constexpr std::string_view kDependentsShown = "5";

// Names that no column of the relation can be mistaken for: they stand behind a query of its own.
std::string grouped(const Dialect& dialect, const engine::Relation& relation, const Column& a,
                    const Column& b) {
  return "WITH g AS MATERIALIZED (SELECT " + comparable_sql(dialect, a) + " AS a, " +
         comparable_sql(dialect, b) + " AS b, count(*) AS n FROM " + relation.sql +
         " GROUP BY 1, 2)";
}

std::string bigint_of(const std::string& query) {
  return "CAST(coalesce((" + query + "), 0) AS bigint)";
}

// Rows, groups, breaking and commonest, in this order.
std::string dependency_sql(const std::string& from, const std::string& to) {
  const std::string known = " FROM g WHERE " + from + " IS NOT NULL GROUP BY ";
  const std::string by_group = "(SELECT sum(n) AS s, max(n) AS m" + known + from + ") AS x";
  return bigint_of("SELECT sum(s) FROM " + by_group) + ", " +
         bigint_of("SELECT count(*) FROM " + by_group) + ", " +
         bigint_of("SELECT sum(s) - sum(m) FROM " + by_group) + ", " +
         bigint_of("SELECT max(s) FROM (SELECT sum(n) AS s" + known + to + ") AS x");
}

DependencyCounts dependency_at(engine::Rows& rows, std::size_t at) {
  return {rows.at(at).as_integer(), rows.at(at + 1).as_integer(), rows.at(at + 2).as_integer(),
          rows.at(at + 3).as_integer()};
}

std::string in_byte_order(const Dialect& dialect, const std::string& text) {
  return text +
         (dialect.engine() == Dialect::Engine::postgresql ? " COLLATE \"C\"" : " COLLATE BINARY");
}

Json shown(engine::Rows& rows, std::size_t at) {
  const engine::Value value = rows.at(at);
  if (value.is_null()) return nullptr;
  std::array<char, engine::kNumberText> buffer;
  return sketch::ShortText(engine::to_text(value, buffer)).shown();
}

}  // namespace

std::string comparable_sql(const Dialect& dialect, const Column& column) {
  const std::string name = dialect.quote_identifier(column.name);
  const bool comparable = dialect.engine() == Dialect::Engine::sqlite ||
                          (column.type != ColumnType::json && column.type != ColumnType::unknown);
  return comparable ? name : dialect.as_text(name, column.type);
}

PairCounts count_pair(engine::Session& session, const engine::Relation& relation, const Column& a,
                      const Column& b) {
  const std::string both = " FROM g WHERE a IS NOT NULL AND b IS NOT NULL";
  const auto rows = session.query_few(
      grouped(session.dialect(), relation, a, b) + " SELECT " + bigint_of("SELECT sum(n)" + both) +
      ", " + bigint_of("SELECT count(*)" + both) + ", " +
      bigint_of("SELECT sum(n) FROM g WHERE a IS NULL OR b IS NULL") + ", " +
      dependency_sql("a", "b") + ", " + dependency_sql("b", "a"));
  if (!rows->next()) throw Error(Code::internal_error, "a count gave no row");
  return {rows->at(0).as_integer(), rows->at(1).as_integer(), rows->at(2).as_integer(),
          dependency_at(*rows, 3), dependency_at(*rows, 7)};
}

Json breaking_examples(engine::Session& session, const engine::Relation& relation,
                       const Column& from, const Column& to) {
  const Dialect& dialect = session.dialect();
  // Where the value itself can't be compared, it is text already.
  const std::string a = dialect.as_text("g.a", from.type);
  const std::string b = dialect.as_text("g.b", to.type);
  const std::string first = in_byte_order(dialect, a);
  const std::string next = "g.n DESC, " + in_byte_order(dialect, b);
  const auto rows = session.query_few(
      grouped(dialect, relation, from, to) +
      ", bad AS (SELECT g.a FROM g WHERE g.a IS NOT NULL GROUP BY g.a HAVING count(*) > 1 ORDER "
      "BY " +
      first + " LIMIT " + std::to_string(kExamples) + "), ranked AS (SELECT " + a + " AS a, " + b +
      " AS b, g.n, dense_rank() OVER (ORDER BY " + first +
      ") AS place, row_number() OVER (PARTITION BY g.a ORDER BY " + next +
      ") AS rank FROM g JOIN bad ON g.a = bad.a) SELECT place, a, b, n FROM ranked WHERE rank <= " +
      std::string(kDependentsShown) + " ORDER BY place, rank");
  Json examples = Json::array();
  std::int64_t place = 0;
  while (rows->next()) {
    if (rows->at(0).as_integer() != place) {
      place = rows->at(0).as_integer();
      examples.push_back({{"determinant", shown(*rows, 1)}, {"dependents", Json::array()}});
    }
    examples.back()["dependents"].push_back(
        {{"value", shown(*rows, 2)}, {"count", rows->at(3).as_integer()}});
  }
  return examples;
}

Association associate(engine::Session& session, const engine::Relation& relation, const Column& a,
                      const Column& b) {
  const Dialect& dialect = session.dialect();
  const std::string first = dialect.as_text(dialect.quote_identifier(a.name), a.type);
  const std::string second = dialect.as_text(dialect.quote_identifier(b.name), b.type);
  const auto rows = session.query_few("SELECT " + first + ", " + second + ", count(*) FROM " +
                                      relation.sql + " WHERE " + first + " IS NOT NULL AND " +
                                      second + " IS NOT NULL GROUP BY 1, 2");
  // In byte order, so that both engines add up in the same order.
  std::map<std::pair<std::string, std::string>, double> cells;
  std::map<std::string, double> of_first;
  std::map<std::string, double> of_second;
  Association found;
  while (rows->next()) {
    std::string x(rows->at(0).bytes());
    std::string y(rows->at(1).bytes());
    const std::int64_t count = rows->at(2).as_integer();
    found.rows += count;
    of_first[x] += static_cast<double>(count);
    of_second[y] += static_cast<double>(count);
    cells[{std::move(x), std::move(y)}] += static_cast<double>(count);
  }
  const std::size_t smaller = std::min(of_first.size(), of_second.size());
  if (smaller < 2) return found;
  double sum = 0;
  for (const auto& [values, count] : cells) {
    sum += count * count / (of_first[values.first] * of_second[values.second]);
  }
  found.defined = true;
  found.cramers_v = std::sqrt(std::clamp((sum - 1) / static_cast<double>(smaller - 1), 0.0, 1.0));
  return found;
}

}  // namespace tamis::profile
