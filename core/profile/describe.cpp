#include "core/profile/describe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "core/profile/answers.h"
#include "core/profile/column_types.h"
#include "core/profile/describe_dates.h"
#include "core/profile/describe_parts.h"
#include "core/profile/hints.h"

namespace tamis::profile {
namespace {

using document::Json;
using sketch::Facts;
using types::Type;

constexpr std::array<std::string_view, sketch::kTraits> kTraitNames = {
    "leading_space", "trailing_space", "odd_space", "control", "nul", "non_ascii", "invalid_utf8"};

Json counts_of(const ColumnProfile& c) {
  return {{"rows", c.rows},
          {"nulls", c.nulls},
          {"empty", c.empty},
          {"blank", c.blank},
          {"missing", c.missing},
          {"present", c.present},
          {"conforming", c.kind_conforming},
          {"exceptions", c.kind_exceptions},
          {"undecided", c.kind_undecided}};
}

Json types_of(const Facts& facts) {
  Json counts = Json::object();
  for (std::size_t i = 0; i < types::kTypes; ++i) {
    const auto type = static_cast<Type>(i);
    if (type > Type::missing && facts.types[i] > 0) counts[types::name_of(type)] = facts.types[i];
  }
  return counts;
}

Json boolean_of(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  const Facts& facts = sketch.facts();
  const bool candidate =
      column.type == Type::integer && facts.zero_or_one == facts.of(Type::integer);
  return {{"words", facts.of(Type::boolean)},
          {"spellings", counts_of_texts(sketch.words())},
          {"zero_or_one", facts.zero_or_one},
          {"boolean_candidate", candidate}};
}

Json traits_of(const Facts& facts) {
  Json traits = Json::object();
  for (std::size_t i = 0; i < sketch::kTraits; ++i) traits[kTraitNames[i]] = facts.traits[i];
  return traits;
}

std::string_view name_of_verdict(Type type) noexcept {
  return type == Type::empty ? "unknown" : types::name_of(type);
}

Json rivals_of(const ColumnProfile& column) {
  Json list = Json::array();
  for (const Rival& rival : column.rivals) {
    list.push_back({{"type", types::name_of(rival.type)},
                    {"count", rival.count},
                    {"share", share_of(static_cast<std::uint64_t>(rival.count),
                                       static_cast<std::uint64_t>(column.present))}});
  }
  return list;
}

Json suspected_of(const ColumnProfile& column) {
  Json counts = Json::object();
  for (const SuspectedMarker& marker : column.suspected) counts[marker.text] = marker.count;
  return counts;
}

// As what the engine keeps the values: a column of SQLite may hold several classes.
Json storage_of(const Facts& facts) {
  constexpr std::array<std::string_view, sketch::kKinds> kNames = {
      "null", "boolean", "integer", "real", "decimal", "text", "blob"};
  Json counts = Json::object();
  for (std::size_t i = 1; i < kNames.size(); ++i) {
    if (facts.kinds[i] > 0) counts[kNames[i]] = facts.kinds[i];
  }
  return counts;
}

Json declared_of(const ColumnProfile& column) {
  if (column.declared.empty()) return nullptr;
  const bool any = column.kind != Type::empty;
  return {{"type", column.declared},
          {"agrees", any ? Json(agrees(column.declared_type, column.kind)) : Json(nullptr)}};
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

double share_of(std::uint64_t part, std::uint64_t all) noexcept {
  return all == 0 ? 0 : document::rounded(static_cast<double>(part) / static_cast<double>(all));
}

Json counts_of_texts(const sketch::TextCounts& texts) {
  Json counts = Json::object();
  for (const auto& entry : texts.entries()) counts[entry.text.shown()] = entry.count;
  return counts;
}

Json describe(const sketch::ColumnSketch& sketch, const ColumnProfile& column,
              const RowNames* row_names) {
  using Engine = engine::Dialect::Engine;
  const Facts& facts = sketch.facts();
  const bool any = facts.present() > 0;
  return {
      {"version", 3},
      {"kind", name_of_verdict(column.kind)},
      {"type", name_of_verdict(column.type)},
      {"confidence", column.kind_confidence},
      {"leaning", leaning_of(column)},
      {"rivals", rivals_of(column)},
      {"suspected_markers", suspected_of(column)},
      {"hints", describe_hints(sketch, column)},
      {"personal", describe_personal(sketch, column)},
      {"declared", declared_of(column)},
      {"proposed",
       {{"postgresql", column_type(sketch, column, Engine::postgresql)},
        {"sqlite", column_type(sketch, column, Engine::sqlite)}}},
      {"counts", counts_of(column)},
      {"types", types_of(facts)},
      {"storage", storage_of(facts)},
      {"missing_tokens", counts_of_texts(sketch.markers())},
      {"distinct", describe_distinct(sketch, column)},
      {"entropy", describe_entropy(sketch)},
      {"length", describe_lengths(facts)},
      {"masks", describe_masks(sketch.masks())},
      {"first", any ? Json(sketch.first().shown()) : Json(nullptr)},
      {"last", any ? Json(sketch.last().shown()) : Json(nullptr)},
      {"number", describe_numbers(sketch, column)},
      {"date", describe_dates(sketch, column)},
      {"boolean", boolean_of(sketch, column)},
      {"codes", codes_of(sketch)},
      {"text", traits_of(facts)},
      {"top", top_of(sketch, kTopShown)},
      {"rare", describe_rare(sketch)},
      {"heavy_hitters", describe_no_heavy_hitter(sketch)},
      {"exceptions", describe_exceptions(sketch, column, row_names)},
      {"rows", describe_rows(sketch, row_names)},
      {"exceptions_sql", nullptr},
      {"warnings", warnings(sketch, column)},
  };
}

}  // namespace tamis::profile
