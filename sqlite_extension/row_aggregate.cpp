// The aggregate that judges rows: compiled rules, a row's number, and the row's values.
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/quality/check/tally.h"
#include "sqlite_extension/arguments.h"
#include "sqlite_extension/guard.h"
#include "sqlite_extension/memory.h"
#include "sqlite_extension/register.h"
#include "sqlite_extension/values.h"

namespace tamis::sqlite {
namespace {

constexpr std::size_t kFirstValue = 2;

// A group's tally, and its rules.
struct Judging {
  explicit Judging(std::string_view source)
      : rules(quality::CompiledRules::compile(source)), tally(rules, source, sqlite_memory()) {}

  quality::CompiledRules rules;
  quality::Tally tally;
  std::vector<engine::Value> row;
};

// Lives in SQLite's aggregate context, which comes zeroed and is freed by SQLite.
struct State {
  Judging* judging;
  bool failed;
};

Judging& judging_of(State& state, const catalog::Function& function, sqlite3_value* rules) {
  const engine::Value source = checked_argument(function, function.parameters[0], rules);
  if (state.judging == nullptr) {
    if (source.is_null()) catalog::require_arguments(function, {&source, 1});
    state.judging = make_in_sqlite<Judging>(source.bytes()).release();
  } else if (source.bytes() != state.judging->tally.source()) {
    throw Error(Code::invalid_value, "the rules differ from row to row", {},
                "The rules of one aggregate are one constant text.");
  }
  return *state.judging;
}

sketch::RowRef row_of(const catalog::Function& function, sqlite3_value* value) {
  const engine::Value row = checked_argument(function, function.parameters[1], value);
  if (row.is_null()) return {};
  return {.table = 0, .row = row.as_integer(), .known = true};
}

void step(sqlite3_context* context, int count, sqlite3_value** given) {
  guarded(context, [&] {
    const catalog::Function& function = *registration(context).function;
    auto* const state = static_cast<State*>(sqlite3_aggregate_context(context, sizeof(State)));
    if (state == nullptr) throw std::bad_alloc();
    state->failed = true;
    if (static_cast<std::size_t>(count) < kFirstValue) {
      throw Error(Code::invalid_value, "too few arguments: " + catalog::signature(function));
    }
    Judging& judging = judging_of(*state, function, given[0]);
    judging.row.clear();
    for (auto i = kFirstValue; i < static_cast<std::size_t>(count); ++i) {
      judging.row.push_back(from_sqlite(given[i]));
    }
    judging.tally.add(judging.rules, row_of(function, given[1]), judging.row);
    state->failed = false;
  });
}

// SQLite calls this once for every group that has a context, also to clean up after an error. A
// group without rows has none, and its result is NULL.
void finish(sqlite3_context* context) {
  auto* const state = static_cast<State*>(sqlite3_aggregate_context(context, 0));
  if (state == nullptr || state->judging == nullptr) return;
  const SqlitePtr<Judging> judging(state->judging);
  if (state->failed) return;
  guarded(context, [&] {
    const std::string result = judging->tally.result(judging->rules);
    set_result(context, engine::Value::text(result), registration(context).function->result);
  });
}

}  // namespace

Callbacks row_aggregate_callbacks() noexcept {
  return {.step = step, .finish = finish, .flags = SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS};
}

}  // namespace tamis::sqlite
