#include "core/profile/describe.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "core/profile/answers.h"
#include "core/profile/dates.h"
#include "core/profile/describe_dates.h"
#include "core/profile/judge.h"

namespace tamis::profile {
namespace {

using document::Json;
using sketch::Facts;
using sketch::MarkForm;
using types::Type;

constexpr std::size_t kTopShown = 10;

constexpr std::array<std::string_view, sketch::kTraits> kTraitNames = {
    "leading_space", "trailing_space", "odd_space", "control", "nul", "non_ascii", "invalid_utf8"};
// Twelve significant digits: more than that may differ with the order of the rows.
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

Json counts_of(const ColumnProfile& c) {
  return {{"rows", c.rows},
          {"nulls", c.nulls},
          {"empty", c.empty},
          {"blank", c.blank},
          {"missing", c.missing},
          {"present", c.present},
          {"conforming", c.conforming},
          {"exceptions", c.exceptions},
          {"undecided", c.undecided}};
}

Json types_of(const Facts& facts) {
  Json counts = Json::object();
  for (std::size_t i = 0; i < types::kTypes; ++i) {
    const auto type = static_cast<Type>(i);
    if (type > Type::missing && facts.types[i] > 0) counts[types::name_of(type)] = facts.types[i];
  }
  return counts;
}

Json texts_of(const sketch::TextCounts& texts) {
  Json counts = Json::object();
  for (const auto& entry : texts.entries()) counts[entry.text.shown()] = entry.count;
  return counts;
}

Json distinct_of(const ColumnProfile& column) {
  return {
      {"count", column.distinct},
      {"exact", column.distinct_exact},
      {"relative_error", column.distinct_exact ? 0.0 : document::rounded(sketch::kDistinctError)}};
}

Json length_of(const Facts& facts) {
  if (facts.present() == 0) return nullptr;
  return {{"min", facts.min_length}, {"max", facts.max_length}};
}

// The sum as an integer where all terms are and it fits.
Json sum_of(const Facts& facts, const sketch::Moments& moments) {
  constexpr double kMost = 9.2e18;
  if (moments.overflow) return nullptr;
  if (moments.count == facts.of(Type::integer) && std::abs(moments.sum.high) < kMost) {
    return static_cast<std::int64_t>(moments.sum.high) + static_cast<std::int64_t>(moments.sum.low);
  }
  return significant(moments.sum.high);
}

Json number_of(const Facts& facts, const ColumnProfile& column) {
  const Numbers numbers = numbers_of(facts, column.convention);
  if (numbers.moments.count == 0) return nullptr;
  const bool integers = numbers.moments.count == facts.of(Type::integer);
  Json mark = nullptr;
  if (column.convention.mark == types::DecimalMark::point) mark = "point";
  if (column.convention.mark == types::DecimalMark::comma) mark = "comma";
  return {{"min", integers ? Json(facts.min_integer) : significant(numbers.moments.min)},
          {"max", integers ? Json(facts.max_integer) : significant(numbers.moments.max)},
          {"mean", significant(numbers.moments.mean())},
          {"stddev", significant(numbers.moments.deviation())},
          {"sum", sum_of(facts, numbers.moments)},
          {"max_digits", numbers.width.digits},
          {"scale", numbers.width.scale},
          {"grouped", facts.grouped},
          {"decimal_comma", facts.of(MarkForm::only_comma)},
          {"decimal_mark", mark},
          {"evidence", word_of(column.decimal_mark)},
          {"date_readings", describe_counted_dates(facts, column)}};
}

Json boolean_of(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  const Facts& facts = sketch.facts();
  const bool candidate =
      column.type == Type::integer && facts.zero_or_one == facts.of(Type::integer);
  return {{"words", facts.of(Type::boolean)},
          {"spellings", texts_of(sketch.words())},
          {"zero_or_one", facts.zero_or_one},
          {"boolean_candidate", candidate}};
}

Json traits_of(const Facts& facts) {
  Json traits = Json::object();
  for (std::size_t i = 0; i < sketch::kTraits; ++i) traits[kTraitNames[i]] = facts.traits[i];
  return traits;
}

void add_exception(Json& list, std::string_view kind, std::uint64_t count, Json examples) {
  if (count == 0) return;
  list.push_back({{"kind", kind}, {"count", count}, {"examples", std::move(examples)}});
}

// Numbers other than 0 and 1, in a column of booleans.
void add_other_integers(const sketch::ColumnSketch& sketch, Json& list) {
  Json examples = Json::array();
  for (const Json& text : examples_of(sketch, sketch::example_group(Type::integer))) {
    if (!types::read(text.get_ref<const std::string&>()).zero_or_one) examples.push_back(text);
  }
  const Facts& facts = sketch.facts();
  add_exception(list, types::name_of(Type::integer), facts.of(Type::integer) - facts.zero_or_one,
                std::move(examples));
}

// Values of dates that contradict each other, under the orders that explain them.
void add_conflicting_dates(const sketch::ColumnSketch& sketch, const ColumnProfile& column,
                           Json& list) {
  std::array<std::uint64_t, sketch::kOrderMasks> counts{};
  for (const sketch::DateFormats::Entry& entry : sketch.formats().entries()) {
    if (!sketch::is_date(entry.format.type) || !fits(entry.format.type, column.type)) continue;
    for (std::size_t mask = 1; mask < counts.size(); ++mask) counts[mask] += entry.by_orders[mask];
  }
  constexpr std::array<std::string_view, kOrders> kKinds = {"day_first", "month_first",
                                                            "year_first"};
  std::uint64_t either = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  for (std::size_t i = 0; i < kOrders; ++i) {
    const auto bit = static_cast<dates::OrderBit>(1U << i);
    add_exception(list, kKinds[i], counts[bit], examples_of(sketch, sketch::example_group(bit)));
    either -= counts[bit];
  }
  add_exception(list, "undecided", either, examples_of_open_order(sketch));
}

// Numbers whose form has a group of examples of its own are shown with their type.
Json examples_of_type(const sketch::ColumnSketch& sketch, Type type) {
  Json examples = examples_of(sketch, sketch::example_group(type));
  if (type != Type::decimal) return examples;
  for (const MarkForm form : {MarkForm::only_comma, MarkForm::point_or_group, MarkForm::open}) {
    for (const Json& text : examples_of(sketch, sketch::example_group(form))) {
      if (examples.size() < sketch::Examples::kEach) examples.push_back(text);
    }
  }
  return examples;
}

Json exceptions_of(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  Json list = Json::array();
  if (column.exceptions == 0) return list;
  for (std::size_t i = 0; i < types::kTypes; ++i) {
    const auto type = static_cast<Type>(i);
    if (type <= Type::missing || fits(type, column.type)) continue;
    if (column.type == Type::boolean && type == Type::integer) {
      add_other_integers(sketch, list);
    } else {
      add_exception(list, types::name_of(type), sketch.facts().types[i],
                    examples_of_type(sketch, type));
    }
  }
  if (sketch::is_date(column.type) && column.date_order == Evidence::conflict) {
    add_conflicting_dates(sketch, column, list);
  }
  return list;
}

Json leaning_of(const ColumnProfile& column) {
  const Leaning& leaning = column.leaning;
  if (leaning.type == Type::text) return nullptr;
  return {{"type", types::name_of(leaning.type)},
          {"count", leaning.count},
          {"undecided", leaning.undecided},
          {"share", document::rounded(static_cast<double>(leaning.count) /
                                      static_cast<double>(column.present))}};
}

Json codes_of(const sketch::ColumnSketch& sketch) {
  const std::uint64_t codes = sketch.facts().of(Type::code);
  if (codes == 0) return nullptr;
  return {{"count", codes}, {"examples", examples_of(sketch, sketch::example_group(Type::code))}};
}

}  // namespace

Json examples_of(const sketch::ColumnSketch& sketch, std::uint8_t group) {
  std::vector<std::string> texts;
  for (const auto& entry : sketch.examples().entries()) {
    if (entry.group == group) texts.push_back(entry.text.shown());
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

Json describe(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  const Facts& facts = sketch.facts();
  Json document = {
      {"version", 2},
      {"type", column.type == Type::empty ? "unknown" : types::name_of(column.type)},
      {"confidence", column.confidence},
      {"leaning", leaning_of(column)},
      {"counts", counts_of(column)},
      {"types", types_of(facts)},
      {"missing_tokens", texts_of(sketch.markers())},
      {"distinct", distinct_of(column)},
      {"length", length_of(facts)},
      {"first", facts.present() > 0 ? Json(sketch.first().shown()) : Json(nullptr)},
      {"last", facts.present() > 0 ? Json(sketch.last().shown()) : Json(nullptr)},
      {"number", number_of(facts, column)},
      {"date", describe_dates(sketch, column)},
      {"boolean", boolean_of(sketch, column)},
      {"codes", codes_of(sketch)},
      {"text", traits_of(facts)},
      {"top", top_of(sketch, kTopShown)},
      {"exceptions", exceptions_of(sketch, column)},
      {"warnings", warnings(sketch, column)},
  };
  return document;
}

}  // namespace tamis::profile
