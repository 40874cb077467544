#include "pg_extension/iso.h"

#include "core/engine/value.h"
#include "core/error/error.h"
#include "core/text/iso_time.h"

namespace tamis::pg {
namespace {

// Years beyond those of 64 bits of microseconds since 1970 are still PostgreSQL's: split first.
std::string_view moment(Timestamp value, std::string_view zone, std::span<char> out) {
  if (TIMESTAMP_IS_NOBEGIN(value)) return "-infinity";
  if (TIMESTAMP_IS_NOEND(value)) return "infinity";
  if (!IS_VALID_TIMESTAMP(value)) throw Error(Code::out_of_range, "timestamp out of range");
  const text::DayAndTime at = text::split_microseconds(value);
  return {out.data(),
          text::write_iso_timestamp(at.day + kEpochDays, at.microsecond, ' ', zone, out)};
}

}  // namespace

std::string_view iso_date(DateADT value, std::span<char> out) {
  if (DATE_IS_NOBEGIN(value)) return "-infinity";
  if (DATE_IS_NOEND(value)) return "infinity";
  return {out.data(), text::write_iso_date(value + kEpochDays, out)};
}

std::string_view iso_time(TimeADT value, std::span<char> out) {
  return {out.data(), text::write_iso_time(value, out)};
}

std::string_view iso_timestamp(Timestamp value, std::span<char> out) {
  return moment(value, "", out);
}

std::string_view iso_timestamptz(TimestampTz value, std::span<char> out) {
  return moment(value, "+00:00", out);
}

}  // namespace tamis::pg
