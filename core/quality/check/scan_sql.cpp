#include "core/quality/check/scan_sql.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/quality/check/metrics.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Column;
using engine::ColumnType;
using engine::Dialect;

bool is_postgresql(const Dialect& dialect) noexcept {
  return dialect.engine() == Dialect::Engine::postgresql;
}

// The class of a column whose type the engine enforces.
std::string stored_class(const Dialect& dialect, const Column& column) {
  if (!is_postgresql(dialect)) return {};
  switch (column.type) {
    case ColumnType::integer: return "integer";
    case ColumnType::real: return "real";
    case ColumnType::blob: return "blob";
    case ColumnType::text: return "text";
    case ColumnType::unknown: return column.declared.empty() ? "text" : column.declared;
    default: return std::string(engine::name_of(column.type));
  }
}

std::size_t place_of(std::vector<std::string>& list, const std::string& item) {
  const auto found = std::find(list.begin(), list.end(), item);
  if (found == list.end()) list.push_back(item);
  return static_cast<std::size_t>(std::find(list.begin(), list.end(), item) - list.begin());
}

// The columns a rule looks at; that of a total comes last.
std::vector<std::string> columns_of(const Rule& rule) {
  std::vector<std::string> out = rule.columns;
  const Json& total = rule.argument("total_column");
  if (rule.check == Check::sum_equals && total.is_string()) {
    out.push_back(total.get<std::string>());
  }
  return out;
}

bool is_moment(engine::ColumnType type) noexcept {
  return type == engine::ColumnType::date || type == engine::ColumnType::timestamp ||
         type == engine::ColumnType::timestamptz;
}

// How a text is to be read says nothing of a value that the engine holds as a moment: one contract
// judges a table of texts and the typed table cleaned from it. In PostgreSQL such a column holds
// nothing else; SQLite's types are labels, so there ISO 8601 is read beside what the rule says.
Json arguments_of(const Dialect& dialect, const engine::Relation& relation, const Rule& rule) {
  Json out = rule.arguments;
  if (!out.contains("formats") || rule.columns.size() != 1) return out;
  if (rule.check == Check::format || !is_moment(relation.column(rule.columns.front()).type)) {
    return out;
  }
  if (is_postgresql(dialect)) {
    out.erase("formats");
    out.erase("order");
    return out;
  }
  const bool day = relation.column(rule.columns.front()).type == engine::ColumnType::date;
  out["formats"].push_back(day ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss");
  return out;
}

// One call while rules are added to it.
class Call {
 public:
  Call(const Dialect& dialect, const engine::Relation& relation, const CheckOptions& options)
      : dialect_(dialect), relation_(relation), options_(options) {}

  bool has_room(const PlannedRule& planned) const {
    std::vector<std::string> names = names_;
    std::vector<std::string> conditions = conditions_;
    for (const std::string& column : columns_of(*planned.rule)) place_of(names, column);
    for (const std::string* sql : {&planned.where, &planned.expression}) {
      if (!sql->empty()) place_of(conditions, *sql);
    }
    return rules_.empty() || names.size() + conditions.size() <= kMostArguments;
  }

  void add(const PlannedRule& planned, std::size_t place) {
    const Rule& rule = *planned.rule;
    asks_storage_ = asks_storage_ || rule.check == Check::storage;
    Json columns = Json::array();
    for (const std::string& column : columns_of(rule)) columns.push_back(place_of(names_, column));
    Json out = {{"id", rule.id.empty() ? rule.name : rule.id},
                {"check", rule.kind().name},
                {"columns", std::move(columns)}};
    if (!rule.logical_type.empty()) out["type"] = rule.logical_type;
    Json arguments = arguments_of(dialect_, relation_, rule);
    if (!arguments.empty() && rule.check != Check::expression) {
      out["arguments"] = std::move(arguments);
    }
    forms_.push_back(std::move(out));
    for (const auto& [key, sql] :
         {std::pair{"where", &planned.where}, std::pair{"condition", &planned.expression}}) {
      if (sql->empty()) continue;
      later_.push_back({forms_.size() - 1, key, place_of(conditions_, *sql)});
    }
    rules_.push_back(place);
  }

  RulesCall finished() && {
    for (const Later& later : later_) {
      forms_[later.form][later.key] = names_.size() + later.condition;
    }
    Json stored = Json::array();
    RulesCall out;
    for (const std::string& name : names_) {
      const Column& column = relation_.column(name);
      stored.push_back(stored_class(dialect_, column));
      out.values.push_back(value_sql(dialect_, column));
    }
    for (const std::string& condition : conditions_) {
      // Any condition as true, false or NULL, also where the engine takes a number for one.
      out.values.push_back("NOT (NOT " + condition + ")");
    }
    // PostgreSQL calls no function of any number of arguments with none.
    if (out.values.empty()) out.values.emplace_back("CAST(NULL AS text)");
    Json form = {{"names", names_}, {"values", out.values.size()}, {"rules", std::move(forms_)}};
    if (is_postgresql(dialect_) && asks_storage_) form["stored"] = std::move(stored);
    if (options_.samples > 0) form["samples"] = std::min(options_.samples, kMostSamples);
    if (options_.mask) form["mask"] = true;
    out.form = document::canonical(form);
    out.rules = std::move(rules_);
    return out;
  }

 private:
  // Conditions stand behind all columns, of which the number is known in the end.
  struct Later {
    std::size_t form;
    const char* key;
    std::size_t condition;
  };

  const Dialect& dialect_;
  const engine::Relation& relation_;
  const CheckOptions& options_;
  std::vector<std::string> names_;
  std::vector<std::string> conditions_;
  std::vector<std::size_t> rules_;
  std::vector<Later> later_;
  Json forms_ = Json::array();
  bool asks_storage_ = false;
};

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out.append(", ").append(part);
  return out;
}

}  // namespace

