#include <array>
#include <charconv>
#include <cmath>

#include "core/text/plain_number.h"
#include "core/text/text.h"
#include "core/types/forms.h"
#include "core/types/reader.h"

namespace tamis::types {
namespace {

// Microseconds: what timestamps keep in PostgreSQL.
constexpr std::int32_t kFinestNanoseconds = 1000;

constexpr std::array<std::string_view, kTypes> kNames = {
    "empty",    "blank",   "missing", "boolean",   "integer",     "decimal",      "real",
    "currency", "percent", "date",    "timestamp", "timestamptz", "invalid_date", "time",
    "duration", "uuid",    "code",    "json",      "xml",         "url",          "email",
    "ipv4",     "ipv6",    "cidr",    "mac",       "phone",       "hex",          "base64",
    "geo",      "binary",  "text"};

void trim_fraction(dates::Civil& civil) noexcept {
  std::int32_t rest = civil.nanosecond;
  civil.fraction_digits = rest == 0 ? 0 : 9;
  for (; rest != 0 && rest % 10 == 0; rest /= 10) --civil.fraction_digits;
}

bool cast_instant(const dates::Civil& civil, std::span<char> out,
                  std::string_view& result) noexcept {
  dates::Civil utc;
  if (!dates::to_utc(civil, utc)) return false;
  utc.has_offset = false;
  trim_fraction(utc);
  const std::size_t size = dates::format_iso(utc, out, ' ');
  constexpr std::string_view kUtc = "+00:00";
  kUtc.copy(out.data() + size, kUtc.size());
  result = {out.data(), size + kUtc.size()};
  return true;
}

class Cast {
 public:
  Cast(std::string_view text, const Convention& convention, std::span<char> out) noexcept
      : text_(text),
        mark_(convention.mark),
        out_(out),
        detail_(read_trimmed(text, {{convention.order}, nullptr})) {}

  bool plain(std::string_view& result) noexcept {
    if (!has_number(detail_.reading.type)) return false;
    if (number().kind != Number::Kind::real) return decimal(result);
    return written(write_real(text_, number(), out_), result);
  }

  bool to(Type target, std::string_view& result) noexcept {
    if (detail_.reading.type == Type::missing) return false;
    switch (target) {
      case Type::boolean: return boolean(result);
      case Type::integer: return !is_amount() && integer(result);
      case Type::decimal: return !is_amount() && decimal(result);
      case Type::real: return !is_amount() && real(result);
      case Type::currency:
      case Type::percent:
        return (!is_amount() || detail_.reading.type == target) && decimal(result);
      case Type::date:
      case Type::timestamp:
      case Type::timestamptz: return cast_date(detail_.reading.date, target, out_, result);
      case Type::uuid: return uuid(result);
      case Type::code:
      case Type::text: result = text_; return true;
      case Type::empty:
      case Type::blank:
      case Type::missing:
      case Type::invalid_date:
      case Type::binary: return false;
      default: return cast_form(text_, target, out_, result);
    }
  }

 private:
  // Its number counts something, which a plain number would lose.
  bool is_amount() const noexcept {
    return detail_.reading.type == Type::currency || detail_.reading.type == Type::percent;
  }

  bool written(std::size_t size, std::string_view& result) noexcept {
    result = {out_.data(), size};
    return size > 0;
  }

  bool boolean(std::string_view& result) noexcept {
    if (detail_.reading.type == Type::boolean) {
      const char last = static_cast<char>(text_.back() | 0x20);
      // true, t, yes, y, on; the others are false, f, no, n, off.
      const char first = static_cast<char>(text_.front() | 0x20);
      const bool yes = first == 't' || first == 'y' || (first == 'o' && last == 'n');
      result = yes ? "true" : "false";
      return true;
    }
    if (!detail_.reading.zero_or_one) return false;
    result = detail_.reading.integer == 1 ? "true" : "false";
    return true;
  }

  const Number& number() const noexcept { return detail_.number; }

