#include "core/storage/link_tree.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/error/error.h"
#include "core/storage/local_place.h"

namespace tamis::storage {
namespace {

constexpr int kDeepestTree = 64;
constexpr mode_t kPermissions = 07777;

// What file systems without hard links answer.
bool lacks_links(int error) noexcept {
  return error == EOPNOTSUPP || error == ENOSYS || error == EINVAL;
}

[[noreturn]] void no_links(std::string_view path) {
  throw Error(Code::unsupported, "the file system of " + quoted_path(path) + " has no hard links",
              {}, "Choose another destination.");
}

[[noreturn]] void no_exchange(std::string_view path) {
  throw Error(Code::unsupported,
              "the file system of " + quoted_path(path) + " can't exchange two directories", {},
              "Choose another destination, or remove the earlier export first.");
}

class Linking {
 public:
  explicit Linking(const LinkPlan& plan) : plan_(plan) {}

  void folder(int from, int to, const std::string& prefix, int depth) {
    if (plan_.poll) plan_.poll();
    for (const std::string& name : entries(from, plan_.path)) {
      const std::string relative = prefix + name;
      struct stat status {};
      if (::fstatat(from, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        raise_errno("examine", plan_.path + "/" + relative, errno);
      }
      if (S_ISDIR(status.st_mode) && depth < kDeepestTree) {
        below(from, to, name, relative, depth);
      } else if (S_ISREG(status.st_mode)) {
        file(from, to, name, relative);
      } else {
        taken(plan_.path, "It holds " + quoted_path(relative) + ", which is no regular file.",
              "Only earlier exports are added to. Choose another destination.");
      }
    }
  }

 private:
  void below(int from, int to, const std::string& name, const std::string& relative, int depth) {
    const std::string path = plan_.path + "/" + relative;
    const bool made = plan_.folders.insert(relative).second;
    if (made && ::mkdirat(to, name.c_str(), kFolderMode) != 0) {
      raise_errno("make directory for", path, errno);
    }
    const Descriptor source = open_folder(from, name, path);
    const Descriptor target = open_folder(to, name, path);
    folder(source.get(), target.get(), relative + "/", depth + 1);
    // Not before: they may forbid to add to the folder.
    copy_permissions(source.get(), target.get());
  }

  void file(int from, int to, const std::string& name, const std::string& relative) {
    if (plan_.superseded.contains(relative)) return;
    if (::linkat(from, name.c_str(), to, name.c_str(), 0) == 0) return;
    const std::string path = plan_.path + "/" + relative;
    if (errno == EEXIST) {
      throw Error(Code::file_exists, "file " + quoted_path(path) + " exists", {},
                  "A file of an earlier export has this name. Choose file names that differ from "
                  "export to export.");
    }
    if (lacks_links(errno)) no_links(plan_.path);
    raise_errno("link", path, errno);
  }

  const LinkPlan& plan_;
};

}  // namespace

void link_tree(int from, int to, const LinkPlan& plan) { Linking(plan).folder(from, to, "", 0); }

void require_exchange(int folder, std::string_view path) {
  static constexpr const char* kProbes[] = {"probe-a", "probe-b"};
  for (const char* name : kProbes) {
    if (::mkdirat(folder, name, kFolderMode) != 0) raise_errno("make directory in", path, errno);
  }
  const int failed = ::renameat2(folder, kProbes[0], folder, kProbes[1], RENAME_EXCHANGE);
  const int error = errno;
  for (const char* name : kProbes) ::unlinkat(folder, name, AT_REMOVEDIR);
  if (failed == 0) return;
  if (error == EINVAL || error == ENOSYS) no_exchange(path);
  raise_errno("exchange directories in", path, error);
}

void require_links(int folder, std::string_view path) {
  static constexpr const char* kProbes[] = {"probe-a", "probe-b"};
  {
    const Descriptor file(
        ::openat(folder, kProbes[0], O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kFileMode));
    if (!file) raise_errno("create a file in", path, errno);
  }
  const int failed = ::linkat(folder, kProbes[0], folder, kProbes[1], 0);
  const int error = errno;
  for (const char* name : kProbes) ::unlinkat(folder, name, 0);
  if (failed == 0) return;
  // A file of one's own may be linked anywhere that has links.
  if (lacks_links(error) || error == EPERM) no_links(path);
  raise_errno("link a file in", path, error);
}

void copy_permissions(int from, int to) {
  struct stat status {};
  if (::fstat(from, &status) != 0) return;
  if (::fchown(to, static_cast<uid_t>(-1), status.st_gid) != 0) {
    // The group of who exports then; the permissions below are what was asked for.
    errno = 0;
  }
  (void)::fchmod(to, status.st_mode & kPermissions);
}

}  // namespace tamis::storage
