#include "core/quality/clean/amount_units.h"

#include <string_view>

#include "core/quality/check/cells.h"

namespace tamis::quality {
namespace {

using engine::Dialect;

// All that a number is written with, blanks of every width too.
constexpr std::string_view kOfNumbers[] = {"0",
                                           "1",
                                           "2",
                                           "3",
                                           "4",
                                           "5",
                                           "6",
                                           "7",
                                           "8",
                                           "9",
                                           ".",
                                           ",",
                                           "'",
                                           " ",
                                           "-",
                                           "+",
                                           "(",
                                           ")",
                                           "\xC2\xA0",
                                           "\xE2\x80\xAF",
                                           "\xE2\x80\x89",
                                           "\xE2\x80\x99"};

std::string units_sql(const engine::Relation& relation, const engine::Column& column,
                      const Dialect& dialect) {
  const std::string text = cell_text(dialect, column);
  std::string unit = text;
  for (const std::string_view part : kOfNumbers) {
    unit = "replace(" + unit + ", " + dialect.quote_literal(part) + ", '')";
  }
  const bool postgresql = dialect.engine() == Dialect::Engine::postgresql;
  return "SELECT unit FROM (SELECT DISTINCT " + unit + " AS unit FROM " + relation.sql +
         " WHERE tamis_type(" + text + ") = 'currency') AS units WHERE unit <> '' ORDER BY unit" +
         (postgresql ? " COLLATE \"C\"" : "") + " LIMIT " + std::to_string(kMostUnits);
}

bool shall_be_number(const engine::Column& column, const CleanOptions& options) {
  const auto said = options.types.find(column.name);
  return said == options.types.end() || said->second == types::Type::decimal;
}

}  // namespace

ByColumn<std::vector<std::string>> find_units(engine::Session& session,
                                              const engine::Relation& relation,
                                              const profile::TableProfile& profile,
                                              const CleanOptions& options) {
  ByColumn<std::vector<std::string>> out;
  for (const profile::ColumnProfile& column : profile.columns) {
    const engine::Column& source = relation.column(column.name);
    if (column.kind != types::Type::currency || !shall_be_number(source, options)) continue;
    std::vector<std::string>& units = out[column.name];
    const auto rows = session.query(units_sql(relation, source, session.dialect()));
    while (rows->next()) units.emplace_back(rows->at(0).bytes());
  }
  return out;
}

}  // namespace tamis::quality
