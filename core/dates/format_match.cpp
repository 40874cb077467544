#include "core/dates/format_match.h"

#include <algorithm>
#include <cstring>

#include "core/dates/fold.h"
#include "core/text/space.h"

namespace tamis::dates {
namespace {

using Kind = Field::Kind;
using Written = Clock::Written;

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) noexcept { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
constexpr char lower(char c) noexcept { return is_letter(c) ? static_cast<char>(c | 0x20) : c; }
constexpr bool is_zone_letter(char c) noexcept {
  return is_letter(c) || is_digit(c) || c == '/' || c == '_' || c == '+' || c == '-';
}

constexpr int number_of(char token) noexcept { return static_cast<unsigned char>(token); }
constexpr std::uint16_t kSmallWords = kOf | kAt | kHourMark | kMinuteMark | kSecondMark |
                                      kYearMark | kMonthMark | kDayMark | kThe | kWeekdayPart;

constexpr Item item_of(Kind kind, int digits) noexcept {
  switch (kind) {
    case Kind::year2: return Item::year2;
    case Kind::era_year: return digits == 4 ? Item::year4 : Item::year2;
    case Kind::month: return digits == 1 ? Item::month1 : Item::month2;
    case Kind::day: return digits == 1 ? Item::day1 : Item::day2;
    case Kind::day_of_year: return Item::day_of_year;
    case Kind::week: return Item::week;
    case Kind::weekday_number: return Item::weekday_number;
    case Kind::hour24: return digits == 1 ? Item::hour24_1 : Item::hour24_2;
    case Kind::hour12: return digits == 1 ? Item::hour12_1 : Item::hour12_2;
    case Kind::minute: return digits == 1 ? Item::minute1 : Item::minute2;
    case Kind::second: return digits == 1 ? Item::second1 : Item::second2;
    default: return Item::year4;
  }
}

}  // namespace

bool FormatMatch::read(Reading& reading) noexcept {
  const Field* const last = format_.fields_.data() + format_.fields_.size();
  field_ = format_.fields_.data();
  // Whoever asks for the layout asks for each field.
  if (layout_ == nullptr && take_shape()) field_ += format_.shape_.field_count;
  for (; field_ != last; ++field_) {
    if (!take(*field_)) return false;
  }
  if (at_ != end_) return false;
  judge(reading);
  return true;
}

bool FormatMatch::take(const Field& field) noexcept {
  switch (field.kind) {
    case Kind::fraction: return take_fraction(field);
    case Kind::month_name: return take_month_name(field);
    case Kind::weekday_name: return take_weekday_name(field);
    case Kind::half: return take_half();
    case Kind::offset: return take_offset(field);
    case Kind::zone_short: return take_zone_short();
    case Kind::zone_long: return take_zone_long();
    case Kind::zone_id: return take_zone_id();
    case Kind::era: return take_era();
    case Kind::character: return take_character(field.character);
    case Kind::run: return take_run(field);
    case Kind::blanks: return take_blanks();
    case Kind::ordinal_suffix: return take_ordinal_suffix();
    case Kind::small_word: return take_small_word();
    case Kind::comment: return take_comment();
    default: return take_number(field);
  }
}

// All fields of fixed width that the pattern begins with, or none.
bool FormatMatch::take_shape() noexcept {
  const Shape& shape = format_.shape_;
  if (shape.size == 0 || rest().size() < shape.size) return false;
  constexpr std::uint64_t kZeros = 0x3030303030303030;
  constexpr std::uint64_t kAboveNine = 0x7676767676767676;  // takes 10 and more past 0x7F
  std::uint64_t wrong = 0;
  for (std::size_t i = 0; i < shape.chunk_count; ++i) {
    const Shape::Chunk& chunk = shape.chunks[i];
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at_ + chunk.at, sizeof bytes);
    const std::uint64_t digits = (bytes ^ kZeros) & chunk.digit_mask;
    wrong |= ((digits + kAboveNine) | digits) & 0x8080808080808080;
    wrong |= (bytes ^ chunk.literals) & chunk.literal_mask;
  }
  if (wrong != 0) return false;
  for (std::size_t i = 0; i < shape.number_count; ++i) {
    take_digits(shape.numbers[i], at_ + shape.numbers[i].at);
  }
  at_ += shape.size;
  return true;
}

