// Any bytes as the name of a zone, in each of the ways a zone is named: the case changes nothing,
// and a zone's clock and its offsets agree at any time of our calendar. The first eight bytes are
// the time.
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "core/dates/calendar.h"
#include "core/dates/zones.h"
#include "date_invariants.h"

namespace {

using tamis::dates::NamedOffset;
using tamis::dates::Zone;
using tamis::fuzz::require;

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kFirst = (tamis::dates::kFirstDay + 1) * kDay;
constexpr std::int64_t kLast = (tamis::dates::kLastDay - 1) * kDay;

void check_clock(const Zone& zone, std::int64_t local) {
  const Zone::Offsets offsets = zone.offsets_of(local);
  const bool before = zone.offset_at(local - offsets.before) == offsets.before;
  const bool after = zone.offset_at(local - offsets.after) == offsets.after;
  switch (offsets.local) {
    case Zone::Local::once:
      return require(offsets.before == offsets.after && before, "a clock shows its local time");
    case Zone::Local::twice:
      return require(offsets.before > offsets.after && before && after, "shown twice");
    case Zone::Local::never:
      return require(offsets.before < offsets.after && !before && !after, "never shown");
  }
}

void check_named(const NamedOffset& named) {
  using Kind = NamedOffset::Kind;
  require(named.kind == Kind::known || (named.minutes == 0 && named.zone.empty()),
          "what is not known has no offset");
  require(named.minutes >= -12 * 60 && named.minutes <= 14 * 60, "an offset that is in use");
  Zone zone;
  require(named.zone.empty() || Zone::find(named.zone, zone) == Zone::Found::yes,
          "the zone of a name is one");
}

std::string swapped_case(std::string_view text) {
  std::string swapped(text);
  for (char& c : swapped) {
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') c = static_cast<char>(c ^ 0x20);
  }
  return swapped;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 8) return 0;
  std::uint64_t seed = 0;
  std::memcpy(&seed, data, sizeof seed);
  const std::int64_t local = kFirst + static_cast<std::int64_t>(seed % (kLast - kFirst));
  const std::string name(reinterpret_cast<const char*>(data) + 8, size - 8);
  const std::string other = swapped_case(name);
  Zone zone;
  Zone same_zone;
  const Zone::Found found = Zone::find(name, zone);
  require(Zone::find(other, same_zone) == found, "the case changes nothing");
  if (found == Zone::Found::yes) {
    check_clock(zone, local);
    require(same_zone.offset_at(local) == zone.offset_at(local), "the case changes no offset");
  }
  check_named(tamis::dates::abbreviation(name));
  check_named(tamis::dates::long_name(name));
  require(tamis::dates::abbreviation(name) == tamis::dates::abbreviation(other), "in any case");
  require(tamis::dates::long_name(name) == tamis::dates::long_name(other), "in any case");
  return 0;
}
