// SAVEPOINT inside a SQL function, undone whatever happens.
#pragma once

#include <string>
#include <string_view>

#include "core/engine/session.h"
#include "sqlite_extension/statement.h"

namespace tamis::sqlite {

class SqliteSavepoint final : public engine::Savepoint {
 public:
  // Throws wrong_context where the outer statement writes: SQLite then takes no savepoint.
  SqliteSavepoint(sqlite3* db, const std::string& name, std::string_view function);
  ~SqliteSavepoint() override;
  SqliteSavepoint(const SqliteSavepoint&) = delete;
  SqliteSavepoint& operator=(const SqliteSavepoint&) = delete;

  void release() override;

 private:
  // Made before they are needed: undoing must work without memory and after an interrupt, when
  // SQLite no longer prepares statements.
  Statement begin_;
  Statement release_;
  Statement rollback_;
  Statement interrupted_write_;
  Statement rollback_all_;
  sqlite3* db_;
  bool open_ = false;
};

}  // namespace tamis::sqlite
