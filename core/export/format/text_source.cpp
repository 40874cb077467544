#include "core/export/format/text_source.h"

#include <algorithm>
#include <cstring>

#include "core/error/error.h"

namespace tamis::exports {
namespace {

constexpr std::size_t kWindow = std::size_t{256} << 10U;

}  // namespace

TextSource::TextSource(storage::Reader& file, Compression compression)
    : decompressor_(make_decompressor(
          compression, [&file](std::span<char> buffer) { return file.read(buffer); })),
      buffer_(kWindow, '\0') {}

bool TextSource::more() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  if (end_ > kLongestRecord) throw Error(Code::corrupt_data, "a record is longer than 1 GiB");
  // What is held already is looked at again: by doubling, that stays cheap.
  if (end_ > buffer_.size() / 2) buffer_.resize(buffer_.size() * 2);
  const std::size_t held = end_;
  while (end_ < buffer_.size()) {
    const std::size_t n = decompressor_->read(std::span(buffer_).subspan(end_));
    if (n == 0) break;
    end_ += n;
  }
  return end_ > held;
}

}  // namespace tamis::exports
