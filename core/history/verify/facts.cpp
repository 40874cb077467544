#include "core/history/verify/facts.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/history/moments.h"
#include "core/history/sql.h"
#include "core/history/verify/checks.h"

namespace tamis::history {
namespace {

using document::Json;
using document::Options;
using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;

[[noreturn]] void wrong_fact(const std::string& what) {
  throw Error(Code::invalid_option, "an entry of option \"facts\" " + what, {},
              R"(Write {"table": "orders", "column": "customer_sk", "surrogate_key": "sk"} or )"
              R"({"table": "orders", "key": {"customer_id": "id"}, "event_time": "ordered_at"}.)");
}

FactSettings read_fact(const Json& given) {
  Options options(given, R"(an entry of option "facts")");
  FactSettings fact;
  fact.table = options.string("table", "");
  fact.column = options.string("column", "");
  fact.surrogate_key = options.string("surrogate_key", "");
  fact.event_time = options.string("event_time", "");
  fact.report_nulls = options.choice("nulls", {"report", "allow"}, "report") == "report";
  options.object("key");
  const Json key = options.raw("key");
  for (const auto& [column, of_history] : key.items()) {
    if (!of_history.is_string()) wrong_fact("has a \"key\" that is not made of names");
    fact.key.emplace_back(column, of_history.get<std::string>());
  }
  options.finish();
  if (fact.table.empty()) wrong_fact("lacks \"table\"");
  if (fact.column.empty() != fact.surrogate_key.empty()) {
    wrong_fact("needs both \"column\" and \"surrogate_key\"");
  }
  if (fact.column.empty() == fact.key.empty()) {
    wrong_fact("needs either \"column\" and \"surrogate_key\", or \"key\"");
  }
  if (!fact.key.empty() && fact.event_time.empty()) wrong_fact("with \"key\" needs \"event_time\"");
  return fact;
}

void require_whole_key(const FactSettings& fact, const HistoryTable& history) {
  const auto names = [&](const Column& key) {
    return std::any_of(fact.key.begin(), fact.key.end(),
                       [&](const auto& pair) { return pair.second == key.name; });
  };
  if (fact.key.size() == history.key().size() &&
      std::all_of(history.key().begin(), history.key().end(), names)) {
    return;
  }
  wrong_fact("has a \"key\" that does not give each key column once");
}

// The pieces of the query: facts as `f`, versions as `t`.
struct Pieces {
  std::vector<std::pair<std::string, std::string>> pairs;  // of the fact, of the history
  std::string event;                                       // empty: none
  std::string holds;
};

Pieces pieces_of(const FactSettings& fact, const Relation& table, const HistoryTable& history) {
  const Dialect& dialect = history.dialect();
  Pieces out;
  out.pairs = fact.key;
  if (!fact.column.empty()) out.pairs = {{fact.column, fact.surrogate_key}};
  if (fact.event_time.empty()) return out;
  out.event = event_expression(dialect, "f." + dialect.quote_identifier(fact.event_time),
                               table.column(fact.event_time).type, history.counts_moments());
  out.holds = history.begin("t") + " <= " + out.event + " AND (" + history.end("t") +
              " IS NULL OR " + out.event + " < " + history.end("t") + ")" + history.and_alive("t");
  return out;
}

FactCheck check_of(const FactSettings& fact, const Relation& table, const HistoryTable& history,
                   const Pieces& pieces, bool misdated) {
  const Dialect& dialect = history.dialect();
  FactCheck check;
  check.table = fact.table;
  std::string selected;
  std::string matched;
  std::string present;
  std::string group;
  std::string order;
  for (std::size_t i = 0; i < pieces.pairs.size(); ++i) {
    const auto& [of_fact, of_history] = pieces.pairs[i];
    const Column& column = table.column(of_fact);
    history.relation().column(of_history);
    check.columns.push_back(column);
    const std::string f = "f." + dialect.quote_identifier(of_fact);
    const std::string name = "f" + std::to_string(i + 1);
    selected.append(f).append(" AS ").append(name).append(", ");
    if (i > 0) matched += " AND ";
    matched.append(history.column("t", of_history)).append(" = ").append(f);
    present += " AND " + f + " IS NOT NULL";
    group += (i > 0 ? ", " : "") + name;
    order += (i > 0 ? ", " : "") + in_byte_order(dialect, name, column.type) + " NULLS FIRST";
  }
  if (!misdated && fact.column.empty()) matched += " AND " + pieces.holds;
  const std::string none = history.column("t", pieces.pairs.front().second) + " IS NULL";
  std::string where = misdated ? "NOT coalesce(" + pieces.holds + ", false)" : none;
  if (!misdated && !fact.report_nulls) where += present;
  const std::string event =
      pieces.event.empty() ? (history.is_sqlite() ? "NULL" : "NULL::text") : pieces.event;
  check.problem = misdated ? "misdated_fact" : "orphan_fact";
  check.words = misdated ? "a version that does not hold then" : "no version";
  check.sql = "SELECT " + group + ", count(*), min(event) FROM (SELECT " + selected + event +
              " AS event FROM " + from_as(table, "f") + (misdated ? " JOIN " : " LEFT JOIN ") +
              from_as(history.relation(), "t") + " ON " + matched + " WHERE " + where +
              ") AS o GROUP BY " + group + " ORDER BY " + order;
  return check;
}

}  // namespace

std::vector<FactSettings> read_facts(Options& options) {
  const Json given = options.raw("facts");
  std::vector<FactSettings> out;
  if (given.is_null()) return out;
  const Json list = given.is_array() ? given : Json::array({given});
  for (const Json& fact : list) {
    if (!fact.is_object()) wrong_fact("is no object");
    out.push_back(read_fact(fact));
  }
  return out;
}

std::vector<FactCheck> fact_checks(engine::Session& session, const HistoryTable& history,
                                   const std::vector<FactSettings>& facts) {
  std::vector<FactCheck> out;
  for (const FactSettings& fact : facts) {
    const Relation table = session.relation(fact.table);
    if (fact.column.empty()) require_whole_key(fact, history);
    const Pieces pieces = pieces_of(fact, table, history);
    out.push_back(check_of(fact, table, history, pieces, false));
    if (!fact.column.empty() && !fact.event_time.empty()) {
      out.push_back(check_of(fact, table, history, pieces, true));
    }
  }
  return out;
}

}  // namespace tamis::history