// A number whose characters are known to be digits.
void FormatMatch::take_digits(const Shape::Number& number, const char* digits) noexcept {
  int value = 0;
  if (number.digits == 2) {  // nearly always
    value = digits[0] * 10 + digits[1] - '0' * 11;
  } else {
    for (int i = 0; i < number.digits; ++i) value = value * 10 + (digits[i] - '0');
  }
  if (number.kind != Kind::fraction) {
    values_[static_cast<std::size_t>(number.kind)] = value;
    return;
  }
  clock_.nanosecond = value;
  scale_fraction(number.digits);
}

void FormatMatch::scale_fraction(int digits) noexcept {
  constexpr std::int32_t kUnits[] = {1'000'000'000, 100'000'000, 10'000'000, 1'000'000, 100'000,
                                     10'000,        1'000,       100,        10,        1};
  clock_.fraction_digits = digits;
  clock_.nanosecond *= kUnits[digits];
}

bool FormatMatch::take_number(const Field& field) noexcept {
  int digits = 0;
  int number = 0;
  for (; digits < field.most && at_ != end_ && is_digit(*at_); ++digits, ++at_) {
    number = number * 10 + (*at_ - '0');
  }
  values_[static_cast<std::size_t>(field.kind)] = number;
  put(item_of(field.kind, digits));
  return digits >= field.least;
}

// As many digits as the field has letters; of nine, more may follow.
bool FormatMatch::take_fraction(const Field& field) noexcept {
  int digits = 0;
  for (; digits < field.most && is_digit(peek()); ++digits, ++at_) {
    clock_.nanosecond = clock_.nanosecond * 10 + (*at_ - '0');
  }
  if (digits != field.most) return false;
  scale_fraction(digits);
  put(static_cast<Item>(static_cast<int>(Item::fraction1) + digits - 1));
  for (; field.most == 9 && is_digit(peek()); ++at_) clock_.digits_lost |= *at_ != '0';
  return true;
}

bool FormatMatch::take_character(char c) noexcept {
  if (at_ == end_) return false;
  if (*at_ != c && !(folded_ && lower(*at_) == lower(c))) return false;
  ++at_;
  if (layout_ != nullptr) layout_->push(c);
  return true;
}

bool FormatMatch::take_run(const Field& field) noexcept {
  const std::string_view literals = format_.literals_;
  const std::string_view expected =
      folded_ ? literals.substr(std::size_t{field.at} + field.size, field.folded_size)
              : literals.substr(field.at, field.size);
  if (expected.empty() || !rest().starts_with(expected)) return false;
  at_ += expected.size();
  if (layout_ == nullptr) return true;
  for (const char c : literals.substr(std::size_t{field.at} + field.size, field.folded_size)) {
    if (is_between(c, Token::year, Token::second)) {
      put(static_cast<Item>(static_cast<int>(Item::cjk_year) + number_of(c) -
                            static_cast<int>(Token::year)));
    } else if (number_of(c) < 0x80) {
      layout_->push(c);
    } else {
      put(Item::word);
    }
  }
  return true;
}

bool FormatMatch::take_blanks() noexcept {
  const char* const first = at_;
  for (std::size_t n = text::space_length(rest()); n > 0; n = text::space_length(rest())) at_ += n;
  if (layout_ != nullptr) layout_->push(' ');
  return at_ != first;
}

// The full stop of a shortened word or the apostrophe of another, unless the pattern has one.
void FormatMatch::take_mark(char mark) noexcept {
  const Field* const next = field_ + 1;
  const bool last = next == format_.fields_.data() + format_.fields_.size();
  if (peek() == mark && (last || next->character != mark)) ++at_;
}

bool FormatMatch::take_month_name(const Field& field) noexcept {
  if (is_between(peek(), Token::january, Token::december)) {
    month_.months =
        static_cast<std::uint16_t>(1U << (number_of(*at_) - static_cast<int>(Token::january)));
    ++at_;
  } else if (is_token(peek(), Token::month_in_doubt)) {
    month_in_doubt_ = true;
    ++at_;
  } else {
    const std::string_view letters = word();
    month_ = find_word(letters, options_.languages);
    if (month_.months == 0) return false;
    at_ += letters.size();
  }
  put(field.least == 3 ? Item::month_short : Item::month_long);
  take_mark('.');
  return true;
}

bool FormatMatch::take_weekday_name(const Field& field) noexcept {
  if (is_between(peek(), Token::monday, Token::sunday)) {
    weekday_.weekdays =
        static_cast<std::uint8_t>(1U << (number_of(*at_) - static_cast<int>(Token::monday)));
    ++at_;
  } else {
    const std::string_view letters = word();
    weekday_ = find_word(letters, options_.languages);
    if (weekday_.weekdays == 0) return false;
    at_ += letters.size();
  }
  put(field.least == 3 ? Item::weekday_short : Item::weekday_long);
  take_mark('.');
  return true;
}

