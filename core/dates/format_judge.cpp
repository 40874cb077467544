// What the fields of a pattern say together, and what several patterns do.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "core/dates/fold.h"
#include "core/dates/format_match.h"
#include "core/text/text.h"

namespace tamis::dates {

using Kind = Field::Kind;
using Written = Clock::Written;

Reason FormatMatch::settle_year() noexcept {
  if (before_christ_) return Reason::year_range;
  if (format_.year_ != Kind::year2) {
    day_.year = value(format_.year_) + (era_ != nullptr ? era_->years_before : 0);
    return Reason::none;
  }
  const int yy = value(Kind::year2);
  day_.year = year_of_two_digits(yy, options_.two_digit_pivot);
  if (day_.year != 0) return Reason::none;
  day_.year = 2000 + yy;
  if (in_calendar(day_)) return Reason::century;
  day_.year = 1900 + yy;
  return in_calendar(day_) ? Reason::century : Reason::no_such_day;
}

Reason FormatMatch::settle_week() noexcept {
  const int week = value(Kind::week);
  const int weekday = format_.has_day_ ? value(Kind::weekday_number) : 1;
  if (week < 1 || week > weeks_in_iso_year(day_.year)) return Reason::no_such_day;
  if (weekday < 1 || weekday > 7) return Reason::no_such_day;
  day_ = calendar_day(days_of_iso_week(day_.year, week, weekday));
  return Reason::none;
}

Reason FormatMatch::settle_day() noexcept {
  day_.month = format_.has_month_name_ ? std::countr_zero(month_.months) + 1 : value(Kind::month);
  day_.day = format_.has_day_ ? value(Kind::day) : 1;
  const bool month_in_doubt = month_in_doubt_ || (month_.months & (month_.months - 1)) != 0;
  if (month_in_doubt)
    return day_.day >= 1 && day_.day <= 31 ? Reason::month_name : Reason::no_such_day;
  const bool by_days = format_.family_ == Family::ordinal;
  if (by_days) day_.month = day_.day = 1;
  if (format_.year_ == Kind::week_year) day_.month = day_.day = 1;
  if (const Reason reason = settle_year(); reason != Reason::none) return reason;
  if (format_.year_ == Kind::week_year) return settle_week();
  if (!by_days) return Reason::none;
  const int day = value(Kind::day_of_year);
  if (day < 1 || day > days_in_year(day_.year)) return Reason::no_such_day;
  day_ = calendar_day(days_of_ordinal(day_.year, day));
  return Reason::none;
}

// An offset and a name beside it must agree; a name that several zones go by adds nothing to an
// offset, nor does a place to a Z (RFC 9557, section 2).
Reason FormatMatch::settle_zone() noexcept {
  if (name_ == Written::nothing) return Reason::none;
  if (clock_.zone == Written::nothing) {
    clock_.zone = name_;
    clock_.offset_seconds = name_seconds_;
    return Reason::none;
  }
  if (name_ == Written::place) clock_.check_place = !z_written_;
  if (name_ == Written::unknown || name_ == Written::no_memory) clock_.zone = name_;
  const bool clash = name_ == Written::offset && !clock_.place_is_doubtful &&
                     name_seconds_ != clock_.offset_seconds;
  return clash ? Reason::offset_clash : Reason::none;
}

Reason FormatMatch::settle(Reading& reading) noexcept {
  if (format_.has_time_) {
    clock_.present = true;
    clock_.hour = value(format_.hour_);
    clock_.minute = value(Kind::minute);
    clock_.second = value(Kind::second);
    if (const Reason reason = settle_zone(); reason != Reason::none) return reason;
  }
  if (const Reason reason = settle_day(); reason != Reason::none) return reason;
  if (format_.year_ == Kind::year2) reading.notes |= kTwoDigitYear;
  if (era_ != nullptr) {
    if (in_calendar(day_) && !holds(*era_, day_, format_.has_day_)) return Reason::no_such_day;
    reading.notes |= kOtherEra;
  }
  return complete(day_, clock_, options_.disambiguation, reading.civil, reading.notes);
}

void FormatMatch::check_weekday(Reading& reading) const noexcept {
  const int weekday = weekday_of(days_from_civil(day_.year, day_.month, day_.day));
  if ((weekday_.weekdays >> (weekday - 1) & 1) == 0) reading.notes |= kWeekdayMismatch;
}

void FormatMatch::judge(Reading& reading) noexcept {
  reading.family = format_.family_;
  reading.separator = format_.separator_;
  reading.reason = settle(reading);
  if (reading.reason != Reason::none) {
    reading.verdict = is_doubt(reading.reason) ? Verdict::ambiguous : Verdict::invalid;
    reading.civil = {};
    return;
  }
  reading.verdict = Verdict::date;
  reading.day_first = format_.order_ == Order::dmy;
  reading.month_first = format_.order_ == Order::mdy;
  if (!format_.has_day_) {
    reading.civil.precision = format_.year_ == Kind::week_year ? Precision::week : Precision::month;
  }
  if (weekday_.weekdays != 0) check_weekday(reading);
  if (is_sentinel(reading.civil)) reading.notes |= kSentinel;
}

namespace {

bool is_ascii(std::string_view text) noexcept {
  std::uint64_t seen = 0;
  for (; text.size() >= sizeof seen; text.remove_prefix(sizeof seen)) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data(), sizeof bytes);
    seen |= bytes;
  }
  for (const char c : text) seen |= static_cast<unsigned char>(c);
  return (seen & 0x8080808080808080) == 0;
}

