#include "core/types/duration.h"

#include <algorithm>
#include <charconv>

#include "core/types/bytes.h"

namespace tamis::types {
namespace {

constexpr std::int64_t kOne = 1'000'000'000;

struct UnitName {
  std::string_view name;
  Duration::Unit unit;
  std::int64_t share = 1;  // how many make the unit
};

constexpr std::array<UnitName, 42> kUnitNames = {{{"d", Duration::days},
                                                  {"day", Duration::days},
                                                  {"days", Duration::days},
                                                  {"h", Duration::hours},
                                                  {"hour", Duration::hours},
                                                  {"hours", Duration::hours},
                                                  {"hr", Duration::hours},
                                                  {"hrs", Duration::hours},
                                                  {"m", Duration::minutes},
                                                  {"microsecond", Duration::seconds, 1'000'000},
                                                  {"microseconds", Duration::seconds, 1'000'000},
                                                  {"millisecond", Duration::seconds, 1'000},
                                                  {"milliseconds", Duration::seconds, 1'000},
                                                  {"min", Duration::minutes},
                                                  {"mins", Duration::minutes},
                                                  {"minute", Duration::minutes},
                                                  {"minutes", Duration::minutes},
                                                  {"mo", Duration::months},
                                                  {"mon", Duration::months},
                                                  {"mons", Duration::months},
                                                  {"month", Duration::months},
                                                  {"months", Duration::months},
                                                  {"mos", Duration::months},
                                                  {"ms", Duration::seconds, 1'000},
                                                  {"msec", Duration::seconds, 1'000},
                                                  {"msecs", Duration::seconds, 1'000},
                                                  {"s", Duration::seconds},
                                                  {"sec", Duration::seconds},
                                                  {"second", Duration::seconds},
                                                  {"seconds", Duration::seconds},
                                                  {"secs", Duration::seconds},
                                                  {"us", Duration::seconds, 1'000'000},
                                                  {"w", Duration::weeks},
                                                  {"week", Duration::weeks},
                                                  {"weeks", Duration::weeks},
                                                  {"wk", Duration::weeks},
                                                  {"wks", Duration::weeks},
                                                  {"y", Duration::years},
                                                  {"year", Duration::years},
                                                  {"years", Duration::years},
                                                  {"yr", Duration::years},
                                                  {"yrs", Duration::years}}};

const UnitName* find_unit(std::string_view word) noexcept {
  std::array<char, 12> low{};
  if (word.empty() || word.size() > low.size()) return nullptr;
  std::transform(word.begin(), word.end(), low.begin(), lower);
  const std::string_view name(low.data(), word.size());
  const auto* const found =
      std::lower_bound(kUnitNames.begin(), kUnitNames.end(), name,
                       [](const UnitName& u, std::string_view n) { return u.name < n; });
  return found != kUnitNames.end() && found->name == name ? found : nullptr;
}

// A number in billionths: at most nine digits on either side of the mark.
struct Amount {
  std::int64_t value = 0;
  bool fraction = false;
};

bool take_amount(std::string_view& text, Amount& out) noexcept {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t whole = run_of(text, 0, kDigit);
  if (whole < 1 || whole > 9) return false;
  for (std::size_t i = 0; i < whole; ++i) out.value = out.value * 10 + (text[i] - '0');
  out.value *= kOne;
  text.remove_prefix(whole);
  if (text.size() > 1 && (text[0] == '.' || text[0] == ',') && is(text[1], kDigit)) {
    const std::size_t digits = run_of(text, 1, kDigit);
    if (digits > 9) return false;
    std::int64_t unit = kOne;
    for (std::size_t i = 1; i <= digits; ++i) out.value += (text[i] - '0') * (unit /= 10);
    text.remove_prefix(1 + digits);
    out.fraction = true;
  }
  if (negative) out.value = -out.value;
  return true;
}

bool scan_iso(std::string_view text, Duration& out) noexcept {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (!text.starts_with('P')) return false;
  text.remove_prefix(1);
  bool time = false;
  bool fraction = false;
  int last = -1;
  while (!text.empty()) {
    if (text[0] == 'T' && !time) {
      time = true;
      text.remove_prefix(1);
    }
    Amount amount;
    if (fraction || !take_amount(text, amount) || text.empty()) return false;
    const std::size_t letter = std::string_view(time ? "HMS" : "YMWD").find(text[0]);
    const int unit = static_cast<int>(letter) + (time ? Duration::hours : Duration::years);
    if (letter == std::string_view::npos || unit <= last) return false;
    out.parts[static_cast<std::size_t>(unit)] = negative ? -amount.value : amount.value;
    text.remove_prefix(1);
    fraction = amount.fraction;
    last = unit;
  }
  return last >= 0;
}

// Parts with their units in words, the largest first, and a clock behind them.
class WordScan {
 public:
  explicit WordScan(std::string_view text) noexcept : rest_(text) {}

  bool run(Duration& out) noexcept {
    for (;;) {
      if (!part(out)) return false;
      if (rest_.empty()) break;
      separator();
    }
    // One part must say what it is by itself.
    return count_ > 1 || !weak_;
  }

 private:
  void blanks() noexcept {
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
  }

  void separator() noexcept {
    if (rest_.starts_with(',')) rest_.remove_prefix(1);
    blanks();
    if (!rest_.starts_with("and ")) return;
    rest_.remove_prefix(4);
    blanks();
  }

  bool part(Duration& out) noexcept {
    if (fraction_) return false;
    const bool negative = rest_.starts_with('-');
    Amount amount;
    if (!take_amount(rest_, amount)) return false;
    ++count_;
    if (rest_.starts_with(':')) return !amount.fraction && clock(amount.value, negative, out);
    const bool blank = rest_.starts_with(' ');
    if (blank) rest_.remove_prefix(1);
    const std::size_t size = run_of(rest_, 0, kLetter);
    const UnitName* const unit = find_unit(rest_.substr(0, size));
    if (unit == nullptr || !takes_its_turn(*unit) || amount.value % unit->share != 0) return false;
    rest_.remove_prefix(size);
    weak_ = size == 1 || unit->name == "mo" || unit->name == "mon" || unit->name == "us";
    fraction_ = amount.fraction;
    std::int64_t& sum = out.parts[unit->unit];
    sum += amount.value / unit->share;
    return sum < kOne * kOne && sum > -kOne * kOne;
  }

  bool takes_its_turn(const UnitName& unit) noexcept {
    const int rank = unit.unit * 3 + (unit.share == 1 ? 0 : unit.share == 1'000 ? 1 : 2);
    const bool later = rank > last_;
    last_ = rank;
    return later;
  }

  // :mm:ss[.f] behind the hours, at the end.
  bool clock(std::int64_t hours, bool negative, Duration& out) noexcept {
    Amount seconds;
    if (last_ >= Duration::hours * 3 || rest_.size() < 6 || run_of(rest_, 1, kDigit) != 2 ||
        rest_[3] != ':' || run_of(rest_, 4, kDigit) != 2) {
      return false;
    }
    const std::int64_t minutes = (rest_[1] - '0') * 10 + (rest_[2] - '0');
    rest_.remove_prefix(4);
    if (!take_amount(rest_, seconds) || !rest_.empty()) return false;
    if (minutes > 59 || seconds.value >= 60 * kOne) return false;
    out.parts[Duration::hours] = hours;
    out.parts[Duration::minutes] = negative ? -minutes * kOne : minutes * kOne;
    out.parts[Duration::seconds] = negative ? -seconds.value : seconds.value;
    // Alone, it could be a time of day.
    return count_ > 1 || negative || hours > 24 * kOne ||
           (hours == 24 * kOne && minutes + seconds.value > 0);
  }

  std::string_view rest_;
  int count_ = 0;
  int last_ = -1;
  bool weak_ = false;
  bool fraction_ = false;
};

char* write_amount(std::int64_t value, char* at) noexcept {
  if (value < 0) *at++ = '-';
  const std::uint64_t size =
      value < 0 ? static_cast<std::uint64_t>(-value) : static_cast<std::uint64_t>(value);
  at = std::to_chars(at, at + 20, size / kOne).ptr;
  std::uint64_t rest = size % kOne;
  if (rest > 0) *at++ = '.';
  for (std::uint64_t unit = kOne / 10; rest > 0; rest %= unit, unit /= 10) {
    *at++ = static_cast<char>('0' + rest / unit);
  }
  return at;
}

}  // namespace

bool scan_duration(std::string_view text, Duration& out) noexcept {
  constexpr std::size_t kLongest = 96;
  if (text.size() < 2 || text.size() > kLongest) return false;
  const std::size_t sign = text[0] == '-' || text[0] == '+' ? 1 : 0;
  if (text[sign] == 'P') return scan_iso(text, out);
  return is(text[sign], kDigit) && is(text.back(), kDigit | kLetter) && WordScan(text).run(out);
}

std::size_t write_duration(const Duration& duration, std::span<char> out) noexcept {
  constexpr std::string_view kLetters = "YMWDHMS";
  char* at = out.data();
  *at++ = 'P';
  bool time = false;
  for (std::size_t unit = 0; unit < Duration::kUnits; ++unit) {
    if (duration.parts[unit] == 0) continue;
    if (unit >= Duration::hours && !time) {
      time = true;
      *at++ = 'T';
    }
    at = write_amount(duration.parts[unit], at);
    *at++ = kLetters[unit];
  }
  constexpr std::string_view kNothing = "T0S";
  if (at == out.data() + 1) at += kNothing.copy(at, kNothing.size());
  return static_cast<std::size_t>(at - out.data());
}

}  // namespace tamis::types
