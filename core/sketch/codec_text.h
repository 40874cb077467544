// Texts in a stored sketch: the size, whether it was cut, the bytes and, where a value was cut, the
// hash of the whole.
#pragma once

#include "core/sketch/bytes.h"
#include "core/sketch/short_text.h"

namespace tamis::sketch {

inline constexpr std::string_view kInconsistent = "its counts contradict each other";

struct KeyedText {
  ShortText text;
  std::uint64_t hash;
};

template <typename Out>
void write_text(const ShortText& text, Out& out) noexcept {
  out.byte(text.size);
  out.byte(text.cut ? 1 : 0);
  out.bytes(text.bytes());
}

template <typename Out>
void write_keyed(const ShortText& text, std::uint64_t hash, Out& out) noexcept {
  write_text(text, out);
  if (text.cut) out.fixed(hash);
}

inline ShortText read_text(ByteReader& in) {
  const std::uint8_t size = in.byte();
  in.require(size <= kKeptBytes, "a text is too long");
  const std::uint8_t cut = in.byte();
  in.require(cut == 0 || (cut == 1 && size == kKeptBytes), "a text is not cut where it should be");
  ShortText text(in.bytes(size));
  text.cut = cut != 0;
  return text;
}

inline KeyedText read_keyed(ByteReader& in) {
  const ShortText text = read_text(in);
  in.require(text.size > 0, "a value is empty");
  const std::uint64_t hash = text.cut ? in.fixed() : hash_of(text.bytes());
  in.require(hash != 0, "a hash is zero");
  return {text, hash};
}

}  // namespace tamis::sketch
