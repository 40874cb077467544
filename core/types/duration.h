// A span of time: ISO 8601 (P3Y6M4DT12H30M5S), what PostgreSQL prints (1 day 02:03:04, 3 years 2
// mons), and how people write it (1h 30m, 90 min, 2 days).
//
// Letters mean many things: 5 m may be metres, 12 h a size. One letter is a unit only beside
// another part (1h 30m), or in ISO's form. A clock alone (36:15:00) is a duration where it can be
// no time of day: beyond 24 hours, with seconds, or with a minus.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tamis::types {

// Each part as written, in billionths; months are no days, and 90 minutes stay 90 minutes.
struct Duration {
  enum Unit : std::uint8_t { years, months, weeks, days, hours, minutes, seconds };
  static constexpr std::size_t kUnits = 7;
  std::array<std::int64_t, kUnits> parts{};
};

bool scan_duration(std::string_view text, Duration& out) noexcept;

// ISO 8601, the sign at each part as PostgreSQL writes it: P-1DT2H; PT0S for none.
std::size_t write_duration(const Duration& duration, std::span<char> out) noexcept;

}  // namespace tamis::types
