#include "core/export/output/worker.h"

#include <pthread.h>
#include <csignal>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace tamis::exports {
namespace {

// Of the process: it ends only once.
std::atomic<bool> process_ends{false};
std::atomic<int> jobs_running{0};

// Counted before the question, so that whoever ends the process sees a job that has begun.
class Running {
 public:
  Running() noexcept { ++jobs_running; }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() { --jobs_running; }
  bool allowed() const noexcept { return !process_ends; }
};

// A thread inherits the mask of who starts it.
class SignalsBlocked {
 public:
  SignalsBlocked() noexcept {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

}  // namespace

class Worker::Thread {
 public:
  // Throws system_error where there is no thread to be had.
  Thread() {
    const SignalsBlocked blocked;
    thread_ = std::thread([this] { run(); });
  }
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;
  ~Thread() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
      waiting_ = 0;
    }
    changed_.notify_all();
    thread_.join();
  }

  void submit(Job job) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ < kMostWaiting || failure_; });
    rethrow();
    jobs_[(first_ + waiting_) % kMostWaiting] = std::move(job);
    ++waiting_;
    lock.unlock();
    changed_.notify_all();
  }

  void drain() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ == 0 && !busy_; });
    rethrow();
  }

  void abandon() noexcept {
    std::unique_lock lock(mutex_);
    waiting_ = 0;
    changed_.wait(lock, [this] { return !busy_; });
    failure_ = nullptr;
  }

 private:
  // Under the lock.
  void rethrow() {
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  }

  void run() noexcept {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return waiting_ > 0 || ending_; });
      if (waiting_ == 0) return;
      Job job = std::move(jobs_[first_]);
      first_ = (first_ + 1) % kMostWaiting;
      --waiting_;
      busy_ = true;
      lock.unlock();
      changed_.notify_all();
      std::exception_ptr failure = outcome(job);
      lock.lock();
      busy_ = false;
      if (failure) {
        failure_ = std::move(failure);
        waiting_ = 0;
      }
      changed_.notify_all();
    }
  }

  static std::exception_ptr outcome(Job& job) noexcept {
    try {
      const Running running;
      if (running.allowed()) job();
      job = nullptr;
      return nullptr;
    } catch (...) {
      return std::current_exception();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::array<Job, kMostWaiting> jobs_;
  std::size_t first_ = 0;
  std::size_t waiting_ = 0;
  bool busy_ = false;
  bool ending_ = false;
  std::exception_ptr failure_;
  std::thread thread_;  // last: it uses the others from its start
};

Worker::Worker() : threadless_(std::thread::hardware_concurrency() < 2) {}

Worker::~Worker() = default;

void Worker::submit(Job job) {
  if (!thread_ && !threadless_) {
    try {
      thread_ = std::make_unique<Thread>();
    } catch (const std::system_error&) {
      threadless_ = true;
    }
  }
  if (thread_) return thread_->submit(std::move(job));
  job();
}

void Worker::drain() {
  if (thread_) thread_->drain();
}

void Worker::abandon() noexcept {
  if (thread_) thread_->abandon();
}

void stop_workers() noexcept {
  process_ends = true;
  while (jobs_running > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

}  // namespace tamis::exports
