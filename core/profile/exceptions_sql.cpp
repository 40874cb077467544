#include "core/profile/exceptions_sql.h"

#include <array>
#include <utility>

#include "core/profile/kind.h"
#include "core/sketch/facts.h"
#include "core/types/types.h"

namespace tamis::profile {
namespace {

using types::Type;

// The types that take part in the verdict and conform, and those that take none.
std::string accepted_types(Type kind) {
  std::string list;
  for (std::size_t i = 0; i < types::kTypes; ++i) {
    const auto type = static_cast<Type>(i);
    if (types::is_present(type) && !fits(type, kind)) continue;
    list.append(list.empty() ? "'" : ", '").append(types::name_of(type)).append("'");
  }
  return list;
}

// A date whose meaning depends on an order is none in a column where orders contradict each other.
// An order also decides the calendar of a year in front, which is another question.
std::string depends_on_order(const std::string& text, const engine::Dialect& dialect) {
  const auto read_as = [&](std::string_view order) {
    return "tamis_normalize_date(" + text + ", '{\"order\": \"" + std::string(order) + "\"}')";
  };
  const std::string dmy = read_as("dmy");
  return "CAST(tamis_date_formats(" + text + ") AS text) NOT LIKE '[\"yyyy%' AND (" +
         dialect.is_distinct(dmy, read_as("mdy")) + " OR " +
         dialect.is_distinct(dmy, read_as("ymd")) + ")";
}

// With the partition where there are several.
std::string address_of(const RowNames& rows, const engine::Dialect& dialect) {
  if (rows.address == RowAddress::none) return {};
  const std::string address = dialect.quote_identifier(rows.column);
  return rows.tables.empty() ? address : "tableoid::regclass || ' ' || " + address;
}

// What SQLite keeps as a blob or an integer is one, whatever its text would be.
std::string as_stored(const ColumnProfile& column, const std::string& name, std::string wrong) {
  const document::Json& storage = column.document.at("storage");
  std::string cases;
  if (storage.contains("blob")) {
    cases += " WHEN 'blob' THEN ";
    cases += column.kind == Type::binary ? "0" : "length(" + name + ") > 0";
  }
  if (storage.contains("integer") && column.kind != Type::boolean) {
    cases += std::string(" WHEN 'integer' THEN ") + (fits(Type::integer, column.kind) ? "0" : "1");
  }
  if (cases.empty()) return wrong;
  return "CASE typeof(" + name + ")" + cases + " ELSE " + wrong + " END";
}

}  // namespace

std::string exceptions_sql(const ColumnProfile& column, const engine::Dialect& dialect,
                           std::string_view relation, const RowNames& rows) {
  if (column.kind_exceptions == 0) return {};
  const std::string name = dialect.quote_identifier(column.name);
  const std::string text = dialect.as_text(name, column.declared_type);
  std::string wrong = "tamis_type(" + text + ") NOT IN (" + accepted_types(column.kind) + ")";
  if (column.kind == Type::boolean) {
    wrong += " AND tamis_try_cast(" + text + ", 'boolean') IS NULL";
  } else if (sketch::is_date(column.kind) && column.date_order == Evidence::conflict) {
    wrong = "(" + wrong + " OR tamis_type(" + text +
            ") IN ('date', 'timestamp', 'timestamptz') AND (" + depends_on_order(text, dialect) +
            "))";
  }
  if (dialect.engine() == engine::Dialect::Engine::sqlite) {
    wrong = as_stored(column, name, std::move(wrong));
  }
  const std::string address = address_of(rows, dialect);
  std::string sql = "SELECT ";
  if (!address.empty()) sql.append(address).append(" AS row, ");
  sql.append(name).append(" AS value FROM ").append(relation).append(" WHERE ").append(wrong);
  return address.empty() ? sql : sql + " ORDER BY 1";
}

}  // namespace tamis::profile
