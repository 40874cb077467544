// tamis_circuit_breaker: whether a table is worth cleaning at all.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/profile/profile.h"
#include "core/quality/check/cells.h"
#include "core/quality/quality.h"
#include "core/quality/score/facts.h"
#include "core/quality/score/verdict.h"

namespace tamis::quality {
namespace {

using document::Json;
using profile::ColumnProfile;

struct Limits {
  double max_corrupt;
  double min_confidence;
};

double share(std::int64_t part, std::int64_t whole) noexcept {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string_view word(profile::Evidence evidence) noexcept {
  switch (evidence) {
    case profile::Evidence::none: return "none";
    case profile::Evidence::decided: return "decided";
    case profile::Evidence::ambiguous: return "ambiguous";
    case profile::Evidence::conflict: return "conflict";
  }
  return "none";
}

Json column_document(const ColumnProfile& column) {
  const Judged by = judged(column);
  return {{"name", column.name},
          {"type", column.type == types::Type::empty ? "unknown" : types::name_of(column.type)},
          {"leaning", by.type == column.type ? Json() : Json(types::name_of(by.type))},
          {"confidence", document::rounded(by.confidence)},
          {"present", column.present},
          {"exceptions", by.exceptions},
          {"undecided", by.undecided},
          {"corrupt", corrupt_values(column)},
          {"corrupt_ratio", document::rounded(share(corrupt_values(column), column.present))},
          {"date_order", word(column.date_order)},
          {"decimal_mark", word(column.decimal_mark)}};
}

// A short column has a low confidence however clean it is, so only one that has exceptions can
// fall short; text has none by definition.
bool falls_short(const Judged& by, const Limits& limits) noexcept {
  return by.type != types::Type::text && by.exceptions > 0 && by.confidence < limits.min_confidence;
}

// A column that is text by intent has no other type to be held to.
void take_as_text(ColumnProfile& column) noexcept {
  if (column.type == types::Type::empty) return;
  column.type = types::Type::text;
  column.declared_type = engine::ColumnType::text;
  column.leaning = {};
  column.conforming = column.present;
  column.exceptions = 0;
  column.undecided = 0;
  column.confidence = profile::confidence_of(column.present, column.present);
  column.date_order = profile::Evidence::none;
  column.decimal_mark = profile::Evidence::none;
}

// The exact counts, which a share may hide.
std::string counts(std::int64_t part, std::int64_t whole) {
  return " (" + std::to_string(part) + " of " + std::to_string(whole) + ")";
}

struct Totals {
  std::int64_t present = 0;
  std::int64_t corrupt = 0;
  std::int64_t exceptions = 0;
};

std::vector<std::string> reasons_of(const profile::TableProfile& table, const Totals& totals,
                                    const Limits& limits) {
  std::vector<std::string> reasons;
  const double corrupt_ratio = share(totals.corrupt, totals.present);
  if (corrupt_ratio > limits.max_corrupt) {
    reasons.push_back(percentage(corrupt_ratio) + " of values are corrupt" +
                      counts(totals.corrupt, totals.present));
  }
  for (const ColumnProfile& column : table.columns) {
    const std::int64_t corrupt = corrupt_values(column);
    const double ratio = share(corrupt, column.present);
    if (ratio > limits.max_corrupt) {
      reasons.push_back(percentage(ratio) + " of the values of column " + in_quotes(column.name) +
                        " are corrupt" + counts(corrupt, column.present));
    }
    if (const Judged by = judged(column); falls_short(by, limits)) {
      reasons.push_back("column " + in_quotes(column.name) + " is " +
                        (by.type == column.type ? "" : "text that leans to ") +
                        std::string(types::name_of(by.type)) + " with a confidence of " +
                        percentage(by.confidence) + " only");
    }
  }
  return reasons;
}

}  // namespace

Json circuit_breaker(engine::Session& session, std::string_view table, document::Options options) {
  const Limits limits{options.number("max_corrupt", kMostCorrupt, 0, 1),
                      options.number("min_confidence", kLeastConfidence, 0, 1)};
  const std::vector<std::string> columns = options.strings("columns");
  const std::vector<std::string> texts = options.strings("text");
  const bool raise = options.boolean("raise", true);
  options.finish();

  const engine::Relation relation = session.relation(table);
  require_distinct_columns(relation);
  for (const std::string& column : columns) relation.column(column);
  for (const std::string& column : texts) relation.column(column);
  profile::TableProfile profiled = profile::profile_table(session, relation, columns);

  Totals totals;
  Json documents = Json::array();
  for (ColumnProfile& column : profiled.columns) {
    if (std::find(texts.begin(), texts.end(), column.name) != texts.end()) take_as_text(column);
    totals.present += column.present;
    totals.corrupt += corrupt_values(column);
    totals.exceptions += judged(column).exceptions;
    documents.push_back(column_document(column));
  }
  Json document = {
      {"version", 1},
      {"kind", "circuit_breaker"},
      {"table", std::string(table)},
      {"rows", profiled.rows},
      {"present", totals.present},
      {"corrupt", totals.corrupt},
      {"exceptions", totals.exceptions},
      {"corrupt_ratio", document::rounded(share(totals.corrupt, totals.present))},
      {"limits", {{"max_corrupt", limits.max_corrupt}, {"min_confidence", limits.min_confidence}}},
      {"columns", std::move(documents)}};
  return conclude(std::move(document), reasons_of(profiled, totals, limits),
                  "circuit breaker tripped for " + in_quotes(table), raise);
}

}  // namespace tamis::quality
