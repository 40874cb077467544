#include "core/profile/row_order.h"

#include <algorithm>
#include <cstdint>
#include <span>

#include "core/error/error.h"
#include "core/sketch/facts.h"

namespace tamis::profile {
namespace {

using document::Json;
using engine::ColumnType;
using types::Type;

// Each column takes two expressions inside and three outside.
constexpr std::size_t kColumnsOfOneScan = 300;

// The value as what the column is, so that it compares as such; NULL where it is none.
std::string comparable(const engine::Dialect& dialect, const engine::Column& column,
                       const ColumnProfile& found) {
  const std::string text = dialect.as_text(dialect.quote_identifier(column.name), column.type);
  const bool number =
      found.type == Type::integer || found.type == Type::decimal || found.type == Type::real;
  std::string value = text;
  if (number || sketch::is_date(found.type)) {
    value = "tamis_try_cast(" + text + ", " + dialect.quote_literal(types::name_of(found.type)) +
            ", " + dialect.quote_literal(cast_options(found.convention)) + ")";
  }
  if (number) {
    return dialect.from_canonical_text(
        value, found.type == Type::real ? ColumnType::real : ColumnType::decimal);
  }
  if (dialect.engine() == engine::Dialect::Engine::sqlite) return value;
  return "(" + value + ") COLLATE \"C\"";
}

// As ORDER BY of a window; empty where rows have no names.
std::string by_name(const RowNames& names) {
  switch (names.address) {
    case RowAddress::none: return {};
    case RowAddress::ctid:
      return names.tables.empty() ? "ORDER BY row_name" : "ORDER BY row_table, row_name";
    case RowAddress::rowid:
    case RowAddress::key: return "ORDER BY row_name";
  }
  return {};
}

std::string names_sql(const engine::Dialect& dialect, const RowNames& names) {
  switch (names.address) {
    case RowAddress::none: return {};
    case RowAddress::ctid:
      return names.tables.empty() ? ", ctid AS row_name"
                                  : ", tableoid AS row_table, ctid AS row_name";
    case RowAddress::rowid: return ", " + names.column + " AS row_name";
    case RowAddress::key: return ", " + dialect.quote_identifier(names.column) + " AS row_name";
  }
  return {};
}

struct Neighbours {
  std::int64_t rising = 0;
  std::int64_t falling = 0;
  std::int64_t equal = 0;
};

Json describe(const Neighbours& n) {
  Json sorted = nullptr;
  if (n.rising + n.falling + n.equal > 0 && (n.rising == 0 || n.falling == 0)) {
    sorted = n.falling == 0 && n.rising > 0   ? Json("ascending")
             : n.rising == 0 && n.falling > 0 ? Json("descending")
                                              : Json("constant");
  }
  return {{"ascending", n.rising},
          {"descending", n.falling},
          {"equal", n.equal},
          {"sorted", sorted},
          {"strictly", !sorted.is_null() && n.equal == 0}};
}

void scan(engine::Session& session, const engine::Relation& relation,
          std::span<ColumnProfile* const> columns, const RowNames& names) {
  const engine::Dialect& dialect = session.dialect();
  std::string counts;
  std::string pairs;
  std::string values;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string n = std::to_string(i);
    for (const char* const compared : {" < ", " > ", " = "}) {
      if (!counts.empty()) counts += ", ";
      counts.append("count(*) FILTER (WHERE a").append(n).append(compared).append("b");
      counts.append(n).append(")");
    }
    pairs.append(i == 0 ? "" : ", ").append("lag(b").append(n).append(") OVER w AS a").append(n);
    pairs.append(", b").append(n);
    values.append(i == 0 ? "" : ", ");
    values += comparable(dialect, relation.column(columns[i]->name), *columns[i]);
    values.append(" AS b").append(n);
  }
  const auto rows =
      session.query_few("SELECT " + counts + " FROM (SELECT " + pairs + " FROM (SELECT " + values +
                        names_sql(dialect, names) + " FROM " + relation.sql +
                        ") AS named WINDOW w AS (" + by_name(names) + ")) AS neighbours");
  if (!rows->next()) throw Error(Code::internal_error, "an aggregate gave no row");
  for (std::size_t i = 0; i < columns.size(); ++i) {
    columns[i]->document["order"] =
        describe({rows->at(3 * i).as_integer(), rows->at(3 * i + 1).as_integer(),
                  rows->at(3 * i + 2).as_integer()});
  }
}

}  // namespace

void describe_row_order(engine::Session& session, const engine::Relation& relation,
                        const std::vector<std::string>& columns, TableProfile& profile) {
  std::vector<ColumnProfile*> chosen;
  for (ColumnProfile& column : profile.columns) {
    if (columns.empty()) chosen.push_back(&column);
  }
  for (const std::string& name : columns) {
    chosen.push_back(&profile.columns[profile.place_of(relation, name)]);
  }
  std::span<ColumnProfile* const> rest = chosen;
  while (!rest.empty()) {
    const std::size_t size = std::min(rest.size(), kColumnsOfOneScan);
    scan(session, relation, rest.first(size), profile.row_names);
    rest = rest.subspan(size);
  }
}

}  // namespace tamis::profile
