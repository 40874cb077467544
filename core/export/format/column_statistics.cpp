#include "core/export/format/column_statistics.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <string_view>

#include "core/export/format/cell.h"

namespace tamis::exports {
namespace {

using engine::ColumnType;
using engine::Kind;
using engine::Value;

constexpr std::size_t kLongestBound = 64;

// How the values of a column compare.
enum class Order : std::uint8_t { none, number, decimal, time, bytes };

Order order_of(const Field& field) noexcept {
  switch (field.kind) {
    case FieldKind::int16:
    case FieldKind::int32:
    case FieldKind::int64:
    case FieldKind::float32:
    case FieldKind::float64: return Order::number;
    case FieldKind::decimal: return Order::decimal;
    case FieldKind::date:
    case FieldKind::time:
    case FieldKind::timestamp:
    case FieldKind::timestamptz: return Order::time;
    case FieldKind::text:
    case FieldKind::uuid: return Order::bytes;
    case FieldKind::boolean:
    case FieldKind::json:
    case FieldKind::bytes:
    case FieldKind::list: return Order::none;
  }
  return Order::none;
}

// The first eight bytes as a number that compares as they do.
std::uint64_t prefix_of(std::string_view text) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, text.data(), std::min<std::size_t>(text.size(), sizeof word));
  if constexpr (std::endian::native == std::endian::little) word = __builtin_bswap64(word);
  return word;
}

// Of plain decimals without superfluous zeros, as cell_of() writes them.
int compare_decimals(std::string_view a, std::string_view b) noexcept {
  const bool a_negative = a.starts_with('-');
  const bool b_negative = b.starts_with('-');
  if (a_negative != b_negative) return a_negative ? -1 : 1;
  if (a_negative) {
    a.remove_prefix(1);
    b.remove_prefix(1);
    std::swap(a, b);
  }
  const std::size_t a_whole = std::min(a.find('.'), a.size());
  const std::size_t b_whole = std::min(b.find('.'), b.size());
  if (a_whole != b_whole) return a_whole < b_whole ? -1 : 1;
  return a.compare(b);
}

// Which of the ages of ISO texts this is of, for their order: -infinity, BC, AD, infinity.
int age_of(std::string_view text) noexcept {
  if (text == "-infinity") return 0;
  if (text == "infinity") return 3;
  return text.ends_with(" BC") ? 1 : 2;
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// A time or a year of four digits: such texts compare as their bytes do.
bool is_plain_time(std::string_view text) noexcept {
  return text.size() >= 5 && is_digit(text.front()) && is_digit(text.back()) &&
         (text[4] == '-' || text[2] == ':');
}

// Of ISO texts of one column.
int compare_times(std::string_view a, std::string_view b) noexcept {
  const int a_age = age_of(a);
  const int b_age = age_of(b);
  if (a_age != b_age) return a_age < b_age ? -1 : 1;
  const std::string_view a_year = a.substr(0, a.find_first_of("-:"));
  const std::string_view b_year = b.substr(0, b.find_first_of("-:"));
  if (a_year == b_year) return a.compare(b);
  const int later = a_year.size() != b_year.size() ? (a_year.size() < b_year.size() ? -1 : 1)
                                                   : a_year.compare(b_year);
  return a_age == 1 ? -later : later;
}

int compare(Order order, std::string_view a, std::string_view b) noexcept {
  switch (order) {
    case Order::decimal: return compare_decimals(a, b);
    case Order::time: return compare_times(a, b);
    default: return a.compare(b);
  }
}

std::size_t character_start(std::string_view text, std::size_t at) noexcept {
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return at;
}

void append_utf8(char32_t c, std::string& out) {
  const auto tail = [&](unsigned shift) {
    out += static_cast<char>(0x80U | ((c >> shift) & 0x3FU));
  };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0U | (c >> 6U));
    tail(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0U | (c >> 12U));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0U | (c >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

char32_t character_at(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.size() == 1) return byte(0);
  char32_t c = byte(0) & (0x7FU >> text.size());
  for (std::size_t i = 1; i < text.size(); ++i) c = (c << 6U) | (byte(i) & 0x3FU);
  return c;
}

// The first text behind all that begin with `text`: its last character that has a successor is
// followed by it. Nothing where none has one.
std::optional<std::string> after(std::string_view text) {
  while (!text.empty()) {
    const std::size_t start = character_start(text, text.size() - 1);
    char32_t next = character_at(text.substr(start)) + 1;
    if (next == 0xD800) next = 0xE000;  // what lies between is no character
    if (next <= 0x10FFFF) {
      std::string out(text.substr(0, start));
      append_utf8(next, out);
      return out;
    }
    text = text.substr(0, start);
  }
  return std::nullopt;
}

std::string_view cut(std::string_view text) noexcept {
  return text.size() <= kLongestBound ? text : text.substr(0, character_start(text, kLongestBound));
}

// Whether cell_of() shows a text of a timestamp as it is; it does not always where this is false.
bool is_shown_as_is(std::string_view text, ColumnType type) noexcept {
  if (type != ColumnType::timestamp) return type != ColumnType::timestamptz;
  constexpr std::size_t kSeconds = 19;
  if (text.size() < kSeconds || text[10] != ' ') return false;
  if (text.size() == kSeconds) return true;
  return text[kSeconds] == '.' && text.back() >= '1' && text.back() <= '9';
}

}  // namespace

class ColumnCollector::Column {
 public:
  Column(const Field& field, bool hidden)
      : field_(field), order_(hidden ? Order::none : order_of(field)) {
    reset();
  }

