#include "core/dates/fold.h"

#include <utf8proc.h>

#include "core/dates/fold_latin.h"
#include "core/dates/fold_parts.h"

namespace tamis::dates {
namespace {

constexpr bool is_ascii_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_ascii_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// The ASCII twin of a sign; 0 where it has none.
constexpr char sign_of(char32_t point) noexcept {
  if (point > 0xFF00 && point < 0xFF5F) return static_cast<char>(point - 0xFEE0);
  if (point >= 0x2010 && point <= 0x2015) return '-';
  switch (point) {
    case 0x2212:
    case 0xFE58:
    case 0xFE63: return '-';
    case 0x2044:
    case 0x2215:
    case 0x29F8: return '/';
    case 0x60C:
    case 0x3001:
    case 0xFF64:
    case 0xFE50: return ',';
    case 0x3002:
    case 0xFF61:
    case 0x2024:
    case 0xFE52:
    case 0x970: return '.';
    case 0x2236:
    case 0xFE55: return ':';
    case 0xB4:
    case 0x2BB:
    case 0x2BC:
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x2039:
    case 0x203A: return '\'';
    case 0xAB:
    case 0xBB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0x300C:
    case 0x300D:
    case 0x300E:
    case 0x300F: return '"';
    case 0x3010:
    case 0x3014: return '[';
    case 0x3011:
    case 0x3015: return ']';
    // Raised letters of ordinals: 1ᵉʳ, 2ⁿᵈ
    case 0x1D49: return 'e';
    case 0x2B3: return 'r';
    case 0x2E2: return 's';
    case 0x1D57: return 't';
    case 0x207F: return 'n';
    case 0x1D48: return 'd';
    case 0x2B0: return 'h';
    default: return '\0';
  }
}

// The value of a decimal digit of any script, whose ten digits stand together in their order; -1
// for any other character.
int digit_value(char32_t point) noexcept {
  const auto is_digit = [](char32_t at) {
    return utf8proc_category(static_cast<utf8proc_int32_t>(at)) == UTF8PROC_CATEGORY_ND;
  };
  if (!is_digit(point)) return -1;
  constexpr char32_t kMathematical = 0x1D7CE;  // five sets without a gap
  if (point >= kMathematical && point < kMathematical + 50) {
    return static_cast<int>((point - kMathematical) % 10);
  }
  int value = 0;
  while (value < 9 && is_digit(point - static_cast<char32_t>(value) - 1)) ++value;
  return value;
}

bool is_space(char32_t point) noexcept {
  if (point == 0x85) return true;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(point))) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP: return true;
    default: return false;
  }
}

class Folder {
 public:
  Folder(std::string_view text, std::span<char> out) noexcept : rest_(text), out_(out) {}

  std::size_t run() noexcept {
    while (!rest_.empty()) {
      if (static_cast<unsigned char>(rest_[0]) < 0x80) {
        if (!put(rest_[0])) return 0;
        rest_.remove_prefix(1);
      } else if (!step()) {
        return 0;
      }
    }
    return size_;
  }

 private:
  bool put(char c) noexcept {
    if (size_ == out_.size() || size_ == kLongestDate) return false;
    out_[size_++] = c;
    return true;
  }
  char last() const noexcept { return size_ == 0 ? '\0' : out_[size_ - 1]; }

  bool step() noexcept {
    const CodePoint point = first_of(rest_);
    if (point.size == 0) return false;
    const std::string_view letters = latin_letters(point.value);
    if (!letters.empty()) return latin(point, letters);
    if (is_invisible(point.value)) return skip(point);
    const char sign = sign_of(point.value);
    if (sign != '\0') return skip(point) && put(sign);
    if (is_of_spaced_script(point.value) || is_thai(point.value)) {
      const int digit = digit_value(point.value);
      return digit < 0 ? word(point) : skip(point) && put(static_cast<char>('0' + digit));
    }
    if (is_east_asian(point.value)) return take(fold_east_asian(rest_, last()));
    return other(point);
  }

  bool skip(const CodePoint& point) noexcept {
    rest_.remove_prefix(point.size);
    return true;
  }

