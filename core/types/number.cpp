#include "core/types/number.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace tamis::types {
namespace {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// Marks between digits; all blanks are one mark, so are the apostrophes.
enum class Mark : std::uint8_t { none, point, comma, blank, apostrophe };

Mark mark_at(std::string_view rest, std::size_t& length) noexcept {
  length = 1;
  switch (rest[0]) {
    case '.': return Mark::point;
    case ',': return Mark::comma;
    case ' ': return Mark::blank;
    case '\'': return Mark::apostrophe;
    default: break;
  }
  length = 2;
  if (rest.starts_with("\xC2\xA0")) return Mark::blank;  // no-break space
  length = 3;
  if (rest.starts_with("\xE2\x80\xAF") || rest.starts_with("\xE2\x80\x89")) {
    return Mark::blank;  // narrow no-break space, thin space
  }
  return rest.starts_with("\xE2\x80\x99") ? Mark::apostrophe : Mark::none;
}

// What one pass over digits and marks finds.
struct Layout {
  Mark group = Mark::none;    // the first mark
  Mark decimal = Mark::none;  // another one behind it
  int groups = 0;             // how often the first mark stands
  int first = 0;              // digits before the first mark
  int last = 0;               // digits behind the last mark
  bool threes = true;         // all groups behind the first mark have three digits
  bool octets = true;         // no part is over 255
  bool leading_zero = false;  // a zero with digits behind it starts the text
  bool starts_with_zero = false;
  int significant = 0;
  int trailing_zeros = 0;
  std::uint64_t significand = 0;
  std::size_t length = 0;  // bytes scanned
};

class Scan {
 public:
  explicit Scan(std::string_view text) noexcept : text_(text) {}

  // False where the text is no digits and marks, or an exponent stops it (see layout().length).
  bool run() noexcept {
    take_digits();
    layout_.first = run_length_;
    layout_.leading_zero = layout_.starts_with_zero && run_length_ > 1;
    layout_.last = run_length_;
    while (at_ < text_.size()) {
      std::size_t length = 0;
      const Mark mark = mark_at(text_.substr(at_), length);
      if (mark == Mark::none) break;
      if (!take_mark(mark, length)) return false;
    }
    layout_.length = at_;
    return true;
  }
  const Layout& layout() const noexcept { return layout_; }

 private:
  void take_digits() noexcept {
    run_length_ = 0;
    unsigned value = 0;
    if (at_ < text_.size() && at_ == 0) layout_.starts_with_zero = text_[0] == '0';
    for (; at_ < text_.size() && is_digit(text_[at_]); ++at_, ++run_length_) {
      const auto digit = static_cast<unsigned>(text_[at_] - '0');
      value = std::min(value * 10 + digit, 256U);
      if (digit != 0 || layout_.significant > 0) ++layout_.significant;
      layout_.trailing_zeros = digit == 0 ? layout_.trailing_zeros + 1 : 0;
      if (layout_.significant <= kMostDigits)
        layout_.significand = layout_.significand * 10 + digit;
    }
    layout_.octets &= value <= 255;
  }

