// The functions of the fault-injection modules. tamis_fault_* fail on demand, in the way their
// `how` names, each from one kind of callback, while objects with destructors are alive.
// tamis_probe_* show what a host hands to the core.
//
// Linked in the place of core/catalog/catalog.cpp, so that the hosts' own glue is what is tested.
#include <array>
#include <iterator>
#include <new>
#include <stdexcept>
#include <string>

#include "core/catalog/function.h"
#include "core/error/error.h"
#include "core/quality/check/run.h"

namespace tamis::catalog {
namespace {

// Counts the objects alive: not zero after a statement means that a destructor was skipped. The
// buffer makes a skipped one visible in the size of the process too.
class Tracked {
 public:
  Tracked() { ++live; }
  Tracked(const Tracked&) = delete;
  Tracked& operator=(const Tracked&) = delete;
  ~Tracked() { --live; }

  static std::int64_t count() noexcept { return live; }

 private:
  static inline std::int64_t live = 0;
  std::string buffer_ = std::string(64 * 1024, 'x');
};

void fail(std::string_view how) {
  const Tracked near_the_throw;
  if (how == "error") {
    throw Error(Code::out_of_range, "the fault asked for", "It was thrown on purpose.",
                "Ask for \"none\".");
  }
  if (how == "std") throw std::runtime_error("a standard exception");
  if (how == "int") throw 42;
  if (how == "bad_alloc") throw std::bad_alloc();
  if (how == "length") throw std::length_error("too long");
}

Value fault_scalar(CallContext&, Arguments arguments) {
  const Tracked tracked;
  fail(arguments[0].bytes());
  return arguments[0];
}

void fault_step(sketch::Intake&, const Value& value, const sketch::RowRef&) {
  const Tracked tracked;
  if (value.kind() == engine::Kind::text) fail(value.bytes());
}

// The state of an aggregate is a sketch, which keeps no words for a test; so the last one said to
// tamis_fault_final stands here until its end.
std::string& last_how() {
  static std::string how;
  return how;
}

void remember_how(sketch::Intake&, const Value& value, const sketch::RowRef&) {
  last_how() = value.bytes();
}

std::string fault_finish(const sketch::ColumnSketch&) {
  const Tracked tracked;
  fail(last_how());
  return last_how();
}

class FaultyRows final : public RowProducer {
 public:
  explicit FaultyRows(std::string_view how) : how_(how) {}

  bool next(std::span<Value> row) override {
    if (at_ == kRows) {
      fail(how_);
      return false;
    }
    row[0] = Value::integer(++at_);
    row[1] = Value::text(how_);
    return true;
  }

 private:
  static constexpr std::int64_t kRows = 3;
  Tracked tracked_;
  std::string how_;
  std::int64_t at_ = 0;
};

std::unique_ptr<RowProducer> fault_rows(engine::Session&, Arguments arguments) {
  return std::make_unique<FaultyRows>(arguments[0].bytes());
}

std::int64_t run(engine::Session& session, std::string_view sql) {
  if (!sql.starts_with("select")) return session.execute(sql);
  const auto rows = session.query(sql);
  std::int64_t count = 0;
  while (rows->next()) {
    const Tracked tracked;
    if (!rows->columns().empty()) (void)rows->at(0);
    ++count;
  }
  return count;
}

// Runs the statement inside a savepoint and under live objects, then fails; "undo" succeeds but
// leaves the savepoint to its destructor.
document::Json fault_action(engine::Session& session, Arguments arguments) {
  const Tracked tracked;
  const std::string_view how = arguments[0].bytes();
  const auto savepoint = session.savepoint();
  const std::int64_t rows = run(session, arguments[1].bytes());
  fail(how);
  if (how != "undo") savepoint->release();
  return {{"rows", rows}};
}

// Counts rows under live objects; at the third it fails, or with "spin" asks until it is cancelled.
class FaultySink final : public engine::RowSink {
 public:
  FaultySink(engine::Session& session, std::string_view how) : session_(session), how_(how) {}

