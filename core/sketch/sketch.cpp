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

// Bit i of a mask of row groups.
constexpr std::uint64_t bit(std::uint8_t group) noexcept { return std::uint64_t{1} << group; }

std::uint8_t group_of(const ReadValue& value) noexcept {
  const bool shown_by_mark =
      value.mark >= MarkForm::only_comma && value.reading.type == Type::decimal;
  return shown_by_mark ? example_group(value.mark) : example_group(value.reading.type);
}

void widen(Width& width, std::size_t digits, std::size_t scale, std::size_t whole) noexcept {
  constexpr std::size_t kMost = 255;
  width.merge({.digits = static_cast<std::uint8_t>(std::min(digits, kMost)),
               .scale = static_cast<std::uint8_t>(std::min(scale, kMost)),
               .whole = static_cast<std::uint8_t>(std::min(whole, kMost))});
}

}  // namespace

// What reading a value found that is kept once a distinct value, not once a row.
struct ColumnSketch::Measured {
  types::Type type = types::Type::empty;
  std::uint8_t group = 0;
  std::uint8_t orders = 0;               // of a date
  std::uint64_t groups = 0;              // of rows, as bits
  bool no_memory = false;                // to load the zone it names
  DateFormats::Entry* format = nullptr;  // of what is about a date; until the next is counted
};

ColumnSketch::ColumnSketch(std::pmr::memory_resource* memory)
    : memory_(memory),
      frequent_(memory),
      words_(memory),
      formats_(memory),
      masks_(memory),
      numbers_(memory),
      dates_(memory),
      distinct_(memory),
      examples_(memory),
      markers_(memory),
      first_rows_(memory) {}

void ColumnSketch::add(const engine::Value& value, const RowRef& row) {
  const Kind kind = value.kind();
  ++facts_.kinds[static_cast<std::size_t>(kind)];
  if (kind == Kind::null) return;
  std::array<char, engine::kNumberText> buffer;
  const std::string_view text = canonical_text(value, buffer);
  if (text.empty()) return add_empty(kind, row);
  const Key key{text, hash_of_value(text, kind), kind};
  if (FrequentValues::Kept* kept = frequent_.find(key.hash)) return add_again(*kept, key, row);
  const Measured measured = count(text, kind, 1);
  if (measured.no_memory) throw std::bad_alloc();
  note_row(measured.groups, key, row);
  if (types::is_present(measured.type)) {
    take_new(key, measured);
  } else if (measured.type == Type::missing) {
    markers_.add(ShortText(text::trimmed(text)), 1);
  }
}

void ColumnSketch::add_empty(Kind kind, const RowRef& row) {
  ++facts_.types[static_cast<std::size_t>(Type::empty)];
  note_row(bit(example_group(Type::empty)), {{}, 0, kind}, row);
}

void ColumnSketch::note_row(std::uint64_t groups, const Key& key, const RowRef& row) {
  if (!row.known || !first_rows_.wants(groups, row)) return;
  first_rows_.insert(groups, row, short_text(key.text, key.kind));
}

void ColumnSketch::add_again(FrequentValues::Kept& kept, const Key& key, const RowRef& row) {
  frequent_.count_again(kept, 1);
  if (kept.kind == key.kind && !kept.cut && key.kind != Kind::blob) {
    ++kept.pending;
    if (!row.known) return;
    // A sketch that was stored doesn't know the groups of its values.
    if (kept.groups == 0) kept.groups = count(key.text, key.kind, 0).groups;
    return note_row(kept.groups, key, row);
  }
  const Measured measured = count(key.text, key.kind, 1);
  if (measured.no_memory) throw std::bad_alloc();
  note_row(measured.groups, key, row);
}

