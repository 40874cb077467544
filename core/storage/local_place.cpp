#include "core/storage/local_place.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>

#include "core/error/error.h"

namespace tamis::storage {
namespace {

constexpr time_t kStaleSeconds = 24 * 60 * 60;
constexpr int kLockAttempts = 8;
constexpr std::string_view kStagingSuffix = ".tmp";

std::string staging_prefix(const std::string& name) { return "." + name + ".tamis-"; }

// What is staged is alive while its maker holds a lock on it. Where the file system knows no
// locks, age decides.
bool is_abandoned(int staged) noexcept {
  if (::flock(staged, LOCK_EX | LOCK_NB) == 0) return true;
  if (errno == EWOULDBLOCK) return false;
  struct stat status {};
  return ::fstat(staged, &status) == 0 && ::time(nullptr) - status.st_mtime > kStaleSeconds;
}

[[noreturn]] void not_ours(const Site& site, IfExists if_exists, std::string detail) {
  taken(site.path, std::move(detail),
        if_exists == IfExists::replace
            ? "Only an earlier export is replaced. Choose another destination."
            : "Only earlier exports are added to. Choose another destination.");
}

}  // namespace

// Delegates, so that the destructor undoes a construction that fails halfway.
Parent::Parent(const std::string& path) : Parent() {
  fd_ = Descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd_) return;
  if (errno != ENOENT) raise_errno("open directory", path, errno);
  auto [above, name] = split_path(path);
  above_ = std::make_unique<Parent>(above);
  name_ = std::move(name);
  if (::mkdirat(above_->fd(), name_.c_str(), kFolderMode) == 0) {
    made_ = true;
  } else if (errno != EEXIST) {
    raise_errno("make directory", path, errno);
  }
  fd_ = open_folder(above_->fd(), name_, path);
}

Parent::~Parent() {
  // Fails where something else has moved in meanwhile, and so it should.
  if (made_ && !kept_) ::unlinkat(above_->fd(), name_.c_str(), AT_REMOVEDIR);
}

void Parent::keep() noexcept {
  kept_ = true;
  if (above_) above_->keep();
}

void Parent::flush(const std::string& path) const {
  if (::fsync(fd_.get()) != 0) raise_errno("flush directory", path, errno);
  if (made_) above_->flush(split_path(path).first);
}

PlaceLock::PlaceLock(const Site& site)
    : parent_(site.parent), name_(staging_prefix(site.name) + "lock") {
  for (int attempt = 0; attempt < kLockAttempts; ++attempt) {
    if (acquire(site.path)) return;
  }
  throw Error(Code::wrong_context, "another export to " + quoted_path(site.path) + " is running",
              {}, "Try again when it has ended.");
}

bool PlaceLock::acquire(const std::string& path) {
  const std::string lock_path = split_path(path).first + "/" + name_;
  // O_NONBLOCK: a FIFO someone put there must not hang the open.
  Descriptor fd(::openat(parent_, name_.c_str(),
                         O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, kFileMode));
  if (!fd) raise_errno("open", lock_path, errno);
  struct stat mine {};
  if (::fstat(fd.get(), &mine) != 0) raise_errno("examine", lock_path, errno);
  if (!S_ISREG(mine.st_mode)) {
    throw Error(Code::io_error, "could not lock " + quoted_path(lock_path),
                "It is not a regular file.");
  }
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    throw Error(Code::wrong_context, "another export to " + quoted_path(path) + " is running", {},
                "Try again when it has ended.");
  }
  struct stat named {};
  if (::fstatat(parent_, name_.c_str(), &named, AT_SYMLINK_NOFOLLOW) != 0 ||
      mine.st_ino != named.st_ino) {
    return false;
  }
  fd_ = std::move(fd);
  return true;
}

// Removed before the lock on it ends: what is found there later is another's.
void PlaceLock::release() noexcept {
  if (fd_) ::unlinkat(parent_, name_.c_str(), 0);
  fd_ = Descriptor();
}

void taken(const std::string& path, std::string detail, std::string hint) {
  throw Error(Code::file_exists, "destination " + quoted_path(path) + " exists", std::move(detail),
              std::move(hint));
}

bool check_place(const Site& site, IfExists if_exists) {
  struct stat status {};
  if (::fstatat(site.parent, site.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return false;
    raise_errno("examine", site.path, errno);
  }
  if (!S_ISDIR(status.st_mode)) {
    taken(site.path, S_ISLNK(status.st_mode) ? "It is a symbolic link." : "It is not a directory.",
          "Choose another destination.");
  }
  Descriptor folder = open_folder(site.parent, site.name, site.path);
  if (entries(folder.get(), site.path).empty()) return false;
  if (if_exists == IfExists::error) {
    taken(site.path, "It is a directory that is not empty.",
          "Choose another destination, or replace an earlier export with \"if_exists\": "
          "\"replace\".");
  }
  LocalDirectory directory(std::move(folder), site.path);
  if (auto fault = site.replace_fault(directory)) not_ours(site, if_exists, std::move(*fault));
  return true;
}

std::string staging_name(const std::string& name, std::string_view id, int attempt) {
  return staging_prefix(name) + std::string(id) +
         (attempt == 0 ? "" : "-" + std::to_string(attempt)) + std::string(kStagingSuffix);
}

void remove_leftovers(const Site& site, const std::string& parent_path) {
  const std::string prefix = staging_prefix(site.name);
  for (const std::string& entry : entries(site.parent, parent_path)) {
    if (!entry.starts_with(prefix) || !entry.ends_with(kStagingSuffix)) continue;
    const Descriptor left(
        ::openat(site.parent, entry.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC));
    if (left && is_abandoned(left.get())) remove_tree(site.parent, entry);
  }
}

}  // namespace tamis::storage
