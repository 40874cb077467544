// Runs: who did what, when, and how it ended.
//
// Every action that writes goes through run_action(): it makes the state tables if they are
// missing (SQLite), opens a savepoint where the engine's statements are not atomic, runs the work,
// records the run, and on failure undoes everything and leaves one row that says why, wherever the
// engine lets a row outlive the failure (SQLite outside the caller's transaction; in PostgreSQL a
// failed statement leaves no row, only the server log's line).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/runs/state.h"

namespace tamis::runs {

// A fresh id: 32 hex digits, time-ordered (RFC 9562 UUIDv7 without hyphens).
std::string new_id();
// RFC 3339 UTC with microseconds: 2025-01-31T23:59:59.123456Z.
std::string now_utc();

// The run in progress, as the work sees it.
class Run {
 public:
  Run(engine::Session& session, std::string id, std::string action);

  const std::string& id() const noexcept { return id_; }
  const std::string& action() const noexcept { return action_; }
  engine::Session& session() noexcept { return session_; }

  // What the run is about, for its row.
  void about(std::string source, std::string target);
  void count_rows(std::int64_t read, std::int64_t written);

  // Says how far the work is, at most every two seconds, as a notice: rows, rate and, where
  // `total` is known, the time left. Checks for cancellation.
  void progress(std::string_view step, std::int64_t done, std::int64_t total = -1);

  const std::string& source() const noexcept { return source_; }
  const std::string& target() const noexcept { return target_; }
  std::int64_t rows_read() const noexcept { return rows_read_; }
  std::int64_t rows_written() const noexcept { return rows_written_; }

 private:
  engine::Session& session_;
  std::string id_;
  std::string action_;
  std::string source_;
  std::string target_;
  std::int64_t rows_read_ = 0;
  std::int64_t rows_written_ = 0;
  std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::time_point last_said_;
};

struct Action {
  std::string_view name;  // the SQL function's
  bool dry_run = false;   // then nothing is written, the run's row included
};

// Runs `work` as described above; adds "run_id" (or "dry_run": true) to its document. Throws
// read_only before any work where the database takes no writes.
document::Json run_action(engine::Session& session, const Action& action,
                          const std::function<document::Json(Run&)>& work);

// A run that failed, told by who caught its error: where the work's own row was undone with it.
struct FailedRun {
  std::string_view action;
  std::string source;
  std::string target;
  std::string started_at;
  std::string error_code;  // SQLSTATE
  std::string error_message;
};
// Returns the run's id.
std::string record_failure(engine::Session& session, const FailedRun& failed);

}  // namespace tamis::runs
