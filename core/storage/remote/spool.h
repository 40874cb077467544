// A local folder that holds the files of a remote export on their way: written, read back, sent,
// removed. It is named "tamis-spool-<id>", belongs to the user of the process alone, and is locked
// while its export lives, so that the next export on this machine tells a dead one's folder from a
// live one's and removes it. A note beside the files lists what has been begun in the store: the
// uploads that a dead export left are aborted by the next one to the same place.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/storage/local.h"
#include "core/storage/remote/object_store.h"

namespace tamis::storage {

class Spool {
 public:
  // In `root`; where that is empty, in the folder that TAMIS_SPOOL or TMPDIR names, or /tmp.
  // Removes the files of dead exports. `place` is the address that is exported to.
  Spool(std::string root, std::string_view id, std::string place);
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;
  ~Spool();

  std::unique_ptr<Writer> create(std::string_view relative);
  Directory& files() { return *files_; }
  // A file that has been closed.
  std::unique_ptr<Reader> open(std::string_view relative);
  void remove(std::string_view relative);

  // To be called before an upload is begun, without its id, and again when that is known.
  void note(const Upload& upload);
  // Uploads that nobody could abort: the note outlives this export.
  void keep_note() noexcept { keep_note_ = true; }

  // What dead exports to this place began, one without an id where that was never known; their
  // notes go with forget_dead().
  const std::vector<Upload>& dead_uploads() const noexcept { return dead_uploads_; }
  void forget_dead() noexcept;

 private:
  void look_at(const std::string& name);
  Descriptor folder_for(std::string_view relative, bool make);

  std::string root_path_;
  std::string place_;
  Descriptor root_;
  std::string name_;
  Descriptor folder_;
  std::unique_ptr<LocalDirectory> files_;
  std::vector<Upload> dead_uploads_;
  std::vector<std::string> dead_;
  bool keep_note_ = false;
};

// A stretch of a file as the body of a request.
class ReaderBody final : public Body {
 public:
  ReaderBody(Reader& reader, std::uint64_t offset, std::uint64_t size) noexcept
      : reader_(reader), offset_(offset), size_(size) {}
  std::uint64_t size() const noexcept override { return size_; }
  std::size_t read_at(std::uint64_t offset, std::span<char> buffer) const override;

 private:
  Reader& reader_;
  std::uint64_t offset_;
  std::uint64_t size_;
};

}  // namespace tamis::storage
