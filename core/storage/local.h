// The local file system, from descriptors up. Private to storage/ and its tests.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/storage/storage.h"

namespace tamis::storage {

// Owns a file descriptor.
class Descriptor {
 public:
  Descriptor() noexcept = default;
  explicit Descriptor(int fd) noexcept : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  int get() const noexcept { return fd_; }
  explicit operator bool() const noexcept { return fd_ >= 0; }
  int release() noexcept { return std::exchange(fd_, -1); }

 private:
  int fd_ = -1;
};

// "could not <deed> "path": reason"; insufficient_privilege where the reason is one.
[[noreturn]] void raise_errno(std::string_view deed, std::string_view path, int error);
// A path as it may stand in a message: in double quotes, whole, control characters as '?'.
std::string quoted_path(std::string_view path);
// The system's words for an error number, whatever the locale.
std::string errno_text(int error);

// Cleaned of doubled and trailing slashes and of "." parts; throws as destination() says.
std::string absolute_path(std::string_view argument);
// "/a/b" -> {"/a", "b"}
std::pair<std::string, std::string> split_path(std::string_view path);
std::vector<std::string_view> parts_of(std::string_view path);

class FileWriter final : public Writer {
 public:
  FileWriter(Descriptor fd, std::string path) noexcept;
  void write(std::string_view bytes) override;
  void close() override;

 private:
  Descriptor fd_;
  std::string path_;
};

class LocalDirectory final : public Directory {
 public:
  LocalDirectory(Descriptor fd, std::string path) noexcept;
  const std::string& path() const noexcept override { return path_; }
  Opened open(std::string_view relative) override;
  std::vector<std::string> files(std::string_view relative, std::size_t most) override;

  int fd() const noexcept { return fd_.get(); }

 private:
  Descriptor fd_;
  std::string path_;
};

// A folder in `parent`, no symbolic link; throws as raise_errno.
Descriptor open_folder(int parent, const std::string& name, std::string_view path);
// Names in an open folder, unsorted, without "." and "..".
std::vector<std::string> entries(int folder, std::string_view path);
// Removes `name` in `parent` with everything below, following no link. False where something
// could not be removed.
bool remove_tree(int parent, const std::string& name) noexcept;

}  // namespace tamis::storage
