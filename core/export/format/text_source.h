// The text of a stored file, decompressed, as a window that grows to hold what is looked at whole:
// a line, a record.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/export/codec/codec.h"
#include "core/storage/storage.h"

namespace tamis::exports {

// A longer record is neither needed nor held.
inline constexpr std::size_t kLongestRecord = std::size_t{1} << 30U;

class TextSource {
 public:
  // The file outlives the source.
  TextSource(storage::Reader& file, Compression compression);

  // What has been read and not been consumed; valid until more() or the end of the source.
  std::string_view window() const noexcept {
    return std::string_view(buffer_).substr(begin_, end_ - begin_);
  }
  // Reads on; false at the end of the file. Throws corrupt_data for what can't be decompressed and
  // for a record that is too long.
  bool more();
  // The first `size` bytes of the window are done with; they stay valid until more().
  void consume(std::size_t size) noexcept { begin_ += size; }

 private:
  std::unique_ptr<Decompressor> decompressor_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace tamis::exports
