// Zones of time: by IANA name through the system's tz database, by abbreviation, by long name.
//
// The database is read by cctz (https://github.com/google/cctz), because it answers exactly what a
// reader of local times must know: whether a local time came once, twice or never, and the offset
// on either side. C++20's own database is not in the standard library of the compilers we support.
//
// It lies in /usr/share/zoneinfo. The environment (TZDIR, TZ) has no say, so that all sessions
// answer alike. A name is looked up in a list of the files there, made once per process at the
// first question, and never becomes part of a path itself. Where the database is not installed,
// every name but UTC is unknown. A zone is read when it is first asked for and kept, up to 50 KiB
// each; unknown names leave nothing behind. An update of the database is seen by new processes.
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
  // no_memory: memory or file descriptors ran short; the same question may be answered later.
  enum class Found : std::uint8_t { yes, no, no_memory };
  // By IANA name in any case (america/new_york), links too (US/Eastern, EST5EDT). Never throws.
  // Safe from several threads at once. Cost: one hash, but for the first question of the process
  // and the first about a zone.
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
  // The zone whose offset at that local time must be `minutes`, or else the name is ambiguous: for
  // long names that Windows uses all year (Eastern Standard Time), and for names whose meaning
  // moved (MSK was four hours from 2011 to 2014). Empty where there is none.
  std::string_view zone;

  friend bool operator==(const NamedOffset&, const NamedOffset&) = default;
};

// EST, CEST, UTC, Z, MSK; in any case.
NamedOffset abbreviation(std::string_view name) noexcept;
// Eastern Standard Time, Central European Summer Time, Coordinated Universal Time; in any case.
NamedOffset long_name(std::string_view name) noexcept;

}  // namespace tamis::dates
