#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "core/error/error.h"
#include "core/storage/local.h"

namespace tamis::storage {
namespace {

// Deeper than any tree an export makes; keeps hostile nesting off the stack.
constexpr int kDeepestTree = 64;

// Owns a directory stream.
class Stream {
 public:
  // Opens the folder anew, so that the stream has its own position. Null on failure.
  explicit Stream(int folder) noexcept {
    Descriptor fd(::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd) return;
    stream_ = ::fdopendir(fd.get());
    if (stream_ != nullptr) (void)fd.release();
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() {
    if (stream_ != nullptr) ::closedir(stream_);
  }

  explicit operator bool() const noexcept { return stream_ != nullptr; }
  // The next name but "." and ".."; null at the end (errno 0) and on failure.
  const char* next() noexcept {
    for (;;) {
      errno = 0;
      const dirent* entry = ::readdir(stream_);
      if (entry == nullptr) return nullptr;
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") return entry->d_name;
    }
  }

 private:
  DIR* stream_ = nullptr;
};

struct Walk {
  std::string_view root;
  std::size_t most;
  std::vector<std::string> found;

  void folder(int fd, const std::string& prefix, int depth) {
    for (const std::string& name : entries(fd, root)) {
      struct stat status {};
      const std::string relative = prefix + name;
      if (::fstatat(fd, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT) continue;
        raise_errno("examine", std::string(root) + "/" + relative, errno);
      }
      if (S_ISDIR(status.st_mode) && depth < kDeepestTree) {
        const Descriptor below = open_folder(fd, name, std::string(root) + "/" + relative);
        folder(below.get(), relative + "/", depth + 1);
        continue;
      }
      if (found.size() >= most) {
        throw Error(Code::limit_exceeded,
                    "more than " + std::to_string(most) + " files in " + quoted_path(root));
      }
      found.push_back(relative);
    }
  }
};

bool remove_below(int folder, int depth) noexcept;

bool remove_entry(int parent, const char* name, int depth) noexcept {
  if (::unlinkat(parent, name, 0) == 0 || errno == ENOENT) return true;
  if (errno != EISDIR && errno != EPERM) return false;
  const Descriptor folder(::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!folder || depth >= kDeepestTree) return false;
  return remove_below(folder.get(), depth + 1) && ::unlinkat(parent, name, AT_REMOVEDIR) == 0;
}

bool remove_below(int folder, int depth) noexcept {
  bool all = true;
  // Removing while reading may hide names from readdir(), so it goes on until a pass finds none.
  for (bool removed = true; removed;) {
    removed = false;
    Stream stream(folder);
    if (!stream) return false;
    all = true;
    while (const char* name = stream.next()) {
      const bool gone = remove_entry(folder, name, depth);
      removed |= gone;
      all &= gone;
    }
  }
  return all;
}

}  // namespace

Descriptor open_folder(int parent, const std::string& name, std::string_view path) {
  Descriptor folder(
      ::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!folder) raise_errno("open directory", path, errno);
  return folder;
}

std::vector<std::string> entries(int folder, std::string_view path) {
  Stream stream(folder);
  if (!stream) raise_errno("read directory", path, errno);
  std::vector<std::string> names;
  while (const char* name = stream.next()) names.emplace_back(name);
  if (errno != 0) raise_errno("read directory", path, errno);
  return names;
}

bool remove_tree(int parent, const std::string& name) noexcept {
  return remove_entry(parent, name.c_str(), 0);
}

std::vector<std::string> LocalDirectory::files(std::string_view relative, std::size_t most) {
  const auto fault = relative.empty() ? std::nullopt : relative_path_fault(relative);
  if (fault) {
    throw Error(Code::invalid_value, "invalid relative path: " + in_quotes(relative),
                std::string(*fault) + ".");
  }
  Descriptor folder(::openat(fd_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) raise_errno("open directory", path_, errno);
  for (const std::string_view part : parts_of(relative)) {
    Descriptor next(::openat(folder.get(), std::string(part).c_str(),
                             O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!next) {
      if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP) return {};
      raise_errno("open directory", path_ + "/" + std::string(relative), errno);
    }
    folder = std::move(next);
  }
  Walk walk{path_, most, {}};
  walk.folder(folder.get(), relative.empty() ? "" : std::string(relative) + "/", 0);
  std::sort(walk.found.begin(), walk.found.end());
  return std::move(walk.found);
}

}  // namespace tamis::storage
