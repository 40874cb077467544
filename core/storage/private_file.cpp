#include "core/storage/private_file.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/error/error.h"
#include "core/storage/local.h"

namespace tamis::storage {
namespace {

void check_permissions(const struct stat& status, const std::string& subject) {
  if (!S_ISREG(status.st_mode)) {
    throw Error(Code::invalid_value, subject + " is not a regular file");
  }
  const mode_t forbidden = status.st_uid == 0 ? S_IWGRP | S_IXGRP | S_IRWXO : S_IRWXG | S_IRWXO;
  const bool owned = status.st_uid == 0 || status.st_uid == ::geteuid();
  if (owned && (status.st_mode & forbidden) == 0) return;
  throw Error(Code::insufficient_privilege, subject + " is open to others",
              owned ? "Its group or others may use it." : "It belongs to another user.",
              "Its permissions must be 0600, or 0640 if it belongs to root.");
}

}  // namespace

std::string read_private_file(const std::string& path, std::string_view what, std::size_t most) {
  const std::string subject = std::string(what) + " " + quoted_path(path);
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!file) raise_errno("open " + std::string(what), path, errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) raise_errno("examine", path, errno);
  check_permissions(status, subject);
  std::string out(most + 1, '\0');
  std::size_t size = 0;
  while (size < out.size()) {
    const ssize_t n = ::read(file.get(), out.data() + size, out.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) raise_errno("read", path, errno);
    if (n == 0) break;
    size += static_cast<std::size_t>(n);
  }
  if (size > most) {
    OPENSSL_cleanse(out.data(), out.size());
    throw Error(Code::limit_exceeded,
                subject + " is larger than " + std::to_string(most) + " bytes");
  }
  out.resize(size);
  return out;
}

}  // namespace tamis::storage
