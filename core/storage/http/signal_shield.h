// Keeps signals away from a stretch of foreign code.
#pragma once

#include <csignal>

namespace tamis::storage {

// Blocks all signals of this thread while it lives; threads started meanwhile inherit that. A
// SIGPIPE that writing to a closed connection raised meanwhile is taken away, as it would end a
// process that does not expect it.
class SignalShield {
 public:
  SignalShield() noexcept {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
    sigset_t pending;
    ::sigpending(&pending);
    had_pipe_ = ::sigismember(&pending, SIGPIPE) == 1;
  }
  SignalShield(const SignalShield&) = delete;
  SignalShield& operator=(const SignalShield&) = delete;
  ~SignalShield() {
    if (!had_pipe_) {
      sigset_t pipe;
      ::sigemptyset(&pipe);
      ::sigaddset(&pipe, SIGPIPE);
      const timespec now{};
      ::sigtimedwait(&pipe, nullptr, &now);
    }
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t before_{};
  bool had_pipe_ = false;
};

}  // namespace tamis::storage
