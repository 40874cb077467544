#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "core/error/error.h"
#include "core/storage/local.h"

namespace tamis::storage {
namespace {

// Linux transfers at most 0x7ffff000 bytes a call; smaller pieces keep a cancel prompt.
constexpr std::size_t kLargestTransfer = 1U << 30U;

class FileReader final : public Reader {
 public:
  FileReader(Descriptor fd, std::string path, std::uint64_t size) noexcept
      : fd_(std::move(fd)), path_(std::move(path)), size_(size) {}

  std::size_t read(std::span<char> buffer) override {
    for (;;) {
      const ssize_t n = ::read(fd_.get(), buffer.data(), std::min(buffer.size(), kLargestTransfer));
      if (n >= 0) return static_cast<std::size_t>(n);
      if (errno != EINTR) raise_errno("read", path_, errno);
    }
  }
  std::size_t read_at(std::uint64_t offset, std::span<char> buffer) override {
    std::size_t filled = 0;
    while (filled < buffer.size()) {
      const ssize_t n = ::pread(fd_.get(), buffer.data() + filled,
                                std::min(buffer.size() - filled, kLargestTransfer),
                                static_cast<off_t>(offset + filled));
      if (n < 0) {
        if (errno == EINTR) continue;
        raise_errno("read", path_, errno);
      }
      if (n == 0) break;
      filled += static_cast<std::size_t>(n);
    }
    return filled;
  }
  std::uint64_t size() const noexcept override { return size_; }

 private:
  Descriptor fd_;
  std::string path_;
  std::uint64_t size_;
};

Fault fault_of(int error) noexcept {
  switch (error) {
    case ENOENT: return Fault::missing;
    case ELOOP: return Fault::symbolic_link;
    case ENOTDIR:
    case ENXIO: return Fault::not_a_file;
    case EACCES:
    case EPERM: return Fault::not_permitted;
    default: return Fault::none;
  }
}

// With O_DIRECTORY and O_NOFOLLOW together, a link is reported as "not a directory".
bool is_link(int parent, const char* name) noexcept {
  struct stat status {};
  return ::fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    const Descriptor old(std::exchange(fd_, other.release()));
  }
  return *this;
}

// A file that was written is closed by FileWriter::close(), which checks; here only readers,
// folders and files given up pass.
Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

std::string errno_text(int error) {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 32)
  // strerror() answers in the server's message language.
  if (const char* text = ::strerrordesc_np(error)) return text;
#else
  std::array<char, 256> buffer{};
  if (::strerror_r(error, buffer.data(), buffer.size()) == 0) return buffer.data();
#endif
  return "error " + std::to_string(error);
}

void raise_errno(std::string_view deed, std::string_view path, int error) {
  const bool denied = error == EACCES || error == EPERM || error == EROFS;
  std::string message = "could not " + std::string(deed) + " " + quoted_path(path) + ": ";
  message += errno_text(error);
  throw Error(denied ? Code::insufficient_privilege : Code::io_error, std::move(message), {},
              denied ? "The operating-system user of the database process must be allowed to do "
                       "this there."
                     : "");
}

std::string_view describe(Fault fault) noexcept {
  switch (fault) {
    case Fault::none: return "present";
    case Fault::missing: return "missing";
    case Fault::symbolic_link: return "a symbolic link";
    case Fault::not_a_file: return "not a regular file";
    case Fault::not_permitted: return "not permitted";
  }
  return "missing";
}

FileWriter::FileWriter(Descriptor fd, std::string path) noexcept
    : fd_(std::move(fd)), path_(std::move(path)) {}

void FileWriter::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd_.get(), bytes.data(), std::min(bytes.size(), kLargestTransfer));
    if (n < 0) {
      if (errno == EINTR) continue;
      raise_errno("write", path_, errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

// A failed fsync is final: the kernel may have dropped the pages, so trying again would lie.
void FileWriter::close() {
  if (::fsync(fd_.get()) != 0) raise_errno("flush", path_, errno);
  if (::close(fd_.release()) != 0) raise_errno("close", path_, errno);
}

LocalDirectory::LocalDirectory(Descriptor fd, std::string path) noexcept
    : fd_(std::move(fd)), path_(std::move(path)) {}

Directory::Opened LocalDirectory::open(std::string_view relative) {
  if (const auto fault = relative_path_fault(relative)) {
    throw Error(Code::invalid_value, "invalid relative path: " + in_quotes(relative),
                std::string(*fault) + ".");
  }
  const std::vector<std::string_view> parts = parts_of(relative);
  Descriptor folder;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool last = i + 1 == parts.size();
    const int parent = folder ? folder.get() : fd_.get();
    const std::string name(parts[i]);
    // O_NONBLOCK: a FIFO someone put there must not hang the open.
    Descriptor next(
        ::openat(parent, name.c_str(),
                 O_RDONLY | O_NOFOLLOW | O_CLOEXEC | (last ? O_NONBLOCK : O_DIRECTORY)));
    if (!next) {
      const int error = errno == ENOTDIR && is_link(parent, name.c_str()) ? ELOOP : errno;
      if (const Fault fault = fault_of(error); fault != Fault::none) return {nullptr, fault};
      raise_errno("open", path_ + "/" + std::string(relative), error);
    }
    folder = std::move(next);
  }
  struct stat status {};
  std::string path = path_ + "/" + std::string(relative);
  if (::fstat(folder.get(), &status) != 0) raise_errno("examine", path, errno);
  if (!S_ISREG(status.st_mode)) return {nullptr, Fault::not_a_file};
  return {std::make_unique<FileReader>(std::move(folder), std::move(path),
                                       static_cast<std::uint64_t>(status.st_size)),
          Fault::none};
}

}  // namespace tamis::storage
