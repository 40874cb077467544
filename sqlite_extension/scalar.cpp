// Scalars: values in, value out.
#include "sqlite_extension/arguments.h"
#include "sqlite_extension/guard.h"
#include "sqlite_extension/memory.h"
#include "sqlite_extension/register.h"
#include "sqlite_extension/values.h"

namespace tamis::sqlite {
namespace {

using catalog::CallSite;

// The site of this place in the query hangs on the last argument: options, or what stands in for
// them (the type of a cast); of a function of any number of arguments on the first, if that one is
// not of their number. SQLite keeps it between calls where that argument is constant and drops it
// after the call where not. A function of one argument has no such place.
CallSite& call_site(sqlite3_context* context, Registration& registered,
                    std::span<sqlite3_value* const> given) {
  const auto& parameters = registered.function->parameters;
  const bool variadic =
      !parameters.empty() && parameters.back().arity == catalog::Parameter::Arity::variadic;
  if (given.size() < 2 || (variadic && parameters.size() < 2)) return registered.site;
  const int at = variadic ? 0 : static_cast<int>(given.size()) - 1;
  if (void* const kept = sqlite3_get_auxdata(context, at)) return *static_cast<CallSite*>(kept);
  sqlite3_set_auxdata(context, at, make_in_sqlite<CallSite>().release(),
                      [](void* site) { SqliteDelete<CallSite>()(static_cast<CallSite*>(site)); });
  // With no memory to keep it, SQLite has deleted it already.
  if (void* const kept = sqlite3_get_auxdata(context, at)) return *static_cast<CallSite*>(kept);
  return registered.site;
}

void call(sqlite3_context* context, int count, sqlite3_value** given) {
  guarded(context, [&] {
    Registration& registered = registration(context);
    const catalog::Function& function = *registered.function;
    const auto& scalar = std::get<catalog::Scalar>(function.callable);
    const std::span<sqlite3_value* const> values(given, static_cast<std::size_t>(count));
    const ArgumentList arguments(function, values);
    if (scalar.strict && arguments.has_null()) return;
    catalog::CallContext call_context(call_site(context, registered, values), sqlite_memory());
    set_result(context, scalar.call(call_context, arguments.values()), function.result);
  });
}

}  // namespace

Callbacks scalar_callbacks() noexcept {
  return {.call = call, .flags = SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS};
}

}  // namespace tamis::sqlite
