// A helper thread for what runs beside encoding: compression, checksums, writing to a local file.
//
// Jobs run one at a time, in the order they were handed over, so that what they write needs no
// lock. The thread starts with the first job, has all signals blocked (in a database's process they
// are for the thread that runs the statement) and is joined by the destructor, also while an
// exception passes. Where the system gives no thread, or has one processor, jobs run at once where
// they are handed over: the bytes written are the same.
//
// A job touches its own memory and files and nothing of the database engine: no allocation of
// the engine's, no message, no check for cancellation. What a job throws is thrown on to whoever
// hands over the next one or waits; jobs behind it are dropped.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace tamis::exports {

class Worker {
 public:
  // Jobs that wait for the one that runs; who hands over one more waits too, and memory is bounded.
  static constexpr std::size_t kMostWaiting = 4;
  // So many of the last jobs may still be to do when submit() returns.
  static constexpr std::size_t kMostUndone = kMostWaiting + 1;

  using Job = std::function<void()>;

  Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();

  // Runs `job` when those before it are done. Throws what an earlier job threw.
  void submit(Job job);
  // Waits until all jobs are done. Throws what one of them threw.
  void drain();
  // Drops jobs that wait, waits for the one that runs and forgets what it threw: for destructors of
  // what jobs refer to.
  void abandon() noexcept;

 private:
  class Thread;

  std::unique_ptr<Thread> thread_;
  bool threadless_;
};

// For a process that ends without unwinding, as a database's backend does that is told to: waits
// for the jobs that run, and no thread begins another. What comes after may take down what jobs
// use.
void stop_workers() noexcept;

}  // namespace tamis::exports
