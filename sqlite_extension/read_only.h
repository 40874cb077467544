// A time in which a connection takes no writes, whoever runs them.
//
// PRAGMA query_only is the means: it stops the transaction that each write begins with, also in a
// function that a SELECT calls. An authorizer would be the other one, but SQLite doesn't tell which
// one the application has set, so it could not be put back.
#pragma once

#include "sqlite_extension/api.h"

namespace tamis::sqlite {

class ReadOnly {
 public:
  explicit ReadOnly(sqlite3* db);
  ~ReadOnly();
  ReadOnly(const ReadOnly&) = delete;
  ReadOnly& operator=(const ReadOnly&) = delete;

 private:
  sqlite3* db_;
  bool was_set_;
};

}  // namespace tamis::sqlite
