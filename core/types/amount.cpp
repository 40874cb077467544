#include "core/types/amount.h"

#include <algorithm>
#include <array>

#include "core/types/bytes.h"
#include "core/types/codes.h"

namespace tamis::types {
namespace {

constexpr std::size_t kLongest = 64;

// As they are printed. Of those that abbreviate a word, the dot may be left out.
constexpr std::array<std::string_view, 69> kSymbols = {"$",
                                                       "\xE2\x82\xAC",
                                                       "\xC2\xA3",
                                                       "\xC2\xA5",
                                                       "\xE2\x82\xB9",
                                                       "\xE2\x82\xBD",
                                                       "\xE2\x82\xA9",
                                                       "\xE2\x82\xAA",
                                                       "\xE2\x82\xAB",
                                                       "\xE2\x82\xB1",
                                                       "\xE2\x82\xA6",
                                                       "\xE2\x82\xB4",
                                                       "\xE2\x82\xBA",
                                                       "\xE2\x82\xB8",
                                                       "\xE2\x82\xA1",
                                                       "\xE2\x82\xB2",
                                                       "\xE2\x82\xB5",
                                                       "\xE2\x82\xAD",
                                                       "\xE2\x82\xAE",
                                                       "\xE2\x82\xBC",
                                                       "\xE2\x82\xBE",
                                                       "\xE2\x82\xBF",
                                                       "\xE2\x82\xA8",
                                                       "\xE2\x82\xA4",
                                                       "\xE0\xB8\xBF",
                                                       "\xD8\x8B",
                                                       "\xEF\xB7\xBC",
                                                       "\xE0\xA7\xB3",
                                                       "\xE1\x9F\x9B",
                                                       "\xEF\xBF\xA5",
                                                       "\xEF\xBC\x84",
                                                       "\xEF\xBF\xA1",
                                                       "\xEF\xBF\xA6",
                                                       "z\xC5\x82",
                                                       "K\xC4\x8D",
                                                       "kr",
                                                       "kr.",
                                                       "Kr",
                                                       "Kr.",
                                                       "Ft",
                                                       "lei",
                                                       "\xD0\xBB\xD0\xB2",
                                                       "\xD0\xBB\xD0\xB2.",
                                                       "\xD1\x80\xD1\x83\xD0\xB1",
                                                       "\xD1\x80\xD1\x83\xD0\xB1.",
                                                       "\xD1\x80",
                                                       "\xD1\x80.",
                                                       "\xD0\xB3\xD1\x80\xD0\xBD",
                                                       "\xD0\xB3\xD1\x80\xD0\xBD.",
                                                       "Rs",
                                                       "Rs.",
                                                       "Rp",
                                                       "Rp.",
                                                       "RM",
                                                       "R$",
                                                       "US$",
                                                       "A$",
                                                       "AU$",
                                                       "C$",
                                                       "CA$",
                                                       "NZ$",
                                                       "HK$",
                                                       "S$",
                                                       "NT$",
                                                       "MX$",
                                                       "S/",
                                                       "Fr.",
                                                       "SFr.",
                                                       "TL"};

constexpr std::size_t kLongestSymbol = 8;
constexpr std::size_t kLongestFront = kLongestSymbol + 3;  // with a wide blank

// The bytes that symbols begin with, so that most units of measure leave at once.
constexpr auto kBeginsSymbol = [] {
  std::array<bool, 256> begins{};
  for (const std::string_view symbol : kSymbols) {
    begins[static_cast<unsigned char>(symbol[0])] = true;
  }
  return begins;
}();

// Codes that are words: in capitals they begin titles.
constexpr std::array<std::string_view, 12> kWordCodes = {"ALL", "BAM", "BOB", "COP", "CUP", "GEL",
                                                         "MAD", "MOP", "PEN", "SOS", "TOP", "TRY"};

enum class Unit : std::uint8_t { none, symbol, code, word };

Unit unit_of(std::string_view text) noexcept {
  if (is_currency_code(text)) {
    const bool word = std::find(kWordCodes.begin(), kWordCodes.end(), text) != kWordCodes.end();
    return word ? Unit::word : Unit::code;
  }
  if (text.empty() || text.size() > kLongestSymbol ||
      !kBeginsSymbol[static_cast<unsigned char>(text[0])]) {
    return Unit::none;
  }
  const bool symbol = std::find(kSymbols.begin(), kSymbols.end(), text) != kSymbols.end();
  return symbol ? Unit::symbol : Unit::none;
}

std::size_t end_of_number(std::string_view text) noexcept {
  std::size_t end = text.size();
  while (end > 0 && !is(text[end - 1], kDigit)) --end;
  return end;
}

class AmountScan {
 public:
  explicit AmountScan(std::string_view text) noexcept : text_(text) {}

