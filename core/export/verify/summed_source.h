// A stored file read from its start, whose checksum is computed beside what
// becomes of the bytes.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/export/output/checksum.h"
#include "core/export/output/worker.h"
#include "core/storage/storage.h"

namespace tamis::exports {

class SummedSource {
 public:
  // `file` outlives the source.
  explicit SummedSource(storage::Reader& file);
  SummedSource(const SummedSource&) = delete;
  SummedSource& operator=(const SummedSource&) = delete;
  ~SummedSource();

  // Fills the front of `out`, perhaps not all of it; 0 at the end.
  std::size_t read(std::span<char> out);
  // Read so far.
  std::int64_t bytes() const noexcept { return bytes_; }
  // Of all that was read. Ends the computation.
  std::string checksum();

 private:
  // What may still be read by the worker, and the one that is filled.
  std::array<std::vector<char>, Worker::kMostUndone + 1> buffers_;
  std::size_t at_ = 0;
  storage::Reader& file_;
  bool beside_;
  std::int64_t bytes_ = 0;
  Checksum checksum_;
  Worker worker_;
};

}  // namespace tamis::exports
