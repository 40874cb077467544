// The stored form of a sketch, version 3.
//
//   "TSK" version=3, flags (1: distinct is estimated; 2: the frequent values are sampled)
//   counts: kinds, types, zero_or_one, grouped, marks, adorned_marks, hints, notes, sentinels,
//           counted_dates, traits                                                      (varints)
//   formats of dates: codec_dates.h
//   if a value is present: min_length, max_length, sum and squares of lengths, first, last
//   if there are integers: min_integer, max_integer
//   numbers, each: count; if not 0: digits, scale, whole, flags, min, max, sums of the first to
//             the fourth power, zeros, negatives
//   ranges, each: count; if not 0: min, max
//   spread of numbers, of dates: codec_ranks.h for each reading that may still be chosen
//   masks, collapsed and literal; first rows: codec_rows.h
//   examples: how many; each: group, text                          ascending by group, then hash
//   markers, words: how many; each: text, count                                ascending by text
//   distinct: codec_distinct.h
//   frequent: codec_frequent.h
#include <array>
#include <bit>
#include <cmath>
#include <vector>

#include "core/error/error.h"
#include "core/sketch/codec_dates.h"
#include "core/sketch/codec_distinct.h"
#include "core/sketch/codec_frequent.h"
#include "core/sketch/codec_ranks.h"
#include "core/sketch/codec_rows.h"
#include "core/sketch/codec_text.h"
#include "core/sketch/sketch.h"

namespace tamis::sketch {
namespace {

using types::Type;

constexpr std::string_view kMagic = "TSK";
constexpr std::uint8_t kVersion = 3;
constexpr std::array<NumberReading, NumberSpread::kReadings> kSpreadReadings = {
    NumberReading::firm,         NumberReading::as_point,         NumberReading::as_comma,
    NumberReading::adorned_firm, NumberReading::adorned_as_point, NumberReading::adorned_as_comma};
constexpr std::uint8_t kEstimated = 1;
constexpr std::uint8_t kSampled = 2;
// Years 1 to 9999, and a day for the zone on either side.
constexpr std::int64_t kDay = 86'400'000'000;
constexpr std::int64_t kFirstInstant = (dates::days_from_civil(1, 1, 1) - 1) * kDay;
constexpr std::int64_t kLastInstant = (dates::days_from_civil(9999, 12, 31) + 2) * kDay;

std::uint64_t total(std::span<const std::uint64_t> counts) noexcept {
  std::uint64_t sum = 0;
  for (const std::uint64_t count : counts) sum += count;
  return sum;
}

}  // namespace

class Codec {
 public:
  template <typename Out>
  static void write(const ColumnSketch& sketch, Out& out) noexcept;
  static ColumnSketch read(ByteReader& in, std::pmr::memory_resource* memory);

 private:
  template <typename Out, std::size_t N>
  static void write_counts(const std::array<std::uint64_t, N>& counts, Out& out) noexcept {
    for (const std::uint64_t count : counts) out.varint(count);
  }
  template <typename Out>
  static void write_double(double v, Out& out) noexcept {
    out.fixed(std::bit_cast<std::uint64_t>(v));
  }
  template <typename Out>
  static void write_facts(const Facts& facts, Out& out) noexcept;
  template <typename Out>
  static void write_numbers(const Facts& facts, Out& out) noexcept;
  template <typename Out>
  static void write_sum(const WideSum& sum, Out& out) noexcept {
    write_double(sum.high, out);
    write_double(sum.low, out);
  }
  template <typename Out>
  static void write_spread(const ColumnSketch& sketch, Out& out) noexcept;
  template <typename Out>
  static void write_values(const ColumnSketch& sketch, Out& out) noexcept;

