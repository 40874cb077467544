// Which failures are tried again, after which waits, and what is kept of them: with a clock of its
// own, so that nothing here waits.
#include <gtest/gtest.h>

#include "core/storage/http/retry.h"
#include "core/storage/remote/remote_options.h"

namespace tamis::storage {
namespace {

using document::Json;
using document::Options;
using std::chrono::milliseconds;

class FakeClock final : public Clock {
 public:
  std::chrono::system_clock::time_point now() override {
    return std::chrono::system_clock::time_point(std::chrono::seconds(1'709'294'400)) + slept;
  }
  void sleep(milliseconds time, const std::function<void()>& poll) override {
    if (poll) poll();
    waits.push_back(time);
    slept += time;
  }
  double random() override { return draw; }

  double draw = 0.5;
  milliseconds slept{0};
  std::vector<milliseconds> waits;
};

Failure unavailable() {
  return {Error(Code::io_error, "could not put", "The server is busy."), true, 503, "SlowDown", {}};
}

RetryPolicy policy_of(const char* text, const RetryPolicy& defaults = {}) {
  return read_retry_policy(Options(Json::parse(text), "f"), defaults);
}

TEST(Retry, WaitsGrowUpToTheLimit) {
  const RetryPolicy policy = export_retry_policy();
  EXPECT_EQ(longest_delay(policy, 1), std::chrono::seconds(30));
  EXPECT_EQ(longest_delay(policy, 2), std::chrono::seconds(60));
  EXPECT_EQ(longest_delay(policy, 7), std::chrono::seconds(1920));
  EXPECT_EQ(longest_delay(policy, 8), std::chrono::seconds(3600));
  EXPECT_EQ(longest_delay(policy, 10'000), std::chrono::seconds(3600));
}

TEST(Retry, GivesUpAfterTheLastAttemptAndTellsAllOfThem) {
  FakeClock clock;
  Retrier retrier({}, clock, {}, "PUT bucket/key");
  for (int i = 0; i < 4; ++i) retrier.failed(unavailable());
  EXPECT_EQ(clock.waits, (std::vector<milliseconds>{milliseconds(250), milliseconds(500),
                                                    milliseconds(1000), milliseconds(2000)}));
  try {
    retrier.failed(unavailable());
    FAIL() << "was tried for ever";
  } catch (const TransferError& error) {
    EXPECT_TRUE(error.transient());
    ASSERT_EQ(error.attempts().size(), 5U);
    EXPECT_EQ(error.attempts()[0].time, "2024-03-01T12:00:00Z");
    EXPECT_EQ(error.attempts()[3].time, "2024-03-01T12:00:01Z");
    EXPECT_EQ(error.attempts()[3].delay, milliseconds(2000));
    EXPECT_EQ(error.attempts()[4].delay, milliseconds(0));
    EXPECT_EQ(error.attempts()[4].status, 503);
    EXPECT_EQ(error.attempts()[4].request, "PUT bucket/key");
    EXPECT_EQ(error.message(), "could not put");
    EXPECT_EQ(error.detail(),
              "The server is busy. It was tried 5 times: 503 SlowDown, 503 SlowDown, 503 SlowDown, "
              "503 SlowDown, 503 SlowDown.");
  }
}

TEST(Retry, WhatIsFinalIsNotTriedAgain) {
  FakeClock clock;
  Retrier retrier({}, clock, {}, "PUT bucket/key");
  Failure denied{Error(Code::insufficient_privilege, "no"), false, 403, "AccessDenied", {}};
  try {
    retrier.failed(denied);
    FAIL() << "was tried again";
  } catch (const TransferError& error) {
    EXPECT_FALSE(error.transient());
    EXPECT_EQ(error.code(), Code::insufficient_privilege);
    EXPECT_EQ(error.attempts().size(), 1U);
    EXPECT_EQ(error.detail(), "");
  }
  EXPECT_TRUE(clock.waits.empty());
}

TEST(Retry, TheServersWishIsHeardWithinReason) {
  FakeClock clock;
  Retrier retrier({}, clock, {}, "GET bucket/key");
  Failure failure = unavailable();
  failure.retry_after = milliseconds(7000);
  retrier.failed(failure);
  failure.retry_after = std::chrono::hours(48);
  retrier.failed(failure);
  failure.retry_after = milliseconds(1);
  retrier.failed(failure);
  EXPECT_EQ(clock.waits, (std::vector<milliseconds>{milliseconds(7000), milliseconds(120'000),
                                                    milliseconds(1000)}));
}

TEST(Retry, JitterIsFull) {
  FakeClock clock;
  clock.draw = 0;
  Retrier retrier({}, clock, {}, "GET bucket/key");
  retrier.failed(unavailable());
  clock.draw = 0.999;
  retrier.failed(unavailable());
  EXPECT_EQ(clock.waits, (std::vector<milliseconds>{milliseconds(0), milliseconds(999)}));
}

TEST(Retry, CancellingEndsAWaitAtOnce) {
  struct Cancelled {};
  const auto started = std::chrono::steady_clock::now();
  int polls = 0;
  EXPECT_THROW(system_clock().sleep(std::chrono::hours(1),
                                    [&] {
                                      if (++polls == 3) throw Cancelled();
                                    }),
               Cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(5));
}

TEST(RetryOptions, AreRead) {
  const RetryPolicy read =
      policy_of(R"({"max_attempts": 3, "initial_delay": 0.25, "max_delay": 9, "multiplier": 1.5})");
  EXPECT_EQ(read.max_attempts, 3);
  EXPECT_EQ(read.initial_delay, milliseconds(250));
  EXPECT_EQ(read.max_delay, milliseconds(9000));
  EXPECT_EQ(read.multiplier, 1.5);
  const RetryPolicy defaults = policy_of("{}", export_retry_policy());
  EXPECT_EQ(defaults.max_attempts, 5);
  EXPECT_EQ(defaults.max_delay, std::chrono::hours(1));
}

TEST(RetryOptions, BadOnesAreNamed) {
  for (const char* text : {R"({"max_attempts": 0})", R"({"max_attempts": "5"})",
                           R"({"initial_delay": -1})", R"({"initial_delay": 5, "max_delay": 1})",
                           R"({"multiplier": 0.5})", R"({"jitter": true})"}) {
    EXPECT_THROW((void)policy_of(text), Error) << text;
  }
}

TEST(RemoteOptions, BadOnesAreNamed) {
  for (const char* text :
       {R"({"endpoint": "https://x y"})", R"({"endpoint": "https://x\r\nHost: y"})",
        R"({"part_size": 1})", R"({"sse": "rot13"})", R"({"sse_key_id": "k"})",
        R"({"secret_key": "s"})", R"({"retry": {"x": 1}})", R"({"path_style": 1})"}) {
    EXPECT_THROW((void)read_remote_options(Options(Json::parse(text), "f")), Error) << text;
  }
  const RemoteOptions read = read_remote_options(
      Options(Json::parse(R"({"part_size": 8388608, "path_style": false, "retry":
                              {"max_attempts": 2}, "stall_timeout": 0.5})"),
              "f"));
  EXPECT_EQ(read.part_size, 8U << 20U);
  EXPECT_EQ(read.path_style, false);
  EXPECT_EQ(read.retry.max_attempts, 2);
  EXPECT_EQ(read.stall_timeout, milliseconds(500));
}

}  // namespace
}  // namespace tamis::storage