// Adds what `weight` values of this text mean to the counts.
ColumnSketch::Measured ColumnSketch::count(std::string_view text, Kind kind,
                                           std::uint64_t weight) const {
  const ReadValue value = read_value(text, kind);
  const types::Reading& reading = value.reading;
  facts_.types[static_cast<std::size_t>(reading.type)] += weight;
  Measured measured;
  measured.type = reading.type;
  measured.group = group_of(value);
  measured.groups = bit(measured.group);
  if (value.native || kind == Kind::blob) {
    count_length(static_cast<std::uint32_t>(text.size()), weight);
  } else {
    count_traits(text, weight, measured);
  }
  if (!types::is_present(reading.type)) return measured;
  for (std::size_t i = 0; i < kHints; ++i) {
    facts_.hints[i] += (reading.hints & (1U << i)) != 0 ? weight : 0;
  }
  if (is_about_date(reading)) {
    measured.format = &count_date(text, reading, value.layout, weight, facts_, formats_, dates_);
    measured.orders = is_date(reading.type) ? orders_of(reading.date) : std::uint8_t{0};
    measured.no_memory = reading.date.reason == dates::Reason::no_memory;
    if (std::has_single_bit(measured.orders)) {
      measured.groups |= bit(example_group(static_cast<dates::OrderBit>(measured.orders)));
    }
  } else if (value.is_number()) {
    count_number(value, weight);
    // Apart, so that other integers among booleans are not hidden behind them.
    if (reading.zero_or_one) measured.groups ^= bit(measured.group) | bit(kZeroOrOneGroup);
    if (reading.grouped && !value.native) measured.groups |= bit(kGroupedGroup);
  } else if (reading.type == Type::boolean) {
    count_word(text, weight);
  }
  return measured;
}

void ColumnSketch::count_traits(std::string_view text, std::uint64_t weight,
                                Measured& measured) const {
  const text::Traits traits = text::traits(text);
  const bool found[kTraits] = {
      traits.leading_space, traits.trailing_space, traits.odd_space,   traits.control,
      traits.nul,           traits.non_ascii,      traits.invalid_utf8};
  for (std::size_t i = 0; i < kTraits; ++i) {
    facts_.traits[i] += found[i] ? weight : 0;
    measured.groups |= found[i] ? bit(trait_group(static_cast<Trait>(i))) : 0;
  }
  if (!types::is_present(measured.type)) return;
  count_length(traits.characters, weight);
  masks_.add(text, weight);
}

void ColumnSketch::count_length(std::uint32_t characters, std::uint64_t weight) const noexcept {
  facts_.min_length = std::min(facts_.min_length, characters);
  facts_.max_length = std::max(facts_.max_length, characters);
  constexpr std::uint32_t kShort = 1 << 16;
  constexpr std::uint64_t kExact = std::uint64_t{1} << 52U;
  if (weight == 1 && characters < kShort) {
    lengths_ += characters;
    square_lengths_ += std::uint64_t{characters} * characters;
    if (square_lengths_ >= kExact) settle_lengths();
    return;
  }
  const auto length = static_cast<double>(characters);
  const auto times = static_cast<double>(weight);
  facts_.lengths.add(WideSum::product(length, times));
  facts_.square_lengths.add(WideSum::product(length, length).times(times));
}

void ColumnSketch::settle_lengths() const noexcept {
  facts_.lengths.add({static_cast<double>(lengths_), 0});
  facts_.square_lengths.add({static_cast<double>(square_lengths_), 0});
  lengths_ = 0;
  square_lengths_ = 0;
}

