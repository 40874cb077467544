#include "core/history/scd2/schema.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "core/error/error.h"
#include "core/history/column_types.h"
#include "core/history/names.h"
#include "core/history/row_hash_sql.h"
#include "core/history/sql.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;
using engine::Session;

// A declared PostgreSQL type, such as numeric(10,2): its name and its modifiers.
struct TypeWords {
  std::string name;
  std::vector<int> sizes;
};

TypeWords words_of(const std::string& declared) {
  TypeWords out;
  const std::size_t open = declared.find('(');
  out.name = declared.substr(0, open);
  while (out.name.ends_with(' ')) out.name.pop_back();
  if (open == std::string::npos) return out;
  const char* at = declared.data() + open + 1;
  const char* const end = declared.data() + declared.size();
  while (at < end) {
    int size = 0;
    const auto [next, error] = std::from_chars(at, end, size);
    if (error != std::errc()) break;
    out.sizes.push_back(size);
    at = next + 1;
  }
  return out;
}

int integer_bytes(const std::string& name) {
  if (name == "smallint") return 2;
  if (name == "integer") return 4;
  return name == "bigint" ? 8 : 0;
}

bool is_sized_text(const TypeWords& type) {
  return (type.name == "character varying" || type.name == "character") && !type.sizes.empty();
}

std::optional<std::string> wider_numeric(const TypeWords& source, const TypeWords& target) {
  if (target.sizes.size() != 2) return std::nullopt;
  if (source.sizes.size() != 2) return "numeric";
  const int scale = std::max(source.sizes[1], target.sizes[1]);
  const int whole = std::max(source.sizes[0] - source.sizes[1], target.sizes[0] - target.sizes[1]);
  if (scale == target.sizes[1] && whole + scale == target.sizes[0]) return std::nullopt;
  return "numeric(" + std::to_string(whole + scale) + "," + std::to_string(scale) + ")";
}

// The type that holds all values of both, where the target's does not; only where what is stored
// keeps its value in it.
std::optional<std::string> wider_type(const Column& source, const Column& target) {
  const TypeWords from = words_of(source.declared);
  const TypeWords into = words_of(target.declared);
  const int bytes = integer_bytes(into.name);
  if (source.type == ColumnType::text) {
    if (target.type != ColumnType::text) return "text";
    if (!is_sized_text(into)) return std::nullopt;
    if (!is_sized_text(from)) return "text";
    if (from.sizes[0] <= into.sizes[0]) return std::nullopt;
    return "character varying(" + std::to_string(from.sizes[0]) + ")";
  }
  if (bytes > 0 && source.type == ColumnType::integer) {
    if (integer_bytes(from.name) <= bytes) return std::nullopt;
    return from.name;
  }
  if (bytes > 0 && source.type == ColumnType::decimal) return "numeric";
  if (bytes > 0 && bytes < 8 && source.type == ColumnType::real) return "double precision";
  if (target.type == ColumnType::decimal && source.type == ColumnType::decimal) {
    return wider_numeric(from, into);
  }
  if (target.type == ColumnType::decimal && source.type == ColumnType::integer &&
      !into.sizes.empty()) {
    return "numeric";
  }
  if (target.type == ColumnType::date && source.type == ColumnType::timestamp) return "timestamp";
  return std::nullopt;
}

// Condition: a value of the stage's column is too large for `target`; empty where none can be.
std::string is_too_large(const std::string& value, const Column& source, const Column& target) {
  const TypeWords into = words_of(target.declared);
  const bool number = source.type == ColumnType::integer || source.type == ColumnType::decimal ||
                      source.type == ColumnType::real;
  const int bytes = integer_bytes(into.name);
  if (number && bytes > 0 && wider_type(source, target)) {
    const char* const low = bytes == 2   ? "-32768"
                            : bytes == 4 ? "-2147483648"
                                         : "-9223372036854775808";
    const char* const high = bytes == 2   ? "32767"
                             : bytes == 4 ? "2147483647"
                                          : "9223372036854775807";
    return value + " NOT BETWEEN " + low + " AND " + high;
  }
  if (number && target.type == ColumnType::decimal && into.sizes.size() == 2) {
    return "abs(round((" + value + ")::numeric, " + std::to_string(into.sizes[1]) +
           ")) >= power(10::numeric, " + std::to_string(into.sizes[0] - into.sizes[1]) + ")";
  }
  if (is_sized_text(into)) {
    return "char_length((" + value + ")::text) > " + std::to_string(into.sizes[0]);
  }
  return {};
}

[[noreturn]] void refuse_value(const Column& target, std::int64_t rows, const std::string& value) {
  throw Error(Code::out_of_range,
              "column " + in_quotes(target.name) + " of the target is of type " + target.declared +
                  ", too small for " + in_quotes(value),
              std::to_string(rows) + (rows == 1 ? " row has" : " rows have") + " such a value.",
              R"(Pass "widen": true, or alter the column.)");
}

void refuse_column(Session& session, const MergePlan& plan, const std::string& value,
                   const Column& source, const Column& target) {
  if (source.declared == target.declared) return;
  const std::string condition = is_too_large(value, source, target);
  if (condition.empty()) return;
  const auto rows = session.query("SELECT count(*), (array_agg((" + value + ")::text ORDER BY " +
                                  value + " DESC))[1] FROM " + plan.stage + " WHERE " + condition);
  if (!rows->next() || rows->at(0).as_integer() == 0) return;
  refuse_value(target, rows->at(0).as_integer(), std::string(rows->at(1).bytes()));
}

}  // namespace

