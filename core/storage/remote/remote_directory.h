// A folder of a remote store, read by relative names.
#pragma once

#include <memory>
#include <string>

#include "core/storage/remote/object_store.h"
#include "core/storage/storage.h"

namespace tamis::storage {

// What an export leaves in its place while it publishes there; never listed.
inline constexpr std::string_view kPublishingName = ".tamis-publishing.json";

class RemoteDirectory final : public Directory {
 public:
  // `key` without a slash at its end; empty for the whole bucket.
  RemoteDirectory(std::shared_ptr<ObjectStore> store, std::string key);
  const std::string& path() const noexcept override { return path_; }
  Opened open(std::string_view relative) override;
  std::vector<std::string> files(std::string_view relative, std::size_t most) override;

  // The key of a relative name.
  std::string key_of(std::string_view relative) const;

 private:
  std::shared_ptr<ObjectStore> store_;
  std::string prefix_;  // empty, or with a slash at its end
  std::string path_;
};

}  // namespace tamis::storage
