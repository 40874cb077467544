#include "core/history/dimension/unknown_member.h"

#include <string>
#include <utility>
#include <vector>

#include "core/history/row_hash_sql.h"
#include "core/history/sql.h"

namespace tamis::history {
namespace {

using document::Json;
using engine::Dialect;

// A row to be inserted.
struct Row {
  std::vector<std::string> names;
  std::vector<std::string> values;

  void add(const Dialect& dialect, std::string_view name, std::string value) {
    names.push_back(dialect.quote_identifier(name));
    values.push_back(std::move(value));
  }
};

// Numbers and booleans as themselves, so that a SQLite column without a type holds them so.
std::string literal(const Dialect& dialect, const Json& value, engine::ColumnType type) {
  if (value.is_null()) return "NULL";
  if (value.is_number() || value.is_boolean()) return document::canonical(value);
  const std::string text =
      value.is_string() ? value.get<std::string>() : document::canonical(value);
  return dialect.from_canonical_text(dialect.quote_literal(text), type);
}

void add_history(const HistoryTable& history, const Json& given, Row& row) {
  const auto add = [&](const std::string& name, std::string value) {
    if (!name.empty() && !given.contains(name)) row.add(history.dialect(), name, std::move(value));
  };
  const Names& own = history.names();
  add(own.valid_from,
      history.as_begin(history.literal(history.counts_moments() ? "0" : "0001-01-01 00:00:00")));
  add(own.valid_to, history.open_value());
  add(own.is_current, "true");
  add(own.row_hash, "''");
}

// Over what is stored, defaults included.
std::string set_hash(const Lookup& lookup, const std::string& where) {
  const HistoryTable& history = *lookup.history;
  const Dialect& dialect = history.dialect();
  return "UPDATE " + lookup.relation.sql + " SET " +
         dialect.quote_identifier(history.names().row_hash) + " = " +
         hash_expression(dialect, history.hashed(lookup.settings.names)) + where;
}

}  // namespace

bool add_unknown_member(engine::Session& session, const Lookup& lookup) {
  const Json& given = lookup.settings.unknown_row;
  if (given.is_null()) return false;
  const Dialect& dialect = session.dialect();
  const std::string where = " WHERE " + dialect.quote_identifier(lookup.settings.surrogate_key) +
                            " = " + lookup.settings.unknown;
  const std::string known = "SELECT count(*) FROM " + lookup.relation.sql + where;
  if (engine::query_integer(session, known).value_or(0) > 0) return false;
  Row row;
  row.add(dialect, lookup.settings.surrogate_key, lookup.settings.unknown);
  for (const auto& [name, value] : given.items()) {
    row.add(dialect, name, literal(dialect, value, lookup.relation.column(name).type));
  }
  if (lookup.history) add_history(*lookup.history, given, row);
  session.execute("INSERT INTO " + lookup.relation.sql + " (" + joined(row.names, ", ") +
                  ") VALUES (" + joined(row.values, ", ") + ")");
  if (lookup.history && lookup.history->has_hash()) session.execute(set_hash(lookup, where));
  return true;
}

}  // namespace tamis::history
