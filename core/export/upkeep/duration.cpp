#include "core/export/upkeep/duration.h"

#include <charconv>
#include <cstdint>
#include <string>

#include "core/error/error.h"

namespace tamis::exports {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t seconds;
};

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kLongest = 36'500 * kDay;
constexpr Unit kUnits[] = {{"s", 1},        {"second", 1},     {"min", 60}, {"minute", 60},
                           {"h", kHour},    {"hour", kHour},   {"d", kDay}, {"day", kDay},
                           {"w", 7 * kDay}, {"week", 7 * kDay}};

std::int64_t seconds_in(std::string_view unit) noexcept {
  for (const Unit& known : kUnits) {
    const bool plural = known.name.size() > 3 && unit.size() == known.name.size() + 1 &&
                        unit.starts_with(known.name) && unit.ends_with('s');
    const bool days = known.name == "day" && unit == "days";
    if (unit == known.name || plural || days) return known.seconds;
  }
  return 0;
}

}  // namespace

std::chrono::seconds read_span(std::string_view text, std::string_view option) {
  std::int64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, fault] = std::from_chars(text.data(), end, count);
  std::string_view unit(rest, static_cast<std::size_t>(end - rest));
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  const std::int64_t seconds = seconds_in(unit);
  if (fault != std::errc() || count < 0 || seconds == 0 || count > kLongest / seconds) {
    throw Error(Code::invalid_option,
                "option " + in_quotes(option) + " is no span of time: " + in_quotes(text), {},
                "Write a number and a unit, such as \"7 days\", \"24 hours\" or \"30 minutes\".");
  }
  return std::chrono::seconds(count * seconds);
}

}  // namespace tamis::exports
