#include "core/storage/local.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/storage/local_staging.h"
#include "core/storage/remote/remote_destination.h"

namespace tamis::storage {
namespace {

class LocalDestination final : public Destination {
 public:
  LocalDestination(std::string path, Context context)
      : path_(std::move(path)), context_(std::move(context)) {}

  std::string uri() const override;
  void check(IfExists if_exists) override;
  std::unique_ptr<Staging> stage(std::string_view id, IfExists if_exists) override {
    return std::make_unique<LocalStaging>(path_, id, if_exists, context_);
  }

 private:
  std::string path_;
  Context context_;
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
        check_place({folder.get(), name, path_, context_.replace_fault}, if_exists);
      }
      return;
    }
    if (errno != ENOENT || above == "/") raise_errno("open directory", above, errno);
    above = split_path(above).first;
  }
}

}  // namespace

std::unique_ptr<Destination> destination(std::string_view argument, Context context) {
  if (const auto remote = remote_address(argument)) {
    return remote_destination(*remote, std::move(context));
  }
  return std::make_unique<LocalDestination>(absolute_path(argument), std::move(context));
}

Place existing_place(std::string_view argument, const Context& context) {
  if (const auto remote = remote_address(argument)) return existing_remote_place(*remote, context);
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
