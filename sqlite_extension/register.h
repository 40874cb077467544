// Making one declared function known to a connection.
#pragma once

#include "core/catalog/function.h"
#include "sqlite_extension/api.h"

namespace tamis::sqlite {

// What SQLite keeps for a function and hands back with each call.
struct Registration {
  const catalog::Function* function;
  // For calls without a constant argument to hang a compiled form on. A connection's functions
  // run one at a time.
  catalog::CallSite site;
};

// For SQLite to call when it needs the registration no more.
inline void forget(void* registered) { delete static_cast<Registration*>(registered); }

inline Registration& registration(sqlite3_context* context) noexcept {
  return *static_cast<Registration*>(sqlite3_user_data(context));
}

// The callbacks of a SQL function, of the kind that its callable asks for.
struct Callbacks {
  void (*call)(sqlite3_context*, int, sqlite3_value**) = nullptr;
  void (*step)(sqlite3_context*, int, sqlite3_value**) = nullptr;
  void (*finish)(sqlite3_context*) = nullptr;
  int flags = 0;
};

Callbacks scalar_callbacks() noexcept;
Callbacks aggregate_callbacks() noexcept;
Callbacks row_aggregate_callbacks() noexcept;
Callbacks action_callbacks() noexcept;

// Makes a Report an eponymous virtual table; returns SQLite's code.
int create_report_table(sqlite3* db, const catalog::Function& function);

}  // namespace tamis::sqlite
