#include "core/export/output/output.h"

#include <algorithm>

namespace tamis::exports {
namespace {

constexpr std::size_t kBuffer = std::size_t{256} << 10U;
static_assert(kBuffer >= Output::kMostRoom);

}  // namespace

Output::Output(std::unique_ptr<storage::Writer> file, Compression compression, int level,
               Worker* worker)
    : file_(std::move(file)),
      compressor_(make_compressor(compression, level,
                                  [this](std::string_view bytes) {
                                    if (bytes.empty()) return;
                                    checksum_.update(bytes);
                                    file_->write(bytes);
                                    totals_.compressed_bytes +=
                                        static_cast<std::int64_t>(bytes.size());
                                  })),
      worker_(worker),
      buffers_(1, std::vector<char>(kBuffer)),
      plain_(compression == Compression::none) {
  use(buffers_.front());
}

Output::~Output() {
  if (handed_over_) worker_->abandon();
}

void Output::use(std::vector<char>& buffer) noexcept {
  first_ = current_ = buffer.data();
  end_ = first_ + buffer.size();
}

void Output::drain() {
  const std::string_view bytes(first_, static_cast<std::size_t>(current_ - first_));
  totals_.bytes += static_cast<std::int64_t>(bytes.size());
  current_ = first_;
  if (worker_ == nullptr) return compressor_->write(bytes);
  handed_over_ = true;
  worker_->submit([this, bytes] { compressor_->write(bytes); });
  // The one after those that may still be read.
  constexpr std::size_t kBuffers = Worker::kMostUndone + 1;
  at_ = (at_ + 1) % kBuffers;
  if (at_ == buffers_.size()) buffers_.emplace_back(kBuffer);
  use(buffers_[at_]);
}

void Output::append_large(std::string_view bytes) {
  drain();
  if (handed_over_) worker_->drain();
  compressor_->write(bytes);
  totals_.bytes += static_cast<std::int64_t>(bytes.size());
}

Output::Totals Output::close() {
  if (handed_over_) worker_->drain();
  handed_over_ = false;
  worker_ = nullptr;
  drain();
  compressor_->finish();
  file_->close();
  totals_.checksum = checksum_.finish();
  return totals_;
}

}  // namespace tamis::exports
