// Looking through a text for the few bytes that a text format must treat apart.
//
// Nearly all texts have none of them, and what matters is how fast that is seen: sixteen bytes at a
// time where the processor has SSE2, as every x86-64 has, else byte by byte with a table. Short
// texts and ends are loaded so that bytes overlap, never beyond the text.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace tamis::exports {

struct TextScan {
  bool marked = false;   // has a byte that was looked for
  bool suspect = false;  // has a NUL or what is not ASCII: to be held against UTF-8
};

class TextScanner {
 public:
  static constexpr std::size_t kMarks = 5;

  // Looks for the bytes of `marks`, at most kMarks and at least one, and all up to `low`; NUL is
  // always among them.
  explicit TextScanner(std::string_view marks, unsigned char low = 0) noexcept : low_(low) {
    for (std::size_t i = 0; i < kMarks; ++i) marks_[i] = marks[std::min(i, marks.size() - 1)];
  }

  TextScan scan(std::string_view text) const noexcept;

 private:
#ifdef __SSE2__
  struct Seen {
    __m128i marked = _mm_setzero_si128();
    __m128i suspect = _mm_setzero_si128();
  };
  void look(__m128i bytes, Seen& seen) const noexcept {
    __m128i marked =
        _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(static_cast<char>(low_))), bytes);
    for (const char mark : marks_) {
      marked = _mm_or_si128(marked, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(mark)));
    }
    seen.marked = _mm_or_si128(seen.marked, marked);
    seen.suspect =
        _mm_or_si128(seen.suspect, _mm_or_si128(bytes, _mm_cmpeq_epi8(bytes, _mm_setzero_si128())));
  }
#endif

  std::array<char, kMarks> marks_{};
  unsigned char low_;
};

#ifdef __SSE2__

namespace detail {

template <typename Word>
Word loaded(const char* at) noexcept {
  Word word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

// Fewer than sixteen bytes, and at least one, as sixteen: some of them twice.
inline __m128i load_short(std::string_view text) noexcept {
  const char* const at = text.data();
  const std::size_t size = text.size();
  if (size >= 8) {
    return _mm_set_epi64x(loaded<std::int64_t>(at + size - 8), loaded<std::int64_t>(at));
  }
  if (size >= 4) {
    const auto first = loaded<std::int32_t>(at);
    const auto last = loaded<std::int32_t>(at + size - 4);
    return _mm_set_epi32(last, first, last, first);
  }
  const auto byte = [at](std::size_t i) { return at[i]; };
  const char middle = byte(size / 2);
  const char last = byte(size - 1);
  return _mm_setr_epi8(byte(0), middle, last, last, last, last, last, last, last, last, last, last,
                       last, last, last, last);
}

}  // namespace detail

inline TextScan TextScanner::scan(std::string_view text) const noexcept {
  constexpr std::size_t kStep = sizeof(__m128i);
  if (text.empty()) return {};
  Seen seen;
  if (text.size() < kStep) {
    look(detail::load_short(text), seen);
  } else {
    const auto load = [&](std::size_t at) {
      return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    };
    const std::size_t last = text.size() - kStep;
    for (std::size_t at = 0; at < last; at += kStep) look(load(at), seen);
    look(load(last), seen);
  }
  return {_mm_movemask_epi8(seen.marked) != 0, _mm_movemask_epi8(seen.suspect) != 0};
}

#else

inline TextScan TextScanner::scan(std::string_view text) const noexcept {
  TextScan out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out.suspect |= byte == 0 || byte >= 0x80;
    out.marked |=
        byte <= low_ || std::string_view(marks_.data(), kMarks).find(c) != std::string_view::npos;
  }
  return out;
}

#endif

}  // namespace tamis::exports
