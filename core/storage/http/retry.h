// Trying again what may work the next time.
//
// Two scales, one policy. A single request is tried again after a fraction of a second up to some
// seconds: a connection that was cut, a server that asks to slow down. A whole export that failed
// nevertheless is tried again after half a minute up to an hour, by who schedules it; its policy
// has the defaults of the export specification. Both wait a random time up to a limit that grows
// with every attempt ("full jitter"), so that clients that failed together do not return together.
// Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/options.h"
#include "core/error/error.h"

namespace tamis::storage {

struct RetryPolicy {
  int max_attempts = 5;
  std::chrono::milliseconds initial_delay{500};
  std::chrono::milliseconds max_delay{20'000};
  double multiplier = 2;
};

// For an export as a whole: five attempts, 30 s to an hour between them.
constexpr RetryPolicy export_retry_policy() noexcept {
  return {5, std::chrono::seconds(30), std::chrono::seconds(3600), 2};
}

// Reads "max_attempts", "initial_delay", "max_delay" (seconds, fractions allowed) and
// "multiplier", and finishes the object. What is missing stays as in `defaults`.
RetryPolicy read_retry_policy(document::Options retry, const RetryPolicy& defaults);

// The longest wait before attempt `attempt` + 1, attempts counted from 1.
std::chrono::milliseconds longest_delay(const RetryPolicy& policy, int attempt) noexcept;

// One attempt that failed. Holds no secret: no header, no query of a URL.
struct Attempt {
  std::string time;                    // RFC 3339, UTC
  std::string request;                 // "PUT bucket/folder/file"
  int status = 0;                      // of HTTP; 0 where no answer came
  std::string error;                   // the server's word, or the transport's
  std::chrono::milliseconds delay{0};  // what was waited afterwards
};

// A request that failed for good, with all that was tried; `transient` where the same may work
// later. Who keeps dead letters catches this.
class TransferError : public Error {
 public:
  TransferError(Error error, bool transient, std::vector<Attempt> attempts)
      : Error(std::move(error)), transient_(transient), attempts_(std::move(attempts)) {}

  bool transient() const noexcept { return transient_; }
  const std::vector<Attempt>& attempts() const noexcept { return attempts_; }

 private:
  bool transient_;
  std::vector<Attempt> attempts_;
};

// Time as retries see it; tests bring their own.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::chrono::system_clock::time_point now() = 0;
  // Waits, calling `poll` at least every 50 ms; what it throws ends the wait.
  virtual void sleep(std::chrono::milliseconds time, const std::function<void()>& poll) = 0;
  // Evenly in [0, 1).
  virtual double random() = 0;
};
Clock& system_clock();

// "2024-03-01T12:00:00Z"
std::string rfc3339(std::chrono::system_clock::time_point time);

// How an attempt failed.
struct Failure {
  Error error;
  bool transient = false;
  int status = 0;
  std::string word;
  std::optional<std::chrono::milliseconds> retry_after;  // the server's wish
};

// Counts the attempts of one request and waits between them.
class Retrier {
 public:
  Retrier(const RetryPolicy& policy, Clock& clock, std::function<void()> poll, std::string request);
  // Returns after waiting where another attempt is due, throws TransferError where none is.
  void failed(Failure failure);
  int attempts() const noexcept { return static_cast<int>(history_.size()); }

 private:
  std::chrono::milliseconds delay_for(const Failure& failure);
  [[noreturn]] void give_up(Failure failure);

  RetryPolicy policy_;
  Clock& clock_;
  std::function<void()> poll_;
  std::string request_;
  std::vector<Attempt> history_;
};

}  // namespace tamis::storage
