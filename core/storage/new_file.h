// One new file on its own, there as a whole or not at all.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/storage/storage.h"

namespace tamis::storage {

class NewFile {
 public:
  virtual ~NewFile() = default;
  virtual Writer& writer() = 0;
  // Closes the file and gives it its name. Throws file_exists where something has come to stand
  // there.
  virtual void publish() = 0;
};

// Throws as destination() for the path, and file_exists where something stands there.
void check_new_file(std::string_view path);
// A file that is written under a hidden name beside its own, readable by its owner only; what a
// crash left there of an earlier one is removed. `id` is part of that name: letters and digits.
std::unique_ptr<NewFile> new_file(std::string_view path, std::string_view id);

}  // namespace tamis::storage
