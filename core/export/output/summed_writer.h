// A file whose stored bytes are counted and summed on their way: what an encryption between the
// codec and the store leaves of them.
#pragma once

#include <memory>

#include "core/export/output/checksum.h"
#include "core/storage/storage.h"

namespace tamis::exports {

class SummedWriter final : public storage::Writer {
 public:
  struct Sums {
    std::int64_t bytes = 0;
    std::string checksum;  // once the file is closed
  };

  // `sums` outlives the writer.
  SummedWriter(std::unique_ptr<storage::Writer> file, Sums& sums)
      : file_(std::move(file)), sums_(sums) {}

  void write(std::string_view bytes) override {
    checksum_.update(bytes);
    sums_.bytes += static_cast<std::int64_t>(bytes.size());
    file_->write(bytes);
  }
  void close() override {
    file_->close();
    sums_.checksum = checksum_.finish();
  }

 private:
  std::unique_ptr<storage::Writer> file_;
  Sums& sums_;
  Checksum checksum_;
};

}  // namespace tamis::exports
