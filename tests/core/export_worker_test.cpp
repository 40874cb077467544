#include "core/export/output/worker.h"

#include <gtest/gtest.h>
#include <pthread.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/export/output/output.h"

namespace tamis::exports {
namespace {

using namespace std::chrono_literals;

TEST(Worker, JobsRunInTheirOrder) {
  std::vector<int> seen;
  Worker worker;
  for (int i = 0; i < 1000; ++i) worker.submit([&seen, i] { seen.push_back(i); });
  worker.drain();
  ASSERT_EQ(seen.size(), 1000U);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(seen[static_cast<std::size_t>(i)], i);
}

TEST(Worker, WhoIsAheadWaits) {
  std::atomic<int> done = 0;
  Worker worker;
  for (int i = 1; i <= 20; ++i) {
    worker.submit([&done] {
      std::this_thread::sleep_for(1ms);
      ++done;
    });
    EXPECT_GE(done + static_cast<int>(Worker::kMostUndone), i);
  }
  worker.drain();
  EXPECT_EQ(done, 20);
}

TEST(Worker, WhatAJobThrowsIsThrownOnOnce) {
  std::atomic<int> after = 0;
  Worker worker;
  const auto use = [&] {
    worker.submit([] { throw std::runtime_error("full disk"); });
    worker.submit([&after] { ++after; });
    worker.drain();
  };
  EXPECT_THROW(use(), std::runtime_error);
  EXPECT_EQ(after, 0);
  worker.drain();
  worker.submit([&after] { ++after; });
  worker.drain();
  EXPECT_EQ(after, 1);
}

TEST(Worker, AnEndWithJobsLeftWaitsForTheOneThatRuns) {
  std::atomic<bool> started = false;
  std::atomic<bool> ended = false;
  std::atomic<int> others = 0;
  {
    Worker worker;
    if (std::thread::hardware_concurrency() < 2) GTEST_SKIP();
    worker.submit([&] {
      started = true;
      std::this_thread::sleep_for(50ms);
      ended = true;
    });
    while (!started) std::this_thread::yield();
    for (int i = 0; i < 3; ++i) worker.submit([&others] { ++others; });
    worker.abandon();
    EXPECT_TRUE(ended);
    EXPECT_EQ(others, 0);
    worker.submit([&others] { ++others; });
  }
  EXPECT_LE(others, 1);
}

TEST(Worker, TakesNoSignals) {
  Worker worker;
  if (std::thread::hardware_concurrency() < 2) GTEST_SKIP();
  int blocked = 0;
  worker.submit([&blocked] {
    sigset_t mask;
    pthread_sigmask(SIG_SETMASK, nullptr, &mask);
    for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGALRM, SIGHUP}) {
      blocked += sigismember(&mask, signal);
    }
  });
  worker.drain();
  EXPECT_EQ(blocked, 5);
  sigset_t mine;
  pthread_sigmask(SIG_SETMASK, nullptr, &mine);
  EXPECT_EQ(sigismember(&mine, SIGINT), 0);
}

class Kept final : public storage::Writer {
 public:
  Kept(std::string& out, std::size_t most) : out_(out), most_(most) {}
  void write(std::string_view bytes) override {
    if (out_.size() + bytes.size() > most_) throw std::runtime_error("full disk");
    out_ += bytes;
  }
  void close() override {}

 private:
  std::string& out_;
  std::size_t most_;
};

std::string text_of(std::size_t lines) {
  std::string out;
  for (std::size_t i = 0; i < lines; ++i) out += "line " + std::to_string(i * 7919) + "\n";
  return out;
}

Output::Totals write(std::string& file, Compression compression, Worker* worker,
                     std::string_view text, std::size_t piece,
                     std::size_t most = std::string::npos) {
  Output out(std::make_unique<Kept>(file, most), compression, levels_of(compression).usual, worker);
  for (std::size_t at = 0; at < text.size(); at += piece) out.append(text.substr(at, piece));
  return out.close();
}

TEST(Output, AWorkerChangesNoByte) {
  const std::string text = text_of(300000);
  for (const Compression compression : {Compression::none, Compression::gzip, Compression::zstd}) {
    for (const std::size_t piece : {std::size_t{7}, std::size_t{10000}, std::size_t{100000}}) {
      std::string alone;
      const Output::Totals expected = write(alone, compression, nullptr, text, piece);
      Worker worker;
      std::string beside;
      const Output::Totals totals = write(beside, compression, &worker, text, piece);
      EXPECT_EQ(alone, beside);
      EXPECT_EQ(totals.bytes, static_cast<std::int64_t>(text.size()));
      EXPECT_EQ(totals.checksum, expected.checksum);
      EXPECT_EQ(totals.compressed_bytes, static_cast<std::int64_t>(beside.size()));
    }
  }
}

TEST(Output, AnErrorOfTheFileReachesTheEncoder) {
  const std::string text = text_of(300000);
  Worker worker;
  for (const std::size_t most : {std::size_t{0}, std::size_t{1000000}}) {
    std::string file;
    EXPECT_THROW(write(file, Compression::none, &worker, text, 1000, most), std::runtime_error);
  }
  std::string file;
  EXPECT_NO_THROW(write(file, Compression::none, &worker, text, 1000));
  EXPECT_EQ(file, text);
}

TEST(Output, GivenUpInTheMiddleItsBuffersOutliveTheJobs) {
  const std::string text = text_of(200000);
  Worker worker;
  for (int i = 0; i < 20; ++i) {
    std::string file;
    Output out(std::make_unique<Kept>(file, std::string::npos), Compression::gzip, 1, &worker);
    for (std::size_t at = 0; at + 5000 < text.size(); at += 5000) out.append(text.substr(at, 5000));
  }
}

}  // namespace
}  // namespace tamis::exports
