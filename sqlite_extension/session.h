// The engine's port over the connection that a function was called on.
//
// What runs here runs in the caller's transaction, inside the caller's statement. SQLite allows
// that, savepoints included, as long as the outer statement only reads: `SELECT tamis_x(...)`.
// SQLite has no statement-level undo for it, so an action brings a savepoint of its own.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"
#include "sqlite_extension/api.h"
#include "sqlite_extension/statement.h"

namespace tamis::sqlite {

class SqliteSession final : public engine::Session {
 public:
  // `function`: the SQL function being called, for messages; outlives the session.
  SqliteSession(sqlite3* db, std::string_view function) : db_(db), function_(function) {}

  const engine::Dialect& dialect() const noexcept override;

  std::unique_ptr<engine::Rows> query(std::string_view sql,
                                      std::span<const engine::Value> parameters) override;
  void read_rows(std::string_view sql, std::span<const engine::Value> parameters,
                 engine::RowSink& sink) override;
  std::int64_t execute(std::string_view sql, std::span<const engine::Value> parameters) override;
  std::int64_t execute_many(std::string_view sql, engine::ParameterRows& rows) override;
  std::unique_ptr<engine::Savepoint> savepoint() override;
  std::optional<engine::Refusal> attempt(const std::function<void()>& reading) override;
  std::optional<engine::Refusal> attempt_work(const std::function<void()>& work) override;
  std::string target_sql(std::string_view argument) override;

  // SQLite has no channel for messages: to a terminal, or to nobody.
  void notice(std::string_view text) override;
  void check_interrupt() override;
  bool statement_is_atomic() const noexcept override { return false; }
  bool read_only() override;
  // The process's own rights decide.
  void require_file_access(bool) override {}
  void require_program_execution() override {}
  std::vector<std::pair<std::string, std::string>> server_settings(
      std::string_view server) override;
  std::string user() override { return {}; }

 protected:
  std::optional<engine::Relation> lookup(std::span<const engine::NamePart> parts) override;
  engine::Relation describe_query(std::string_view query) override;

 private:
  // Runs `work`; what ended it, unless that must end the statement too.
  std::optional<engine::Refusal> refusal_of(const std::function<void()>& work);
  // Where a name is looked for: the schema named, or all in SQLite's order.
  std::vector<std::string> schemas(std::span<const engine::NamePart> parts);
  std::vector<engine::Column> table_columns(std::string_view schema, std::string_view table);

  sqlite3* db_;
  std::string_view function_;
  int savepoints_ = 0;
  std::optional<Statement> probe_;
  std::chrono::steady_clock::time_point probed_;
};

}  // namespace tamis::sqlite
