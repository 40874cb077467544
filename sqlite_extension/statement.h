// A prepared statement of ours and the rows it gives.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/engine/session.h"
#include "sqlite_extension/api.h"

namespace tamis::sqlite {

// The part of a result code that is no extension.
inline constexpr int kPrimaryCode = 0xFF;

// Throws what `rc` of the connection's last call means: bad_alloc, cancelled, or an EngineError
// with SQLite's message.
[[noreturn]] void throw_engine_error(sqlite3* db, int rc);

// Whether a text has spaces, semicolons and comments only, of which SQLite makes no statement.
bool is_blank(std::string_view sql) noexcept;

class Statement {
 public:
  // Throws for SQL that is no single statement.
  Statement(sqlite3* db, std::string_view sql);

  void bind(std::span<const engine::Value> parameters);
  // Advances; false after the last row.
  bool step();
  void reset() noexcept { sqlite3_reset(handle_.get()); }

  // The result's columns, named and declared as SQLite says.
  std::vector<engine::Column> columns() const;
  // Of the current row; valid until step().
  engine::Value value(std::size_t column);
  // All of them. Call it while a function of ours runs: the engine holds the connection's mutex.
  void read(std::span<engine::Value> row);

  sqlite3_stmt* handle() const noexcept { return handle_.get(); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
  };
  sqlite3* db_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

class StatementRows final : public engine::Rows {
 public:
  StatementRows(Statement statement);

  std::span<const engine::Column> columns() const noexcept override { return columns_; }
  bool next() override;
  engine::Value at(std::size_t i) override { return statement_.value(i); }

 private:
  Statement statement_;
  std::vector<engine::Column> columns_;
  // A statement stepped past its end would start again.
  bool ended_ = false;
};

}  // namespace tamis::sqlite