  bool run(Amount& out) noexcept {
    if (!take_sign()) return false;
    if (!take_parentheses()) return false;
    if (!take_front() || !take_behind()) return false;
    if (text_.empty() || (!is(text_[0], kDigit) && text_[0] != '.')) return false;
    out.number = scan_number(text_);
    const Number::Kind kind = out.number.kind;
    if (kind != Number::Kind::integer && kind != Number::Kind::decimal) return false;
    if (!is_settled(out.number)) return false;
    out.number.negative = negative_;
    out.digits = text_;
    out.percent = percent_;
    return true;
  }

 private:
  // False where it would be the second sign.
  bool take_sign() noexcept {
    if (!text_.starts_with('-') && !text_.starts_with('+')) return true;
    if (signed_) return false;
    negative_ = text_[0] == '-';
    signed_ = true;
    text_.remove_prefix(1);
    return true;
  }

  bool take_parentheses() noexcept {
    if (!text_.starts_with('(')) return true;
    if (!text_.ends_with(')') || signed_) return false;
    text_ = text_.substr(1, text_.size() - 2);
    negative_ = signed_ = parentheses_ = true;
    return !text_.empty();
  }

  // A symbol before the number, and what stands between them.
  bool take_front() noexcept {
    std::size_t end = 0;
    while (end < text_.size() && end <= kLongestFront && !is(text_[end], kDigit) &&
           text_[end] != '-' && text_[end] != '+' && text_[end] != '(') {
      ++end;
    }
    if (end == 0) return true;
    if (text_[end - 1] == '.' && unit_of(text_.substr(0, end)) == Unit::none) --end;  // $.50
    if (end == 0) return true;
    const std::string_view written = text_.substr(0, end);
    const std::string_view unit = without_blank_behind(written);
    unit_ = unit_of(unit);
    if (unit_ == Unit::none) return false;
    glued_ = unit.size() == written.size();
    text_.remove_prefix(end);
    return take_sign() && take_parentheses();
  }

  bool take_behind() noexcept {
    const std::size_t end = end_of_number(text_);
    if (end == text_.size()) return true;
    const std::string_view unit = without_blank_in_front(text_.substr(end));
    const std::size_t written = text_.size() - end;
    text_ = text_.substr(0, end);
    // $5.00 USD says the same twice; any other two are a mistake.
    if (unit_ == Unit::symbol) return unit_of(unit) == Unit::code;
    if (unit_ != Unit::none) return false;
    percent_ = unit == "%";
    if (percent_) return !parentheses_;
    unit_ = unit_of(unit);
    glued_ = unit.size() == written;
    return unit_ != Unit::none;
  }

  // Whether the number is one of money, or of a percent.
  bool is_settled(const Number& number) const noexcept {
    if (percent_ || unit_ == Unit::symbol) return true;
    const bool marked = number.point_possible || number.comma_possible;
    if (unit_ == Unit::code) return !glued_ || marked;
    if (unit_ == Unit::word) return marked;
    const bool cents = (number.point_possible && number.point_fraction == 2) ||
                       (number.comma_possible && number.comma_fraction == 2);
    return parentheses_ && (number.grouped || cents);
  }

  std::string_view text_;
  Unit unit_ = Unit::none;
  bool negative_ = false;
  bool signed_ = false;
  bool parentheses_ = false;
  bool percent_ = false;
  bool glued_ = false;
};

}  // namespace

bool scan_amount(std::string_view text, Amount& out) noexcept {
  return text.size() >= 2 && text.size() <= kLongest && AmountScan(text).run(out);
}

}  // namespace tamis::types