  void row(std::span<const Value>) override {
    const Tracked tracked;
    if (++rows_ != 3) return;
    fail(how_);
    while (how_ == "spin") session_.check_interrupt();
    if (how_ == "notice") session_.notice("three rows");
  }
  std::int64_t rows() const noexcept { return rows_; }

 private:
  engine::Session& session_;
  std::string how_;
  std::int64_t rows_ = 0;
};

// "caught" fails and goes on: the session has to be well at once.
document::Json fault_read(engine::Session& session, Arguments arguments) {
  const Tracked tracked;
  const std::string_view how = arguments[0].bytes();
  FaultySink sink(session, how == "caught" ? "error" : how);
  try {
    session.read_rows(arguments[1].bytes(), {}, sink);
  } catch (const Error&) {
    if (how != "caught") throw;
    (void)engine::query_integer(session, "SELECT 1");
  }
  return {{"rows", sink.rows()}};
}

document::Json fault_live(engine::Session&, Arguments) { return Tracked::count(); }

std::string_view word(engine::Kind kind) {
  switch (kind) {
    case engine::Kind::null: return "null";
    case engine::Kind::boolean: return "boolean";
    case engine::Kind::integer: return "integer";
    case engine::Kind::real: return "real";
    case engine::Kind::decimal: return "decimal";
    case engine::Kind::text: return "text";
    case engine::Kind::blob: return "blob";
  }
  return "none";
}

// "integer 5", "text a", "null"; a blob as the number of its bytes.
std::string described(const Value& value) {
  std::string out(word(value.kind()));
  if (value.is_null()) return out;
  if (value.kind() == engine::Kind::blob) return out + " " + std::to_string(value.bytes().size());
  char buffer[engine::kNumberText];
  return out + " " + std::string(engine::to_text(value, buffer));
}

Value probe_values(CallContext& context, Arguments arguments) {
  std::string all;
  for (const Value& value : arguments) all += (all.empty() ? "" : "|") + described(value);
  const auto out = context.buffer(all.size());
  all.copy(out.data(), all.size());
  return Value::text({out.data(), all.size()});
}

document::Json probe_rows(engine::Session& session, Arguments arguments) {
  const engine::Relation relation = session.relation(arguments[0].bytes());
  const auto rows = session.query("SELECT * FROM " + relation.sql);
  document::Json out = document::Json::array();
  while (rows->next()) {
    document::Json row = document::Json::array();
    for (std::size_t i = 0; i < rows->columns().size(); ++i) row.push_back(described(rows->at(i)));
    out.push_back(std::move(row));
  }
  return out;
}

class Describer final : public engine::RowSink {
 public:
  void row(std::span<const Value> values) override {
    document::Json row = document::Json::array();
    for (const Value& value : values) row.push_back(described(value));
    rows.push_back(std::move(row));
  }
  document::Json rows = document::Json::array();
};

document::Json probe_read(engine::Session& session, Arguments arguments) {
  Describer all;
  session.read_rows(arguments[0].bytes(), arguments.subspan(1), all);
  return all.rows;
}

std::int64_t count_rows(engine::Session& session, const std::string& from) {
  const auto rows = session.query("SELECT count(*) FROM " + from);
  rows->next();
  return rows->at(0).as_integer();
}

// What a user's SQL does where writing is refused: `as` is "condition" (on the rows of the table),
// "query", or "fault" for a C++ error of that kind. The session has to work on after it.
document::Json probe_reading(engine::Session& session, Arguments arguments) {
  const engine::Relation table = session.relation(arguments[0].bytes());
  const std::string_view as = arguments[1].bytes();
  const std::string text(arguments[2].bytes());
  document::Json out;
  const auto failure = session.attempt([&] {
    const Tracked tracked;
    const auto streaming = session.query("SELECT * FROM " + table.sql);
    streaming->next();
    if (as == "fault") fail(text);
    if (as == "condition") {
      out["rows"] = count_rows(session, table.sql + " WHERE " + session.condition(table, text));
    } else {
      out["rows"] = count_rows(session, session.relation("(" + text + ")").sql);
    }
  });
  if (failure) out = {{"error", failure->message}};
  out["left"] = count_rows(session, table.sql);
  out["written"] = session.execute("UPDATE " + table.sql + " SET a = a");
  return out;
}

// One rule on its own, judged as a contract's rules are.
document::Json probe_rule(engine::Session& session, Arguments arguments) {
  const engine::Relation relation = session.relation(arguments[0].bytes());
  const document::Json given = document::parse(arguments[1].bytes(), "rule");
  quality::Rule rule;
  const quality::Kind* const kind = quality::find_kind(given.at("check").get<std::string>());
  if (kind == nullptr) throw Error(Code::invalid_value, "no such check");
  rule.check = kind->check;
  rule.id = given.value("id", "r");
  rule.columns = given.value("columns", std::vector<std::string>());
  rule.arguments = given.value("arguments", document::Json::object());
  rule.where = given.value("where", "");
  rule.logical_type = given.value("type", "");
  quality::CheckOptions options;
  options.samples = given.value("samples", std::size_t{5});
  options.mask = given.value("mask", false);
  options.now = given.value("now", "");
  document::Json out;
  const auto failure = session.attempt([&] {
    const quality::RuleResult result =
        kind->mode == quality::Mode::set
            ? quality::run_set_rule(session, relation, rule, options)
            : quality::run_table_rule(session, relation, rule, options);
    out = {{"status", quality::name_of(result.status)},
           {"counts", {result.evaluated, result.failed, result.skipped}},
           {"samples", result.samples},
           {"sql", result.sql}};
    if (!result.observed.is_null()) out["observed"] = result.observed;
    if (!result.message.empty()) out["message"] = result.message;
  });
  if (failure) out = {{"error", failure->message}};
  return out;
}

document::Json probe_parameters(engine::Session& session, Arguments arguments) {
  const auto rows = session.query("SELECT " + session.dialect().parameter(1), arguments);
  rows->next();
  return described(rows->at(0));
}

document::Json probe_relation(engine::Session& session, Arguments arguments) {
  const engine::Relation relation = session.relation(arguments[0].bytes());
  constexpr std::array<std::string_view, 3> kForms = {"table", "view", "query"};
  document::Json columns = document::Json::array();
  for (const engine::Column& column : relation.columns) {
    columns.push_back(column.name + " " + column.declared + " " +
                      std::string(engine::name_of(column.type)) +
                      (column.not_null ? " not_null" : "") + (column.primary_key ? " key" : ""));
  }
  return {{"sql", relation.sql},
          {"form", kForms[static_cast<std::size_t>(relation.form)]},
          {"columns", std::move(columns)}};
}

document::Json probe_session(engine::Session& session, Arguments arguments) {
  session.notice("a notice");
  session.check_interrupt();
  return {{"target", session.target_sql(arguments[0].bytes())},
          {"user", session.user()},
          {"read_only", session.read_only()},
          {"atomic", session.statement_is_atomic()}};
}

document::Json probe_file_access(engine::Session& session, Arguments arguments) {
  session.require_file_access(arguments[0].as_boolean());
  return true;
}

std::vector<Function> probe_functions() {
  return {
      {.name = "tamis_probe_values",
       .parameters = {{"value", Type::value, Parameter::Arity::variadic}},
       .result = Type::text,
       .columns = {},
       .callable = Scalar{probe_values, false},
       .doc = "the kinds and texts of its arguments"},
      {.name = "tamis_probe_typed",
       .parameters = {{"a", Type::text},
                      {"b", Type::bigint},
                      {"c", Type::number},
                      {"d", Type::boolean},
                      {"options", Type::json, Parameter::Arity::optional},
                      {"e", Type::text, Parameter::Arity::optional}},
       .result = Type::text,
       .columns = {},
       .callable = Scalar{probe_values},
       .doc = "the kinds and texts of its arguments, which have types"},
      {.name = "tamis_probe_rows",
       .parameters = {{"table", Type::text}},
       .result = Type::json,
       .columns = {},
       .callable = Action{probe_rows},
       .doc = "the kinds and texts of all values of a table"},
      {.name = "tamis_probe_read",
       .parameters = {{"sql", Type::text}, {"parameter", Type::value, Parameter::Arity::optional}},
       .result = Type::json,
       .columns = {},
       .callable = Action{probe_read},
       .doc = "the kinds and texts of what a query gives a sink"},
      {.name = "tamis_probe_parameter",
       .parameters = {{"value", Type::value, Parameter::Arity::optional}},
       .result = Type::json,
       .columns = {},
       .callable = Action{probe_parameters},
       .doc = "the kind and text of a value that went through a statement's parameter"},
      {.name = "tamis_probe_relation",
       .parameters = {{"table", Type::text}},
       .result = Type::json,
       .columns = {},
       .callable = Action{probe_relation},
       .doc = "what a table argument stands for"},
      {.name = "tamis_probe_session",
       .parameters = {{"target", Type::text}},
       .result = Type::json,
       .columns = {},
       .callable = Action{probe_session},
       .doc = "what the session says of itself, and where a table would be made"},
      {.name = "tamis_probe_reading",
       .parameters = {{"table", Type::text}, {"as", Type::text}, {"sql", Type::text}},
       .result = Type::json,
       .columns = {},
       .callable = Action{probe_reading},
       .doc = "what becomes of SQL that a user wrote, which may only read"},
      {.name = "tamis_probe_rule",
       .parameters = {{"table", Type::text}, {"rule", Type::json}},
       .result = Type::json,
       .columns = {},
       .callable = Action{probe_rule},
       .doc = "the outcome of one rule"},
      {.name = "tamis_probe_file_access",
       .parameters = {{"write", Type::boolean}},
       .result = Type::json,
       .columns = {},
       .callable = Action{probe_file_access},
       .doc = "true, or the error of a user who may not",
       .privilege = Privilege::read_files},
  };
}

std::vector<Function> fault_functions() {
  return {
      {.name = "tamis_fault_scalar",
       .parameters = {{"how", Type::text}},
       .result = Type::text,
       .columns = {},
       .callable = Scalar{fault_scalar},
       .doc = "fails from a scalar"},
      {.name = "tamis_fault_step",
       .parameters = {{"value", Type::value}},
       .result = Type::sketch,
       .columns = {},
       .callable = Aggregate{fault_step},
       .doc = "fails from an aggregate's step"},
      {.name = "tamis_fault_final",
       .parameters = {{"value", Type::value}},
       .result = Type::text,
       .columns = {},
       .callable = Aggregate{remember_how, fault_finish},
       .doc = "fails from an aggregate's end, as the last value says"},
      {.name = "tamis_fault_rows",
       .parameters = {{"how", Type::text}},
       .result = Type::text,
       .columns = {{"n", Type::bigint}, {"said", Type::text}},
       .callable = Report{fault_rows},
       .doc = "gives three rows, then fails"},
      {.name = "tamis_fault_action",
       .parameters = {{"how", Type::text}, {"sql", Type::text}},
       .result = Type::json,
       .columns = {},
       .callable = Action{fault_action},
       .doc = "runs a statement under live objects, then fails"},
      {.name = "tamis_fault_read",
       .parameters = {{"how", Type::text}, {"sql", Type::text}},
       .result = Type::json,
       .columns = {},
       .callable = Action{fault_read},
       .doc = "reads a query's rows with a sink that fails at the third"},
      {.name = "tamis_fault_live",
       .parameters = {},
       .result = Type::json,
       .columns = {},
       .callable = Action{fault_live},
       .doc = "the number of live objects of the functions above"},
  };
}

}  // namespace

std::span<const Function> catalog() {
  static const std::vector<Function> kFunctions = [] {
    std::vector<Function> all = fault_functions();
    std::vector<Function> probes = probe_functions();
    std::move(probes.begin(), probes.end(), std::back_inserter(all));
    return all;
  }();
  return kFunctions;
}

}  // namespace tamis::catalog
