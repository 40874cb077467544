#include "core/storage/http/retry.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <random>
#include <thread>

namespace tamis::storage {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSlice{50};
// A server may ask for more patience than a caller should have to have.
constexpr milliseconds kLongestWish{120'000};
constexpr double kLongestDelay = 7.0 * 24 * 3600;

milliseconds seconds(document::Options& options, std::string_view key, milliseconds fallback) {
  const double value =
      options.number(key, static_cast<double>(fallback.count()) / 1000, 0, kLongestDelay);
  return milliseconds(static_cast<std::int64_t>(value * 1000));
}

class SystemClock final : public Clock {
 public:
  std::chrono::system_clock::time_point now() override { return std::chrono::system_clock::now(); }
  void sleep(milliseconds time, const std::function<void()>& poll) override {
    const auto end = std::chrono::steady_clock::now() + time;
    for (;;) {
      if (poll) poll();
      const auto left =
          std::chrono::duration_cast<milliseconds>(end - std::chrono::steady_clock::now());
      if (left <= milliseconds::zero()) return;
      std::this_thread::sleep_for(std::min(left, kSlice));
    }
  }
  double random() override {
    std::random_device source;
    return static_cast<double>(source()) / 4294967296.0;
  }
};

}  // namespace

RetryPolicy read_retry_policy(document::Options retry, const RetryPolicy& defaults) {
  RetryPolicy out;
  out.max_attempts = static_cast<int>(retry.integer("max_attempts", defaults.max_attempts, 1, 100));
  out.initial_delay = seconds(retry, "initial_delay", defaults.initial_delay);
  out.max_delay = seconds(retry, "max_delay", std::max(defaults.max_delay, out.initial_delay));
  out.multiplier = retry.number("multiplier", defaults.multiplier, 1, 10);
  retry.finish();
  if (out.max_delay < out.initial_delay) {
    throw Error(Code::invalid_option,
                "option \"max_delay\" must not be less than \"initial_delay\"");
  }
  return out;
}

milliseconds longest_delay(const RetryPolicy& policy, int attempt) noexcept {
  const double grown = static_cast<double>(policy.initial_delay.count()) *
                       std::pow(policy.multiplier, std::max(attempt - 1, 0));
  const auto limit = static_cast<double>(policy.max_delay.count());
  return milliseconds(static_cast<std::int64_t>(std::min(grown, limit)));
}

Clock& system_clock() {
  static SystemClock clock;
  return clock;
}

std::string rfc3339(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char out[40];
  const int size =
      std::snprintf(out, sizeof out, "%04d-%02d-%02dT%02d:%02d:%02dZ", utc.tm_year + 1900,
                    utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
  return {out, static_cast<std::size_t>(size)};
}

Retrier::Retrier(const RetryPolicy& policy, Clock& clock, std::function<void()> poll,
                 std::string request)
    : policy_(policy), clock_(clock), poll_(std::move(poll)), request_(std::move(request)) {}

void Retrier::failed(Failure failure) {
  const bool last = !failure.transient || attempts() + 1 >= policy_.max_attempts;
  history_.push_back(
      {rfc3339(clock_.now()), request_, failure.status, failure.word, milliseconds::zero()});
  if (last) give_up(std::move(failure));
  const milliseconds delay = delay_for(failure);
  history_.back().delay = delay;
  clock_.sleep(delay, poll_);
}

milliseconds Retrier::delay_for(const Failure& failure) {
  const auto limit = static_cast<double>(longest_delay(policy_, attempts()).count());
  const milliseconds own(static_cast<std::int64_t>(limit * clock_.random()));
  if (!failure.retry_after) return own;
  return std::max(own, std::min(*failure.retry_after, kLongestWish));
}

void Retrier::give_up(Failure failure) {
  std::string detail = failure.error.detail();
  if (attempts() > 1) {
    if (!detail.empty()) detail += ' ';
    detail += "It was tried " + std::to_string(attempts()) + " times:";
    for (const Attempt& attempt : history_) {
      detail += attempt.status > 0 ? " " + std::to_string(attempt.status) : "";
      detail += " " + attempt.error + (&attempt == &history_.back() ? "." : ",");
    }
  }
  throw TransferError(
      Error(failure.error.code(), failure.error.message(), std::move(detail), failure.error.hint()),
      failure.transient, std::move(history_));
}

}  // namespace tamis::storage
