// tamis_circuit_breaker: whether a table is worth cleaning at all.
#include <string>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/profile/profile.h"
#include "core/quality/cells.h"
#include "core/quality/facts.h"
#include "core/quality/quality.h"
#include "core/quality/verdict.h"

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
  return {{"name", column.name},
          {"type", column.type == types::Type::empty ? "unknown" : types::name_of(column.type)},
          {"confidence", document::rounded(column.confidence)},
          {"present", column.present},
          {"exceptions", column.exceptions},
          {"undecided", column.undecided},
          {"corrupt", corrupt_values(column)},
          {"corrupt_ratio", document::rounded(share(corrupt_values(column), column.present))},
          {"date_order", word(column.date_order)},
          {"decimal_mark", word(column.decimal_mark)}};
}

// A short column has a low confidence however clean it is, so only one that has exceptions can
// fall short; text has none by definition.
bool falls_short(const ColumnProfile& column, const Limits& limits) noexcept {
  return column.type != types::Type::text && column.exceptions > 0 &&
         column.confidence < limits.min_confidence;
}

std::vector<std::string> reasons_of(const profile::TableProfile& table, double corrupt_ratio,
                                    const Limits& limits) {
  std::vector<std::string> reasons;
  if (corrupt_ratio > limits.max_corrupt) {
    reasons.push_back(percentage(corrupt_ratio) + " of values are corrupt");
  }
  for (const ColumnProfile& column : table.columns) {
    const double ratio = share(corrupt_values(column), column.present);
    if (ratio > limits.max_corrupt) {
      reasons.push_back(percentage(ratio) + " of the values of column " + in_quotes(column.name) +
                        " are corrupt");
    }
    if (falls_short(column, limits)) {
      reasons.push_back("column " + in_quotes(column.name) + " is " +
                        std::string(types::name_of(column.type)) + " with a confidence of " +
                        percentage(column.confidence) + " only");
    }
  }
  return reasons;
}

}  // namespace

Json circuit_breaker(engine::Session& session, std::string_view table, document::Options options) {
  const Limits limits{options.number("max_corrupt", kMostCorrupt, 0, 1),
                      options.number("min_confidence", kLeastConfidence, 0, 1)};
  const std::vector<std::string> columns = options.strings("columns");
  const bool raise = options.boolean("raise", true);
  options.finish();

  const engine::Relation relation = session.relation(table);
  require_distinct_columns(relation);
  for (const std::string& column : columns) relation.column(column);
  const profile::TableProfile profiled = profile::profile_table(session, relation, columns);

  std::int64_t present = 0;
  std::int64_t corrupt = 0;
  std::int64_t exceptions = 0;
  Json documents = Json::array();
  for (const ColumnProfile& column : profiled.columns) {
    present += column.present;
    corrupt += corrupt_values(column);
    exceptions += column.exceptions;
    documents.push_back(column_document(column));
  }
  const double ratio = share(corrupt, present);
  Json document = {
      {"version", 1},
      {"kind", "circuit_breaker"},
      {"table", std::string(table)},
      {"rows", profiled.rows},
      {"present", present},
      {"corrupt", corrupt},
      {"exceptions", exceptions},
      {"corrupt_ratio", document::rounded(ratio)},
      {"limits", {{"max_corrupt", limits.max_corrupt}, {"min_confidence", limits.min_confidence}}},
      {"columns", std::move(documents)}};
  return conclude(std::move(document), reasons_of(profiled, ratio, limits),
                  "circuit breaker tripped for " + in_quotes(table), raise);
}

}  // namespace tamis::quality