  void add(const Value& value) {
    if (value.is_null()) {
      ++nulls_;
      return;
    }
    if (active_ == Order::none) return;
    if (value.kind() == Kind::integer && (active_ == Order::number || field_.is_count(value))) {
      const std::int64_t n = value.as_integer();
      least_ = std::min(least_, n);
      most_ = std::max(most_, n);
    } else if (value.kind() == Kind::real && active_ == Order::number) {
      const double n = value.as_real();
      // Comparisons with NaN are false.
      if (n < least_real_) least_real_ = n;
      if (n > most_real_) most_real_ = n;
    } else {
      add_text(value);
    }
  }

  ColumnStatistics take() {
    ColumnStatistics out;
    out.nulls = nulls_;
    if (active_ != Order::none) {
      add_counts();
      if (any_text_) {
        out.min = std::string(cut(min_));
        out.max = max_.size() <= kLongestBound ? std::optional(max_) : after(cut(max_));
      }
    }
    reset();
    return out;
  }

 private:
  void reset() noexcept {
    active_ = order_;
    nulls_ = 0;
    any_text_ = false;
    least_ = std::numeric_limits<std::int64_t>::max();
    most_ = std::numeric_limits<std::int64_t>::min();
    least_real_ = std::numeric_limits<double>::infinity();
    most_real_ = -std::numeric_limits<double>::infinity();
  }

  // A value that is none of the column's kind: what is between is not to be said any more.
  void add_text(const Value& value) {
    if (value.kind() == Kind::blob) return give_up();
    std::array<char, engine::kNumberText> scratch;
    std::string_view text = value.bytes();
    if (value.kind() != Kind::text || !is_shown_as_is(text, field_.column.type)) {
      const Cell cell = cell_of(value, field_, TimeStyle::space, scratch);
      const bool number = value.kind() != Kind::text && active_ != Order::bytes;
      if (number && cell.text == "NaN") return;
      text = cell.text;
    }
    if (active_ == Order::number) return give_up();
    if (active_ == Order::decimal && (value.kind() == Kind::text || !is_digit(text.back()))) {
      return give_up();
    }
    if (active_ == Order::time && value.kind() != Kind::text) return give_up();
    widen(text);
  }

  void widen(std::string_view text) {
    if (!any_text_) {
      any_text_ = true;
      max_.assign(text);
      set_min(text);
      set_max(text);
      return;
    }
    Order order = active_;
    if (order == Order::time && plain_times_ && is_plain_time(text)) order = Order::bytes;
    if (order == Order::bytes) {
      const std::uint64_t prefix = prefix_of(text);
      if (prefix > min_prefix_ && prefix < max_prefix_) return;
    }
    if (compare(order, text, min_) < 0) set_min(text);
    if (compare(order, text, max_) > 0) set_max(text);
  }

  void set_min(std::string_view text) {
    min_.assign(text);
    min_prefix_ = prefix_of(text);
    plain_times_ = is_plain_time(min_) && is_plain_time(max_);
  }
  void set_max(std::string_view text) {
    max_.assign(text);
    max_prefix_ = prefix_of(text);
    plain_times_ = is_plain_time(min_) && is_plain_time(max_);
  }

  void give_up() noexcept { active_ = Order::none; }

  // Numbers as the texts that they are shown as; integers and reals compare exactly as such.
  void add_counts() {
    std::array<char, engine::kNumberText> scratch;
    const auto shown = [&](const Value& value) {
      return cell_of(value, field_, TimeStyle::space, scratch).text;
    };
    if (active_ == Order::number) return add_numbers(shown);
    if (least_ > most_) return;
    widen(shown(Value::integer(least_)));
    widen(shown(Value::integer(most_)));
  }

  template <typename Shown>
  void add_numbers(const Shown& shown) {
    const bool whole = least_ <= most_;
    const bool real = least_real_ <= most_real_;
    if (!whole && !real) return;
    any_text_ = true;
    const bool real_min = real && (!whole || is_less(least_real_, least_));
    min_.assign(shown(real_min ? Value::real(least_real_) : Value::integer(least_)));
    const bool real_max = real && (!whole || !is_less(most_real_, most_));
    max_.assign(shown(real_max ? Value::real(most_real_) : Value::integer(most_)));
  }

  static bool is_less(double a, std::int64_t b) noexcept {
    constexpr double kTwoTo63 = 9223372036854775808.0;
    if (a >= kTwoTo63) return false;
    if (a < -kTwoTo63) return true;
    const double whole = std::floor(a);
    return static_cast<std::int64_t>(whole) < b;
  }

  Field field_;
  Order order_;
  Order active_ = Order::none;  // none once the column has given up
  bool any_text_ = false;
  bool plain_times_ = false;
  std::int64_t nulls_ = 0;
  std::int64_t least_ = 0;
  std::int64_t most_ = 0;
  double least_real_ = 0;
  double most_real_ = 0;
  std::uint64_t min_prefix_ = 0;
  std::uint64_t max_prefix_ = 0;
  std::string min_;
  std::string max_;
};

ColumnCollector::ColumnCollector(std::span<const Field> fields, const std::vector<bool>& hidden) {
  columns_.reserve(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    columns_.emplace_back(fields[i], !hidden.empty() && hidden[i]);
  }
}

ColumnCollector::~ColumnCollector() = default;

void ColumnCollector::row(std::span<const Value> values) {
  for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].add(values[i]);
}

std::vector<ColumnStatistics> ColumnCollector::take() {
  std::vector<ColumnStatistics> out;
  out.reserve(columns_.size());
  for (Column& column : columns_) out.push_back(column.take());
  return out;
}

}  // namespace tamis::exports
