#include "core/profile/answers.h"

#include <algorithm>
#include <cmath>

#include "core/profile/describe_spread.h"
#include "core/profile/judge.h"
#include "core/profile/kind.h"
#include "core/profile/value_text.h"
#include "core/sketch/heavy.h"
#include "core/sketch/ranks.h"

namespace tamis::profile {
namespace {

using document::Json;
using sketch::Ranks;
using types::Type;

// Between two edges lies what may be no whole number.
std::string integer_text(double number, const sketch::Facts& facts) {
  constexpr double kFirstBeyond = 0x1p63;
  if (number >= kFirstBeyond) return std::to_string(facts.max_integer);
  const std::int64_t nearest = std::llround(std::max(number, -kFirstBeyond));
  return std::to_string(std::clamp(nearest, facts.min_integer, facts.max_integer));
}

}  // namespace

std::int64_t distinct_of(const sketch::ColumnSketch& sketch) noexcept {
  return static_cast<std::int64_t>(std::min(sketch.distinct().count(), sketch.facts().present()));
}

std::optional<std::string> quantile_of(const sketch::ColumnSketch& sketch, double q) {
  ColumnProfile column;
  judge(sketch, column);
  judge_kind(sketch, column);
  if (sketch::is_date(column.kind)) {
    const Ranks ranks = ranks_of_dates(sketch, column);
    if (ranks.count() == 0) return std::nullopt;
    return instant_text(ranks.quantile(q).value.integer, column.kind);
  }
  if (!types::has_number(column.kind)) return std::nullopt;
  const Ranks ranks = ranks_of_numbers(sketch, column);
  if (ranks.count() == 0) return std::nullopt;
  const double number = ranks.quantile(q).value.number;
  return column.kind == Type::integer ? integer_text(number, sketch.facts()) : plain_number(number);
}

Json top_of(const sketch::ColumnSketch& sketch, std::size_t most) {
  const sketch::FrequentValues& frequent = sketch.frequent();
  sketch::HeavyValues heavy = sketch::heavy_values(frequent);
  if (heavy.values.size() > most) heavy.values.resize(most);
  Json top = Json::array();
  for (const sketch::HeavyValue& value : heavy.values) {
    top.push_back({{"value", frequent.short_text(*value.kept).shown()},
                   {"count", value.count},
                   {"error", value.error}});
  }
  return top;
}

}  // namespace tamis::profile
