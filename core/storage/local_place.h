// The place of a local destination: the folder above it, the lock on it, and what stands there.
// Private to storage/.
#pragma once

#include <memory>
#include <string>

#include "core/storage/local.h"

namespace tamis::storage {

// The process's umask takes away from these as it does for any program.
inline constexpr mode_t kFolderMode = 0750;
inline constexpr mode_t kFileMode = 0640;

// The folder that holds the destination, made where it is missing; what was made goes again
// unless kept.
class Parent {
 public:
  explicit Parent(const std::string& path);
  Parent(const Parent&) = delete;
  Parent& operator=(const Parent&) = delete;
  ~Parent();

  int fd() const noexcept { return fd_.get(); }
  void keep() noexcept;
  // Makes the new folders themselves durable.
  void flush(const std::string& path) const;

 private:
  Parent() = default;

  std::unique_ptr<Parent> above_;
  std::string name_;
  bool made_ = false;
  bool kept_ = false;
  Descriptor fd_;
};

// Where an export is to stand, and who tells whether exports stand there already.
struct Site {
  int parent;
  const std::string& name;
  const std::string& path;
  const ReplaceFault& replace_fault;
};

// One export at a time: a lock on a file beside the destination, which ends with the process
// whatever ends that, and is removed with this object. Where the file system knows no locks there
// is none; then the single rename of publish() decides who wins.
class PlaceLock {
 public:
  // Throws wrong_context where another export to the same place is running.
  explicit PlaceLock(const Site& site);
  PlaceLock(const PlaceLock&) = delete;
  PlaceLock& operator=(const PlaceLock&) = delete;
  ~PlaceLock() { release(); }

  void release() noexcept;

 private:
  // False where the file went away meanwhile, with the export that held it.
  bool acquire(const std::string& path);

  int parent_;
  std::string name_;
  Descriptor fd_;
};

// Throws file_exists where an export can't be published there. True where there is something to
// replace or to add to: a folder that is not empty.
bool check_place(const Site& site, IfExists if_exists);
[[noreturn]] void taken(const std::string& path, std::string detail, std::string hint);

// ".NAME.tamis-ID.tmp"
std::string staging_name(const std::string& name, std::string_view id, int attempt);
// Removes what crashed exports to the place left beside it.
void remove_leftovers(const Site& site, const std::string& parent_path);

}  // namespace tamis::storage
