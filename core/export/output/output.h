// One data file on its way out: a buffer, the codec, the checksum, the file.
//
// Encoders append to the buffer; nothing is allocated per value. The checksum is of the bytes as
// stored, and is there when the file is closed, without reading it again. With a Worker, full
// buffers are compressed, summed and written beside the encoding of the next; formats that compress
// inside take it from here for their own blocks. The bytes are the same without one.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/export/codec/codec.h"
#include "core/export/output/checksum.h"
#include "core/export/output/worker.h"
#include "core/storage/storage.h"

namespace tamis::exports {

class Output {
 public:
  // What room() can be asked for.
  static constexpr std::size_t kMostRoom = std::size_t{16} << 10U;

  // `worker` outlives the output, and `file` must be one that any thread may write to: a local one.
  Output(std::unique_ptr<storage::Writer> file, Compression compression, int level,
         Worker* worker = nullptr);
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output();

  // At least `size` bytes (at most kMostRoom) to write to; advance() says up to where.
  char* room(std::size_t size) {
    if (static_cast<std::size_t>(end_ - current_) < size) drain();
    return current_;
  }
  void advance(const char* end) noexcept { current_ += end - current_; }

  void put(char c) {
    *room(1) = c;
    ++current_;
  }
  void append(std::string_view bytes) {
    if (bytes.size() > kMostRoom) return append_large(bytes);
    char* const to = room(bytes.size());
    std::memcpy(to, bytes.data(), bytes.size());
    current_ += bytes.size();
  }

  // For a format's own work beside encoding; null where there is none. Such jobs must not append.
  Worker* worker() const noexcept { return worker_; }

  struct Totals {
    std::int64_t bytes = 0;             // as encoded
    std::int64_t compressed_bytes = 0;  // as stored
    std::string checksum;
  };
  // Bytes of the file so far, as stored; what waits to be compressed does not count yet. Without a
  // worker only, whose progress is nobody's to foretell.
  std::int64_t stored() const noexcept {
    return totals_.compressed_bytes + (plain_ ? current_ - first_ : 0);
  }
  // Finishes the file and makes it durable.
  Totals close();

 private:
  void use(std::vector<char>& buffer) noexcept;
  void drain();
  void append_large(std::string_view bytes);

  std::unique_ptr<storage::Writer> file_;
  Checksum checksum_;
  Totals totals_;
  std::unique_ptr<Compressor> compressor_;
  Worker* worker_;
  bool handed_over_ = false;  // the worker may have jobs of ours
  std::vector<std::vector<char>> buffers_;
  std::size_t at_ = 0;       // which of them is being filled
  char* first_ = nullptr;    // its start,
  char* current_ = nullptr;  // the next free byte in it
  char* end_ = nullptr;      // and its end
  bool plain_;               // not compressed
};

}  // namespace tamis::exports
