// Aggregates: rows into a sketch, the sketch into a result.
#include <string>

#include "core/sketch/intake.h"
#include "core/sketch/sketch.h"
#include "sqlite_extension/arguments.h"
#include "sqlite_extension/guard.h"
#include "sqlite_extension/memory.h"
#include "sqlite_extension/register.h"
#include "sqlite_extension/values.h"

namespace tamis::sqlite {
namespace {

using sketch::ColumnSketch;
using sketch::Intake;

// Lives in SQLite's aggregate context, which comes zeroed and is freed by SQLite.
struct State {
  Intake* intake;
  bool failed;
};

State& state_of(sqlite3_context* context) {
  auto* const state = static_cast<State*>(sqlite3_aggregate_context(context, sizeof(State)));
  if (state == nullptr) throw std::bad_alloc();
  if (state->intake == nullptr) {
    state->intake = make_in_sqlite<Intake>(sqlite_memory()).release();
  }
  return *state;
}

sketch::RowRef row_of(const catalog::Function& function, std::span<sqlite3_value* const> given) {
  if (given.size() < 2) return {};
  if (sqlite3_value_type(given[1]) == SQLITE_INTEGER) {
    return {.table = 0, .row = sqlite3_value_int64(given[1]), .known = true};
  }
  const engine::Value row = checked_argument(function, function.parameters[1], given[1]);
  if (row.is_null()) return {};
  return {.table = 0, .row = row.as_integer(), .known = true};
}

void step(sqlite3_context* context, int count, sqlite3_value** given) {
  guarded(context, [&] {
    const catalog::Function& function = *registration(context).function;
    State& state = state_of(context);
    state.failed = true;
    const engine::Value value = checked_argument(function, function.parameters[0], given[0]);
    std::get<catalog::Aggregate>(function.callable)
        .step(*state.intake, value, row_of(function, {given, static_cast<std::size_t>(count)}));
    state.failed = false;
  });
}

void set_sketch_result(sqlite3_context* context, const ColumnSketch& sketch) {
  const std::size_t size = sketch.encoded_size();
  auto* const bytes = static_cast<std::byte*>(sqlite3_malloc64(size));
  if (bytes == nullptr) throw std::bad_alloc();
  sketch.encode({bytes, size});
  sqlite3_result_blob64(context, bytes, size, sqlite3_free);
}

// SQLite calls this once for every group that has a context, also to clean up after an error. A
// group without rows has none, and its result is NULL.
void finish(sqlite3_context* context) {
  auto* const state = static_cast<State*>(sqlite3_aggregate_context(context, 0));
  if (state == nullptr || state->intake == nullptr) return;
  const SqlitePtr<Intake> intake(state->intake);
  if (state->failed) return;
  guarded(context, [&] {
    const catalog::Function& function = *registration(context).function;
    const auto& aggregate = std::get<catalog::Aggregate>(function.callable);
    const ColumnSketch& sketch = intake->sketch();
    if (aggregate.finish == nullptr) {
      set_sketch_result(context, sketch);
    } else {
      const std::string result = aggregate.finish(sketch);
      set_result(context, engine::Value::text(result), function.result);
    }
  });
}

}  // namespace

Callbacks aggregate_callbacks() noexcept {
  return {.step = step, .finish = finish, .flags = SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS};
}

}  // namespace tamis::sqlite
