// Texts in a stored sketch: the size, how it stands for its value, the bytes and, where they are
// not the value, its hash.
#pragma once

#include "core/sketch/bytes.h"
#include "core/sketch/short_text.h"

namespace tamis::sketch {

inline constexpr std::string_view kInconsistent = "its counts contradict each other";

struct KeyedText {
  ShortText text;
  std::uint64_t hash;
};

// How a text stands for its value: as all of it, as its start, or in other bytes, for a blob is
// shown in hexadecimal.
inline constexpr std::uint8_t kWhole = 0;
inline constexpr std::uint8_t kCut = 1;
inline constexpr std::uint8_t kInOtherBytes = 2;

template <typename Out>
void write_bytes(const ShortText& text, std::uint8_t form, Out& out) noexcept {
  out.byte(text.size);
  out.byte(form);
  out.bytes(text.bytes());
}

template <typename Out>
void write_text(const ShortText& text, Out& out) noexcept {
  write_bytes(text, text.cut ? kCut : kWhole, out);
}

template <typename Out>
void write_keyed(const ShortText& text, std::uint64_t hash, Out& out) noexcept {
  std::uint8_t form = kCut;
  if (!text.cut) form = hash == hash_of(text.bytes()) ? kWhole : kInOtherBytes;
  write_bytes(text, form, out);
  if (form != kWhole) out.fixed(hash);
}

struct TextForm {
  ShortText text;
  std::uint8_t form;
};

inline TextForm read_form(std::uint8_t most, ByteReader& in) {
  const std::uint8_t size = in.byte();
  in.require(size <= kKeptBytes, "a text is too long");
  const std::uint8_t form = in.byte();
  in.require(form <= most && (form != kCut || size == kKeptBytes),
             "a text is not cut where it should be");
  ShortText text(in.bytes(size));
  text.cut = form == kCut;
  return {text, form};
}

inline ShortText read_text(ByteReader& in) { return read_form(kCut, in).text; }

inline KeyedText read_keyed(ByteReader& in) {
  const auto [text, form] = read_form(kInOtherBytes, in);
  in.require(text.size > 0, "a value is empty");
  const std::uint64_t own = hash_of(text.bytes());
  const std::uint64_t hash = form == kWhole ? own : in.fixed();
  in.require(hash != 0, "a hash is zero");
  in.require(form != kInOtherBytes || hash != own, "a hash is stored that its text gives");
  return {text, hash};
}

}  // namespace tamis::sketch