  bool take(const Folded& folded) noexcept {
    if (folded.read == 0) return false;
    rest_.remove_prefix(folded.read);
    for (std::size_t i = 0; i < folded.size; ++i) {
      if (!put(folded.bytes[i])) return false;
    }
    return true;
  }

  // A word of one script from its beginning to its end: marzа with a Cyrillic а is none.
  bool word(const CodePoint& point) noexcept {
    if (is_thai(point.value)) return take(fold_thai(rest_));
    if (is_ascii_letter(last()) || !take(fold_word(rest_))) return false;
    const CodePoint next = first_of(rest_);
    return !(next.size == 1 && is_ascii_letter(rest_[0])) && latin_letters(next.value).empty();
  }

  bool latin(const CodePoint& point, std::string_view letters) noexcept {
    skip(point);
    const std::size_t weekday = vietnamese_weekday(point.value);
    if (weekday != 0) return true;
    for (const char letter : letters) {
      if (!put(letter)) return false;
    }
    return true;
  }

  bool ends_with_word(std::string_view word) const noexcept {
    if (size_ < word.size()) return false;
    const std::size_t start = size_ - word.size();
    for (std::size_t i = 0; i < word.size(); ++i) {
      if ((out_[start + i] | 0x20) != word[i]) return false;
    }
    return start == 0 || !is_ascii_letter(out_[start - 1]);
  }

  // Thứ Ba ("the third") is Tuesday, Chủ Nhật Sunday. Folded to letters, "thu" would be Thursday.
  // Called behind the first word's vowel; the bytes read of the second.
  std::size_t vietnamese_weekday(char32_t vowel) noexcept {
    constexpr std::string_view kNames[] = {"ai", "a", "ư", "ăm", "áu", "ảy"};
    constexpr std::string_view kFirst = "hbtnsb";
    if (rest_.size() < 2 || rest_[0] != ' ') return 0;
    const std::string_view name = rest_.substr(2);
    const char initial = static_cast<char>(rest_[1] | 0x20);
    if ((vowel == 0x1EE7 || vowel == 0x1EE6) && ends_with_word("ch")) {
      const bool sunday = initial == 'n' && name.starts_with("hật");
      return sunday ? replace_word(Token::sunday, 2 + std::string_view("hật").size()) : 0;
    }
    if ((vowel != 0x1EE9 && vowel != 0x1EE8) || !ends_with_word("th")) return 0;
    for (std::size_t i = 0; i < kFirst.size(); ++i) {
      const auto token = static_cast<Token>(static_cast<std::size_t>(Token::monday) + i);
      if (rest_[1] == static_cast<char>('2' + i) && (name.empty() || !is_ascii_digit(name[0]))) {
        return replace_word(token, 2);
      }
      if (initial == kFirst[i] && name.starts_with(kNames[i])) {
        return replace_word(token, 2 + kNames[i].size());
      }
    }
    return 0;
  }

  // Puts a token for the two consonants written last and the next `read` bytes.
  std::size_t replace_word(Token token, std::size_t read) noexcept {
    size_ -= 2;
    put(static_cast<char>(token));
    rest_.remove_prefix(read);
    return read;
  }

  bool other(const CodePoint& point) noexcept {
    skip(point);
    switch (point.value) {
      case 0xBA:
      case 0xB0:  // the degree sign for it
      case 0xAA:
        return (is_ascii_digit(last()) || last() == '.') &&
               put(static_cast<char>(Token::small_word));
      default: break;
    }
    if (point.value >= 0x300 && point.value < 0x370) return is_ascii_letter(last());  // a mark
    if (is_space(point.value)) return put(' ');
    const int digit = digit_value(point.value);
    return digit >= 0 && put(static_cast<char>('0' + digit));
  }

  std::string_view rest_;
  std::span<char> out_;
  std::size_t size_ = 0;
};

}  // namespace

std::size_t fold(std::string_view text, std::uint64_t /*languages*/, std::span<char> out) noexcept {
  // Letters of three bytes, marks and invisible characters make a text longer than its folded form.
  if (text.size() > 3 * kLongestDate) return 0;
  return Folder(text, out).run();
}

}  // namespace tamis::dates
