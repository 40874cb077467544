#include "core/profile/value_text.h"

#include <array>
#include <string_view>

#include "core/dates/calendar.h"
#include "core/dates/dates.h"
#include "core/engine/value.h"

namespace tamis::profile {

std::string plain_number(double v) {
  std::array<char, engine::kNumberText> buffer;
  std::string_view text = engine::to_text(engine::Value::real(v), buffer);
  if (text.ends_with(".0")) text.remove_suffix(2);
  return std::string(text);
}

std::string instant_text(std::int64_t microseconds, types::Type type) {
  constexpr std::int64_t kDay = 86'400'000'000;
  const std::int64_t days =
      microseconds / kDay - (microseconds % kDay < 0 ? 1 : 0);  // rounded down
  std::int64_t rest = microseconds - days * kDay;
  dates::Civil civil = dates::civil_from_days(days);
  civil.has_time = type != types::Type::date;
  civil.nanosecond = static_cast<std::int32_t>(rest % 1'000'000 * 1000);
  civil.fraction_digits = civil.nanosecond == 0 ? 0 : 6;
  rest /= 1'000'000;
  civil.hour = static_cast<std::int8_t>(rest / 3600);
  civil.minute = static_cast<std::int8_t>(rest / 60 % 60);
  civil.second = static_cast<std::int8_t>(rest % 60);
  std::array<char, dates::kIsoBytes> buffer;
  std::string text(buffer.data(), dates::format_iso(civil, buffer, ' '));
  if (civil.fraction_digits > 0) text.erase(text.find_last_not_of('0') + 1);
  return type == types::Type::timestamptz ? text + "+00:00" : text;
}

}  // namespace tamis::profile
