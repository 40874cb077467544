#include "core/storage/program.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <optional>

#include "core/error/error.h"
#include "core/storage/local.h"

namespace tamis::storage {
namespace {

constexpr int kSliceMilliseconds = 50;
constexpr std::chrono::seconds kLongest{30};

[[noreturn]] void failed(const std::string& program, const std::string& how) {
  throw Error(Code::io_error, "program " + quoted_path(program) + " " + how);
}

// What the child starts with: nothing on standard input, the pipe on standard output, no other
// descriptor of this process, and signals as a program expects them.
class SpawnSettings {
 public:
  explicit SpawnSettings(int output) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 34)
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
#endif
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  const posix_spawn_file_actions_t* actions() const noexcept { return &actions_; }
  const posix_spawnattr_t* attributes() const noexcept { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

// A child that does not outlive this object.
class Child {
 public:
  Child(const std::vector<std::string>& command, int output) {
    std::vector<std::string> copies = command;
    std::vector<char*> arguments;
    arguments.reserve(copies.size() + 1);
    for (std::string& copy : copies) arguments.push_back(copy.data());
    arguments.push_back(nullptr);
    const SpawnSettings settings(output);
    const int error = ::posix_spawn(&pid_, arguments[0], settings.actions(), settings.attributes(),
                                    arguments.data(), environ);
    if (error != 0) raise_errno("run", command.front(), error);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    (void)wait();
  }

  // How it ended, or nothing where that can't be known.
  std::optional<int> wait() noexcept {
    int status = 0;
    pid_t found = 0;
    do {
      found = ::waitpid(pid_, &status, 0);
    } while (found < 0 && errno == EINTR);
    pid_ = 0;
    return found < 0 ? std::nullopt : std::optional(status);
  }

 private:
  pid_t pid_ = 0;
};

}  // namespace

std::string run_program(const std::vector<std::string>& command, std::size_t most,
                        const std::function<void()>& poll) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) raise_errno("make a pipe for", command.front(), errno);
  const Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  Child child(command, writing.get());
  writing = Descriptor();
  std::string out(most + 1, '\0');
  std::size_t size = 0;
  const auto end = std::chrono::steady_clock::now() + kLongest;
  for (;;) {
    if (poll) poll();
    if (std::chrono::steady_clock::now() > end) failed(command.front(), "took too long");
    pollfd wanted{reading.get(), POLLIN, 0};
    if (::poll(&wanted, 1, kSliceMilliseconds) <= 0) continue;
    const ssize_t n = ::read(reading.get(), out.data() + size, out.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) raise_errno("read from", command.front(), errno);
    if (n == 0) break;
    size += static_cast<std::size_t>(n);
    if (size > most) {
      OPENSSL_cleanse(out.data(), out.size());
      failed(command.front(), "printed too much");
    }
  }
  const std::optional<int> status = child.wait();
  if (!status || !WIFEXITED(*status) || WEXITSTATUS(*status) != 0) {
    OPENSSL_cleanse(out.data(), out.size());
    failed(command.front(), "failed");
  }
  out.resize(size);
  return out;
}

}  // namespace tamis::storage
