// Which manifest an argument names: a manifest, or the latest export of a folder.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/storage/storage.h"

namespace tamis::exports {

struct FoundManifest {
  std::unique_ptr<storage::Directory> directory;
  std::string name;
  std::string text;
};

// In a folder it is the one that its marker names, in any style, else manifest.json. Throws
// io_error where there is none.
FoundManifest find_manifest(std::string_view argument, const storage::Context& context);

}  // namespace tamis::exports
