#include "sqlite_extension/savepoint.h"

#include "core/error/error.h"
#include "sqlite_extension/guard.h"

namespace tamis::sqlite {

SqliteSavepoint::SqliteSavepoint(sqlite3* db, const std::string& name, std::string_view function)
    : begin_(db, "SAVEPOINT " + name),
      release_(db, "RELEASE " + name),
      rollback_(db, "ROLLBACK TO " + name),
      interrupted_write_(db, "BEGIN IMMEDIATE"),
      rollback_all_(db, "ROLLBACK"),
      db_(db) {
  const int rc = sqlite3_step(begin_.handle());
  if ((rc & kPrimaryCode) == SQLITE_BUSY) {
    throw Error(Code::wrong_context,
                std::string(function) + " must be called in a SELECT of its own", {},
                "It can't be part of an INSERT, UPDATE or DELETE.");
  }
  if (rc != SQLITE_DONE) throw_engine_error(db, rc);
  begin_.reset();
  open_ = true;
}

// Nothing half-done may stay. After an interrupt SQLite runs no ROLLBACK TO until the outer
// statement has ended, too late for us. A writing statement that is interrupted makes SQLite roll
// the whole transaction back, as it documents for an interrupted INSERT; that is what happened
// here, so one is run: it can't start, because the interrupt stands, and could not begin a
// transaction inside ours if it did. Whatever else fails ends with the transaction undone, too.
SqliteSavepoint::~SqliteSavepoint() {
  if (!open_ || sqlite3_get_autocommit(db_) != 0) return;
  if (sqlite3_step(rollback_.handle()) == SQLITE_DONE &&
      sqlite3_step(release_.handle()) == SQLITE_DONE) {
    return;
  }
  sqlite3_step(interrupted_write_.handle());
  if (sqlite3_get_autocommit(db_) == 0) sqlite3_step(rollback_all_.handle());
}

void SqliteSavepoint::release() {
  // An inner failure took the whole transaction with it; SQLite's own words for that.
  if (sqlite3_get_autocommit(db_) != 0) {
    throw EngineError(SQLITE_ABORT_ROLLBACK, "abort due to ROLLBACK");
  }
  const int rc = sqlite3_step(release_.handle());
  if (rc != SQLITE_DONE) throw_engine_error(db_, rc);
  open_ = false;
}

}  // namespace tamis::sqlite
