// Functions that show what the host hands to the core and takes from it.
//
// Linked in the place of core/catalog/catalog.cpp, like the fault-injection functions.
#include <cmath>
#include <limits>
#include <string>

#include "core/catalog/function.h"
#include "core/error/error.h"
#include "core/sketch/intake.h"
#include "core/sketch/sketch.h"

namespace tamis::catalog {
namespace {

using document::Json;
using engine::Kind;

Value echo(CallContext&, Arguments arguments) { return arguments[0]; }

Value count_nulls(CallContext&, Arguments arguments) {
  std::int64_t nulls = 0;
  for (const Value& value : arguments) nulls += value.is_null() ? 1 : 0;
  return Value::integer(static_cast<std::int64_t>(arguments.size()) * 10 + nulls);
}

// How often compile() has run in this process, after this call.
std::int64_t& compilations() {
  static std::int64_t count = 0;
  return count;
}

std::int64_t compile(std::string_view) { return ++compilations(); }

Value compiled(CallContext& context, Arguments arguments) {
  return Value::integer(context.site().compiled(arguments[1].bytes(), compile));
}

Value result(CallContext& context, Arguments arguments) {
  const std::string_view kind = arguments[0].bytes();
  if (kind == "null") return {};
  if (kind == "true") return Value::boolean(true);
  if (kind == "decimal") return Value::decimal("12.50");
  if (kind == "nan") return Value::real(std::nan(""));
  if (kind == "infinity") return Value::real(-std::numeric_limits<double>::infinity());
  if (kind == "empty text") return Value::text({});
  if (kind == "empty blob") return Value::blob(std::string_view{});
  if (kind == "nul") return Value::text(std::string_view("a\0b", 3));
  const std::span<char> large = context.buffer(100'000);
  std::fill(large.begin(), large.end(), 'x');
  return Value::text({large.data(), 100'000});
}

void add(sketch::Intake& intake, const Value& value, const sketch::RowRef&) { intake.add(value); }

std::string encoded_size(const sketch::ColumnSketch& sketch) {
  return Json{{"empty", sketch.encoded_size() == 0}}.dump();
}

class CountedRows final : public RowProducer {
 public:
  CountedRows(engine::Session& session, Arguments arguments)
      : label_(arguments[0].bytes()),
        rows_(
            session.query("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                          "SELECT i FROM n LIMIT ?1",
                          std::array{arguments[1].is_null() ? Value::integer(2) : arguments[1]})) {}

  bool next(std::span<Value> row) override {
    if (!rows_->next()) return false;
    document_ = "{\"n\": " + std::to_string(rows_->at(0).as_integer()) + "}";
    row[0] = rows_->at(0);
    row[1] = Value::text(label_);
    row[2] = Value::text(document_);
    row[3] = Value::real(0.5);
    row[4] = Value::boolean(true);
    return true;
  }

 private:
  std::string_view label_;
  std::string document_;
  std::unique_ptr<engine::Rows> rows_;
};

std::unique_ptr<RowProducer> counted_rows(engine::Session& session, Arguments arguments) {
  return std::make_unique<CountedRows>(session, arguments);
}

Json relation(engine::Session& session, Arguments arguments) {
  const engine::Relation found = session.relation(arguments[0].bytes());
  Json columns = Json::array();
  for (const engine::Column& column : found.columns) {
    columns.push_back(column.name + " " + std::string(engine::name_of(column.type)) +
                      (column.not_null ? " not null" : "") + (column.primary_key ? " key" : ""));
  }
  // That it stands in FROM is part of what is promised.
  session.query("SELECT * FROM " + found.sql + " WHERE false")->next();
  constexpr std::string_view forms[] = {"table", "view", "query"};
  return {{"form", forms[static_cast<std::size_t>(found.form)]},
          {"name", found.schema + "." + found.name},
          {"columns", columns}};
}

Json count_columns(engine::Session& session, Arguments arguments) {
  return session.relation(arguments[0].bytes()).columns.size();
}

Json find_table(engine::Session& session, Arguments arguments) {
  return session.find_table(arguments[0].bytes()).has_value();
}

Json target(engine::Session& session, Arguments arguments) {
  return session.target_sql(arguments[0].bytes());
}

Json execute(engine::Session& session, Arguments arguments) {
  return session.execute(arguments[0].bytes());
}

Json bound(engine::Session& session, Arguments) {
  const Value values[] = {{},
                          Value::boolean(true),
                          Value::integer(7),
                          Value::real(0.5),
                          Value::real(std::nan("")),
                          Value::decimal("1.10"),
                          Value::text({}),
                          Value::text(std::string_view("a\0b", 3)),
                          Value::blob(std::string_view{})};
  Json seen = Json::array();
  for (const Value& value : values) {
    const auto rows = session.query("SELECT typeof(?1) || ' ' || quote(?1)", std::array{value});
    rows->next();
    seen.push_back(rows->at(0).bytes());
    if (rows->next() || rows->next()) seen.push_back("a row after the last");
  }
  return seen;
}

Json read_only(engine::Session& session, Arguments) { return session.read_only(); }

// Changes something inside a savepoint, then works on without end.
Json endless(engine::Session& session, Arguments arguments) {
  const auto savepoint = session.savepoint();
  session.execute(arguments[0].bytes());
  for (;;) session.check_interrupt();
}

Json nested(engine::Session& session, Arguments arguments) {
  const auto outer = session.savepoint();
  session.execute(arguments[0].bytes());
  {
    const auto inner = session.savepoint();
    session.execute(arguments[0].bytes());
  }
  outer->release();
  return nullptr;
}

Function scalar(std::string_view name, std::vector<Parameter> parameters, Type result,
                Value (*call)(CallContext&, Arguments), bool strict = true) {
  return {.name = name,
          .parameters = std::move(parameters),
          .result = result,
          .columns = {},
          .callable = Scalar{call, strict},
          .doc = "probes the host"};
}

Function action(std::string_view name, std::vector<Parameter> parameters,
                Json (*call)(engine::Session&, Arguments)) {
  return {.name = name,
          .parameters = std::move(parameters),
          .result = Type::json,
          .columns = {},
          .callable = Action{call},
          .doc = "probes the host"};
}

std::vector<Function> probe_functions() {
  constexpr auto optional = Parameter::Arity::optional;
  constexpr auto variadic = Parameter::Arity::variadic;
  std::vector<Function> all;
  all.push_back(scalar("probe_text", {{"value", Type::text}}, Type::text, echo));
  all.push_back(scalar("probe_json", {{"value", Type::json}}, Type::json, echo));
  all.push_back(scalar("probe_bigint", {{"value", Type::bigint}}, Type::bigint, echo));
  all.push_back(scalar("probe_number", {{"value", Type::number}}, Type::number, echo));
  all.push_back(scalar("probe_boolean", {{"value", Type::boolean}}, Type::boolean, echo));
  all.push_back(scalar("probe_sketch", {{"value", Type::sketch}}, Type::sketch, echo));
  all.push_back(scalar("probe_value", {{"value", Type::value}}, Type::value, echo));
  all.push_back(scalar("probe_strict", {{"a", Type::value}, {"b", Type::value, optional}},
                       Type::bigint, count_nulls));
  all.push_back(scalar("probe_nulls", {{"a", Type::value}, {"b", Type::value, optional}},
                       Type::bigint, count_nulls, false));
  all.push_back(
      scalar("probe_variadic", {{"a", Type::value, variadic}}, Type::bigint, count_nulls, false));
  all.push_back(scalar("probe_compiled", {{"a", Type::value}, {"options", Type::json, optional}},
                       Type::bigint, compiled));
  all.push_back(scalar("probe_result", {{"kind", Type::text}}, Type::text, result));
  all.push_back(scalar("probe_number_result", {{"kind", Type::text}}, Type::number, result));
  all.push_back({.name = "probe_sketch_of",
                 .parameters = {{"value", Type::value}},
                 .result = Type::sketch,
                 .columns = {},
                 .callable = Aggregate{add},
                 .doc = "probes the host"});
  all.push_back({.name = "probe_sum",
                 .parameters = {{"value", Type::bigint}},
                 .result = Type::json,
                 .columns = {},
                 .callable = Aggregate{add, encoded_size},
                 .doc = "probes the host"});
  all.push_back({.name = "probe_rows",
                 .parameters = {{"label", Type::text}, {"limit", Type::bigint, optional}},
                 .result = Type::text,
                 .columns = {{"n", Type::bigint},
                             {"said", Type::text},
                             {"document", Type::json},
                             {"half", Type::number},
                             {"yes", Type::boolean}},
                 .callable = Report{counted_rows},
                 .doc = "probes the host"});
  all.push_back(action("probe_relation", {{"table", Type::text}}, relation));
  all.push_back(action("probe_columns", {{"table", Type::text}}, count_columns));
  all.push_back(action("probe_find_table", {{"table", Type::text}}, find_table));
  all.push_back(action("probe_target", {{"table", Type::text}}, target));
  all.push_back(action("probe_execute", {{"sql", Type::text}}, execute));
  all.push_back(action("probe_bound", {}, bound));
  all.push_back(action("probe_read_only", {}, read_only));
  all.push_back(action("probe_endless", {{"sql", Type::text}}, endless));
  all.push_back(action("probe_nested", {{"sql", Type::text}}, nested));
  return all;
}

}  // namespace

std::span<const Function> catalog() {
  static const std::vector<Function> functions = probe_functions();
  return functions;
}

}  // namespace tamis::catalog
