// The functions of the fault-injection modules: each fails on demand, in the way its `how` names,
// from one kind of callback, while objects with destructors are alive.
//
// Linked in the place of core/catalog/catalog.cpp, so that the hosts' own glue is what is tested.
#include <new>
#include <stdexcept>
#include <string>

#include "core/catalog/function.h"
#include "core/error/error.h"

namespace tamis::catalog {
namespace {

// Counts the objects alive: not zero after a statement means that a destructor was skipped. The
// buffer makes a skipped one visible in the size of the process too.
class Tracked {
 public:
  Tracked() { ++count_; }
  Tracked(const Tracked&) = delete;
  Tracked& operator=(const Tracked&) = delete;
  ~Tracked() { --count_; }

  static std::int64_t count() noexcept { return count_; }

 private:
  static inline std::int64_t count_ = 0;
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

void fault_step(sketch::ColumnSketch&, const Value& value) {
  const Tracked tracked;
  if (value.kind() == engine::Kind::text) fail(value.bytes());
}

// The state of an aggregate is a sketch, which keeps no words for a test; so the last one said to
// tamis_fault_final stands here until its end.
std::string& last_how() {
  static std::string how;
  return how;
}

void remember_how(sketch::ColumnSketch&, const Value& value) { last_how() = value.bytes(); }

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

document::Json fault_live(engine::Session&, Arguments) { return Tracked::count(); }

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
  static const std::vector<Function> functions = fault_functions();
  return functions;
}

}  // namespace tamis::catalog
