// One data file on its way out: a fixed buffer, the codec, the checksum, the file.
//
// Encoders append to the buffer; nothing is allocated per value. The checksum is of the bytes as
// stored, and is there when the file is closed, without reading it again.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/export/codec/codec.h"
#include "core/export/output/checksum.h"
#include "core/storage/storage.h"

namespace tamis::exports {

class Output {
 public:
  // What room() can be asked for.
  static constexpr std::size_t kMostRoom = std::size_t{16} << 10U;

  Output(std::unique_ptr<storage::Writer> file, Compression compression, int level);
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  // At least `size` bytes (at most kMostRoom) to write to; advance() says up to where.
  char* room(std::size_t size) {
    if (buffer_.size() - used_ < size) drain();
    return buffer_.data() + used_;
  }
  void advance(const char* end) noexcept { used_ = static_cast<std::size_t>(end - buffer_.data()); }

  void put(char c) {
    *room(1) = c;
    ++used_;
  }
  void append(std::string_view bytes) {
    if (bytes.size() > kMostRoom) return append_large(bytes);
    char* const to = room(bytes.size());
    std::memcpy(to, bytes.data(), bytes.size());
    used_ += bytes.size();
  }

  struct Totals {
    std::int64_t bytes = 0;             // as encoded
    std::int64_t compressed_bytes = 0;  // as stored
    std::string checksum;
  };
  // Finishes the file and makes it durable.
  Totals close();

 private:
  void drain();
  void append_large(std::string_view bytes);

  std::unique_ptr<storage::Writer> file_;
  Checksum checksum_;
  Totals totals_;
  std::unique_ptr<Compressor> compressor_;
  std::vector<char> buffer_;
  std::size_t used_ = 0;
};

}  // namespace tamis::exports
