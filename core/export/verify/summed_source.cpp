#include "core/export/verify/summed_source.h"

#include <algorithm>
#include <cstring>

namespace tamis::exports {
namespace {

constexpr std::size_t kPiece = std::size_t{256} << 10U;
// Less is summed sooner than a thread is started.
constexpr std::uint64_t kWorthAThread = std::uint64_t{2} << 20U;

}  // namespace

SummedSource::SummedSource(storage::Reader& file)
    : file_(file), beside_(file.size() >= kWorthAThread) {}

SummedSource::~SummedSource() { worker_.abandon(); }

std::size_t SummedSource::read(std::span<char> out) {
  std::vector<char>& buffer = buffers_[at_];
  if (buffer.empty()) buffer.resize(kPiece);
  const std::size_t size = file_.read({buffer.data(), std::min(out.size(), buffer.size())});
  bytes_ += static_cast<std::int64_t>(size);
  const std::string_view piece(buffer.data(), size);
  std::memcpy(out.data(), piece.data(), piece.size());
  if (!beside_) {
    checksum_.update(piece);
    return size;
  }
  worker_.submit([this, piece] { checksum_.update(piece); });
  at_ = (at_ + 1) % buffers_.size();
  return size;
}

std::string SummedSource::checksum() {
  worker_.drain();
  return checksum_.finish();
}

}  // namespace tamis::exports
