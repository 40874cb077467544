#include "core/quality/check/readings.h"

#include "core/quality/check/cells.h"

namespace tamis::quality {
namespace {

using engine::ColumnType;
using engine::Dialect;

constexpr double kMostOfThem = 0.9;

// Infinities and NaN have no place among numbers that both engines order alike.
std::string number_cell(const Dialect& dialect, const std::string& text) {
  return "nullif(nullif(nullif(coalesce(" + try_cast_sql(dialect, text, "decimal") + ", " +
         try_cast_sql(dialect, text, "real") + "), 'NaN'), 'Infinity'), '-Infinity')";
}

// A timestamp without an offset is taken as UTC, so one with an offset goes without it: equal
// moments must be equal texts.
std::string moment_cell(const Dialect& dialect, const std::string& text) {
  return "replace(coalesce(" + try_cast_sql(dialect, text, "timestamp") + ", " +
         try_cast_sql(dialect, text, "timestamptz") + "), '+00:00', '')";
}

bool says(std::string_view logical_type, ColumnType declared, Reads& out) {
  if (logical_type == "number" || logical_type == "integer") {
    out = Reads::number;
  } else if (logical_type == "date" || logical_type == "timestamp") {
    out = Reads::moment;
  } else if (logical_type == "string") {
    out = Reads::text;
  } else {
    switch (declared) {
      case ColumnType::integer:
      case ColumnType::real:
      case ColumnType::decimal: out = Reads::number; break;
      case ColumnType::date:
      case ColumnType::timestamp:
      case ColumnType::timestamptz: out = Reads::moment; break;
      default: return false;
    }
  }
  return true;
}

}  // namespace

std::string_view by_bytes(const Dialect& dialect) noexcept {
  return dialect.engine() == Dialect::Engine::postgresql ? " COLLATE \"C\"" : "";
}

Reads reads_as(engine::Session& session, const engine::Relation& relation,
               const engine::Column& column, std::string_view logical_type,
               const std::string& where) {
  Reads known = Reads::text;
  if (says(logical_type, column.type, known)) return known;
  const Dialect& dialect = session.dialect();
  const auto rows = session.query_few("SELECT count(t), count(n), count(m) FROM (SELECT " +
                                      reading_cell(dialect, column, Reads::text) + " AS t, " +
                                      reading_cell(dialect, column, Reads::number) + " AS n, " +
                                      reading_cell(dialect, column, Reads::moment) + " AS m FROM " +
                                      relation.sql + where + std::string(kFence) + ") AS cells");
  rows->next();
  const double enough = kMostOfThem * static_cast<double>(count_at(*rows, 0));
  const auto reach = [&](std::size_t i) {
    return count_at(*rows, i) > 0 && static_cast<double>(count_at(*rows, i)) >= enough;
  };
  return reach(1) ? Reads::number : reach(2) ? Reads::moment : Reads::text;
}

std::string reading_cell(const Dialect& dialect, const engine::Column& column, Reads reads) {
  const std::string text = cell_text(dialect, column);
  switch (reads) {
    case Reads::number: return number_cell(dialect, text);
    case Reads::moment: return moment_cell(dialect, text);
    case Reads::text: break;
  }
  return "tamis_clean(" + text + ")";
}

std::string reading_value(const Dialect& dialect, const std::string& name, Reads reads) {
  if (reads == Reads::number) return dialect.from_canonical_text(name, ColumnType::decimal);
  return "(" + name + ")" + std::string(by_bytes(dialect));
}

std::string reading_real(const Dialect& dialect, const std::string& name) {
  return dialect.from_canonical_text(name, ColumnType::real);
}

}  // namespace tamis::quality
