#include "core/storage/local_staging.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/error/error.h"
#include "core/storage/link_tree.h"

namespace tamis::storage {
namespace {

constexpr int kStagingAttempts = 8;

}  // namespace

LocalStaging::LocalStaging(const std::string& path, IfExists if_exists, const Context& context)
    : path_(path),
      parent_path_(split_path(path).first),
      name_(split_path(path).second),
      if_exists_(if_exists),
      replace_fault_(context.replace_fault),
      poll_(context.poll),
      parent_(parent_path_),
      lock_(site()) {}

// Delegates, so that the destructor undoes a construction that fails halfway.
LocalStaging::LocalStaging(const std::string& path, std::string_view id, IfExists if_exists,
                           const Context& context)
    : LocalStaging(path, if_exists, context) {
  const bool stands = check_place(site(), if_exists_);
  remove_leftovers(site(), parent_path_);
  make_folder(id);
  // Better now than after hours of writing.
  if (stands) require_exchange(directory_->fd(), path_);
  if (stands && if_exists_ == IfExists::append) require_links(directory_->fd(), path_);
}

LocalStaging::~LocalStaging() {
  if (!published_ && !staging_.empty()) remove_tree(parent_.fd(), staging_);
}

void LocalStaging::make_folder(std::string_view id) {
  for (int attempt = 0; attempt < kStagingAttempts; ++attempt) {
    const std::string candidate = staging_name(name_, id, attempt);
    const std::string path = parent_path_ + "/" + candidate;
    if (::mkdirat(parent_.fd(), candidate.c_str(), kFolderMode) != 0) {
      if (errno == EEXIST) continue;
      raise_errno("make directory", path, errno);
    }
    staging_ = candidate;
    Descriptor folder = open_folder(parent_.fd(), staging_, path);
    struct stat mine {};
    struct stat named {};
    // Another export may have taken the folder for abandoned before the lock was on it.
    const bool locked = ::flock(folder.get(), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
    if (locked && ::fstat(folder.get(), &mine) == 0 &&
        ::fstatat(parent_.fd(), staging_.c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0 &&
        mine.st_ino == named.st_ino) {
      directory_ = std::make_unique<LocalDirectory>(std::move(folder), path);
      return;
    }
  }
  throw Error(Code::io_error, "could not make a staging directory for " + quoted_path(path_));
}

Descriptor LocalStaging::folder_for(std::string_view relative) {
  const std::string path = directory_->path() + "/" + std::string(relative);
  Descriptor folder = open_folder(directory_->fd(), ".", path);
  std::string so_far;
  for (const std::string_view part : parts_of(relative)) {
    so_far += (so_far.empty() ? "" : "/") + std::string(part);
    const std::string name(part);
    if (!folders_.contains(so_far)) {
      if (::mkdirat(folder.get(), name.c_str(), kFolderMode) != 0) {
        raise_errno("make directory", path, errno);
      }
      folders_.insert(so_far);
    }
    folder = open_folder(folder.get(), name, path);
  }
  return folder;
}

std::unique_ptr<Writer> LocalStaging::create(std::string_view relative) {
  if (const auto fault = relative_path_fault(relative)) {
    throw Error(Code::invalid_value, "invalid relative path: " + in_quotes(relative),
                std::string(*fault) + ".");
  }
  const std::size_t slash = relative.rfind('/');
  const Descriptor folder =
      folder_for(slash == std::string_view::npos ? "" : relative.substr(0, slash));
  const std::string name(relative.substr(slash == std::string_view::npos ? 0 : slash + 1));
  std::string path = directory_->path() + "/" + std::string(relative);
  Descriptor file(::openat(folder.get(), name.c_str(),
                           O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kFileMode));
  if (!file) raise_errno("create", path, errno);
  return std::make_unique<FileWriter>(std::move(file), std::move(path));
}

void LocalStaging::flush_folders() {
  for (const std::string& name : folders_) {
    const Descriptor folder = folder_for(name);
    if (::fsync(folder.get()) != 0) raise_errno("flush directory", path_ + "/" + name, errno);
  }
  if (::fsync(directory_->fd()) != 0) raise_errno("flush directory", directory_->path(), errno);
}

void LocalStaging::rename_into_place() {
  if (::renameat(parent_.fd(), staging_.c_str(), parent_.fd(), name_.c_str()) == 0) return;
  const int error = errno;
  if (error == EEXIST || error == ENOTEMPTY || error == ENOTDIR) {
    taken(path_, "It was made while this export ran.", "Choose another destination.");
  }
  raise_errno("rename a finished export to", path_, error);
}

void LocalStaging::exchange(const Descriptor& standing) {
  const auto swap = [this] {
    return ::renameat2(parent_.fd(), staging_.c_str(), parent_.fd(), name_.c_str(),
                       RENAME_EXCHANGE) == 0;
  };
  if (!swap()) raise_errno("replace", path_, errno);
  struct stat expected {};
  struct stat replaced {};
  if (::fstat(standing.get(), &expected) == 0 &&
      ::fstatat(parent_.fd(), staging_.c_str(), &replaced, AT_SYMLINK_NOFOLLOW) == 0 &&
      expected.st_ino == replaced.st_ino) {
    return;
  }
  // Where there are no locks, another export may have come in between; its files are not in ours.
  if (!swap()) raise_errno("restore", path_, errno);
  taken(path_, "It was changed while this export ran.", "Try again.");
}

Descriptor LocalStaging::take_over() {
  Descriptor standing = open_folder(parent_.fd(), name_, path_);
  if (if_exists_ == IfExists::append) {
    link_tree(standing.get(), directory_->fd(), {path_, superseded_, folders_, poll_});
  }
  copy_permissions(standing.get(), directory_->fd());
  return standing;
}

std::optional<std::string> LocalStaging::publish() {
  const bool stands = if_exists_ != IfExists::error && check_place(site(), if_exists_);
  const Descriptor standing = stands ? take_over() : Descriptor();
  flush_folders();
  if (stands) {
    exchange(standing);
  } else {
    rename_into_place();
  }
  published_ = true;
  parent_.keep();
  parent_.flush(parent_path_);
  const bool left = stands && !remove_tree(parent_.fd(), staging_);
  lock_.release();
  return left ? std::optional(parent_path_ + "/" + staging_) : std::nullopt;
}

}  // namespace tamis::storage
