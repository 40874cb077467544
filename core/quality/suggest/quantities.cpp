#include "core/quality/suggest/quantities.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "core/profile/profile.h"
#include "core/text/text.h"

namespace tamis::quality {
namespace {

constexpr double kNearlyAll = 0.95;
constexpr double kLeads = 0.5;
constexpr double kLeadsUnits = 0.8;
constexpr double kOneWay = 0.9;  // of quantities with a unit: the rest is a matter of patterns
constexpr double kSecondWay = 0.02;
constexpr std::size_t kMostUnitBytes = 40;
constexpr std::size_t kMostUnits = 50;

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

struct Quantity {
  bool found = false;
  bool whole = true;
  std::string_view unit;  // what stands behind the number, trimmed
};

// A plain number, with no exponent, and what follows it; no digit may.
Quantity parse(std::string_view text) noexcept {
  text = text::trimmed(text);
  std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const std::size_t start = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  if (at == start) return {};
  Quantity out{true, true, {}};
  if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) {
    ++at;
    for (; at < text.size() && is_digit(text[at]); ++at) out.whole = out.whole && text[at] == '0';
  }
  out.unit = text::trimmed(text.substr(at));
  const bool digits = std::any_of(out.unit.begin(), out.unit.end(), is_digit);
  // 6970T is a code as likely as not.
  if (out.unit.size() == 1 && text::trimmed(text).size() == at + 1 && out.unit != "%") return {};
  const auto first = static_cast<unsigned char>(out.unit.empty() ? 'a' : out.unit.front());
  const bool word = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') ||
                    first == '%' || first == '"' || first == '\'' || first >= 0x80;
  out.found = !digits && word && out.unit.size() <= kMostUnitBytes;
  return out;
}

Writing leading(const Quantities& found, std::int64_t with_unit) noexcept {
  const auto all = static_cast<double>(found.plain + found.percent + with_unit);
  const auto share = [&](std::int64_t count) { return static_cast<double>(count) / all; };
  if (share(found.plain) == 1 || share(found.percent) == 1) return Writing::none;
  if (share(found.plain) >= (with_unit > found.percent ? kLeadsUnits : kLeads)) {
    return Writing::plain;
  }
  if (share(found.percent) >= kLeads) return Writing::percent;
  if (found.units.empty() || share(found.units.front().second) >= kOneWay) return Writing::none;
  const bool second = found.units.size() > 1 && share(found.units[1].second) >= kSecondWay;
  return second || share(found.plain) >= kSecondWay ? Writing::several : Writing::none;
}

}  // namespace

Quantities find_quantities(const CodedColumn& column) {
  Quantities out;
  std::map<std::string_view, std::int64_t> units;
  std::int64_t with_unit = 0;
  out.judged = column.present();
  for (std::size_t code = 1; code < column.texts.size(); ++code) {
    const Quantity quantity = parse(column.texts[code]);
    if (!quantity.found) continue;
    out.whole = out.whole && quantity.whole;
    if (quantity.unit.empty()) {
      out.plain += column.counts[code];
    } else if (quantity.unit == "%") {
      out.percent += column.counts[code];
    } else {
      with_unit += column.counts[code];
      units[quantity.unit] += column.counts[code];
    }
  }
  const std::int64_t all = out.plain + out.percent + with_unit;
  if (all == 0 || units.size() > kMostUnits ||
      static_cast<double>(all) < kNearlyAll * static_cast<double>(out.judged)) {
    return out;
  }
  for (const auto& [unit, count] : units) out.units.emplace_back(unit, count);
  std::stable_sort(out.units.begin(), out.units.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  out.leads = leading(out, with_unit);
  return out;
}

}  // namespace tamis::quality