std::string value_sql(const Dialect& dialect, const Column& column) {
  std::string name = dialect.quote_identifier(column.name);
  if (!is_postgresql(dialect)) return name;
  switch (column.type) {
    case ColumnType::boolean:
    case ColumnType::integer:
    case ColumnType::real:
    case ColumnType::decimal:
    case ColumnType::text:
    case ColumnType::blob:
    case ColumnType::date:
    case ColumnType::timestamp:
    case ColumnType::timestamptz: return name;
    default: return dialect.as_text(name, column.type);
  }
}

std::vector<RulesCall> plan_calls(const Dialect& dialect, const engine::Relation& relation,
                                  std::span<const PlannedRule> rules, const CheckOptions& options) {
  std::vector<Call> calls;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (calls.empty() || !calls.back().has_room(rules[i])) {
      calls.emplace_back(dialect, relation, options);
    }
    calls.back().add(rules[i], i);
  }
  std::vector<RulesCall> out;
  for (Call& call : calls) out.push_back(std::move(call).finished());
  return out;
}

std::string scan_sql(const Dialect& dialect, const engine::Relation& relation,
                     std::span<const RulesCall> calls, const profile::RowNames& rows) {
  const std::string row = rows.arguments(dialect);
  std::string out = "SELECT ";
  for (const RulesCall& call : calls) {
    if (&call != &calls.front()) out += ", ";
    out += "tamis_check_rows(" + dialect.quote_literal(call.form) + ", " +
           (row.empty() ? "CAST(NULL AS bigint)" : row) + joined(call.values) + ")";
  }
  return out + " FROM " + relation.sql;
}

std::string violations_sql(const Dialect& dialect, const RulesCall& call) {
  return "tamis_violations(" + dialect.quote_literal(call.form) + joined(call.values) + ")";
}

std::string broken_rows_sql(const Dialect& dialect, const engine::Relation& relation,
                            const PlannedRule& planned) {
  const std::string select = "SELECT * FROM " + relation.sql + " WHERE ";
  const std::string within = planned.where.empty() ? "" : planned.where + " AND ";
  Rule rule = *planned.rule;
  if (rule.check == Check::expression) return select + within + "NOT " + planned.expression;
  if (rule.kind().mode == Mode::metric) {
    const Json& metric = rule.argument("metric");
    if (!metric.is_string() || !counts_absence(metric.get<std::string>())) return {};
    rule.check =
        metric.get<std::string>().starts_with("null") ? Check::not_null : Check::not_missing;
    rule.arguments = Json::object();
  }
  const PlannedRule alone{.rule = &rule, .where = {}, .expression = {}};
  CheckOptions options;
  options.samples = 0;
  const auto calls = plan_calls(dialect, relation, std::span(&alone, 1), options);
  return select + within + violations_sql(dialect, calls.front()) + " IS NOT NULL";
}

}  // namespace tamis::quality
