#include "core/storage/move.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/error/error.h"
#include "core/storage/local.h"
#include "core/storage/local_place.h"

namespace tamis::storage {
namespace {

void flush(const Descriptor& folder, const std::string& path) {
  if (::fsync(folder.get()) != 0) raise_errno("flush directory", path, errno);
}

}  // namespace

std::string move_to_state(std::string_view path, std::string_view state) {
  const std::string whole = absolute_path(path);
  const auto [from, name] = split_path(whole);
  const auto [inbox, current] = split_path(from);
  if (current == state) return whole;
  const std::string to = inbox + "/" + std::string(state);
  const Descriptor top(::open(inbox.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!top) raise_errno("open directory", inbox, errno);
  const Descriptor source = open_folder(top.get(), current, from);
  if (::mkdirat(top.get(), std::string(state).c_str(), kFolderMode) == 0) {
    flush(top, inbox);
  } else if (errno != EEXIST) {
    raise_errno("make directory", to, errno);
  }
  const Descriptor target = open_folder(top.get(), std::string(state), to);
  if (::renameat2(source.get(), name.c_str(), target.get(), name.c_str(), RENAME_NOREPLACE) != 0) {
    if (errno == EEXIST) {
      throw Error(Code::file_exists, quoted_path(to + "/" + name) + " exists", {},
                  "An export of this name was moved there before.");
    }
    raise_errno("move to " + std::string(state), whole, errno);
  }
  flush(target, to);
  flush(source, from);
  return to + "/" + name;
}

bool folder_exists(std::string_view path) {
  struct stat status {};
  return ::lstat(absolute_path(path).c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

void remove_place(std::string_view path) {
  const std::string whole = absolute_path(path);
  const auto [above, name] = split_path(whole);
  const Descriptor parent(::open(above.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!parent) raise_errno("open directory", above, errno);
  const std::string leftover = staging_name(name, "expired", 0);
  if (::renameat2(parent.get(), name.c_str(), parent.get(), leftover.c_str(), RENAME_NOREPLACE) !=
      0) {
    raise_errno("remove", whole, errno);
  }
  flush(parent, above);
  (void)remove_tree(parent.get(), leftover);
}

}  // namespace tamis::storage
