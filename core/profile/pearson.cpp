#include "core/profile/pearson.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error/error.h"

namespace tamis::profile {
namespace {

using document::Json;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;
using types::Type;

constexpr std::size_t kPairsOfOneScan = 200;  // six sums each; PostgreSQL takes 1,664 expressions
constexpr std::size_t kSums = 6;
constexpr double kNoVariance = 1e-12;  // of scaled values

bool is_stored_number(ColumnType type) noexcept {
  return type == ColumnType::integer || type == ColumnType::real || type == ColumnType::decimal;
}

// A member of the document's "number", or the fallback where it is null.
double number_member(const ColumnProfile& column, const char* name, double fallback) {
  const auto numbers = column.document.find("number");
  if (numbers == column.document.end() || !numbers->is_object()) return fallback;
  const auto member = numbers->find(name);
  return member != numbers->end() && member->is_number() ? member->get<double>() : fallback;
}

std::string literal(double value) {
  std::array<char, engine::kNumberText> buffer;
  return "(" + std::string(engine::to_text(engine::Value::real(value), buffer)) + ")";
}

// The value as a double, NULL where it is no number.
std::string number_sql(const Dialect& dialect, const engine::Column& column,
                       const ColumnProfile& profile) {
  const std::string name = dialect.quote_identifier(column.name);
  types::Convention convention;
  convention.mark = profile.convention.mark;
  const std::string options = cast_options(convention);
  const std::string cast = "tamis_try_cast(" + dialect.as_text(name, column.type) + ", " +
                           dialect.quote_literal(profile.type == Type::real ? "real" : "decimal") +
                           (options == "{}" ? "" : ", " + dialect.quote_literal(options)) + ")";
  if (dialect.engine() == Dialect::Engine::sqlite) {
    return "CASE WHEN typeof(" + name + ") IN ('integer', 'real') THEN CAST(" + name +
           " AS REAL) WHEN typeof(" + name + ") = 'text' THEN CAST(" + cast + " AS REAL) END";
  }
  if (!is_stored_number(column.type)) return "(" + cast + ")::double precision";
  // NaN sorts behind infinity; neither has a place in a sum.
  const std::string number = "(" + name + ")::double precision";
  return "CASE WHEN " + number + " > '-Infinity' AND " + number + " < 'Infinity' THEN " + number +
         " END";
}

// Once for each column: without the fence PostgreSQL would compute it anew in every sum.
std::string scaled_rows(const Dialect& dialect, const Relation& relation,
                        const std::vector<const ColumnProfile*>& columns) {
  std::string sql = "(SELECT ";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const ColumnProfile& column = *columns[i];
    const double deviation = number_member(column, "stddev", 1);
    sql.append(i > 0 ? ", (" : "(");
    sql.append(number_sql(dialect, relation.column(column.name), column)).append(" - ");
    sql.append(literal(number_member(column, "mean", 0))).append(") / ");
    sql.append(literal(deviation > 0 ? deviation : 1)).append(" AS u").append(std::to_string(i));
  }
  return sql + " FROM " + relation.sql +
         (dialect.engine() == Dialect::Engine::postgresql ? " OFFSET 0) AS t" : " LIMIT -1) AS t");
}

std::string sums_sql(std::size_t i, std::size_t j) {
  const std::string x = "u" + std::to_string(i);
  const std::string y = "u" + std::to_string(j);
  const auto where_both = [](const std::string& other, const std::string& sum) {
    return "sum(CASE WHEN " + other + " IS NOT NULL THEN " + sum + " END)";
  };
  return "count(" + x + " * " + y + "), " + where_both(y, x) + ", " + where_both(x, y) + ", " +
         where_both(y, x + " * " + x) + ", " + where_both(x, y + " * " + y) + ", sum(" + x + " * " +
         y + ")";
}

double real_at(engine::Rows& rows, std::size_t i) {
  const engine::Value value = rows.at(i);
  return value.is_null() ? 0 : value.as_real();
}

void tell(engine::Rows& rows, std::size_t at, const ColumnProfile& a, const ColumnProfile& b,
          Json& out) {
  const std::int64_t count = rows.at(at).as_integer();
  if (count < 2) return;
  const auto n = static_cast<double>(count);
  const double x = real_at(rows, at + 1);
  const double y = real_at(rows, at + 2);
  const double xx = real_at(rows, at + 3) - x * x / n;
  const double yy = real_at(rows, at + 4) - y * y / n;
  const double xy = real_at(rows, at + 5) - x * y / n;
  if (!(xx > kNoVariance * n && yy > kNoVariance * n)) return;
  const double r = std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
  out.push_back({{"columns", {a.name, b.name}},
                 {"measure", "pearson"},
                 {"rows", count},
                 {"value", document::rounded(r) + 0.0}});
}

}  // namespace

Json pearson(engine::Session& session, const Relation& relation,
             const std::vector<const ColumnProfile*>& columns) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (std::size_t j = i + 1; j < columns.size(); ++j) pairs.emplace_back(i, j);
  }
  Json out = Json::array();
  for (std::size_t from = 0; from < pairs.size(); from += kPairsOfOneScan) {
    session.check_interrupt();
    const std::size_t to = std::min(pairs.size(), from + kPairsOfOneScan);
    std::string sql = "SELECT ";
    for (std::size_t i = from; i < to; ++i) {
      if (i > from) sql += ", ";
      sql += sums_sql(pairs[i].first, pairs[i].second);
    }
    // Streamed, so not by parallel workers: sums of doubles depend on the order of their terms.
    const auto rows =
        session.query(sql + " FROM " + scaled_rows(session.dialect(), relation, columns));
    if (!rows->next()) throw Error(Code::internal_error, "an aggregate gave no row");
    for (std::size_t i = from; i < to; ++i) {
      tell(*rows, (i - from) * kSums, *columns[pairs[i].first], *columns[pairs[i].second], out);
    }
  }
  return out;
}

}  // namespace tamis::profile
