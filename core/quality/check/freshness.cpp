// How old the newest of a column's moments is.
#include <algorithm>
#include <array>

#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/check/judging.h"
#include "core/quality/check/readings.h"
#include "core/quality/check/table_rules.h"
#include "core/types/duration.h"

namespace tamis::quality {
namespace {

using document::Json;

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kBillionths = 1'000'000'000;
// Months and years as PostgreSQL counts them where an interval has to become seconds.
constexpr std::array<std::int64_t, types::Duration::kUnits> kSeconds = {
    31'557'600, 2'592'000, 604'800, 86'400, 3'600, 60, 1};

// One row a group: the groups, the newest moment that is past, and how many are to come.
std::string newest_sql(const TableCheck& check, const Judging& judging, std::int64_t now) {
  const std::vector<std::string> by = judging.columns("by");
  const engine::Dialect& dialect = check.dialect();
  std::string list =
      reading_cell(dialect, check.relation.column(check.rule.columns.at(0)), Reads::moment) +
      " AS t";
  for (std::size_t i = 0; i < by.size(); ++i) {
    list += ", " + judging.key(check.relation, by[i]) + " AS g" + std::to_string(i);
  }
  const std::string limit = dialect.quote_literal(text_of_microseconds(now));
  const std::string moment = "(t)" + std::string(by_bytes(dialect));
  const std::string groups = numbered("g", by.size());
  std::string sql = "SELECT ";
  if (!by.empty()) sql += groups + ", ";
  sql += "max(CASE WHEN " + moment + " <= " + limit + " THEN " + moment +
         " END), count(CASE WHEN " + moment + " > " + limit +
         " THEN 1 END), count(t), count(*) FROM (" + judging.cells(list, false) + ") AS cells";
  if (!by.empty()) {
    sql += " WHERE " + all_present("g", by.size()) + " GROUP BY " + groups + " ORDER BY " + groups;
  }
  return sql;
}

}  // namespace

std::int64_t microseconds_of_duration(std::string_view text) {
  types::Duration duration;
  if (!types::scan_duration(text, duration)) {
    throw Error(Code::invalid_value, "no span of time: " + in_quotes(text), {},
                "Write it as 2 hours, 1 day or PT2H.");
  }
  std::int64_t out = 0;
  for (std::size_t i = 0; i < kSeconds.size(); ++i) {
    out += duration.parts[i] / kBillionths * kSeconds[i] * kSecond;
    out += duration.parts[i] % kBillionths * kSeconds[i] / (kBillionths / kSecond);
  }
  return out;
}

RuleResult run_freshness(const TableCheck& check) {
  const std::int64_t within = microseconds_of_duration(text_argument(check.rule, "within"));
  const std::int64_t now = now_of(check);
  const Judging judging(check.session, check.relation, check.rule, check.options);
  const std::vector<std::string> by = judging.columns("by");
  RuleResult out = result_of(check);
  out.sql = newest_sql(check, judging, now);
  std::string oldest;  // of the groups
  bool none = false;
  std::int64_t future = 0;
  const auto rows = check.session.query_few(out.sql);
  while (rows->next()) {
    const engine::Value newest = rows->at(by.size());
    ++out.evaluated;
    none = none || newest.is_null();
    future += count_at(*rows, by.size() + 1);
    out.skipped += count_at(*rows, by.size() + 3) - count_at(*rows, by.size() + 2);
    if (!newest.is_null() && (oldest.empty() || newest.bytes() < oldest)) oldest = newest.bytes();
    if (!newest.is_null() && now - microseconds_of(newest.bytes()) <= within) continue;
    Json what = newest.is_null() ? Json() : Json(newest.bytes());
    for (std::size_t i = 0; i < by.size(); ++i) {
      if (i == 0) what = {{"newest", std::move(what)}};
      what[by[i]] = shown_value(rows->at(i), check.options.mask);
    }
    add_problem(check, out, std::move(what));
  }
  out.observed = {{"newest", oldest.empty() ? Json() : Json(oldest)}, {"future", future}};
  if (!oldest.empty()) out.observed["age_seconds"] = (now - microseconds_of(oldest)) / kSecond;
  if (out.evaluated == 0 || (none && by.empty())) out.message = "there is no moment to be told";
  out.conclude();
  return out;
}

}  // namespace tamis::quality