  bool take_mark(Mark mark, std::size_t length) noexcept {
    if (layout_.decimal != Mark::none) return false;
    const bool again = mark == layout_.group;
    const bool first = layout_.group == Mark::none;
    if (!first && !again) {
      if (mark != Mark::point && mark != Mark::comma) return false;
      layout_.decimal = mark;
    } else {
      layout_.group = mark;
      ++layout_.groups;
    }
    at_ += length;
    take_digits();
    layout_.last = run_length_;
    if (layout_.decimal == Mark::none) layout_.threes &= run_length_ == 3;
    return run_length_ > 0;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int run_length_ = 0;
  Layout layout_;
};

bool set_mark(Number& number, Mark mark, int fraction) noexcept {
  number.point_possible |= mark == Mark::point;
  number.comma_possible |= mark == Mark::comma;
  (mark == Mark::point ? number.point_fraction : number.comma_fraction) = fraction;
  return true;
}

// What the marks mean; false where they mean nothing.
bool interpret(const Layout& layout, Number& number) noexcept {
  const bool groupable =
      layout.first >= 1 && layout.first <= 3 && !layout.starts_with_zero && layout.threes;
  if (layout.decimal != Mark::none) {
    number.grouped = true;
    return groupable && set_mark(number, layout.decimal, layout.last);
  }
  const bool point = layout.group == Mark::point;
  if (!point && layout.group != Mark::comma) {  // blanks, apostrophes: either mark could follow
    number.grouped = true;
    return groupable && set_mark(number, Mark::point, 0) && set_mark(number, Mark::comma, 0);
  }
  const bool address = point && layout.groups == 3 && layout.octets;
  const bool as_group = groupable && !address;
  const Mark other = point ? Mark::comma : Mark::point;
  if (layout.groups > 1) {
    number.grouped = true;
    return as_group && set_mark(number, other, 0);
  }
  if (layout.first == 0 && !point) return false;
  set_mark(number, layout.group, layout.last);
  if (as_group) set_mark(number, other, 0);
  number.grouped = as_group && !point;
  return true;
}

// The exponent behind a plain or point number: e, sign, up to three digits.
bool is_exponent(std::string_view text) noexcept {
  if (text.empty() || (text[0] | 0x20) != 'e') return false;
  text.remove_prefix(1);
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
  return !text.empty() && text.size() <= 3 && std::all_of(text.begin(), text.end(), is_digit);
}

int exponent_of(std::string_view text) noexcept {
  int value = 0;
  for (const char c : text) {
    if (is_digit(c)) value = value * 10 + (c - '0');
  }
  return text.find('-') == std::string_view::npos ? value : -value;
}

void settle(const Layout& layout, Number& number) noexcept {
  number.trailing_zeros = layout.trailing_zeros;
  number.significand = layout.significand;
  number.exact = layout.significant <= kMostDigits;
  const int fraction = fraction_of(number, DecimalMark::none);
  number.digits = std::max(1, layout.significant - std::min(fraction, layout.trailing_zeros));
  const bool negative_zero = number.negative && layout.significant == 0;
  if (layout.group == Mark::none && !negative_zero) {
    number.kind = Number::Kind::integer;
  } else {
    number.kind = Number::Kind::decimal;
    if (layout.group == Mark::none) {  // -0, whichever mark the column uses
      set_mark(number, Mark::point, 0);
      set_mark(number, Mark::comma, 0);
    }
  }
  number.too_long = number.digits > kMostDigits && !layout.leading_zero;
  if (number.too_long || layout.leading_zero) number.kind = Number::Kind::code;
}

}  // namespace

Number scan_number(std::string_view text) noexcept {
  Number number;
  number.negative = text.starts_with('-');
  const bool plus = text.starts_with('+');
  if (number.negative || plus) text.remove_prefix(1);
  if (text.empty() || (!is_digit(text[0]) && text[0] != '.')) return number;
  Scan scan(text);
  if (!scan.run()) return number;
  const Layout& layout = scan.layout();
  const std::string_view rest = text.substr(layout.length);
  if (!rest.empty()) {
    const bool mantissa = layout.decimal == Mark::none && layout.groups <= 1 &&
                          (layout.group == Mark::none || layout.group == Mark::point);
    if (!mantissa || !is_exponent(rest)) return number;
    number.digits = std::max(1, layout.significant);
    number.point_fraction = layout.groups > 0 ? layout.last : 0;
    number.exponent = exponent_of(rest);
    // 590E003 and 12E5 are codes: an exponent alone makes no number of digits and a letter.
    const bool bare =
        layout.group == Mark::none && rest.find_first_of("+-") == std::string_view::npos;
    const bool code = bare || plus || layout.leading_zero || number.digits > kMostDigits;
    number.kind = code ? Number::Kind::code : Number::Kind::real;
    return number;
  }
  if (layout.group != Mark::none && !interpret(layout, number)) return number;
  settle(layout, number);
  if (plus) {
    number.kind = Number::Kind::code;
    number.too_long = false;
  }
  return number;
}

int fraction_of(const Number& number, DecimalMark mark) noexcept {
  const bool comma =
      mark == DecimalMark::comma || (mark == DecimalMark::none && !number.point_possible);
  return comma ? number.comma_fraction : number.point_fraction;
}

int whole_digits(const Number& number, int fraction) noexcept {
  if (number.kind == Number::Kind::real) {
    return number.digits + number.exponent - number.point_fraction;
  }
  return number.digits + std::min(fraction, number.trailing_zeros) - fraction;
}

std::size_t write_plain(std::string_view text, const Number& number, int fraction,
                        std::span<char> out) noexcept {
  const auto digits = static_cast<int>(std::count_if(text.begin(), text.end(), is_digit));
  const int kept = digits - std::min(fraction, number.trailing_zeros);
  const int whole = digits - fraction;
  if (static_cast<std::size_t>(kept) + 3 > out.size()) return 0;  // with sign, 0 and point
  char* at = out.data();
  if (number.negative) *at++ = '-';
  if (whole == 0) *at++ = '0';
  bool zero = true;
  int seen = 0;
  for (const char c : text) {
    if (!is_digit(c)) continue;
    if (seen == kept) break;
    if (seen == whole) *at++ = '.';
    *at++ = c;
    zero &= c == '0';
    ++seen;
  }
  if (zero) {
    out[0] = '0';
    return 1;
  }
  return static_cast<std::size_t>(at - out.data());
}

std::size_t write_real(std::string_view text, const Number& number, std::span<char> out) noexcept {
  const std::string_view mantissa = text.substr(0, text.find_first_of("eE"));
  std::array<char, kMostDigits> digits;  // the significant ones; the value is 0.ddd * 10^whole
  int count = 0;
  int whole = number.exponent - number.point_fraction;
  for (const char c : mantissa) {
    if (!is_digit(c)) continue;
    ++whole;
    if (count == 0 && c == '0') {
      --whole;
    } else if (count < kMostDigits) {
      digits[static_cast<std::size_t>(count++)] = c;
    }
  }
  while (count > 0 && digits[static_cast<std::size_t>(count - 1)] == '0') --count;
  if (count == 0) {
    out[0] = '0';
    return 1;
  }
  const int last = std::max(count, whole);
  const int first = std::min(whole, 1) - 1;  // zeros in front of a fraction
  if (static_cast<std::size_t>(last - first) + 3 > out.size()) return 0;
  char* at = out.data();
  if (number.negative) *at++ = '-';
  for (int i = first; i < last; ++i) {
    if (i == whole && i > first) *at++ = '.';
    *at++ = i >= 0 && i < count ? digits[static_cast<std::size_t>(i)] : '0';
  }
  return static_cast<std::size_t>(at - out.data());
}

bool to_double(std::string_view text, const Number& number, int fraction, double& out) noexcept {
  static constexpr std::array<double, 23> kPowers = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                     1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  constexpr std::uint64_t kExactIntegers = std::uint64_t{1} << 53U;
  // Both operands exact, so that the one division rounds correctly. Source: Clinger, How to Read
  // Floating Point Numbers Accurately, 1990.
  if (number.kind != Number::Kind::real && number.exact && number.significand <= kExactIntegers &&
      fraction < static_cast<int>(kPowers.size())) {
    const double size =
        static_cast<double>(number.significand) / kPowers[static_cast<std::size_t>(fraction)];
    out = number.negative && number.significand != 0 ? -size : size;
    return true;
  }
  std::array<char, kCanonicalBytes> buffer;
  if (number.kind != Number::Kind::real) {
    text = {buffer.data(), write_plain(text, number, fraction, buffer)};
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size()) return false;
  const std::string_view mantissa = text.substr(0, text.find_first_of("eE"));
  return out != 0 || mantissa.find_first_of("123456789") == std::string_view::npos;
}

}  // namespace tamis::types