void ColumnSketch::count_number(const ReadValue& value, std::uint64_t weight) const {
  const auto slot = [](NumberReading r) { return static_cast<std::size_t>(r); };
  const types::Reading& reading = value.reading;
  facts_.zero_or_one += reading.zero_or_one ? weight : 0;
  if (reading.type == Type::integer) {
    facts_.min_integer = std::min(facts_.min_integer, reading.integer);
    facts_.max_integer = std::max(facts_.max_integer, reading.integer);
    facts_.numbers[slot(NumberReading::integer)].add(reading.integer, weight);
    numbers_.add(NumberReading::integer, reading.number, weight, facts_);
    count_counted_date(reading.integer, weight, facts_);
    widen(facts_.widths[slot(NumberReading::integer)], reading.digits, 0, reading.whole);
    return;
  }
  facts_.grouped += reading.grouped && !value.native ? weight : 0;
  auto& marks = value.is_adorned() ? facts_.adorned_marks : facts_.marks;
  marks[static_cast<std::size_t>(value.mark)] += weight;
  const bool decides = value.mark == MarkForm::only_point || value.mark == MarkForm::only_comma;
  // The first of its kind is enough.
  if (decides && marks[static_cast<std::size_t>(value.mark)] == weight) numbers_.narrow(facts_);
  const NumberReading one =
      value.is_adorned()
          ? (value.has_two_readings() ? NumberReading::adorned_as_point
                                      : NumberReading::adorned_firm)
          : (value.has_two_readings() ? NumberReading::as_point : NumberReading::firm);
  facts_.numbers[slot(one)].add(reading.number, weight);
  numbers_.add(one, reading.number, weight, facts_);
  widen(facts_.widths[slot(one)], reading.digits, reading.scale, reading.whole);
  if (value.has_two_readings()) count_other_reading(value, weight);
}

void ColumnSketch::count_other_reading(const ReadValue& value, std::uint64_t weight) const {
  const types::Reading& reading = value.reading;
  const NumberReading as =
      value.is_adorned() ? NumberReading::adorned_as_comma : NumberReading::as_comma;
  std::array<char, types::kCanonicalBytes> buffer;
  std::string_view plain;
  double number = reading.number;
  std::size_t scale = reading.scale;
  std::size_t whole = reading.whole;
  if (types::plain_number(value.text, {.mark = types::DecimalMark::comma}, buffer, plain)) {
    std::from_chars(plain.data(), plain.data() + plain.size(), number);
    const std::size_t point = std::min(plain.find('.'), plain.size());
    scale = point == plain.size() ? 0 : plain.size() - point - 1;
    whole = point - (plain.starts_with('-') ? 1 : 0);
  }
  facts_.numbers[static_cast<std::size_t>(as)].add(number, weight);
  numbers_.add(as, number, weight, facts_);
  widen(facts_.widths[static_cast<std::size_t>(as)], reading.digits, scale, whole);
}

void ColumnSketch::count_word(std::string_view text, std::uint64_t weight) const {
  std::string word(text::trimmed(text));
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  words_.add(ShortText(word), weight);
}

void ColumnSketch::take_new(const Key& key, const Measured& measured) {
  const ShortText shortened = short_text(key.text, key.kind);
  if (!any_ || shortened < first_) first_ = shortened;
  if (!any_ || last_ < shortened) last_ = shortened;
  any_ = true;
  distinct_.add(key.hash);
  examples_.add(measured.group, key.hash, shortened);
  if (measured.format != nullptr) measured.format->add_example(key.hash, shortened);
  if (std::has_single_bit(measured.orders)) {
    const auto group = example_group(static_cast<dates::OrderBit>(measured.orders));
    examples_.add(group, key.hash, shortened, most_examples(group));
  }
  if (frequent_.lacks_room(key.hash, shortened.size, 1)) {
    settle();
    frequent_.make_room();
  }
  frequent_.take(key.hash, shortened, key.kind, 1, measured.groups);
}

// Counts the repeats of kept values that only have been noted so far. Allocates nothing: whatever
// a text leads to was made room for when it first came.
void ColumnSketch::settle() const noexcept {
  for (FrequentValues::Kept& kept : frequent_.kept()) {
    if (kept.pending == 0) continue;
    count(frequent_.text(kept), kept.kind, kept.pending);
    kept.pending = 0;
  }
  frequent_.sort();
  settle_lengths();
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

const Masks& ColumnSketch::masks() const noexcept {
  settle();
  return masks_;
}

const NumberSpread& ColumnSketch::numbers() const noexcept {
  settle();
  return numbers_;
}

const DateSpread& ColumnSketch::dates() const noexcept {
  settle();
  return dates_;
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
  masks_.merge(other.masks_);
  numbers_.merge(other.numbers_);
  numbers_.narrow(facts_);
  dates_.merge(other.dates_);
  first_rows_.merge(other.first_rows_);
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
  frequent_.merge(other.frequent_);
}

}  // namespace tamis::sketch
