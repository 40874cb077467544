#include "core/quality/check/check_history.h"

#include <algorithm>
#include <array>

namespace tamis::quality {
namespace {

// More than a year of daily checks.
constexpr int kMostResults = 400;
constexpr std::int64_t kMicrosecondsOfDay = 86'400'000'000;

}  // namespace

std::vector<StoredResult> stored_results(const TableCheck& check) {
  std::vector<StoredResult> out;
  const engine::Dialect& dialect = check.dialect();
  if (dialect.engine() == engine::Dialect::Engine::sqlite &&
      !check.session.find_table("main.tamis_check_result")) {
    return out;
  }
  const std::array values = {engine::Value::text(check.relation.schema),
                             engine::Value::text(check.relation.name),
                             engine::Value::text(check.rule.id)};
  const auto rows = check.session.query_few(
      "SELECT checked_at, observed FROM tamis_check_result WHERE table_schema = " +
          dialect.parameter(1) + " AND table_name = " + dialect.parameter(2) +
          " AND rule_id = " + dialect.parameter(3) +
          " AND observed IS NOT NULL ORDER BY checked_at DESC, run_id DESC LIMIT " +
          std::to_string(kMostResults),
      values);
  const std::int64_t now = now_of(check);
  while (rows->next()) {
    // A check of the past must not learn from what came later.
    const std::int64_t at = microseconds_of(rows->at(0).bytes());
    if (at > now) continue;
    out.push_back({at / kMicrosecondsOfDay,
                   document::parse(rows->at(1).bytes(), "tamis_check_result.observed")});
  }
  std::reverse(out.begin(), out.end());
  return out;
}

std::vector<Observation> observations(const TableCheck& check) {
  std::vector<Observation> out;
  for (const StoredResult& result : stored_results(check)) {
    if (!result.observed.is_object()) continue;
    const auto value = result.observed.find("value");
    if (value != result.observed.end() && value->is_number()) {
      out.push_back({result.day, value->get<double>()});
    }
  }
  return out;
}

}  // namespace tamis::quality
