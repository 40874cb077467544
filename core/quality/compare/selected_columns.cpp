#include "core/quality/compare/selected_columns.h"

#include <algorithm>
#include <set>

#include "core/error/error.h"

namespace tamis::quality {
namespace {

bool has(const std::vector<std::string>& names, std::string_view name) noexcept {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

ColumnSelection::ColumnSelection(document::Options& options)
    : columns_(options.strings("columns")), exclude_(options.strings("exclude")) {}

bool ColumnSelection::takes(std::string_view column) const noexcept {
  return (columns_.empty() || has(columns_, column)) && !has(exclude_, column);
}

std::vector<const engine::Column*> ColumnSelection::of(const engine::Relation& relation) const {
  std::vector<const engine::Column*> out;
  for (const engine::Column& column : relation.columns) {
    if (takes(column.name)) out.push_back(&column);
  }
  return out;
}

void ColumnSelection::refuse(std::string_view name) {
  throw Error(Code::undefined_column, "neither side has a column " + in_quotes(name), {},
              "Columns of \"columns\" and \"exclude\" are written as the tables have them.");
}

void require_one_of_each_name(const engine::Relation& relation) {
  std::set<std::string_view> seen;
  for (const engine::Column& column : relation.columns) {
    if (seen.insert(column.name).second) continue;
    throw Error(Code::duplicate_column,
                "the query has more than one column " + in_quotes(column.name), {},
                "Give each a name of its own with AS.");
  }
}

}  // namespace tamis::quality
