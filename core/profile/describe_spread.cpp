#include "core/profile/describe_spread.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>

#include "core/profile/dates.h"
#include "core/profile/describe_parts.h"
#include "core/profile/value_text.h"

namespace tamis::profile {
namespace {

using document::Json;
using sketch::DateReading;
using sketch::NumberReading;
using sketch::Ranks;
using types::Type;

constexpr std::size_t kMostBins = 20;
constexpr std::size_t kMostGaps = 3;

struct Quantile {
  std::string_view name;
  double q;
};
constexpr std::array<Quantile, 7> kQuantiles = {{{"p01", 0.01},
                                                 {"p05", 0.05},
                                                 {"p25", 0.25},
                                                 {"p50", 0.5},
                                                 {"p75", 0.75},
                                                 {"p95", 0.95},
                                                 {"p99", 0.99}}};

// With `show`, which gives a point as JSON.
template <typename Show>
void add_quantiles(const Ranks& ranks, Show show, Json& out) {
  double error = 0;
  Json quantiles = Json::object();
  for (const Quantile& quantile : kQuantiles) {
    const Ranks::Answer answer = ranks.quantile(quantile.q);
    quantiles[quantile.name] = show(answer.value);
    error = std::max(error, answer.rank_error);
  }
  out["quantiles"] = std::move(quantiles);
  out["rank_error"] = document::rounded(error);
}

// Where the values before and after a gap are known to be; narrower ones are no gaps.
template <typename Show, typename Wide>
void add_gaps(const Ranks& ranks, Show show, Wide wide, Json& out) {
  Json list = Json::array();
  for (const Ranks::Gap& gap : ranks.gaps(kMostGaps)) {
    if (wide(gap)) list.push_back({{"after", show(gap.from)}, {"before", show(gap.to)}});
  }
  out["gaps"] = std::move(list);
}

Json count_of(const Ranks::Bounds& bounds) {
  return bounds.least == bounds.most ? Json(bounds.least) : Json(nullptr);
}

// Values beyond Tukey's fences.
Json outliers_of(const Ranks& ranks, double q1, double q3) {
  constexpr double kReach = 1.5;
  const double low = q1 - kReach * (q3 - q1);
  const double high = q3 + kReach * (q3 - q1);
  if (!std::isfinite(low) || !std::isfinite(high)) return nullptr;
  const Ranks::Bounds below =
      ranks.at_most(std::nextafter(low, -std::numeric_limits<double>::max()));
  Ranks::Bounds above = ranks.at_most(high);
  above = {ranks.count() - above.most, ranks.count() - above.least};
  return {{"low", significant(low)},
          {"high", significant(high)},
          {"below", count_of(below)},
          {"above", count_of(above)}};
}

Ranks none(Ranks::Keys keys) { return {keys, std::pmr::new_delete_resource()}; }

}  // namespace

Ranks ranks_of_numbers(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  const sketch::NumberSpread& numbers = sketch.numbers();
  const bool comma = column.convention.mark == types::DecimalMark::comma;
  Ranks all = none(Ranks::Keys::numbers);
  all.merge(numbers.of(NumberReading::firm));
  all.merge(numbers.of(comma ? NumberReading::as_comma : NumberReading::as_point));
  if (column.kind == Type::currency || column.kind == Type::percent) {
    all.merge(numbers.of(NumberReading::adorned_firm));
    all.merge(
        numbers.of(comma ? NumberReading::adorned_as_comma : NumberReading::adorned_as_point));
  }
  return all;
}

Ranks ranks_of_dates(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  Ranks all = none(Ranks::Keys::integers);
  if (!sketch::is_date(column.kind)) return all;
  const bool zoned = column.kind == Type::timestamptz;
  all.merge(sketch.dates().of(zoned, DateReading::firm));
  if (column.date_order == Evidence::decided) {
    const int order = std::countr_zero(column.dates.candidates);
    all.merge(sketch.dates().of(zoned, static_cast<DateReading>(order + 1)));
  }
  return all;
}

void describe_spread_of_numbers(const Ranks& ranks, bool integers, Json& number) {
  if (ranks.count() == 0) return;
  const auto show = [](const Ranks::Point& point) { return significant(point.number); };
  // Between two integers no integer lies.
  const auto show_quantile = [&](const Ranks::Point& point) -> Json {
    constexpr double kBeyond = 0x1p63;
    const double down = std::floor(point.number);
    if (integers && std::abs(down) < kBeyond) return static_cast<std::int64_t>(down);
    return significant(point.number);
  };
  add_quantiles(ranks, show_quantile, number);
  const double q1 = ranks.quantile(0.25).value.number;
  const double q3 = ranks.quantile(0.75).value.number;
  number["iqr"] = significant(q3 - q1);
  number["outliers"] = outliers_of(ranks, q1, q3);
  Json bins = Json::array();
  for (const Ranks::Bin& bin : ranks.histogram(kMostBins)) {
    bins.push_back({{"from", bin.from}, {"to", bin.to}, {"count", bin.count}});
  }
  number["histogram"] = std::move(bins);
  // Neighbouring integers leave no gap.
  const auto wide = [](const Ranks::Gap& gap) { return gap.to.number - gap.from.number > 1; };
  add_gaps(ranks, show, wide, number);
}

void describe_spread_of_dates(const Ranks& ranks, Type type, Json& date) {
  if (ranks.count() == 0) return;
  const auto show = [&](const Ranks::Point& point) -> Json {
    return instant_text(point.integer, type);
  };
  add_quantiles(ranks, show, date);
  // Bins are as wide as a power of two microseconds.
  const Type shown = type == Type::date ? Type::timestamp : type;
  constexpr std::int64_t kDay = 86'400'000'000;
  // The outer bins may reach beyond the years that can be written.
  const auto instant = [&](double at) {
    constexpr auto kFirst = static_cast<double>(dates::kFirstDay * kDay);
    constexpr auto kEnd = static_cast<double>((dates::kLastDay + 1) * kDay);
    if (at >= kEnd) return instant_text((dates::kLastDay + 1) * kDay - 1, shown);
    return instant_text(std::llround(std::max(at, kFirst)), shown);
  };
  Json bins = Json::array();
  for (const Ranks::Bin& bin : ranks.histogram(kMostBins)) {
    bins.push_back({{"from", instant(bin.from)}, {"to", instant(bin.to)}, {"count", bin.count}});
  }
  date["histogram"] = std::move(bins);
  const auto wide = [](const Ranks::Gap& gap) { return gap.to.integer - gap.from.integer > kDay; };
  add_gaps(ranks, show, wide, date);
}

}  // namespace tamis::profile
