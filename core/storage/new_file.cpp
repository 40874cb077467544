#include "core/storage/new_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/error/error.h"
#include "core/storage/local_place.h"

namespace tamis::storage {
namespace {

constexpr mode_t kSecretMode = 0600;

[[noreturn]] void file_stands(const std::string& path) {
  throw Error(Code::file_exists, "file " + quoted_path(path) + " exists", {},
              "Choose another name, or remove the file first.");
}

Descriptor open_parent(const std::string& path) {
  const std::string parent = split_path(path).first;
  Descriptor fd(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) raise_errno("open directory", parent, errno);
  return fd;
}

void check_absent(int parent, const std::string& path) {
  struct stat status {};
  const std::string name = split_path(path).second;
  if (::fstatat(parent, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) file_stands(path);
  if (errno != ENOENT) raise_errno("examine", path, errno);
}

class LocalNewFile final : public NewFile {
 public:
  LocalNewFile(std::string path, std::string_view id)
      : path_(std::move(path)),
        name_(split_path(path_).second),
        parent_(open_parent(path_)),
        lock_({parent_.get(), name_, path_, no_fault_}) {
    check_absent(parent_.get(), path_);
    remove_leftovers({parent_.get(), name_, path_, no_fault_}, split_path(path_).first);
    hidden_ = staging_name(name_, id, 0);
    Descriptor file(::openat(parent_.get(), hidden_.c_str(),
                             O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kSecretMode));
    if (!file) raise_errno("create", split_path(path_).first + "/" + hidden_, errno);
    writer_ = std::make_unique<FileWriter>(std::move(file), path_);
  }
  LocalNewFile(const LocalNewFile&) = delete;
  LocalNewFile& operator=(const LocalNewFile&) = delete;
  ~LocalNewFile() override {
    if (writer_) ::unlinkat(parent_.get(), hidden_.c_str(), 0);
  }

  Writer& writer() override { return *writer_; }

  void publish() override {
    writer_->close();
    give_name();
    writer_.reset();
    if (::fsync(parent_.get()) != 0) raise_errno("flush directory of", path_, errno);
  }

 private:
  void give_name() {
    const int parent = parent_.get();
    if (::renameat2(parent, hidden_.c_str(), parent, name_.c_str(), RENAME_NOREPLACE) == 0) return;
    // Not every file system can rename so; a second name is refused as well where one is taken.
    if ((errno == EINVAL || errno == ENOSYS) &&
        ::linkat(parent, hidden_.c_str(), parent, name_.c_str(), 0) == 0) {
      ::unlinkat(parent, hidden_.c_str(), 0);
      return;
    }
    if (errno == EEXIST) file_stands(path_);
    raise_errno("name a finished file", path_, errno);
  }

  std::string path_;
  std::string name_;
  ReplaceFault no_fault_;
  Descriptor parent_;
  PlaceLock lock_;
  std::string hidden_;
  std::unique_ptr<FileWriter> writer_;
};

}  // namespace

void check_new_file(std::string_view path) {
  const std::string absolute = absolute_path(path);
  const Descriptor parent = open_parent(absolute);
  check_absent(parent.get(), absolute);
  if (::faccessat(parent.get(), ".", W_OK | X_OK, AT_EACCESS) != 0) {
    raise_errno("write to directory", split_path(absolute).first, errno);
  }
}

std::unique_ptr<NewFile> new_file(std::string_view path, std::string_view id) {
  return std::make_unique<LocalNewFile>(absolute_path(path), id);
}

}  // namespace tamis::storage
