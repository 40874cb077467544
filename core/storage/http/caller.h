// A request until it is answered: signed anew for each attempt, judged, tried again.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/storage/access.h"
#include "core/storage/http/retry.h"
#include "core/storage/http/transport.h"

namespace tamis::storage {

class Caller {
 public:
  Caller(const Timeouts& timeouts, const RetryPolicy& policy, std::function<void()> poll,
         Clock& clock = system_clock())
      : transport_(timeouts, poll), policy_(policy), poll_(std::move(poll)), clock_(clock) {}

  struct Task {
    std::string deed;     // "write \"s3://bucket/key\"", for "could not ..."
    std::string request;  // "PUT bucket/key", for the history
    std::function<Request()> make;
    // What is wrong with an answer, or nothing.
    std::function<std::optional<Failure>(const Response&)> judge;
    std::size_t most = std::size_t{1} << 20U;
  };
  // Throws TransferError. `attempts` tells how often it was sent.
  Response call(const Task& task, int* attempts = nullptr);

  Clock& clock() noexcept { return clock_; }
  const std::function<void()>& poll() const noexcept { return poll_; }

 private:
  Transport transport_;
  RetryPolicy policy_;
  std::function<void()> poll_;
  Clock& clock_;
};

// Whether a status may be another one the next time: 429, 500, 502, 503, 504 and 408.
bool is_transient_status(int status) noexcept;

// What a server said, as it may stand in a message: one line of at most 200 bytes, nothing of it
// where it holds one of the secrets.
std::string fit_for_message(std::string_view text, const Access& access);

// The error that an unexpected answer is: by its status, with the server's code and words.
Failure answer_failure(const std::string& deed, const Response& response, std::string word,
                       const std::string& said, bool transient, std::string hint);

}  // namespace tamis::storage
