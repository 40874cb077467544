// The numbers of a column as a part of its profile document.
#include <array>
#include <charconv>
#include <cmath>

#include "core/profile/describe_dates.h"
#include "core/profile/describe_parts.h"
#include "core/profile/describe_spread.h"
#include "core/profile/judge.h"

namespace tamis::profile {
namespace {

using document::Json;
using sketch::Facts;
using sketch::MarkForm;
using types::Type;

// The sum as an integer where all terms are and it fits.
Json sum_of(const Facts& facts, const sketch::Moments& moments) {
  constexpr double kMost = 9.2e18;
  if (moments.overflow) return nullptr;
  if (moments.count == facts.of(Type::integer) && std::abs(moments.sum.high) < kMost) {
    return static_cast<std::int64_t>(moments.sum.high) + static_cast<std::int64_t>(moments.sum.low);
  }
  return significant(moments.sum.high);
}

}  // namespace

Json describe_numbers(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  const Facts& facts = sketch.facts();
  const Numbers numbers = numbers_of(facts, column);
  if (numbers.moments.count == 0) return nullptr;
  const bool integers = numbers.moments.count == facts.of(Type::integer);
  const bool adorned = column.kind == Type::currency || column.kind == Type::percent;
  const std::uint64_t commas =
      facts.of(MarkForm::only_comma) + (adorned ? facts.adorned(MarkForm::only_comma) : 0);
  Json mark = nullptr;
  if (column.convention.mark == types::DecimalMark::point) mark = "point";
  if (column.convention.mark == types::DecimalMark::comma) mark = "comma";
  Json number = {{"min", integers ? Json(facts.min_integer) : significant(numbers.moments.min)},
                 {"max", integers ? Json(facts.max_integer) : significant(numbers.moments.max)},
                 {"mean", significant(numbers.moments.mean())},
                 {"stddev", significant(numbers.moments.deviation())},
                 {"skewness", significant(numbers.moments.skewness())},
                 {"kurtosis", significant(numbers.moments.kurtosis())},
                 {"sum", sum_of(facts, numbers.moments)},
                 {"zero", numbers.moments.zeros},
                 {"negative", numbers.moments.negatives},
                 {"max_digits", numbers.width.digits},
                 {"whole", numbers.width.whole},
                 {"scale", numbers.width.scale},
                 {"grouped", facts.grouped},
                 {"decimal_comma", commas},
                 {"decimal_mark", mark},
                 {"evidence", word_of(column.decimal_mark)},
                 {"date_readings", describe_counted_dates(facts, column)}};
  describe_spread_of_numbers(ranks_of_numbers(sketch, column), integers, number);
  return number;
}

Json significant(double v) {
  if (!std::isfinite(v)) return nullptr;
  constexpr int kBehindFirst = 11;
  std::array<char, 32> buffer;
  char* const first = buffer.data();
  const auto end =
      std::to_chars(first, first + buffer.size(), v, std::chars_format::scientific, kBehindFirst);
  double rounded = 0;
  std::from_chars(first, end.ptr, rounded);
  return rounded == 0 ? 0.0 : rounded;
}

}  // namespace tamis::profile
