#include "core/export/output/output.h"

namespace tamis::exports {
namespace {

constexpr std::size_t kBuffer = std::size_t{256} << 10U;

}  // namespace

Output::Output(std::unique_ptr<storage::Writer> file, Compression compression, int level)
    : file_(std::move(file)),
      compressor_(make_compressor(compression, level,
                                  [this](std::string_view bytes) {
                                    if (bytes.empty()) return;
                                    checksum_.update(bytes);
                                    file_->write(bytes);
                                    totals_.compressed_bytes +=
                                        static_cast<std::int64_t>(bytes.size());
                                  })),
      buffer_(kBuffer) {}

void Output::drain() {
  compressor_->write({buffer_.data(), used_});
  totals_.bytes += static_cast<std::int64_t>(used_);
  used_ = 0;
}

void Output::append_large(std::string_view bytes) {
  drain();
  compressor_->write(bytes);
  totals_.bytes += static_cast<std::int64_t>(bytes.size());
}

Output::Totals Output::close() {
  drain();
  compressor_->finish();
  file_->close();
  totals_.checksum = checksum_.finish();
  return totals_;
}

}  // namespace tamis::exports
