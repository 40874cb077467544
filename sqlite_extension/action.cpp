// Actions: SQL functions that run SQL on the caller's connection and return a document.
#include "sqlite_extension/arguments.h"
#include "sqlite_extension/guard.h"
#include "sqlite_extension/register.h"
#include "sqlite_extension/session.h"
#include "sqlite_extension/values.h"

namespace tamis::sqlite {
namespace {

void call(sqlite3_context* context, int count, sqlite3_value** given) {
  guarded(context, [&] {
    const catalog::Function& function = *registration(context).function;
    const auto& action = std::get<catalog::Action>(function.callable);
    const ArgumentList arguments(function, {given, static_cast<std::size_t>(count)});
    catalog::require_arguments(function, arguments.values());
    SqliteSession session(sqlite3_context_db_handle(context), function.name);
    set_json_result(context, document::canonical(action.call(session, arguments.values())));
  });
}

}  // namespace

// A view or a trigger of a database somebody sent must not be able to run an action.
Callbacks action_callbacks() noexcept { return {.call = call, .flags = SQLITE_DIRECTONLY}; }

}  // namespace tamis::sqlite
