#include "core/quality/check/exact_metrics.h"

#include <cmath>

#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/check/value_tests.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Dialect;

// Each value present as text, v.
std::string values_sql(const Dialect& dialect, const engine::Relation& relation,
                       const std::string& where, const engine::Column& column) {
  const std::string text = cell_text(dialect, column);
  return "(SELECT " + text + " AS v, tamis_type(" + text + ") AS t FROM " + relation.sql +
         (where.empty() ? "" : " WHERE " + where) + std::string(kFence) +
         ") AS cells WHERE v IS NOT NULL AND t NOT IN ('empty', 'blank', 'missing')";
}

// How often each value occurs, the most frequent first, equals by bytes.
std::string counts_sql(const Dialect& dialect, const std::string& values) {
  const std::string bytes =
      dialect.engine() == Dialect::Engine::postgresql ? "v COLLATE \"C\"" : "v";
  return "SELECT v, count(*) AS n FROM " + values + " GROUP BY v ORDER BY n DESC, " + bytes;
}

Json quantile(engine::Session& session, const std::string& values, double q) {
  const Dialect& dialect = session.dialect();
  const std::string numbers =
      "(SELECT " +
      dialect.from_canonical_text("coalesce(" + try_cast_sql(dialect, "v", "decimal") + ", " +
                                      try_cast_sql(dialect, "v", "real") + ")",
                                  engine::ColumnType::real) +
      " AS x FROM " + values + ") AS numbers WHERE x IS NOT NULL";
  const auto count = engine::query_integer(session, "SELECT count(*) FROM " + numbers).value_or(0);
  if (count == 0) return nullptr;
  const auto place =
      std::max<std::int64_t>(0, std::llround(std::ceil(q * static_cast<double>(count))) - 1);
  const auto rows = session.query("SELECT x FROM " + numbers + " ORDER BY x LIMIT 1 OFFSET " +
                                  std::to_string(place));
  if (!rows->next()) return nullptr;
  return document::rounded(rows->at(0).as_real());
}

double entropy(engine::Session& session, const std::string& counts, double total) {
  const auto rows = session.query(counts);
  double bits = 0;
  while (rows->next()) {
    const double share = static_cast<double>(rows->at(1).as_integer()) / total;
    bits -= share * std::log2(share);
  }
  return bits;
}

}  // namespace

Json exact_metric(engine::Session& session, const engine::Relation& relation,
                  const std::string& where, const Rule& rule) {
  const Dialect& dialect = session.dialect();
  const std::string values =
      values_sql(dialect, relation, where, relation.column(rule.columns.at(0)));
  if (rule.check == Check::most_common_in) {
    const auto first = engine::query_text(session, counts_sql(dialect, values) + " LIMIT 1");
    return first ? Json(*first) : Json();
  }
  const std::string metric = text_argument(rule, "metric");
  if (metric == "median") return quantile(session, values, 0.5);
  if (metric == "quantile") return quantile(session, values, number_argument(rule, "q"));
  const auto total = engine::query_integer(session, "SELECT count(*) FROM " + values).value_or(0);
  if (total == 0) return nullptr;
  const auto all = static_cast<double>(total);
  if (metric == "entropy") {
    return document::rounded(entropy(session, counts_sql(dialect, values), all));
  }
  if (metric == "most_common_ratio") {
    const auto most = engine::query_integer(
        session, "SELECT max(n) FROM (" + counts_sql(dialect, values) + ") AS counts");
    return document::rounded(static_cast<double>(most.value_or(0)) / all);
  }
  const auto distinct =
      engine::query_integer(session, "SELECT count(DISTINCT v) FROM " + values).value_or(0);
  if (metric == "distinct_count") return distinct;
  if (metric == "duplicate_count") return total - distinct;
  return document::rounded(static_cast<double>(distinct) / all);
}

}  // namespace tamis::quality
