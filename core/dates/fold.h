// The slow path's first step: a text with letters beyond ASCII, as ASCII and tokens.
//
// Digits of every script become ASCII digits (Han numerals too), odd spaces one blank each, dashes
// '-', full-width forms their ASCII twins, typographic quotes ' and ". Direction marks and other
// invisible characters vanish. Latin letters with marks become plain lower-case ones, and
// find_word() knows them. What is left beyond ASCII is a known word or character of a date,
// replaced by one Token, or the text is no date. ASCII stays as it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tamis::dates {

// Bytes beyond ASCII in a folded text.
enum class Token : unsigned char {
  january = 0x81,  // ... december = 0x8C
  december = 0x8C,
  monday = 0x91,  // ... sunday = 0x97
  sunday = 0x97,
  year = 0xA0,  // 年 년
  month,        // 月 월
  day,          // 日 号 號 일
  hour,         // 時 时 点 點 시
  minute,       // 分 분
  second,       // 秒 초
  am,           // 上午 午前 오전
  pm,           // 下午 午後 오후
  small_word,   // between, before or after the parts, without a meaning: г., р., de, ngày
  reiwa = 0xB0,
  heisei,
  showa,
  taisho,
  meiji,
  minguo,
  month_in_doubt = 0xC0,  // a name that means two months in two languages
};

constexpr bool is_between(char c, Token first, Token last) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= static_cast<unsigned char>(first) && byte <= static_cast<unsigned char>(last);
}
constexpr bool is_token(char c, Token token) noexcept { return c == static_cast<char>(token); }

inline constexpr std::size_t kLongestDate = 160;

// Folds `text` into `out` (kLongestDate bytes) and says how long it is; 0 where it can't be a date
// (too long, invalid UTF-8, letters of no known word).
std::size_t fold(std::string_view text, std::uint64_t languages, std::span<char> out) noexcept;

}  // namespace tamis::dates
