#include "pg_extension/iso.h"

#include <charconv>

#include "core/error/error.h"

namespace tamis::pg {
namespace {

constexpr int kMicrosecondDigits = 6;

class Writer {
 public:
  explicit Writer(std::span<char> out) noexcept
      : first_(out.data()), at_(out.data()), end_(out.data() + out.size()) {}

  Writer& text(std::string_view s) noexcept {
    at_ += s.copy(at_, static_cast<std::size_t>(end_ - at_));
    return *this;
  }
  // With leading zeros up to `width`.
  Writer& number(int value, int width) noexcept {
    char digits[16];
    const char* const last = std::to_chars(digits, digits + sizeof digits, value).ptr;
    for (auto i = static_cast<int>(last - digits); i < width; ++i) text("0");
    return text({digits, static_cast<std::size_t>(last - digits)});
  }
  Writer& fraction(fsec_t microseconds) noexcept {
    if (microseconds == 0) return *this;
    int width = kMicrosecondDigits;
    for (; microseconds % 10 == 0; microseconds /= 10) --width;
    return text(".").number(microseconds, width);
  }
  Writer& date(int year, int month, int day) noexcept {
    // Year 0 is 1 BC.
    return number(year > 0 ? year : 1 - year, 4)
        .text("-")
        .number(month, 2)
        .text("-")
        .number(day, 2);
  }
  Writer& time(int hour, int minute, int second, fsec_t microseconds) noexcept {
    return number(hour, 2).text(":").number(minute, 2).text(":").number(second, 2).fraction(
        microseconds);
  }
  Writer& era(int year) noexcept { return year > 0 ? *this : text(" BC"); }

  std::string_view written() const noexcept {
    return {first_, static_cast<std::size_t>(at_ - first_)};
  }

 private:
  char* first_;
  char* at_;
  char* end_;
};

std::string_view moment(Timestamp value, std::string_view zone, std::span<char> out) {
  Writer writer(out);
  if (TIMESTAMP_IS_NOBEGIN(value)) return writer.text("-infinity").written();
  if (TIMESTAMP_IS_NOEND(value)) return writer.text("infinity").written();
  pg_tm fields{};
  fsec_t microseconds = 0;
  if (timestamp2tm(value, nullptr, &fields, &microseconds, nullptr, nullptr) != 0) {
    throw Error(Code::out_of_range, "timestamp out of range");
  }
  return writer.date(fields.tm_year, fields.tm_mon, fields.tm_mday)
      .text(" ")
      .time(fields.tm_hour, fields.tm_min, fields.tm_sec, microseconds)
      .text(zone)
      .era(fields.tm_year)
      .written();
}

}  // namespace

std::string_view iso_date(DateADT value, std::span<char> out) {
  Writer writer(out);
  if (DATE_IS_NOBEGIN(value)) return writer.text("-infinity").written();
  if (DATE_IS_NOEND(value)) return writer.text("infinity").written();
  int year = 0;
  int month = 0;
  int day = 0;
  j2date(value + POSTGRES_EPOCH_JDATE, &year, &month, &day);
  return writer.date(year, month, day).era(year).written();
}

std::string_view iso_time(TimeADT value, std::span<char> out) {
  const auto microseconds = static_cast<fsec_t>(value % USECS_PER_SEC);
  const auto seconds = static_cast<int>(value / USECS_PER_SEC);
  return Writer(out)
      .time(seconds / SECS_PER_HOUR, seconds / SECS_PER_MINUTE % MINS_PER_HOUR,
            seconds % SECS_PER_MINUTE, microseconds)
      .written();
}

std::string_view iso_timestamp(Timestamp value, std::span<char> out) {
  return moment(value, "", out);
}

std::string_view iso_timestamptz(TimestampTz value, std::span<char> out) {
  return moment(value, "+00:00", out);
}

}  // namespace tamis::pg
