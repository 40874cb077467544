// Zones of time: by IANA name through the system's tz database, by abbreviation, by long name.
//
// The database is read by cctz (https://github.com/google/cctz), because it answers exactly what a
// reader of local times must know: whether a local time came once, twice or never, and the offset
// on either side. C++20's own database is not in the standard library of the compilers we support.
// A zone is loaded once per process and kept (a few KiB each, some hundred zones at most): names
// are checked against the database before, so unknown ones leave nothing behind.
//
// Abbreviations are no identifiers: IST is India's, Israel's and Ireland's. Those that one zone
// only goes by in practice, and those that RFC 2822 section 4.3 fixes, have an offset; the others
// are said to be ambiguous.
#pragma once

#include <cstdint>
#include <string_view>

namespace tamis::dates {

class Zone {
 public:
  enum class Found : std::uint8_t { yes, no, no_memory };
  // By IANA name in any case (america/new_york), links too (US/Eastern, EST5EDT). Never throws.
  static Found find(std::string_view name, Zone& out) noexcept;

  enum class Local : std::uint8_t { once, never, twice };
  // `before` and `after` are the offsets, in seconds east of UTC, on either side of the change that
  // skipped or repeated the local time; equal where it came once.
  struct Offsets {
    Local local = Local::once;
    std::int32_t before = 0;
    std::int32_t after = 0;
  };
  // Of a local time, in seconds since 1970-01-01T00:00:00 on that clock.
  Offsets offsets_of(std::int64_t local_seconds) const noexcept;
  // Of an instant, in seconds since 1970-01-01T00:00:00Z.
  std::int32_t offset_at(std::int64_t utc_seconds) const noexcept;

 private:
  const void* impl_ = nullptr;  // owned by the process-wide table; nullptr is UTC
};

struct NamedOffset {
  enum class Kind : std::uint8_t { unknown, known, ambiguous } kind = Kind::unknown;
  std::int16_t minutes = 0;  // east of UTC, where known
  // For a long name that Windows uses all year (Eastern Standard Time): the zone whose offset must
  // agree, or else the name is ambiguous. Empty where there is none.
  std::string_view zone;
};

// EST, CEST, UTC, Z, MSK; in any case.
NamedOffset abbreviation(std::string_view name) noexcept;
// Eastern Standard Time, Central European Summer Time, Coordinated Universal Time; in any case.
NamedOffset long_name(std::string_view name) noexcept;

}  // namespace tamis::dates
