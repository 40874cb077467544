// The walk of scan_date(): one pass over a text, each rule taking what it knows. The rules stand in
// files of their own, by what they take: numbers, names, East Asian dates, what stands behind a
// date.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/dates/date_scan.h"
#include "core/dates/fold.h"

namespace tamis::dates {

constexpr bool is_month_token(char c) noexcept {
  return is_between(c, Token::january, Token::december) || is_token(c, Token::month_in_doubt);
}

// Years of partial dates: 1234-12 is rather a number than a month.
constexpr bool is_plausible_year(int year) noexcept { return year >= 1500 && year <= 2200; }

class DateScanner {
 public:
  DateScanner(std::string_view text, const Options& options, Layout* layout, Scan& scan) noexcept
      : in_(text, layout), options_(options), out_(scan) {}

  bool run() noexcept { return front() && behind(); }

 private:
  bool front() noexcept;
  bool date() noexcept;
  bool from_number() noexcept;
  bool from_word() noexcept;
  bool from_token() noexcept;
  bool expanded_year() noexcept;

  bool numbers_ahead() const noexcept;
  char take_number_separator() noexcept;
  bool take_again(char separator) noexcept;
  bool numeric(Digits first) noexcept;
  bool numeric_end(Digits first, Digits second) noexcept;
  bool year_first(int year) noexcept;
  bool year_first_numbers(int year) noexcept;
  bool iso_week(int year) noexcept;
  bool packed(std::string_view digits) noexcept;
  void take_minutes_offset() noexcept;
  bool military(std::string_view digits) noexcept;
  bool pdf() noexcept;
  bool cjk(int year) noexcept;
  bool cjk_era() noexcept;
  bool cjk_day() noexcept;
  bool era_letter() noexcept;
  bool log_letter() noexcept;

  bool named_day_first(Digits day) noexcept;
  bool named_month_first(int month) noexcept;
  bool named_year_first(int year) noexcept;
  bool numbered_month(Digits day) noexcept;
  bool year_behind(char separator) noexcept;
  bool year_number() noexcept;
  int take_month() noexcept;
  int take_roman() noexcept;
  char take_separator() noexcept;
  bool take_joint(char separator) noexcept;
  void take_ordinal() noexcept;
  // Asked for at every turn, and most often answered by one look.
  bool take_role(std::uint16_t roles) noexcept {
    const char c = in_.peek();
    return (is_letter(c) || static_cast<unsigned char>(c) >= 0x80) && take_word(roles);
  }
  bool take_word(std::uint16_t roles) noexcept;
  bool take_weekday() noexcept;
  void take_weekday_marks() noexcept;

  bool time_first_ahead() const noexcept;
  bool behind() noexcept;
  bool behind_date() noexcept;
  bool take_word_behind(bool& needs_clock) noexcept;
  bool take_late_weekday(bool set_off) noexcept;
  bool behind_time() noexcept;
  bool joined_time() noexcept;
  bool late_year() noexcept;
  bool end() noexcept;
  bool broken(Reason reason) noexcept {
    out_.shape = Shape::broken;
    out_.broken = reason;
    return true;
  }

  // Whether the unit stands here, or behind a blank.
  bool unit_ahead(Token unit) const noexcept {
    return is_token(in_.peek(in_.peek() == ' ' ? 1 : 0), unit);
  }

  void put_number(Digits digits, Item one, Item two) noexcept {
    in_.put(digits.count == 1 ? one : two);
  }
  void put_open_number(Digits digits) noexcept {
    in_.put(digits.count == 1 ? Item::number1 : digits.count == 2 ? Item::number2 : Item::number4);
  }

  // The word ahead, looked up once however many rules ask for it.
  const Word& word() noexcept {
    if (in_.at() == word_at_) return word_;
    word_at_ = in_.at();
    letters_ = in_.word();
    word_ = letters_.empty() ? Word{} : find_word(letters_, options_.languages);
    return word_;
  }
  std::size_t letters() noexcept {
    word();
    return letters_.size();
  }

  Cursor in_;
  const Options& options_;
  Scan& out_;
  const char* word_at_ = nullptr;
  std::string_view letters_;
  Word word_;
  // Of the month's name: known in a language whose short names may stand alone, whole and long
  // enough to be no other word, whole.
  bool month_is_core_ = false;
  bool month_is_long_ = false;
  bool month_is_full_ = false;
  bool month_is_english_ = false;
  bool joint_words_ = false;  // whether take_joint() took some
  bool time_taken_ = false;
};

}  // namespace tamis::dates