  // The digits behind the mark the convention gives; -1 where it leaves the number open.
  int fraction() const noexcept {
    const Number& n = detail_.number;
    if (n.kind == Number::Kind::none || n.kind == Number::Kind::real) return -1;
    if (!n.point_possible && !n.comma_possible) return 0;
    if (mark_ == DecimalMark::point && !n.point_possible) return -1;
    if (mark_ == DecimalMark::comma && !n.comma_possible) return -1;
    const bool open =
        n.point_possible && n.comma_possible && n.grouped && n.point_fraction != n.comma_fraction;
    if (mark_ == DecimalMark::none && open) return -1;
    return fraction_of(n, mark_);
  }

  bool decimal(std::string_view& result) noexcept {
    const int digits = fraction();
    return digits >= 0 && number().kind != Number::Kind::code &&
           written(write_plain(text_, number(), digits, out_), result);
  }

  bool integer(std::string_view& result) noexcept {
    return fraction() <= number().trailing_zeros && decimal(result);
  }

  bool real(std::string_view& result) noexcept {
    double value = 0;
    if (number().kind == Number::Kind::real) {
      return number().digits <= 17 && to_double(text_, number(), 0, value) &&
             shortest(value, result);
    }
    // The canonical text of a large real has more digits than any code, and is a real all the same.
    if (number().kind == Number::Kind::code && !number().too_long) return false;
    const int digits = fraction();
    if (digits < 0 || !to_double(text_, number(), digits, value) || !shortest(value, result)) {
      return false;
    }
    if (number().digits <= 15) return true;
    // More digits than every double keeps: only where they come back the same.
    std::array<char, kCanonicalBytes> plain;
    const std::size_t size = write_plain(text_, number(), digits, plain);
    return result == std::string_view(plain.data(), size);
  }

  bool shortest(double value, std::string_view& result) noexcept {
    if (value == 0) value = 0;  // -0 as 0
    return std::isfinite(value) && written(text::write_plain_number(value, out_), result);
  }

  bool uuid(std::string_view& result) noexcept {
    char digits[32];
    if (!scan_uuid(text_, true, digits)) return false;
    std::size_t at = 0;
    for (std::size_t i = 0; i < sizeof digits; ++i) {
      if (i == 8 || i == 12 || i == 16 || i == 20) out_[at++] = '-';
      out_[at++] = digits[i];
    }
    return written(at, result);
  }

  std::string_view text_;
  DecimalMark mark_;
  std::span<char> out_;
  Detail detail_;
};

}  // namespace

std::string_view name_of(Type type) noexcept { return kNames[static_cast<std::size_t>(type)]; }

bool from_name(std::string_view name, Type& out) noexcept {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] != name) continue;
    out = static_cast<Type>(i);
    return true;
  }
  return false;
}

bool cast_date(const dates::Reading& reading, Type target, std::span<char> out,
               std::string_view& result) noexcept {
  dates::Civil civil = reading.civil;
  // Rounding it to what the engines keep would change it without a word.
  if (reading.verdict != dates::Verdict::date || civil.precision != dates::Precision::day ||
      civil.nanosecond % kFinestNanoseconds != 0 || (reading.notes & dates::kDigitsLost) != 0) {
    return false;
  }
  if (target == Type::timestamptz) return cast_instant(civil, out, result);
  if (civil.has_offset) return false;
  if (target == Type::date) {
    if (civil.hour != 0 || civil.minute != 0 || civil.second != 0 || civil.nanosecond != 0) {
      return false;
    }
    civil.has_time = false;
  } else {
    civil.has_time = true;
  }
  trim_fraction(civil);
  result = {out.data(), dates::format_iso(civil, out, ' ')};
  return true;
}

bool plain_number(std::string_view text, const Convention& convention, std::span<char> out,
                  std::string_view& result) noexcept {
  text = text::trimmed(text);
  return !text.empty() && Cast(text, convention, out).plain(result);
}

bool try_cast(std::string_view text, Type target, const Convention& convention, std::span<char> out,
              std::string_view& result) noexcept {
  text = text::trimmed(text);
  if (text.empty()) return false;
  return Cast(text, convention, out).to(target, result);
}

}  // namespace tamis::types
