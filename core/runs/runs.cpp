#include "core/runs/runs.h"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <exception>
#include <system_error>
#include <utility>

#include "core/error/error.h"

namespace tamis::runs {
namespace {

constexpr auto kProgressInterval = std::chrono::seconds(2);

std::int64_t unix_microseconds() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

struct Outcome {
  std::string_view status;
  std::string error_code;
  std::string error_message;
};

engine::Value text_or_null(const std::string& text) {
  return text.empty() ? engine::Value() : engine::Value::text(text);
}

void record(engine::Session& session, const Run& run, const std::string& started_at,
            const Outcome& outcome) {
  const engine::Dialect& dialect = session.dialect();
  std::string sql =
      "INSERT INTO tamis_run (run_id, action, status, source, target, rows_read, rows_written, "
      "started_at, finished_at, run_by, error_code, error_message) VALUES (";
  for (std::size_t n = 1; n <= 12; ++n) {
    if (n > 1) sql += ", ";
    const std::string parameter = dialect.parameter(n);
    // A count that is not known is NULL, which has no type of its own.
    sql += n == 6 || n == 7 ? "CAST(" + parameter + " AS bigint)" : parameter;
  }
  sql += ")";
  const std::string finished_at = now_utc();
  const std::string user = session.user();
  const bool counted = outcome.error_code.empty();
  const std::array<engine::Value, 12> values = {
      engine::Value::text(run.id()),
      engine::Value::text(run.action()),
      engine::Value::text(outcome.status),
      text_or_null(run.source()),
      text_or_null(run.target()),
      counted ? engine::Value::integer(run.rows_read()) : engine::Value(),
      counted ? engine::Value::integer(run.rows_written()) : engine::Value(),
      engine::Value::text(started_at),
      engine::Value::text(finished_at),
      text_or_null(user),
      text_or_null(outcome.error_code),
      text_or_null(outcome.error_message),
  };
  session.execute(sql, values);
}

Outcome outcome_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const Error& e) {
    return {"failed", std::string(sqlstate(e.code())), e.message()};
  } catch (const std::exception& e) {
    return {"failed", std::string(sqlstate(Code::engine_error)), e.what()};
  } catch (...) {
    return {"failed", std::string(sqlstate(Code::internal_error)), "unknown error"};
  }
}

document::Json run_and_record(engine::Session& session, Run& run, const std::string& started_at,
                              const std::function<document::Json(Run&)>& work) {
  ensure_state(session);
  document::Json result = work(run);
  record(session, run, started_at, {"succeeded", {}, {}});
  result["run_id"] = run.id();
  return result;
}

// The failed run's row is a courtesy: where even that can't be written (a full disk), the failure
// itself must still be what the caller sees.
void record_failure(engine::Session& session, const Run& run, const std::string& started_at,
                    const std::exception_ptr& failure) {
  try {
    ensure_state(session);
    record(session, run, started_at, outcome_of(failure));
  } catch (const std::exception& e) {
    session.notice("the failed run could not be recorded: " + std::string(e.what()));
  }
}

std::string with_thousands(std::int64_t n) {
  std::string digits = std::to_string(n);
  for (std::size_t at = digits.size(); at > 3 + (n < 0 ? 1U : 0U); at -= 3) {
    digits.insert(at - 3, ",");
  }
  return digits;
}

}  // namespace

std::string new_id() {
  std::array<unsigned char, 16> bytes{};
  if (getentropy(bytes.data(), bytes.size()) != 0) {
    throw Error(Code::internal_error, "no random bytes for an id",
                std::generic_category().message(errno) + ".");
  }
  // RFC 9562 section 5.7: 48 bits of Unix milliseconds, version 7, variant 10.
  const auto milliseconds = static_cast<std::uint64_t>(unix_microseconds() / 1000);
  for (std::size_t i = 0; i < 6; ++i) {
    bytes[i] = static_cast<unsigned char>(milliseconds >> (40 - 8 * i));
  }
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x70U);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
  static constexpr char kHex[] = "0123456789abcdef";
  std::string id;
  for (const unsigned char byte : bytes) {
    id += kHex[byte >> 4U];
    id += kHex[byte & 15U];
  }
  return id;
}

std::string now_utc() {
  const std::int64_t now = unix_microseconds();
  const std::int64_t day = now / 86'400'000'000;
  const std::int64_t in_day = now % 86'400'000'000;
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  std::array<char, 40> out{};
  const int n = std::snprintf(
      out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(in_day / 3'600'000'000), static_cast<int>(in_day / 60'000'000 % 60),
      static_cast<int>(in_day / 1'000'000 % 60), static_cast<int>(in_day % 1'000'000));
  return {out.data(), static_cast<std::size_t>(n)};
}

Run::Run(engine::Session& session, std::string id, std::string action)
    : session_(session),
      id_(std::move(id)),
      action_(std::move(action)),
      started_(std::chrono::steady_clock::now()),
      last_said_(started_) {}

void Run::about(std::string source, std::string target) {
  source_ = std::move(source);
  target_ = std::move(target);
}

void Run::count_rows(std::int64_t read, std::int64_t written) {
  rows_read_ = read;
  rows_written_ = written;
}

void Run::progress(std::string_view step, std::int64_t done, std::int64_t total) {
  session_.check_interrupt();
  const auto now = std::chrono::steady_clock::now();
  if (now - last_said_ < kProgressInterval) return;
  last_said_ = now;
  const double seconds = std::chrono::duration<double>(now - started_).count();
  const double rate = static_cast<double>(done) / seconds;
  std::string text = action_ + ": " + std::string(step) + ", " + with_thousands(done) + " rows, " +
                     with_thousands(std::llround(rate)) + " rows/s";
  if (total > done && rate > 0) {
    text +=
        ", " + with_thousands(std::llround(static_cast<double>(total - done) / rate)) + " s left";
  }
  session_.notice(text);
}

document::Json run_action(engine::Session& session, const Action& action,
                          const std::function<document::Json(Run&)>& work) {
  Run run(session, new_id(), std::string(action.name));
  if (action.dry_run) {
    document::Json result = work(run);
    result["dry_run"] = true;
    return result;
  }
  if (session.read_only()) {
    throw Error(Code::read_only,
                std::string(action.name) + " writes, but the database is read-only", {},
                "Open it for writing.");
  }
  const std::string started_at = now_utc();
  // A failed PostgreSQL statement takes everything with it, a row about the failure included.
  if (session.statement_is_atomic()) return run_and_record(session, run, started_at, work);

  std::exception_ptr failure;
  {
    const auto savepoint = session.savepoint();
    try {
      document::Json result = run_and_record(session, run, started_at, work);
      savepoint->release();
      return result;
    } catch (...) {
      failure = std::current_exception();
    }
  }
  record_failure(session, run, started_at, failure);
  std::rethrow_exception(failure);
}

std::string record_failure(engine::Session& session, const FailedRun& failed) {
  Run run(session, new_id(), std::string(failed.action));
  run.about(failed.source, failed.target);
  record(session, run, failed.started_at, {"failed", failed.error_code, failed.error_message});
  return run.id();
}

}  // namespace tamis::runs
