#include "core/profile/judge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/document/json.h"
#include "core/engine/value.h"
#include "core/profile/dates.h"
#include "core/profile/value_text.h"

namespace tamis::profile {
namespace {

using sketch::Facts;
using sketch::MarkForm;
using sketch::NumberReading;
using types::Type;

std::uint64_t numbers(const Facts& facts) noexcept {
  return facts.of(Type::integer) + facts.of(Type::decimal) + facts.of(Type::real);
}

void judge_mark(const Facts& facts, ColumnProfile& column) noexcept {
  const bool point = facts.of(MarkForm::only_point) > 0;
  const bool comma = facts.of(MarkForm::only_comma) > 0;
  const bool open = facts.of(MarkForm::open) > 0;
  if (point && comma) {
    column.decimal_mark = Evidence::conflict;
  } else if (comma || (point && open)) {
    column.decimal_mark = Evidence::decided;
    column.convention.mark = comma ? types::DecimalMark::comma : types::DecimalMark::point;
  } else if (open) {
    column.decimal_mark = Evidence::ambiguous;
  }
}

// Values of the sketch that `column.type` explains, the conventions being known.
std::uint64_t explained(const sketch::ColumnSketch& sketch, Type type, Evidence order) noexcept {
  const Facts& facts = sketch.facts();
  const auto dates = [&](Type date) {
    return facts.of(date) -
           (order == Evidence::conflict ? ordered_dates(sketch.formats(), date) : 0);
  };
  switch (type) {
    case Type::boolean: return facts.of(Type::boolean) + facts.zero_or_one;
    case Type::integer: return facts.of(Type::integer);
    case Type::decimal: return facts.of(Type::integer) + facts.of(Type::decimal);
    case Type::real: return numbers(facts);
    case Type::date: return dates(Type::date);
    case Type::timestamp: return dates(Type::date) + dates(Type::timestamp);
    case Type::timestamptz: return dates(Type::timestamptz);
    case Type::uuid: return facts.of(Type::uuid);
    default: return facts.present();
  }
}

Type number_type(const Facts& facts) noexcept {
  if (facts.of(Type::real) > 0) return Type::real;
  return facts.of(Type::decimal) > 0 ? Type::decimal : Type::integer;
}

Type plain_date_type(const Facts& facts) noexcept {
  return facts.of(Type::timestamp) > 0 ? Type::timestamp : Type::date;
}

bool may_be_boolean(const Facts& facts, engine::ColumnType declared) noexcept {
  return (facts.of(Type::boolean) > 0 || declared == engine::ColumnType::boolean) &&
         facts.of(Type::boolean) + facts.zero_or_one >= numbers(facts);
}

// The one type of each family that loses nothing; each family once, so at most one reaches the
// threshold, but for booleans, which 0 and 1 may join.
Type judge_type(const sketch::ColumnSketch& sketch, Evidence order,
                engine::ColumnType declared) noexcept {
  const Facts& facts = sketch.facts();
  const std::uint64_t present = facts.present();
  if (present == 0) return Type::empty;
  const auto holds = [&](Type type) {
    return static_cast<double>(explained(sketch, type, order)) >=
           kTypeThreshold * static_cast<double>(present);
  };
  const Type number = number_type(facts);
  if (may_be_boolean(facts, declared) && holds(Type::boolean)) return Type::boolean;
  if (holds(number)) return facts.of(Type::code) > 0 ? Type::text : number;
  for (const Type type : {plain_date_type(facts), Type::timestamptz, Type::uuid}) {
    if (holds(type)) return type;
  }
  return Type::text;
}

// What a column without a type leans to; text where to none.
Type leaning_type(const sketch::ColumnSketch& sketch, engine::ColumnType declared) noexcept {
  const Facts& facts = sketch.facts();
  const auto reaches = [&](std::uint64_t values, double bar) {
    return values > 0 && static_cast<double>(values) >= bar * static_cast<double>(facts.present());
  };
  const auto forms = dates_by_form(sketch.formats());
  const auto of = [&](Type type) { return forms[sketch::date_index(type)]; };
  const std::uint64_t zoned = of(Type::timestamptz);
  const std::uint64_t plain = of(Type::date) + of(Type::timestamp);
  if (reaches(plain + zoned, kDatesLean)) {
    if (zoned > plain) return Type::timestamptz;
    return of(Type::timestamp) > 0 ? Type::timestamp : Type::date;
  }
  if (may_be_boolean(facts, declared) &&
      reaches(facts.of(Type::boolean) + facts.zero_or_one, kOthersLean)) {
    return Type::boolean;
  }
  if (reaches(numbers(facts), kOthersLean) && facts.of(Type::code) == 0) return number_type(facts);
  return reaches(facts.of(Type::uuid), kOthersLean) ? Type::uuid : Type::text;
}

// Of the values that `type` explains.
std::uint64_t undecided(const sketch::ColumnSketch& sketch, Type type,
                        const ColumnProfile& column) noexcept {
  if (type == Type::decimal || type == Type::real) {
    const bool decided =
        column.decimal_mark == Evidence::decided || column.decimal_mark == Evidence::none;
    return decided ? 0 : sketch.facts().of(MarkForm::open);
  }
  return sketch::is_date(type) ? undecided_dates(sketch, type, column) : 0;
}

void judge_range(const sketch::ColumnSketch& sketch, ColumnProfile& column) {
  const Facts& facts = sketch.facts();
  if (column.type == Type::empty) return;
  if (sketch::is_date(column.type)) {
    const sketch::DateRange range = dates_in_range(facts, column);
    if (range.count == 0) return;
    column.min = instant_text(range.min, column.type);
    column.max = instant_text(range.max, column.type);
  } else if (column.type == Type::integer) {
    column.min = std::to_string(facts.min_integer);
    column.max = std::to_string(facts.max_integer);
  } else if (column.type == Type::decimal || column.type == Type::real) {
    const sketch::Moments moments = numbers_of(facts, column.convention).moments;
    column.min = plain_number(moments.min);
    column.max = plain_number(moments.max);
  } else {
    column.min = sketch.first().shown();
    column.max = sketch.last().shown();
  }
}

}  // namespace

double confidence_of(std::int64_t good, std::int64_t all) noexcept {
  if (all == 0) return 0;
  const double z = 1.959963984540054;  // of the normal distribution
  const auto n = static_cast<double>(all);
  const double p = static_cast<double>(good) / n;
  const double spread = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return document::rounded(std::max(0.0, (p + z * z / (2 * n) - spread) / (1 + z * z / n)));
}

Numbers numbers_of(const Facts& facts, const types::Convention& convention) noexcept {
  const auto other = convention.mark == types::DecimalMark::comma ? NumberReading::as_comma
                                                                  : NumberReading::as_point;
  Numbers all;
  for (const NumberReading reading : {NumberReading::integer, NumberReading::firm, other}) {
    const auto i = static_cast<std::size_t>(reading);
    all.moments.merge(facts.numbers[i]);
    all.width.digits = std::max(all.width.digits, facts.widths[i].digits);
    all.width.scale = std::max(all.width.scale, facts.widths[i].scale);
  }
  return all;
}

bool fits(Type value, Type column) noexcept {
  switch (column) {
    case Type::decimal: return value == Type::integer || value == Type::decimal;
    case Type::real: return value == Type::integer || value == Type::decimal || value == Type::real;
    case Type::timestamp: return value == Type::date || value == Type::timestamp;
    case Type::text: return true;
    default: return value == column;
  }
}

void judge(const sketch::ColumnSketch& sketch, ColumnProfile& column) {
  const Facts& facts = sketch.facts();
  const auto count = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
  judge_dates(sketch.formats(), column);
  judge_mark(facts, column);
  column.type = judge_type(sketch, column.date_order, column.declared_type);
  const std::uint64_t present = facts.present();
  const std::uint64_t conforming = explained(sketch, column.type, column.date_order);

  column.rows = count(facts.rows());
  column.nulls = count(facts.kinds[static_cast<std::size_t>(engine::Kind::null)]);
  column.empty = count(facts.of(Type::empty));
  column.blank = count(facts.of(Type::blank));
  column.missing = count(facts.of(Type::missing));
  column.present = count(present);
  column.conforming = count(conforming);
  column.exceptions = count(present - conforming);
  column.undecided = count(undecided(sketch, column.type, column));
  column.distinct = count(std::min(sketch.distinct().count(), present));
  column.distinct_exact = sketch.distinct().exact();
  column.confidence = confidence_of(column.conforming, column.present);
  column.max_digits = numbers_of(facts, column.convention).width.digits;
  judge_range(sketch, column);
}

void judge_leaning(const sketch::ColumnSketch& sketch, ColumnProfile& column) noexcept {
  if (column.type != Type::text) return;
  Leaning& leaning = column.leaning;
  leaning.type = leaning_type(sketch, column.declared_type);
  if (leaning.type == Type::text) return;
  const auto count = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
  const std::uint64_t all = explained(sketch, leaning.type, Evidence::none);
  const std::uint64_t sure = explained(sketch, leaning.type, column.date_order);
  leaning.count = count(all);
  leaning.undecided = count(undecided(sketch, leaning.type, column));
  leaning.confidence = confidence_of(count(sure), column.present);
  if (!sketch::is_date(leaning.type) || column.date_order != Evidence::conflict) return;
  leaning.contradicting = count(proving_dates(sketch.formats(), leaning.type));
  leaning.undecided += count(all - sure) - leaning.contradicting;
}

}  // namespace tamis::profile