  template <std::size_t N>
  static void read_counts(std::array<std::uint64_t, N>& counts, std::uint64_t most,
                          ByteReader& in) {
    std::uint64_t left = most;
    for (std::uint64_t& count : counts) {
      count = in.varint(left, kInconsistent);
      left -= count;
    }
  }
  // Counts that each are at most `most`, whatever their sum.
  template <std::size_t N>
  static void read_each(std::array<std::uint64_t, N>& counts, std::uint64_t most, ByteReader& in) {
    for (std::uint64_t& count : counts) count = in.varint(most, kInconsistent);
  }
  static double read_double(ByteReader& in) {
    const double v = std::bit_cast<double>(in.fixed());
    in.require(std::isfinite(v), "a number is not finite");
    return v;
  }
  static void read_facts(Facts& facts, ByteReader& in);
  static void read_numbers(Facts& facts, ByteReader& in);
  static WideSum read_sum(ByteReader& in);
  static void read_moments(Moments& moments, Width& width, std::uint64_t count, ByteReader& in);
  static void read_ranges(ColumnSketch& sketch, ByteReader& in);
  static void read_spread(ColumnSketch& sketch, ByteReader& in);
  static void read_patterns(ColumnSketch& sketch, ByteReader& in);
  static void read_ends(ColumnSketch& sketch, ByteReader& in);
  static void read_examples(ColumnSketch& sketch, ByteReader& in);
  static void read_texts(TextCounts& counts, std::uint64_t most, ByteReader& in);
};

// ---- writing

template <typename Out>
void Codec::write_facts(const Facts& facts, Out& out) noexcept {
  write_counts(facts.kinds, out);
  write_counts(facts.types, out);
  out.varint(facts.zero_or_one);
  out.varint(facts.grouped);
  write_counts(facts.marks, out);
  write_counts(facts.adorned_marks, out);
  write_counts(facts.hints, out);
  write_counts(facts.notes, out);
  write_counts(facts.sentinels, out);
  write_counts(facts.counted_dates, out);
  write_counts(facts.traits, out);
}

template <typename Out>
void Codec::write_numbers(const Facts& facts, Out& out) noexcept {
  if (facts.of(Type::integer) > 0) {
    out.fixed(static_cast<std::uint64_t>(facts.min_integer));
    out.fixed(static_cast<std::uint64_t>(facts.max_integer));
  }
  for (std::size_t i = 0; i < kNumberReadings; ++i) {
    const Moments& m = facts.numbers[i];
    out.varint(m.count);
    if (m.count == 0) continue;
    out.byte(facts.widths[i].digits);
    out.byte(facts.widths[i].scale);
    out.byte(facts.widths[i].whole);
    out.byte(static_cast<std::uint8_t>((m.overflow ? 1U : 0U) | (m.fractional ? 2U : 0U)));
    write_double(m.min, out);
    write_double(m.max, out);
    for (const WideSum* sum : {&m.sum, &m.squares, &m.cubes, &m.fourths}) write_sum(*sum, out);
    out.varint(m.zeros);
    out.varint(m.negatives);
  }
  for (const auto& readings : facts.ranges) {
    for (const DateRange& range : readings) {
      out.varint(range.count);
      if (range.count == 0) continue;
      out.fixed(static_cast<std::uint64_t>(range.min));
      out.fixed(static_cast<std::uint64_t>(range.max));
    }
  }
}

template <typename Out>
void Codec::write_spread(const ColumnSketch& sketch, Out& out) noexcept {
  for (const NumberReading reading : kSpreadReadings) {
    if (NumberSpread::is_open(reading, sketch.facts_)) {
      write_ranks(sketch.numbers_.of(reading), out);
    }
  }
  for (const Ranks& ranks : sketch.dates_.all()) write_ranks(ranks, out);
}

template <typename Out>
void Codec::write_values(const ColumnSketch& sketch, Out& out) noexcept {
  out.varint(sketch.examples_.entries().size());
  for (const Examples::Entry& e : sketch.examples_.entries()) {
    out.byte(e.group);
    write_keyed(e.text, e.hash, out);
  }
  const std::array<const TextCounts*, 2> texts = {&sketch.markers_, &sketch.words_};
  for (const TextCounts* counts : texts) {
    out.varint(counts->entries().size());
    for (const TextCounts::Entry& e : counts->entries()) {
      write_text(e.text, out);
      out.varint(e.count);
    }
  }
  write_distinct(sketch.distinct_, out);
  write_frequent(sketch.frequent_, out);
}

template <typename Out>
void Codec::write(const ColumnSketch& sketch, Out& out) noexcept {
  sketch.settle();
  out.bytes(kMagic);
  out.byte(kVersion);
  out.byte(static_cast<std::uint8_t>((sketch.distinct_.exact() ? 0U : kEstimated) |
                                     (sketch.frequent_.exact() ? 0U : kSampled)));
  write_facts(sketch.facts_, out);
  write_formats(sketch.formats_, out);
  if (sketch.any_) {
    out.varint(sketch.facts_.min_length);
    out.varint(sketch.facts_.max_length);
    write_sum(sketch.facts_.lengths, out);
    write_sum(sketch.facts_.square_lengths, out);
    write_text(sketch.first_, out);
    write_text(sketch.last_, out);
  }
  write_numbers(sketch.facts_, out);
  write_spread(sketch, out);
  write_masks(sketch.masks_.collapsed(), out);
  write_masks(sketch.masks_.literal(), out);
  write_rows(sketch.first_rows_, out);
  write_values(sketch, out);
}

// ---- reading

void Codec::read_facts(Facts& facts, ByteReader& in) {
  read_counts(facts.kinds, kMostRows, in);
  const std::uint64_t values = facts.rows() - facts.kinds[0];
  read_counts(facts.types, values, in);
  in.require(total(facts.types) == values, kInconsistent);
  const std::uint64_t marked = facts.of(Type::decimal) + facts.of(Type::real);
  const std::uint64_t adorned = facts.of(Type::currency) + facts.of(Type::percent);
  facts.zero_or_one = in.varint(facts.of(Type::integer) + marked + adorned, kInconsistent);
  facts.grouped = in.varint(marked + adorned, kInconsistent);
  read_counts(facts.marks, marked, in);
  in.require(total(facts.marks) == marked, kInconsistent);
  read_counts(facts.adorned_marks, adorned, in);
  in.require(total(facts.adorned_marks) == adorned, kInconsistent);
  read_each(facts.hints, values, in);
  read_each(facts.notes, values, in);
  read_each(facts.sentinels, values, in);
  read_each(facts.counted_dates, facts.of(Type::integer), in);
  read_each(facts.traits, values, in);
}

WideSum Codec::read_sum(ByteReader& in) {
  const WideSum sum{read_double(in), read_double(in)};
  in.require(sum.high + sum.low == sum.high, "a sum is out of its form");
  return sum;
}

void Codec::read_moments(Moments& moments, Width& width, std::uint64_t count, ByteReader& in) {
  moments.count = in.varint();
  in.require(moments.count == count, kInconsistent);
  if (count == 0) return;
  width.digits = in.byte();
  width.scale = in.byte();
  width.whole = in.byte();
  const std::uint8_t flags = in.byte();
  in.require(flags <= 3, "a reserved flag is set");
  moments.overflow = (flags & 1U) != 0;
  moments.fractional = (flags & 2U) != 0;
  moments.min = read_double(in);
  moments.max = read_double(in);
  in.require(moments.min <= moments.max, "a minimum is above its maximum");
  moments.sum = read_sum(in);
  moments.squares = read_sum(in);
  moments.cubes = read_sum(in);
  moments.fourths = read_sum(in);
  in.require(moments.squares.high >= 0 && moments.fourths.high >= 0,
             "a sum of squares is negative");
  in.require(moments.may_be_sums(), "its sums contradict its range");
  moments.zeros = in.varint(count, kInconsistent);
  moments.negatives = in.varint(count - moments.zeros, kInconsistent);
  in.require((moments.negatives > 0) == (moments.min < 0), kInconsistent);
  in.require(moments.zeros == 0 || (moments.min <= 0 && moments.max >= 0), kInconsistent);
}

void Codec::read_numbers(Facts& facts, ByteReader& in) {
  if (facts.of(Type::integer) > 0) {
    facts.min_integer = static_cast<std::int64_t>(in.fixed());
    facts.max_integer = static_cast<std::int64_t>(in.fixed());
    in.require(facts.min_integer <= facts.max_integer, "a minimum is above its maximum");
  }
  const std::uint64_t either = facts.of(MarkForm::point_or_group) + facts.of(MarkForm::open);
  const std::uint64_t adorned =
      facts.adorned(MarkForm::point_or_group) + facts.adorned(MarkForm::open);
  const std::array<std::uint64_t, kNumberReadings> counts = {facts.of(Type::integer),
                                                             total(facts.marks) - either,
                                                             either,
                                                             either,
                                                             total(facts.adorned_marks) - adorned,
                                                             adorned,
                                                             adorned};
  for (std::size_t i = 0; i < kNumberReadings; ++i) {
    read_moments(facts.numbers[i], facts.widths[i], counts[i], in);
  }
}

// A value is in the range of every order that it allows, unless its century stays open there.
void Codec::read_ranges(ColumnSketch& sketch, ByteReader& in) {
  for (const Type type : {Type::date, Type::timestamp, Type::timestamptz}) {
    std::array<std::uint64_t, kDateReadings> most{};
    for (const DateFormats::Entry& entry : sketch.formats_.entries()) {
      if (entry.format.type != type) continue;
      most[0] += entry.format.reason == dates::Reason::none ? entry.by_orders[0] : 0;
      for (std::size_t mask = 1; mask < kOrderMasks; ++mask) {
        for (std::size_t bit = 0; bit < 3; ++bit) {
          most[bit + 1] += (mask & (std::size_t{1} << bit)) != 0 ? entry.by_orders[mask] : 0;
        }
      }
    }
    for (std::size_t r = 0; r < kDateReadings; ++r) {
      DateRange& range = sketch.facts_.ranges[date_index(type)][r];
      range.count = in.varint(most[r], kInconsistent);
      in.require(r > 0 || range.count == most[0], kInconsistent);
      if (range.count == 0) continue;
      range.min = static_cast<std::int64_t>(in.fixed());
      range.max = static_cast<std::int64_t>(in.fixed());
      in.require(range.min <= range.max, "a minimum is above its maximum");
      in.require(range.min >= kFirstInstant && range.max <= kLastInstant, "a date is out of range");
    }
  }
}

// Of the readings that no value contradicts: how many values each has is known.
void Codec::read_spread(ColumnSketch& sketch, ByteReader& in) {
  const Facts& facts = sketch.facts_;
  for (const NumberReading reading : kSpreadReadings) {
    if (!NumberSpread::is_open(reading, facts)) continue;
    std::uint64_t count = facts.numbers[static_cast<std::size_t>(reading)].count;
    if (reading == NumberReading::firm) count += facts.of(Type::integer);
    read_ranks(sketch.numbers_.of(reading), count, in);
  }
  for (const DateFormats::Entry& entry : sketch.formats_.entries()) {
    for (std::size_t mask = 1; mask < kOrderMasks; ++mask) {
      if (entry.by_orders[mask] > 0) sketch.dates_.allow(static_cast<std::uint8_t>(mask));
    }
  }
  for (const bool zoned : {false, true}) {
    for (std::size_t r = 0; r < kDateReadings; ++r) {
      const auto reading = static_cast<DateReading>(r);
      std::uint64_t count = 0;
      for (const Type type : {Type::date, Type::timestamp, Type::timestamptz}) {
        if ((type == Type::timestamptz) == zoned) count += facts.ranges[date_index(type)][r].count;
      }
      if (!sketch.dates_.is_open(reading)) count = 0;
      Ranks& ranks = sketch.dates_.all()[DateSpread::index(zoned, reading)];
      read_ranks(ranks, count, in);
      in.require(count == 0 || (ranks.least_integer() >= kFirstInstant &&
                                ranks.greatest_integer() <= kLastInstant),
                 "a date is out of range");
    }
  }
}

void Codec::read_patterns(ColumnSketch& sketch, ByteReader& in) {
  const std::uint64_t texts = read_masks(sketch.masks_.collapsed(), sketch.facts_.present(), in);
  in.require(!sketch.masks_.collapsed().dropped(), "its masks are of no known form");
  const std::uint64_t literal = read_masks(sketch.masks_.literal(), texts, in);
  in.require(sketch.masks_.literal().dropped() || literal == texts, kInconsistent);
  read_rows(sketch.first_rows_, kRowGroups, in);
}

void Codec::read_ends(ColumnSketch& sketch, ByteReader& in) {
  sketch.any_ = sketch.facts_.present() > 0;
  if (!sketch.any_) return;
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  sketch.facts_.min_length = static_cast<std::uint32_t>(in.varint(kMost, "a length is too large"));
  sketch.facts_.max_length = static_cast<std::uint32_t>(in.varint(kMost, "a length is too large"));
  in.require(sketch.facts_.min_length <= sketch.facts_.max_length,
             "a minimum is above its maximum");
  sketch.facts_.lengths = read_sum(in);
  sketch.facts_.square_lengths = read_sum(in);
  in.require(sketch.facts_.lengths.high >= 0 && sketch.facts_.square_lengths.high >= 0,
             "a sum of lengths is negative");
  sketch.first_ = read_text(in);
  sketch.last_ = read_text(in);
  in.require(sketch.first_.size > 0 && !(sketch.last_ < sketch.first_),
             "a minimum is above its maximum");
}

void Codec::read_examples(ColumnSketch& sketch, ByteReader& in) {
  const std::uint64_t size =
      in.varint(kExampleGroups * DateFormats::kExamples, "it has too many examples");
  std::uint64_t last_hash = 0;
  std::uint8_t last_group = 0;
  for (std::uint64_t i = 0; i < size; ++i) {
    const std::uint8_t group = in.byte();
    in.require(group < kExampleGroups, "an example is of no known group");
    const KeyedText keyed = read_keyed(in);
    in.require(i == 0 || group > last_group || (group == last_group && keyed.hash > last_hash),
               "its examples are out of order");
    const std::size_t before = sketch.examples_.entries().size();
    sketch.examples_.add(group, keyed.hash, keyed.text, most_examples(group));
    in.require(sketch.examples_.entries().size() == before + 1, "it has too many examples");
    last_group = group;
    last_hash = keyed.hash;
  }
}

void Codec::read_texts(TextCounts& counts, std::uint64_t most, ByteReader& in) {
  const std::uint64_t size = in.varint(TextCounts::kMost, "it has too many words");
  std::uint64_t left = most;
  for (std::uint64_t i = 0; i < size; ++i) {
    const ShortText text = read_text(in);
    in.require(text.size > 0 && (i == 0 || counts.entries().back().text < text),
               "its words are out of order");
    const std::uint64_t count = in.varint(left, kInconsistent);
    in.require(count > 0, kInconsistent);
    left -= count;
    counts.add(text, count);
  }
  in.require(size == TextCounts::kMost || left == 0, kInconsistent);
}

ColumnSketch Codec::read(ByteReader& in, std::pmr::memory_resource* memory) {
  in.require(in.bytes(kMagic.size()) == kMagic, "it does not start with TSK");
  const std::uint8_t version = in.byte();
  if (version != kVersion) {
    in.fail("its version is " + std::to_string(version) + ", this module knows 3");
  }
  const std::uint8_t flags = in.byte();
  in.require((flags & ~(kEstimated | kSampled)) == 0, "a reserved flag is set");
  ColumnSketch sketch(memory);
  read_facts(sketch.facts_, in);
  read_formats(sketch.formats_, sketch.facts_, memory, in);
  read_ends(sketch, in);
  read_numbers(sketch.facts_, in);
  read_ranges(sketch, in);
  read_spread(sketch, in);
  read_patterns(sketch, in);
  read_examples(sketch, in);
  read_texts(sketch.markers_, sketch.facts_.of(Type::missing), in);
  read_texts(sketch.words_, sketch.facts_.of(Type::boolean), in);
  const std::uint64_t present = sketch.facts_.present();
  read_distinct(sketch.distinct_, (flags & kEstimated) != 0, present, in);
  read_frequent(sketch.frequent_, (flags & kSampled) != 0, present, sketch.distinct_, memory, in);
  in.require(in.at_end(), "bytes follow its end");
  return sketch;
}

std::size_t ColumnSketch::encoded_size() const noexcept {
  ByteCounter counter;
  Codec::write(*this, counter);
  return counter.size();
}

void ColumnSketch::encode(std::span<std::byte> out) const noexcept {
  ByteWriter writer(out);
  Codec::write(*this, writer);
}

ColumnSketch ColumnSketch::decode(std::span<const std::byte> bytes,
                                  std::pmr::memory_resource* memory) {
  ByteReader in(bytes);
  return Codec::read(in, memory);
}

}  // namespace tamis::sketch
