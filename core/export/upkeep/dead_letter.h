// Dead letters: exports that failed, with what was asked, what went wrong and every attempt.
//
// An export asked for with "on_error": "record" never raises: its failure becomes a row of
// tamis_dead_letter and a failed run, in the caller's transaction, and, where a folder was named,
// three files that survive even a rollback. A letter waits for its next attempt while the failure
// may pass (a server that is down, a full disk) and attempts are left; otherwise it is poison, kept
// for a person to read. tamis_retry_exports() tries what is due.
//
// Source of the delays: exponential backoff, as core/storage/http/retry.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/storage/http/retry.h"

namespace tamis::exports {

// What was asked; options hold no secrets, so a request may be kept as it is.
struct ExportRequest {
  std::string source;
  std::string destination;
  std::string options;  // JSON text, without what only recording needs
};

// How one attempt ended.
struct ExportFailure {
  std::string code;  // SQLSTATE
  std::string message;
  std::string detail;
  bool transient = false;        // the same may work later
  document::Json requests = {};  // of a remote store, each that failed
};

// The specification's words for it: PERMISSION_DENIED, INVALID_ARGUMENT, NOT_FOUND,
// ALREADY_EXISTS, QUOTA_EXCEEDED, TIMEOUT, SERVICE_UNAVAILABLE, INTERNAL_ERROR.
std::string_view class_of_failure(const ExportFailure& failure) noexcept;

enum class LetterStatus : std::uint8_t { waiting, poison, exported };
std::string_view name_of(LetterStatus status) noexcept;

struct DeadLetter {
  std::string id;
  ExportRequest request;
  LetterStatus status = LetterStatus::waiting;
  ExportFailure failure;  // the last one
  int attempts = 0;
  std::string first_failed_at;
  std::string last_failed_at;
  std::string next_retry_at;  // empty where there is none
  document::Json history = document::Json::array();
  std::string folder;     // where its files stand; empty for none
  std::string export_id;  // of the attempt that worked
};

// Counts one more failure; decides what becomes of the letter.
void add_failure(DeadLetter& letter, ExportFailure failure, const storage::RetryPolicy& policy,
                 std::chrono::system_clock::time_point now);

void insert_letter(engine::Session& session, const DeadLetter& letter);
void update_letter(engine::Session& session, const DeadLetter& letter);
// Letters that wait and are due at `now` (all that wait for nothing), or the one of that id
// whatever its state; the oldest first.
std::vector<DeadLetter> due_letters(engine::Session& session, const std::optional<std::string>& now,
                                    const std::optional<std::string>& id);

document::Json to_json(const DeadLetter& letter);

}  // namespace tamis::exports
