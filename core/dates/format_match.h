// One text against one pattern: the fields are taken in turn, without going back, then judged.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/dates/complete.h"
#include "core/dates/eras.h"
#include "core/dates/names.h"
#include "core/dates/pattern.h"

namespace tamis::dates {

class FormatMatch {
 public:
  FormatMatch(const Format& format, std::string_view text, bool folded, const Options& options,
              Layout* layout) noexcept
      // `folded`: the text went through fold(), so that letters have no case and tokens stand for
      // names.
      : format_(format),
        options_(options),
        at_(text.data()),
        end_(text.data() + text.size()),
        folded_(folded),
        layout_(layout) {}

  // False where the text doesn't match; `reading` is then as it was.
  bool read(Reading& reading) noexcept;

 private:
  char peek(std::size_t ahead = 0) const noexcept {
    return static_cast<std::size_t>(end_ - at_) > ahead ? at_[ahead] : '\0';
  }
  std::string_view rest() const noexcept { return {at_, static_cast<std::size_t>(end_ - at_)}; }
  std::string_view word() const noexcept {
    const char* last = at_;
    while (last != end_ && (*last | 0x20) >= 'a' && (*last | 0x20) <= 'z') ++last;
    return {at_, static_cast<std::size_t>(last - at_)};
  }
  void put(Item item) noexcept {
    if (layout_ != nullptr) layout_->push(item);
  }
  int value(Field::Kind kind) const noexcept { return values_[static_cast<std::size_t>(kind)]; }

  bool take_shape() noexcept;
  void take_digits(const Shape::Number& number, const char* digits) noexcept;
  void scale_fraction(int digits) noexcept;
  // Each takes one field; false where something else stands there.
  bool take(const Field& field) noexcept;
  bool take_number(const Field& field) noexcept;
  bool take_fraction(const Field& field) noexcept;
  bool take_character(char c) noexcept;
  bool take_run(const Field& field) noexcept;
  bool take_blanks() noexcept;
  bool take_month_name(const Field& field) noexcept;
  bool take_weekday_name(const Field& field) noexcept;
  bool take_half() noexcept;
  bool take_half_letters() noexcept;
  bool take_offset(const Field& field) noexcept;
  bool take_zone_short() noexcept;
  bool take_zone_long() noexcept;
  bool take_zone_id() noexcept;
  bool take_era() noexcept;
  bool take_ordinal_suffix() noexcept;
  bool take_small_word() noexcept;
  bool take_comment() noexcept;
  void take_mark(char mark) noexcept;
  void set_name(const NamedOffset& named) noexcept;

  // What the fields say together.
  Reason settle_year() noexcept;
  Reason settle_day() noexcept;
  Reason settle_week() noexcept;
  Reason settle_zone() noexcept;
  Reason settle(Reading& reading) noexcept;
  void check_weekday(Reading& reading) const noexcept;
  void judge(Reading& reading) noexcept;

  const Format& format_;
  const Options& options_;
  const char* at_;
  const char* end_;
  bool folded_;
  Layout* layout_;

  std::array<int, Field::kNumbers> values_{};
  const Field* field_ = nullptr;  // the one that is being taken
  Word month_{};
  Word weekday_{};
  bool month_in_doubt_ = false;
  const Era* era_ = nullptr;  // of another calendar
  bool before_christ_ = false;
  Day day_;
  Clock clock_;
  Clock::Written name_ = Clock::Written::nothing;  // of a zone's name
  std::int32_t name_seconds_ = 0;
  bool z_written_ = false;
};

}  // namespace tamis::dates
