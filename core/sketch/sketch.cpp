#include "core/sketch/sketch.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <new>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/sketch/count_dates.h"
#include "core/text/text.h"

namespace tamis::sketch {
namespace {

using engine::Kind;
using types::Type;

constexpr bool is_missing(Type type) noexcept { return type <= Type::missing; }

bool is_number_kind(Kind kind) noexcept {
  return kind == Kind::integer || kind == Kind::real || kind == Kind::decimal;
}

// The text that stands for a value, equal on both engines: SQLite keeps no trailing zeros of a
// numeric, so PostgreSQL's go too.
std::string_view canonical_text(const engine::Value& value, std::span<char> buffer) noexcept {
  if (value.kind() == Kind::real && value.as_real() == 0) return "0.0";  // -0 too
  std::string_view text = engine::to_text(value, buffer);
  if (value.kind() == Kind::decimal && text.find('.') != std::string_view::npos) {
    text.remove_suffix(text.size() - 1 - text.find_last_not_of('0'));
    if (text.ends_with('.')) text.remove_suffix(1);
  }
  return text;
}

// A double that needs all its digits, or is very large or small, is a measurement: as a decimal it
// would be mostly the noise of its last bit.
bool is_measurement(const types::Reading& reading, double number) noexcept {
  constexpr int kExactDigits = 15;
  constexpr double kLarge = 1e15;
  return std::isfinite(number) && (reading.digits > kExactDigits || reading.scale > kExactDigits ||
                                   std::abs(number) >= kLarge);
}

MarkForm mark_of(std::string_view text, const types::Reading& reading, bool native) noexcept {
  if (native || reading.type != Type::decimal) return MarkForm::none;
  if (!reading.comma_possible) return MarkForm::only_point;
  if (!reading.point_possible) return MarkForm::only_comma;
  if (!reading.grouped) return MarkForm::point_or_group;
  return text.find(',') != std::string_view::npos ? MarkForm::open : MarkForm::none;
}

std::uint8_t group_of(std::string_view text, const types::Reading& reading, bool native) noexcept {
  const MarkForm form = mark_of(text, reading, native);
  return form >= MarkForm::only_comma ? example_group(form) : example_group(reading.type);
}

void widen(Width& width, std::size_t digits, std::size_t scale) noexcept {
  constexpr std::size_t kMost = 255;
  width.digits = std::max(width.digits, static_cast<std::uint8_t>(std::min(digits, kMost)));
  width.scale = std::max(width.scale, static_cast<std::uint8_t>(std::min(scale, kMost)));
}

}  // namespace

// What reading a value found that is kept once a distinct value, not once a row.
struct ColumnSketch::Measured {
  types::Type type = types::Type::empty;
  std::uint8_t group = 0;
  std::uint8_t orders = 0;               // of a date
  bool no_memory = false;                // to load the zone it names
  DateFormats::Entry* format = nullptr;  // of what is about a date; until the next is counted
};

ColumnSketch::ColumnSketch(std::pmr::memory_resource* memory)
    : memory_(memory),
      frequent_(memory),
      words_(memory),
      formats_(memory),
      distinct_(memory),
      examples_(memory),
      markers_(memory) {}

void ColumnSketch::add(const engine::Value& value) {
  const Kind kind = value.kind();
  ++facts_.kinds[static_cast<std::size_t>(kind)];
  if (kind == Kind::null) return;
  std::array<char, engine::kNumberText> buffer;
  const std::string_view text = canonical_text(value, buffer);
  if (text.empty()) {
    ++facts_.types[static_cast<std::size_t>(Type::empty)];
    return;
  }
  const std::uint64_t hash = hash_of(text);
  if (FrequentValues::Kept* kept = frequent_.find(hash)) {
    frequent_.count_again(*kept, 1);
    if (kept->kind == kind && !kept->text.cut) {
      ++kept->pending;
    } else {
      count(text, kind, 1);
    }
    return;
  }
  const Measured measured = count(text, kind, 1);
  if (measured.no_memory) throw std::bad_alloc();
  if (!is_missing(measured.type)) {
    take_new(text, hash, kind, measured);
  } else if (measured.type == Type::missing) {
    markers_.add(ShortText(text::trimmed(text)), 1);
  }
}

// Adds what `weight` values of this text mean to the counts.
ColumnSketch::Measured ColumnSketch::count(std::string_view text, Kind kind,
                                           std::uint64_t weight) const {
  dates::Layout layout;
  layout.clear();
  types::Reading reading = types::read(text, &layout);
  const bool native = is_number_kind(kind);
  if (kind == Kind::real) {
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    if (is_measurement(reading, number)) {
      reading.type = Type::real;
      reading.number = number;
    }
  }
  facts_.types[static_cast<std::size_t>(reading.type)] += weight;
  const text::Traits traits = text::traits(text);
  const bool found[kTraits] = {
      traits.leading_space, traits.trailing_space, traits.odd_space,   traits.control,
      traits.nul,           traits.non_ascii,      traits.invalid_utf8};
  for (std::size_t i = 0; i < kTraits; ++i) facts_.traits[i] += found[i] ? weight : 0;
  if (is_missing(reading.type)) return {.type = reading.type};

  facts_.min_length = std::min(facts_.min_length, traits.characters);
  facts_.max_length = std::max(facts_.max_length, traits.characters);
  Measured measured;
  if (is_about_date(reading)) {
    measured.format = &count_date(text, reading, layout, weight, facts_, formats_);
    measured.orders = is_date(reading.type) ? orders_of(reading.date) : std::uint8_t{0};
  } else if (reading.type == Type::integer || reading.type == Type::decimal ||
             reading.type == Type::real) {
    count_number(text, reading, native, weight);
  } else if (reading.type == Type::boolean) {
    std::string word(text::trimmed(text));
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    words_.add(ShortText(word), weight);
  }
  measured.type = reading.type;
  measured.no_memory = reading.date.reason == dates::Reason::no_memory;
  measured.group = group_of(text, reading, native);
  return measured;
}

void ColumnSketch::count_number(std::string_view text, const types::Reading& reading, bool native,
                                std::uint64_t weight) const noexcept {
  const auto slot = [](NumberReading r) { return static_cast<std::size_t>(r); };
  facts_.zero_or_one += reading.zero_or_one ? weight : 0;
  if (reading.type == Type::integer) {
    facts_.min_integer = std::min(facts_.min_integer, reading.integer);
    facts_.max_integer = std::max(facts_.max_integer, reading.integer);
    facts_.numbers[slot(NumberReading::integer)].add(reading.integer, weight);
    count_counted_date(reading.integer, weight, facts_);
    widen(facts_.widths[slot(NumberReading::integer)], reading.digits, 0);
    return;
  }
  facts_.grouped += reading.grouped && !native ? weight : 0;
  const MarkForm mark = mark_of(text, reading, native);
  const bool two_readings = mark == MarkForm::point_or_group || mark == MarkForm::open;
  facts_.marks[static_cast<std::size_t>(mark)] += weight;
  const auto one = slot(two_readings ? NumberReading::as_point : NumberReading::firm);
  facts_.numbers[one].add(reading.number, weight);
  widen(facts_.widths[one], reading.digits, reading.scale);
  if (!two_readings) return;

  std::array<char, types::kCanonicalBytes> buffer;
  std::string_view other;
  double number = reading.number;
  std::size_t scale = reading.scale;
  if (types::try_cast(text, reading.type, {.mark = types::DecimalMark::comma}, buffer, other)) {
    std::from_chars(other.data(), other.data() + other.size(), number);
    const std::size_t point = other.find('.');
    scale = point == std::string_view::npos ? 0 : other.size() - point - 1;
  }
  facts_.numbers[slot(NumberReading::as_comma)].add(number, weight);
  widen(facts_.widths[slot(NumberReading::as_comma)], reading.digits, scale);
}

void ColumnSketch::take_new(std::string_view text, std::uint64_t hash, Kind kind,
                            const Measured& measured) {
  const ShortText shortened(text);
  if (!any_ || shortened < first_) first_ = shortened;
  if (!any_ || last_ < shortened) last_ = shortened;
  any_ = true;
  distinct_.add(hash);
  examples_.add(measured.group, hash, shortened);
  if (measured.format != nullptr) measured.format->add_example(hash, shortened);
  if (std::has_single_bit(measured.orders)) {
    const auto group = example_group(static_cast<dates::OrderBit>(measured.orders));
    examples_.add(group, hash, shortened, most_examples(group));
  }
  if (frequent_.lacks_room(hash, 1)) {
    settle();
    frequent_.make_room();
  }
  frequent_.take(hash, shortened, kind, 1);
}

// Counts the repeats of kept values that only have been noted so far. Allocates nothing: whatever
// a text leads to was made room for when it first came.
void ColumnSketch::settle() const noexcept {
  for (FrequentValues::Kept& kept : frequent_.kept()) {
    if (kept.pending == 0) continue;
    count(kept.text.bytes(), kept.kind, kept.pending);
    kept.pending = 0;
  }
  frequent_.sort();
}

const Facts& ColumnSketch::facts() const noexcept {
  settle();
  return facts_;
}

const FrequentValues& ColumnSketch::frequent() const noexcept {
  settle();
  return frequent_;
}

const DateFormats& ColumnSketch::formats() const noexcept {
  settle();
  return formats_;
}

const TextCounts& ColumnSketch::words() const noexcept {
  settle();
  return words_;
}

void ColumnSketch::merge(const ColumnSketch& other) {
  if (&other == this) {
    std::pmr::vector<std::byte> bytes(encoded_size(), memory_);
    encode(bytes);
    merge(decode(bytes, memory_));
    return;
  }
  settle();
  other.settle();
  if (other.facts_.rows() > kMostRows - facts_.rows()) {
    throw Error(Code::limit_exceeded, "a sketch can't hold more than 2^62 rows");
  }
  facts_.merge(other.facts_);
  formats_.merge(other.formats_);
  distinct_.merge(other.distinct_);
  for (const Examples::Entry& e : other.examples_.entries()) {
    examples_.add(e.group, e.hash, e.text, most_examples(e.group));
  }
  for (const TextCounts::Entry& e : other.markers_.entries()) markers_.add(e.text, e.count);
  for (const TextCounts::Entry& e : other.words_.entries()) words_.add(e.text, e.count);
  if (other.any_) {
    first_ = any_ ? std::min(first_, other.first_) : other.first_;
    last_ = any_ ? std::max(last_, other.last_) : other.last_;
    any_ = true;
  }
  if (!other.frequent_.exact()) {
    frequent_.merge_counters(other.frequent_);
    for (const FrequentValues::Kept& kept : other.frequent_.kept()) frequent_.keep(kept);
    return;
  }
  for (const FrequentValues::Kept& kept : other.frequent_.kept()) {
    if (FrequentValues::Kept* mine = frequent_.find(kept.hash)) {
      frequent_.count_again(*mine, kept.count);
      continue;
    }
    if (frequent_.lacks_room(kept.hash, kept.count)) frequent_.make_room();
    frequent_.take(kept.hash, kept.text, kept.kind, kept.count);
  }
}

}  // namespace tamis::sketch