bool FormatMatch::take_half() noexcept {
  if (is_token(peek(), Token::am) || is_token(peek(), Token::pm)) {
    clock_.half = is_token(peek(), Token::am) ? Clock::Half::am : Clock::Half::pm;
    ++at_;
  } else if (!take_half_letters()) {
    return false;
  }
  put(Item::half);
  return true;
}

// AM, pm, a.m., P. M., A, vorm.
bool FormatMatch::take_half_letters() noexcept {
  const std::string_view letters = word();
  const Word found = find_word(letters);
  const bool am = found.is(kAm);
  if (!am && !found.is(kPm)) return false;
  clock_.half = am ? Clock::Half::am : Clock::Half::pm;
  at_ += letters.size();
  if (letters.size() == 1 && peek() == '.') {
    std::size_t m = 1;
    while (text::space_length(rest().substr(m)) > 0) m += text::space_length(rest().substr(m));
    if ((peek(m) | 0x20) == 'm' && !is_letter(peek(m + 1))) at_ += m + 1;
  }
  take_mark('.');
  return true;
}

bool FormatMatch::take_zone_short() noexcept {
  const std::string_view letters = word();
  if (letters.empty()) return false;
  at_ += letters.size();
  set_name(abbreviation(letters));
  put(Item::zone_short);
  return true;
}

// As far as letters, blanks and hyphens go.
bool FormatMatch::take_zone_long() noexcept {
  const char* last = at_;
  for (const char* c = at_; c != end_ && (is_letter(*c) || *c == ' ' || *c == '-'); ++c) {
    if (is_letter(*c)) last = c + 1;
  }
  if (last == at_) return false;
  set_name(long_name({at_, static_cast<std::size_t>(last - at_)}));
  at_ = last;
  put(Item::zone_long);
  return true;
}

bool FormatMatch::take_zone_id() noexcept {
  const char* last = at_;
  while (last != end_ && is_zone_letter(*last)) ++last;
  if (last == at_ || !is_letter(*at_)) return false;
  name_ = place_of({at_, static_cast<std::size_t>(last - at_)}, clock_.place);
  at_ = last;
  put(Item::zone_id);
  return true;
}

void FormatMatch::set_name(const NamedOffset& named) noexcept {
  name_ = check_by_name(named, clock_);
  name_seconds_ = named.minutes * 60;
}

bool FormatMatch::take_era() noexcept {
  if (is_between(peek(), Token::reiwa, Token::minguo)) {
    const int era = number_of(*at_) - static_cast<int>(Token::reiwa);
    era_ = &kEras[static_cast<std::size_t>(era)];
    ++at_;
  } else {
    const std::string_view letters = word();
    const Word found = find_word(letters);
    before_christ_ = found.is(kBeforeChrist);
    if (!before_christ_ && !found.is(kAnnoDomini)) return false;
    at_ += letters.size();
  }
  put(Item::era);
  return true;
}

bool FormatMatch::take_ordinal_suffix() noexcept {
  const std::string_view letters = word();
  if (!find_word(letters).is(kOrdinal)) return false;
  at_ += letters.size();
  put(Item::ordinal_suffix);
  take_mark('.');
  return true;
}

bool FormatMatch::take_small_word() noexcept {
  if (peek() == '-') ++at_;  // terça-feira
  if (is_token(peek(), Token::small_word)) {
    ++at_;
  } else {
    const std::string_view letters = word();
    if ((find_word(letters).roles & kSmallWords) == 0) return false;
    at_ += letters.size();
  }
  put(Item::word);
  take_mark('.');
  take_mark('\'');
  return true;
}

// (PST), [u-ca=gregory], and m=+0.000012345, the monotonic clock of Go.
bool FormatMatch::take_comment() noexcept {
  const std::string_view text = rest();
  std::size_t size = 0;
  if (peek() == '(' || peek() == '[') {
    const std::size_t close = text.find(peek() == '(' ? ')' : ']');
    if (close == std::string_view::npos) return false;
    size = close + 1;
  } else if (text.starts_with("m=")) {
    size = std::min(text.find(' '), text.size());
  }
  at_ += size;
  put(Item::comment);
  return size > 0;
}

}  // namespace tamis::dates
