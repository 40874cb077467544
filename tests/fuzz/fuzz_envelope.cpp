// Bytes taken for an encrypted file: read as a whole, under a fixed key, and at any place.
#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/storage/envelope.h"

namespace {

using tamis::storage::Key;
using tamis::storage::Reader;

class Bytes final : public Reader {
 public:
  explicit Bytes(std::string bytes) : bytes_(std::move(bytes)) {}
  std::size_t read(std::span<char> buffer) override {
    const std::size_t n = read_at(at_, buffer);
    at_ += n;
    return n;
  }
  std::size_t read_at(std::uint64_t offset, std::span<char> buffer) override {
    if (offset >= bytes_.size()) return 0;
    const std::size_t n = std::min<std::size_t>(buffer.size(), bytes_.size() - offset);
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), n, buffer.begin());
    return n;
  }
  std::uint64_t size() const noexcept override { return bytes_.size(); }

 private:
  std::string bytes_;
  std::uint64_t at_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  std::array<unsigned char, tamis::storage::kKeyBytes> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<unsigned char>(i);
  try {
    const auto reader = tamis::storage::decrypting_reader(
        std::make_unique<Bytes>(std::string(reinterpret_cast<const char*>(data), size)), Key(bytes),
        "x");
    std::vector<char> buffer(4099);
    std::uint64_t read = 0;
    while (const std::size_t n = reader->read(buffer)) read += n;
    if (read != reader->size() || read > size) __builtin_trap();
    (void)reader->read_at(read / 2, buffer);
  } catch (const tamis::Error&) {
    return 0;  // refused
  }
  return 0;
}
