#include "sqlite_extension/read_only.h"

#include "core/error/error.h"
#include "sqlite_extension/statement.h"

namespace tamis::sqlite {
namespace {

bool is_set(sqlite3* db) {
  Statement state(db, "PRAGMA query_only");
  return state.step() && state.value(0).as_integer() != 0;
}

// This PRAGMA works while it is compiled. It is not run, because that would make every statement of
// the connection out of date, and the one that called us could open no table any more. An interrupt
// stops the compiler at a space and at the end of the text; there is neither before the semicolon.
int compile(sqlite3* db, const char* sql) noexcept {
  sqlite3_stmt* statement = nullptr;
  const int rc = sqlite3_prepare_v3(db, sql, -1, 0, &statement, nullptr);
  sqlite3_finalize(statement);
  return rc;
}

constexpr int kMostTries = 3;
constexpr const char* kOn = "PRAGMA\"query_only\"=1;";
constexpr const char* kOff = "PRAGMA\"query_only\"=0;";

}  // namespace

ReadOnly::ReadOnly(sqlite3* db) : db_(db), was_set_(is_set(db)) {
  if (was_set_) return;
  compile(db, kOn);
  if (!is_set(db)) {
    throw Error(Code::engine_error, "the connection can't be kept from writing", {},
                "An authorizer of the application may forbid PRAGMA query_only.");
  }
}

ReadOnly::~ReadOnly() {
  if (was_set_) return;
  // A connection must not stay without writes because memory was short for a moment.
  for (int tries = 0; compile(db_, kOff) == SQLITE_NOMEM && tries < kMostTries; ++tries) {
    sqlite3_db_release_memory(db_);
  }
}

}  // namespace tamis::sqlite
