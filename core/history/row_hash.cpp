#include "core/history/row_hash.h"

#include <array>
#include <cstdint>
#include <string_view>

// The state lives on the stack and the short updates inline; the algorithm is fixed since 0.8.0.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "core/history/digits.h"

namespace tamis::history {
namespace {

using engine::Kind;
using engine::Value;

// Part of every stored hash: never to be renumbered.
enum class Tag : unsigned char { null = 0, text = 1, blob = 2 };

class Encoder {
 public:
  Encoder() noexcept { XXH3_128bits_reset(&state_); }

  void add(const Value& value) noexcept {
    std::array<char, engine::kNumberText> buffer;
    switch (value.kind()) {
      case Kind::null: add_header(Tag::null, 0, 1); return;
      case Kind::boolean: add_piece(Tag::text, value.as_boolean() ? "1" : "0"); return;
      case Kind::integer:
      case Kind::text: add_piece(Tag::text, engine::to_text(value, buffer)); return;
      case Kind::blob: add_piece(Tag::blob, value.bytes()); return;
      case Kind::real:
      case Kind::decimal: add_digits(canonical_digits(engine::to_text(value, buffer))); return;
    }
  }

  void finish(std::span<char, kHashDigits> out) const noexcept {
    XXH128_canonical_t bytes;
    XXH128_canonicalFromHash(&bytes, XXH3_128bits_digest(&state_));
    constexpr std::string_view kHex = "0123456789abcdef";
    for (std::size_t i = 0; i < kHashDigits / 2; ++i) {
      out[2 * i] = kHex[bytes.digest[i] >> 4U];
      out[2 * i + 1] = kHex[bytes.digest[i] & 0xFU];
    }
  }

 private:
  void update(std::string_view bytes) noexcept {
    XXH3_128bits_update(&state_, bytes.data(), bytes.size());
  }

  void add_header(Tag tag, std::uint64_t length, std::size_t size) noexcept {
    std::array<char, 9> header{static_cast<char>(tag)};
    for (std::size_t i = 1; i < header.size(); ++i) {
      header[i] = static_cast<char>(length & 0xFFU);
      length >>= 8U;
    }
    update({header.data(), size});
  }

  void add_piece(Tag tag, std::string_view bytes) noexcept {
    add_header(tag, bytes.size(), 9);
    update(bytes);
  }

  void add_digits(const Digits& digits) noexcept {
    add_header(Tag::text, digits.sign.size() + digits.zero.size() + digits.rest.size(), 9);
    update(digits.sign);
    update(digits.zero);
    update(digits.rest);
  }

  XXH3_state_t state_;
};

}  // namespace

void row_hash(std::span<const Value> values, std::span<char, kHashDigits> out) noexcept {
  Encoder encoder;
  for (const Value& value : values) encoder.add(value);
  encoder.finish(out);
}

}  // namespace tamis::history