SchemaChange schema_change(const MergeSettings& settings, const Shape& shape,
                           const Relation& source, const Relation& target, const Dialect& dialect) {
  SchemaChange change;
  const std::string alter = "ALTER TABLE " + target.sql + " ";
  for (const Column& column : shape.added) {
    const std::string type = declared_type(dialect, column);
    change.added.push_back(column.name);
    change.statements.push_back(alter + "ADD COLUMN " + dialect.quote_identifier(column.name) +
                                (type.empty() ? "" : " " + type));
    change.rehash = change.rehash || contains(shape.names_of(Part::tracked), column.name);
  }
  if (!settings.widen || dialect.engine() == Dialect::Engine::sqlite) return change;
  const auto widen = [&](const Column& column) {
    const Column* into = target.find(column.name);
    if (into == nullptr) return;
    const auto type = wider_type(column, *into);
    if (!type) return;
    const std::string name = dialect.quote_identifier(column.name);
    change.widened.push_back(column.name);
    change.statements.push_back(alter + "ALTER COLUMN " + name + " TYPE " + *type + " USING " +
                                name + "::" + *type);
    // A day at midnight is another text than the day.
    change.rehash = change.rehash || into->type == ColumnType::date;
  };
  for (const Column& key : shape.key) widen(source.column(key.name));
  for (const StoredColumn& stored : shape.stored) widen(stored.column);
  return change;
}

std::string backfill(const Layout& layout, const Relation& source,
                     const std::vector<std::string>& added) {
  std::string columns;
  std::string on;
  for (std::size_t i = 0; i < layout.key.size(); ++i) {
    const std::string name = "k" + std::to_string(i + 1);
    columns += (i > 0 ? ", " : "") + layout.quoted(layout.key[i].name) + " AS " + name;
    on += (i > 0 ? " AND " : "") + layout.column("t", layout.key[i].name) + " = s." + name;
  }
  std::string set;
  for (std::size_t i = 0; i < added.size(); ++i) {
    const std::string name = "c" + std::to_string(i + 1);
    columns += ", " + layout.quoted(added[i]) + " AS " + name;
    set += (i > 0 ? ", " : "") + layout.quoted(added[i]) + " = s." + name;
  }
  return "UPDATE " + layout.target + " AS t SET " + set + " FROM (SELECT " + columns + " FROM " +
         source.sql + std::string(fence(layout.dialect)) + ") AS s WHERE " + on;
}

std::vector<std::string> computed_columns(Session& session, const Relation& target) {
  const bool sqlite = session.dialect().engine() == Dialect::Engine::sqlite;
  const std::string sql =
      sqlite
          ? "SELECT name FROM pragma_table_xinfo(" + session.dialect().quote_literal(target.name) +
                ", " + session.dialect().quote_literal(target.schema) + ") WHERE hidden IN (2, 3)"
          : "SELECT attname::text FROM pg_attribute WHERE attrelid = " +
                session.dialect().quote_literal(target.sql) +
                "::regclass AND (attgenerated <> '' OR attidentity <> '')";
  std::vector<std::string> names;
  const auto rows = session.query(sql);
  while (rows->next()) names.emplace_back(rows->at(0).bytes());
  return names;
}

std::string rehash(const Layout& layout) {
  const std::string hash = hash_expression(layout.dialect, layout.tracked());
  const std::string stored = layout.quoted(layout.names.row_hash);
  return "UPDATE " + layout.target + " SET " + stored + " = " + hash + " WHERE " +
         layout.dialect.is_distinct(stored, hash);
}

void refuse_other_hashes(Session& session, const MergePlan& plan) {
  const Layout& layout = plan.layout;
  if (layout.relation == nullptr || layout.names.row_hash.empty() ||
      !plan.settings.compares_values()) {
    return;
  }
  const std::int64_t count = engine::query_integer(session, plan.other_hashes()).value_or(0);
  if (count == 0) return;
  refuse_hashes(layout, std::to_string(count) +
                            (count == 1 ? " current version has" : " current versions have"));
}

void refuse_what_does_not_fit(Session& session, const MergePlan& plan) {
  const Layout& layout = plan.layout;
  if (layout.is_sqlite() || layout.relation == nullptr) return;
  for (std::size_t i = 0; i < layout.key.size(); ++i) {
    refuse_column(session, plan, "k" + std::to_string(i + 1),
                  plan.source.column(layout.key[i].name), layout.key[i]);
  }
  for (std::size_t i = 0; i < layout.stored.size(); ++i) {
    const Column& column = layout.stored[i].column;
    refuse_column(session, plan, "c" + std::to_string(i + 1), column,
                  layout.relation->column(column.name));
  }
}

void require_constraint_support(Session& session) {
  if (session.dialect().engine() == Dialect::Engine::sqlite) {
    throw Error(Code::unsupported, "option \"constraint\" needs PostgreSQL: SQLite has none", {},
                "The unique index on current keys is made on both engines.");
  }
  if (engine::query_integer(
          session, "SELECT count(*) FROM pg_extension WHERE extname = 'btree_gist'") == 0) {
    throw Error(Code::unsupported, "option \"constraint\" needs the extension btree_gist", {},
                "Run CREATE EXTENSION btree_gist.");
  }
}

std::string add_constraint(const Layout& layout, const Relation& target) {
  std::string columns;
  for (const Column& column : layout.key) columns += layout.quoted(column.name) + " WITH =, ";
  const char* const range = layout.from_type == ColumnType::integer       ? "int8range"
                            : layout.from_type == ColumnType::timestamptz ? "tstzrange"
                                                                          : "tsrange";
  return "ALTER TABLE " + target.sql + " ADD EXCLUDE USING gist (" + columns + range + "(" +
         layout.quoted(layout.names.valid_from) + ", " +
         layout.as_begin(layout.quoted(layout.names.valid_to)) + ") WITH &&)";
}

}  // namespace tamis::history
