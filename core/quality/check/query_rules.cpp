// Queries that users wrote. They are embedded as queries in parentheses, which refuses everything
// but one SELECT, and run where the engine refuses writes.
#include <algorithm>
#include <array>

#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/check/judging.h"
#include "core/quality/check/readings.h"
#include "core/quality/check/table_rules.h"

namespace tamis::quality {
namespace {

using document::Json;

// The query with its placeholders replaced, and without a semicolon at its end.
std::string query_of(const TableCheck& check) {
  const std::string text = text_argument(check.rule, "query");
  const std::string column = check.rule.columns.empty()
                                 ? ""
                                 : check.dialect().quote_identifier(check.rule.columns.front());
  struct Placeholder {
    std::string_view name;
    const std::string& value;
  };
  const std::array<Placeholder, 8> placeholders{{{"${table}", check.relation.sql},
                                                 {"${object}", check.relation.sql},
                                                 {"{table}", check.relation.sql},
                                                 {"{object}", check.relation.sql},
                                                 {"${column}", column},
                                                 {"${property}", column},
                                                 {"{column}", column},
                                                 {"{property}", column}}};
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    const auto* const found =
        std::find_if(placeholders.begin(), placeholders.end(),
                     [&](const Placeholder& p) { return rest.starts_with(p.name); });
    if (found == placeholders.end()) {
      out += rest.front();
      rest.remove_prefix(1);
      continue;
    }
    if (found->value.empty()) {
      throw Error(Code::invalid_value,
                  "the query names " + in_quotes(found->name) + ", and the rule has no column");
    }
    out += found->value;
    rest.remove_prefix(found->name.size());
  }
  while (!out.empty() && std::string_view(" \t\r\n;").find(out.back()) != std::string_view::npos) {
    out.pop_back();
  }
  return out;
}

[[noreturn]] void no_number(const std::string& what) {
  throw Error(Code::invalid_value, "the query must give one number, and gave " + what);
}

Json number_of(const engine::Value& value) {
  char buffer[engine::kNumberText];
  switch (value.kind()) {
    case engine::Kind::null: no_number("NULL");
    case engine::Kind::integer: return value.as_integer();
    case engine::Kind::real: return value.as_real();
    case engine::Kind::decimal: {
      Json number = document::parse(engine::to_text(value, buffer), "the query's number");
      return number;
    }
    default: no_number(in_quotes(engine::to_text(value, buffer)));
  }
}

}  // namespace

RuleResult run_sql(const TableCheck& check) {
  RuleResult out = result_of(check);
  out.sql = query_of(check);
  const engine::Relation query = check.session.relation("(" + out.sql + ")");
  if (query.columns.size() != 1) {
    no_number(std::to_string(query.columns.size()) + " columns");
  }
  const auto rows = check.session.query_few("SELECT * FROM " + query.sql + " LIMIT 2");
  if (!rows->next()) no_number("no row");
  out.observed = number_of(rows->at(0));
  if (rows->next()) no_number("several rows");
  out.evaluated = 1;
  out.failed = check.rule.tolerance.allows(out.observed.get<double>()) ? 0 : 1;
  out.conclude();
  return out;
}

RuleResult run_failed_rows(const TableCheck& check) {
  RuleResult out = result_of(check);
  out.sql = query_of(check);
  const engine::Relation query = check.session.relation("(" + out.sql + ")");
  out.failed =
      engine::query_integer(check.session, "SELECT count(*) FROM " + query.sql).value_or(0);
  const std::int64_t all =
      engine::query_integer(check.session, "SELECT count(*)" + from_sql(check)).value_or(0);
  // A query may also give rows that are none of the table's.
  out.evaluated = std::max({all, out.failed, std::int64_t{1}});
  if (out.failed > 0 && check.options.samples > 0) {
    std::string list;
    for (const engine::Column& column : query.columns) {
      list += (list.empty() ? "(" : ", (") + cell_text(check.dialect(), column) + ")" +
              std::string(by_bytes(check.dialect())) + " AS c" +
              std::to_string(&column - query.columns.data());
    }
    const auto rows = check.session.query_few(
        "SELECT * FROM (SELECT " + list + " FROM " + query.sql + ") AS broken ORDER BY " +
        numbered("c", query.columns.size()) + " LIMIT " + std::to_string(check.options.samples));
    while (rows->next()) {
      Json value = Json::object();
      for (std::size_t i = 0; i < query.columns.size(); ++i) {
        value[query.columns[i].name] = shown_value(rows->at(i), check.options.mask);
      }
      out.samples.push_back({{"value", std::move(value)}});
    }
  }
  out.conclude();
  return out;
}

}  // namespace tamis::quality
