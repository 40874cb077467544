// The floor of any aggregate in SQLite: floor(value) reads each value's type and bytes through the
// C interface, as tamis_sketch() must, and does nothing with them. A loadable module for run.sh.
#include <sqlite3ext.h>

SQLITE_EXTENSION_INIT1

namespace {

void step(sqlite3_context* context, int, sqlite3_value** values) {
  auto* const bytes =
      static_cast<sqlite3_int64*>(sqlite3_aggregate_context(context, sizeof(sqlite3_int64)));
  if (bytes == nullptr) {
    sqlite3_result_error_nomem(context);
    return;
  }
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return;
  const unsigned char* const text = sqlite3_value_text(values[0]);
  if (text != nullptr) *bytes += sqlite3_value_bytes(values[0]);
}

void finish(sqlite3_context* context) {
  const auto* const bytes = static_cast<sqlite3_int64*>(sqlite3_aggregate_context(context, 0));
  sqlite3_result_int64(context, bytes == nullptr ? 0 : *bytes);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) int sqlite3_floor_init(
    sqlite3* database, char** /*message*/, const sqlite3_api_routines* api) {
  SQLITE_EXTENSION_INIT2(api);
  return sqlite3_create_function_v2(database, "floor", 1, SQLITE_UTF8, nullptr, nullptr, step,
                                    finish, nullptr);
}
