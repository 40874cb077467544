// The entry points: every function of the catalog is registered with the connection.
#include <string>
#include <variant>

#include "sqlite_extension/guard.h"
#include "sqlite_extension/register.h"

SQLITE_EXTENSION_INIT1

namespace tamis::sqlite {
namespace {

using catalog::Function;

constexpr int kOldestVersion = 3038000;

int create_with_arity(sqlite3* db, const Function& function, const Callbacks& callbacks,
                      int arity) {
  int flags = SQLITE_UTF8 | callbacks.flags;
  if (function.result == catalog::Type::json) flags |= SQLITE_RESULT_SUBTYPE;
  // SQLite calls forget() also where it fails.
  return sqlite3_create_function_v2(db, std::string(function.name).c_str(), arity, flags,
                                    new Registration{&function, {}}, callbacks.call, callbacks.step,
                                    callbacks.finish, forget);
}

// Once for each number of arguments that the declaration allows, so that SQLite itself refuses
// any other, before the statement runs.
int create_function(sqlite3* db, const Function& function, const Callbacks& callbacks) {
  const int most = catalog::accepted_arguments(function);
  if (most < 0) return create_with_arity(db, function, callbacks, most);
  for (int arity = catalog::required_arguments(function); arity <= most; ++arity) {
    if (const int rc = create_with_arity(db, function, callbacks, arity)) return rc;
  }
  return SQLITE_OK;
}

int create(sqlite3* db, const Function& function) {
  if (std::holds_alternative<catalog::Report>(function.callable)) {
    return create_report_table(db, function);
  }
  if (std::holds_alternative<catalog::Scalar>(function.callable)) {
    return create_function(db, function, scalar_callbacks());
  }
  if (std::holds_alternative<catalog::Aggregate>(function.callable)) {
    return create_function(db, function, aggregate_callbacks());
  }
  if (std::holds_alternative<catalog::RowAggregate>(function.callable)) {
    return create_function(db, function, row_aggregate_callbacks());
  }
  return create_function(db, function, action_callbacks());
}

int create_all(sqlite3* db, char** error) {
  if (sqlite3_libversion_number() < kOldestVersion) {
    *error = sqlite3_mprintf("tamis needs SQLite 3.38 or later, this is %s", sqlite3_libversion());
    return SQLITE_ERROR;
  }
  for (const Function& function : catalog::catalog()) {
    if (const int rc = create(db, function)) {
      *error = sqlite3_mprintf("%s: %s", std::string(function.name).c_str(), sqlite3_errmsg(db));
      return rc;
    }
  }
  return SQLITE_OK;
}

int initialise(sqlite3* db, char** error, const sqlite3_api_routines* api) noexcept {
  SQLITE_EXTENSION_INIT2(api);
  try {
    return create_all(db, error);
  } catch (...) {
    const Failure failure = failure_in_flight();
    *error = sqlite3_mprintf("%s", failure.text.c_str());
    return failure.code;
  }
}

}  // namespace
}  // namespace tamis::sqlite

extern "C" {

// SQLite looks the entry point up by the letters of the file's name: tamis.so, tamis_sqlite.so.
[[gnu::visibility("default")]] int sqlite3_tamis_init(sqlite3* db, char** error,
                                                      const sqlite3_api_routines* api) {
  return tamis::sqlite::initialise(db, error, api);
}

[[gnu::visibility("default")]] int sqlite3_tamissqlite_init(sqlite3* db, char** error,
                                                            const sqlite3_api_routines* api) {
  return tamis::sqlite::initialise(db, error, api);
}

}  // extern "C"