// What two formats say of one text.
Reading united(const Reading& a, const Reading& b, bool same_order) noexcept {
  if (b.verdict <= Verdict::invalid) return a.verdict == Verdict::not_date ? b : a;
  if (a.verdict <= Verdict::invalid) return b;
  if (a.verdict == Verdict::ambiguous) return a;
  if (b.verdict == Verdict::ambiguous || a.civil == b.civil) {
    return b.verdict == Verdict::ambiguous ? b : a;
  }
  Reading both = a;
  both.verdict = Verdict::ambiguous;
  both.reason = same_order ? Reason::field : Reason::order;
  both.day_first |= b.day_first;
  both.month_first |= b.month_first;
  return both;
}

// A text beyond ASCII as fold() has it, made when a format first asks for it; or empty.
class Folded {
 public:
  std::string_view of(std::string_view text, std::uint64_t languages) noexcept {
    if (!asked_) {
      asked_ = true;
      if (!is_ascii(text)) size_ = fold(text, languages, storage_);
    }
    return text::trimmed({storage_.data(), size_});
  }

 private:
  std::array<char, kLongestDate> storage_;
  std::size_t size_ = 0;
  bool asked_ = false;
};

void read_one(std::string_view text, const Format& format, const Options& options, Folded& folded,
              Layout* layout, Reading& reading) noexcept {
  if (layout != nullptr) layout->clear();
  if (FormatMatch(format, text, false, options, layout).read(reading)) return;
  const std::string_view other = folded.of(text, options.languages);
  if (other.empty()) return;
  if (layout != nullptr) layout->clear();
  FormatMatch(format, other, true, options, layout).read(reading);
}

}  // namespace

Reading read_as(std::string_view text, std::span<const Format> formats, const Options& options,
                Layout* layout) noexcept {
  text = text::trimmed(text);
  Folded folded;
  Reading reading;
  const Format* first = nullptr;
  for (const Format& format : formats) {
    if (first == nullptr) {
      read_one(text, format, options, folded, layout, reading);
      if (reading.verdict != Verdict::not_date) first = &format;
    } else {
      Reading other;
      read_one(text, format, options, folded, nullptr, other);
      reading = united(reading, other, format.order() == first->order());
    }
  }
  return reading;
}

}  // namespace tamis::dates
