#include "core/storage/remote/remote_directory.h"

#include <algorithm>
#include <cstring>

#include "core/error/error.h"

namespace tamis::storage {
namespace {

// Read ahead of a reader that goes on: a request costs as much as half a megabyte or more.
constexpr std::size_t kWindow = std::size_t{4} << 20U;
// Around a place that is read for itself, such as the footer of a file.
constexpr std::size_t kGlance = std::size_t{256} << 10U;

class RemoteReader final : public Reader {
 public:
  RemoteReader(std::shared_ptr<ObjectStore> store, Object object) noexcept
      : store_(std::move(store)), object_(std::move(object)) {}

  std::size_t read(std::span<char> buffer) override {
    const std::size_t size = copy(at_, buffer, kWindow);
    at_ += size;
    return size;
  }
  std::size_t read_at(std::uint64_t offset, std::span<char> buffer) override {
    std::size_t filled = 0;
    while (filled < buffer.size()) {
      const std::size_t size = copy(offset + filled, buffer.subspan(filled), kGlance);
      if (size == 0) break;
      filled += size;
    }
    return filled;
  }
  std::uint64_t size() const noexcept override { return object_.size; }

 private:
  // What the window holds from `offset` on, after moving it there if it has to.
  std::size_t copy(std::uint64_t offset, std::span<char> buffer, std::size_t ahead) {
    if (offset >= object_.size || buffer.empty()) return 0;
    if (offset < start_ || offset >= start_ + window_.size()) {
      const std::size_t wanted = std::min(std::max(buffer.size(), ahead), kWindow);
      window_ = store_->get(
          object_.key, offset,
          static_cast<std::size_t>(std::min<std::uint64_t>(wanted, object_.size - offset)),
          object_.etag);
      start_ = offset;
    }
    const auto skipped = static_cast<std::size_t>(offset - start_);
    const std::size_t size = std::min(buffer.size(), window_.size() - skipped);
    std::memcpy(buffer.data(), window_.data() + skipped, size);
    return size;
  }

  std::shared_ptr<ObjectStore> store_;
  Object object_;
  std::uint64_t at_ = 0;
  std::uint64_t start_ = 0;
  std::string window_;
};

void check_relative(std::string_view relative) {
  if (const auto fault = relative_path_fault(relative)) {
    throw Error(Code::invalid_value, "invalid relative path: " + in_quotes(relative),
                std::string(*fault) + ".");
  }
}

}  // namespace

RemoteDirectory::RemoteDirectory(std::shared_ptr<ObjectStore> store, std::string key)
    : store_(std::move(store)), prefix_(std::move(key)), path_(store_->address(prefix_)) {
  if (!prefix_.empty()) prefix_ += '/';
}

std::string RemoteDirectory::key_of(std::string_view relative) const {
  return prefix_ + std::string(relative);
}

Directory::Opened RemoteDirectory::open(std::string_view relative) {
  check_relative(relative);
  try {
    auto object = store_->head(key_of(relative));
    if (!object) return {nullptr, Fault::missing};
    return {std::make_unique<RemoteReader>(store_, std::move(*object)), Fault::none};
  } catch (const Error& error) {
    if (error.code() != Code::insufficient_privilege) throw;
    return {nullptr, Fault::not_permitted};
  }
}

std::vector<std::string> RemoteDirectory::files(std::string_view relative, std::size_t most) {
  std::string prefix = prefix_;
  if (!relative.empty()) {
    check_relative(relative);
    prefix += std::string(relative) + "/";
  }
  std::vector<std::string> out;
  store_->list(prefix, [&](const Object& object) {
    std::string name = object.key.substr(prefix_.size());
    // Some programs mark a folder with an object of its name and a slash.
    if (name.empty() || name.ends_with('/') || name == kPublishingName) return true;
    if (out.size() >= most) {
      throw Error(Code::limit_exceeded,
                  "more than " + std::to_string(most) + " files in \"" + path_ + "\"");
    }
    out.push_back(std::move(name));
    return true;
  });
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace tamis::storage
