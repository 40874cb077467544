#include "core/storage/local.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>

#include "core/error/error.h"

namespace tamis::storage {
namespace {

// The process's umask takes away from these as it does for any program.
constexpr mode_t kFolderMode = 0750;
constexpr mode_t kFileMode = 0640;
constexpr time_t kStaleSeconds = 24 * 60 * 60;
constexpr int kStagingAttempts = 8;

// What an export consists of: anything else in a folder and it is not ours to replace.
constexpr std::string_view kExportEntries[] = {"data", "manifest.json", "SUCCESS"};

bool exists_no_follow(int parent, const std::string& name, struct stat& status) {
  return ::fstatat(parent, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

// The folder that holds the destination, made where it is missing; what was made goes again
// unless kept.
class Parent {
 public:
  // Delegates, so that the destructor undoes a construction that fails halfway.
  explicit Parent(const std::string& path) : Parent() {
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
  Parent(const Parent&) = delete;
  Parent& operator=(const Parent&) = delete;
  ~Parent() {
    // Fails where something else has moved in meanwhile, and so it should.
    if (made_ && !kept_) ::unlinkat(above_->fd(), name_.c_str(), AT_REMOVEDIR);
  }

  int fd() const noexcept { return fd_.get(); }
  void keep() noexcept {
    kept_ = true;
    if (above_) above_->keep();
  }
  // Makes the new folders themselves durable.
  void flush(const std::string& path) const {
    if (::fsync(fd_.get()) != 0) raise_errno("flush directory", path, errno);
    if (made_) above_->flush(split_path(path).first);
  }

 private:
  Parent() = default;

  std::unique_ptr<Parent> above_;
  std::string name_;
  bool made_ = false;
  bool kept_ = false;
  Descriptor fd_;
};

std::string staging_prefix(const std::string& name) { return "." + name + ".tamis-"; }
constexpr std::string_view kStagingSuffix = ".tmp";

// A staging folder is alive while its maker holds a lock on it, which ends with the process
// whatever ends that. Where the file system knows no locks, age decides.
bool is_abandoned(int folder) noexcept {
  if (::flock(folder, LOCK_EX | LOCK_NB) == 0) return true;
  if (errno == EWOULDBLOCK) return false;
  struct stat status {};
  return ::fstat(folder, &status) == 0 && ::time(nullptr) - status.st_mtime > kStaleSeconds;
}

void remove_leftovers(int parent, const std::string& name, const std::string& path) {
  const std::string prefix = staging_prefix(name);
  for (const std::string& entry : entries(parent, path)) {
    if (!entry.starts_with(prefix) || !entry.ends_with(kStagingSuffix)) continue;
    const Descriptor folder(
        ::openat(parent, entry.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (folder && is_abandoned(folder.get())) remove_tree(parent, entry);
  }
}

[[noreturn]] void taken(const std::string& path, std::string detail, std::string hint) {
  throw Error(Code::file_exists, "destination " + quoted_path(path) + " exists", std::move(detail),
              std::move(hint));
}

// Where an export is to stand, and who tells whether one stands there already.
struct Site {
  int parent;
  const std::string& name;
  const std::string& path;
  const ReplaceFault& replace_fault;
};

[[noreturn]] void not_ours(const Site& site, std::string detail) {
  taken(site.path, std::move(detail),
        "Only an earlier export is replaced. Choose another destination.");
}

void check_replaceable(const Site& site, Descriptor folder, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    struct stat status {};
    const bool ours =
        std::find(std::begin(kExportEntries), std::end(kExportEntries), name) !=
            std::end(kExportEntries) &&
        exists_no_follow(folder.get(), name, status) &&
        (name == kExportEntries[0] ? S_ISDIR(status.st_mode) : S_ISREG(status.st_mode));
    if (!ours) {
      not_ours(site, "It holds " + quoted_path(name) + ", which is no part of an export.");
    }
  }
  if (std::find(names.begin(), names.end(), "manifest.json") == names.end()) {
    not_ours(site, "It has no manifest, so it is not known to be an export.");
  }
  LocalDirectory directory(std::move(folder), site.path);
  if (auto fault = site.replace_fault(directory)) not_ours(site, std::move(*fault));
}

void check_place(const Site& site, IfExists if_exists) {
  struct stat status {};
  if (!exists_no_follow(site.parent, site.name, status)) {
    if (errno == ENOENT) return;
    raise_errno("examine", site.path, errno);
  }
  if (!S_ISDIR(status.st_mode)) {
    taken(site.path, S_ISLNK(status.st_mode) ? "It is a symbolic link." : "It is not a directory.",
          "Choose another destination.");
  }
  Descriptor folder = open_folder(site.parent, site.name, site.path);
  const std::vector<std::string> names = entries(folder.get(), site.path);
  if (names.empty()) return;
  if (if_exists == IfExists::replace) return check_replaceable(site, std::move(folder), names);
  taken(site.path, "It is a directory that is not empty.",
        "Choose another destination, or replace an earlier export with \"if_exists\": "
        "\"replace\".");
}

class LocalStaging final : public Staging {
 public:
  // Delegates, so that the destructor undoes a construction that fails halfway.
  LocalStaging(const std::string& path, std::string_view id, IfExists if_exists,
               const ReplaceFault& replace_fault)
      : LocalStaging(path, if_exists, replace_fault) {
    check_place(site(), if_exists_);
    remove_leftovers(parent_.fd(), name_, parent_path_);
    make_folder(id);
  }
  LocalStaging(const LocalStaging&) = delete;
  LocalStaging& operator=(const LocalStaging&) = delete;
  ~LocalStaging() override {
    if (!published_ && !staging_.empty()) remove_tree(parent_.fd(), staging_);
  }

  std::unique_ptr<Writer> create(std::string_view relative) override;
  Directory& staged() override { return *directory_; }
  std::optional<std::string> publish() override;

 private:
  LocalStaging(const std::string& path, IfExists if_exists, const ReplaceFault& replace_fault)
      : path_(path),
        parent_path_(split_path(path).first),
        name_(split_path(path).second),
        if_exists_(if_exists),
        replace_fault_(replace_fault),
        parent_(parent_path_) {}

  Site site() const { return {parent_.fd(), name_, path_, replace_fault_}; }

  void make_folder(std::string_view id);
  // The folder of a file to be made, made itself where it is missing.
  Descriptor folder_for(std::string_view relative);
  void flush_folders();
  void rename_into_place();
  // Puts the new tree where the old one is and the old one where the new one was.
  bool exchange();

  std::string path_;
  std::string parent_path_;
  std::string name_;
  IfExists if_exists_;
  ReplaceFault replace_fault_;
  Parent parent_;
  std::string staging_;
  std::unique_ptr<LocalDirectory> directory_;
  std::set<std::string, std::less<>> folders_;
  bool published_ = false;
};

void LocalStaging::make_folder(std::string_view id) {
  for (int attempt = 0; attempt < kStagingAttempts; ++attempt) {
    const std::string candidate = staging_prefix(name_) + std::string(id) +
                                  (attempt == 0 ? "" : "-" + std::to_string(attempt)) +
                                  std::string(kStagingSuffix);
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
        exists_no_follow(parent_.fd(), staging_, named) && mine.st_ino == named.st_ino) {
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

bool LocalStaging::exchange() {
  check_place(site(), IfExists::replace);
  if (::renameat2(parent_.fd(), staging_.c_str(), parent_.fd(), name_.c_str(), RENAME_EXCHANGE) ==
      0) {
    return true;
  }
  if (errno == ENOENT) {
    rename_into_place();
    return false;
  }
  if (errno == EINVAL || errno == ENOSYS) {
    throw Error(Code::unsupported,
                "the file system of " + quoted_path(path_) + " can't exchange two directories", {},
                "Choose another destination, or remove the earlier export first.");
  }
  raise_errno("replace", path_, errno);
}

std::optional<std::string> LocalStaging::publish() {
  flush_folders();
  bool replaced = false;
  if (if_exists_ == IfExists::replace) {
    replaced = exchange();
  } else {
    rename_into_place();
  }
  published_ = true;
  parent_.keep();
  parent_.flush(parent_path_);
  if (replaced && !remove_tree(parent_.fd(), staging_)) return parent_path_ + "/" + staging_;
  return std::nullopt;
}

class LocalDestination final : public Destination {
 public:
  LocalDestination(std::string path, ReplaceFault replace_fault)
      : path_(std::move(path)), replace_fault_(std::move(replace_fault)) {}

  std::string uri() const override;
  void check(IfExists if_exists) override;
  std::unique_ptr<Staging> stage(std::string_view id, IfExists if_exists) override {
    return std::make_unique<LocalStaging>(path_, id, if_exists, replace_fault_);
  }

 private:
  std::string path_;
  ReplaceFault replace_fault_;
};

std::string LocalDestination::uri() const {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out = "file://";
  for (const char c : path_) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("/-._~").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
  return out;
}

void LocalDestination::check(IfExists if_exists) {
  auto [above, name] = split_path(path_);
  // The nearest folder that exists is the one that must take something new.
  for (;;) {
    const Descriptor folder(::open(above.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder) {
      if (::faccessat(folder.get(), ".", W_OK | X_OK, AT_EACCESS) != 0) {
        raise_errno("write to directory", above, errno);
      }
      if (above == split_path(path_).first) {
        check_place({folder.get(), name, path_, replace_fault_}, if_exists);
      }
      return;
    }
    if (errno != ENOENT || above == "/") raise_errno("open directory", above, errno);
    above = split_path(above).first;
  }
}

}  // namespace

std::unique_ptr<Destination> destination(std::string_view argument, Context context) {
  return std::make_unique<LocalDestination>(absolute_path(argument),
                                            std::move(context.replace_fault));
}

Place existing_place(std::string_view argument, const Context&) {
  const std::string path = absolute_path(argument);
  Descriptor fd(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!fd) raise_errno("open", path, errno);
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) raise_errno("examine", path, errno);
  if (S_ISDIR(status.st_mode)) return {std::make_unique<LocalDirectory>(std::move(fd), path), {}};
  auto [parent, name] = split_path(path);
  Descriptor folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) raise_errno("open directory", parent, errno);
  return {std::make_unique<LocalDirectory>(std::move(folder), std::move(parent)), std::move(name)};
}

}  // namespace tamis::storage
