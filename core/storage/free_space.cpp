#include "core/storage/free_space.h"

#include <sys/statvfs.h>

#include <new>
#include <string>

namespace tamis::storage {

std::optional<std::uint64_t> free_bytes(std::string_view argument) noexcept {
  if (!argument.starts_with('/') || argument.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  try {
    // The nearest folder that is there is where the others will be made.
    std::string path(argument);
    for (;;) {
      struct statvfs facts {};
      if (::statvfs(path.c_str(), &facts) == 0) {
        // A file system without blocks, as /proc, counts none.
        if (facts.f_blocks == 0) return std::nullopt;
        return std::uint64_t{facts.f_bavail} * facts.f_frsize;
      }
      if (path == "/") return std::nullopt;
      const std::size_t slash = path.rfind('/');
      path.resize(slash == 0 ? 1 : slash);
    }
  } catch (const std::bad_alloc&) {
    return std::nullopt;
  }
}

}  // namespace tamis::storage
