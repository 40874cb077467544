// What becomes of each column, decided from its profile and the options before anything runs.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/profile/profile.h"
#include "core/quality/clean/clean_options.h"

namespace tamis::quality {

// How one column travels.
struct CleanColumn {
  engine::Column source;  // without a name where the contract alone knows the column
  std::string target_name;
  types::Type type = types::Type::text;
  types::Convention convention;
  std::optional<int> two_digit_pivot;
  engine::ColumnType storage = engine::ColumnType::text;
  // Copied as it is: binary data, JSON, and what the engine already holds in the right type.
  bool copied = false;
  // Texts such as 'NA' and '-' mean what they say in this column.
  bool keep_missing = false;
  text::Casing casing = text::Casing::as_is;
  OnReject on_reject = OnReject::null;
  // Numbers that say what they count: what they are read as, and in which unit, if they say one.
  std::optional<types::Type> amount;  // currency or percent
  std::string unit;
  bool as_ratio = false;  // 12.5% as 0.125
  // What all rows have in a column that the source lacks; null: NULL.
  document::Json constant;
  // Why the column did not become what it looks like; empty: it did.
  std::string note;

  bool is_added() const noexcept { return source.name.empty(); }
};

// The type that values of the column are judged by: text where any value is a good one.
types::Type judged_type(const CleanColumn& column) noexcept;

// The relation with the caller's markers and sentinels read as NULL.
engine::Relation without_markers(const engine::Relation& source, const CleanOptions& options,
                                 const engine::Dialect& dialect);
// Whether a cell is such a marker, or such a sentinel, as SQL; empty where the column has none.
std::string is_marker_sql(const engine::Column& column, const CleanOptions& options,
                          const engine::Dialect& dialect);
std::string is_sentinel_sql(const engine::Column& column, const CleanOptions& options,
                            const engine::Dialect& dialect);

// Decides each column's type, convention and name. `units`: of the columns of amounts, the
// currencies that stand beside their numbers. Throws ambiguous_value naming the column and the
// option where the values leave a meaning open.
std::vector<CleanColumn> plan_columns(const engine::Relation& source,
                                      const profile::TableProfile& profile,
                                      const CleanOptions& options,
                                      const ByColumn<std::vector<std::string>>& units,
                                      const engine::Dialect& dialect);

// snake_case names, made different with _2, _3 and cut to what PostgreSQL keeps of a name.
std::vector<std::string> snake_case_names(std::span<const std::string> names);

}  // namespace tamis::quality
