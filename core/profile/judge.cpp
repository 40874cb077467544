#include "core/profile/judge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/document/json.h"
#include "core/engine/value.h"
#include "core/profile/dates.h"
#include "core/profile/kind.h"
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

using Marks = std::array<std::uint64_t, sketch::kMarkForms>;

void judge_mark(const Marks& marks, ColumnProfile& column) noexcept {
  const auto any = [&](MarkForm form) { return marks[static_cast<std::size_t>(form)] > 0; };
  const bool point = any(MarkForm::only_point);
  const bool comma = any(MarkForm::only_comma);
  const bool open = any(MarkForm::open);
  column.convention.mark = types::DecimalMark::none;
  column.decimal_mark = Evidence::none;
  if (point && comma) {
    column.decimal_mark = Evidence::conflict;
  } else if (comma || (point && open)) {
    column.decimal_mark = Evidence::decided;
    column.convention.mark = comma ? types::DecimalMark::comma : types::DecimalMark::point;
  } else if (open) {
    column.decimal_mark = Evidence::ambiguous;
  }
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

void add(const Facts& facts, NumberReading reading, Numbers& all) noexcept {
  const auto i = static_cast<std::size_t>(reading);
  all.moments.merge(facts.numbers[i]);
  all.width.merge(facts.widths[i]);
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
    add(facts, reading, all);
  }
  return all;
}

Numbers numbers_of(const Facts& facts, const ColumnProfile& column) noexcept {
  Numbers all = numbers_of(facts, column.convention);
  if (column.kind != Type::currency && column.kind != Type::percent) return all;
  const auto other = column.convention.mark == types::DecimalMark::comma
                         ? NumberReading::adorned_as_comma
                         : NumberReading::adorned_as_point;
  for (const NumberReading reading : {NumberReading::adorned_firm, other}) {
    add(facts, reading, all);
  }
  return all;
}

void judge_adorned_mark(const Facts& facts, ColumnProfile& column) noexcept {
  Marks marks = facts.marks;
  for (std::size_t i = 0; i < marks.size(); ++i) marks[i] += facts.adorned_marks[i];
  judge_mark(marks, column);
}

void judge(const sketch::ColumnSketch& sketch, ColumnProfile& column) {
  const Facts& facts = sketch.facts();
  const auto count = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
  judge_dates(sketch.formats(), column);
  judge_mark(facts.marks, column);
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
}

void judge_range(const sketch::ColumnSketch& sketch, ColumnProfile& column) {
  const Facts& facts = sketch.facts();
  if (column.kind == Type::empty) return;
  if (sketch::is_date(column.kind)) {
    const sketch::DateRange range = dates_in_range(facts, column);
    if (range.count == 0) return;
    column.min = instant_text(range.min, column.kind);
    column.max = instant_text(range.max, column.kind);
  } else if (column.kind == Type::integer) {
    column.min = std::to_string(facts.min_integer);
    column.max = std::to_string(facts.max_integer);
  } else if (types::has_number(column.kind)) {
    const sketch::Moments moments = numbers_of(facts, column).moments;
    column.min = plain_number(moments.min);
    column.max = plain_number(moments.max);
  } else {
    column.min = sketch.first().shown();
    column.max = sketch.last().shown();
  }
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
