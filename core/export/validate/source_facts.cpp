#include "core/export/validate/source_facts.h"

#include "core/error/error.h"

namespace tamis::exports {
namespace {

using engine::ColumnType;
using engine::Dialect;

constexpr int kSampleRows = 1000;

bool is_sqlite(const engine::Session& session) {
  return session.dialect().engine() == Dialect::Engine::sqlite;
}

std::string age_sql(const engine::Session& session, const engine::Column& column,
                    const std::string& from) {
  const std::string newest = "max(" + session.dialect().quote_identifier(column.name) + ")";
  if (is_sqlite(session)) {
    return "SELECT CAST(strftime('%s', 'now') AS INTEGER) - CAST(strftime('%s', " + newest +
           ") AS INTEGER) FROM " + from;
  }
  const std::string time = column.type == ColumnType::timestamptz
                               ? newest
                               : "(" + newest + "::timestamp AT TIME ZONE 'UTC')";
  return "SELECT CASE WHEN isfinite(" + newest +
         ") THEN floor(extract(epoch FROM now()) - extract(epoch FROM " + time +
         "))::bigint END FROM " + from;
}

// Rows as the engine remembers them; nothing where it does not.
std::optional<std::int64_t> remembered_rows(engine::Session& session,
                                            const engine::Relation& relation) {
  if (is_sqlite(session)) {
    // An empty table has no largest rowid.
    return engine::query_integer(session, "SELECT max(rowid) FROM " + relation.sql).value_or(0);
  }
  const engine::Value name[] = {engine::Value::text(relation.sql)};
  return engine::query_integer(session,
                               "SELECT CASE WHEN reltuples >= 0 AND relkind IN ('r', 'm') "
                               "THEN reltuples::bigint END FROM pg_catalog.pg_class "
                               "WHERE oid = pg_catalog.to_regclass($1)",
                               name);
}

std::int64_t mean_width(engine::Session& session, const engine::Relation& relation,
                        std::span<const Field> fields) {
  const Dialect& dialect = session.dialect();
  std::string width = std::to_string(fields.size());
  for (const Field& field : fields) {
    width += " + coalesce(length(CAST(" + dialect.quote_identifier(field.name()) + " AS TEXT)), 0)";
  }
  return engine::query_integer(session, "SELECT CAST(avg(width) AS bigint) FROM (SELECT " + width +
                                            " AS width FROM " + relation.sql + " LIMIT " +
                                            std::to_string(kSampleRows) + ") AS sample")
      .value_or(0);
}

// Rowids may be far apart: where they speak of more than the database has room for, rows are
// counted.
std::int64_t bytes_of(engine::Session& session, const engine::Relation& relation, std::int64_t rows,
                      std::int64_t mean) {
  if (mean == 0) return 0;
  if (is_sqlite(session)) {
    const engine::Value schema[] = {engine::Value::text(relation.schema)};
    const std::int64_t stored =
        engine::query_integer(session,
                              "SELECT page_count * page_size FROM pragma_page_count(?1), "
                              "pragma_page_size(?1)",
                              schema)
            .value_or(0);
    // Numbers take more room as text than where they are stored.
    constexpr std::int64_t kWider = 3;
    if (rows / kWider > stored / mean) {
      rows = engine::query_integer(session, "SELECT count(*) FROM " + relation.sql).value_or(0);
    }
  }
  constexpr std::int64_t kMost = std::int64_t{1} << 60U;
  return rows > kMost / mean ? kMost : rows * mean;
}

}  // namespace

std::optional<std::int64_t> newest_age(engine::Session& session, const engine::Column& column,
                                       const std::string& from) {
  const bool dated = column.type == ColumnType::date || column.type == ColumnType::timestamp ||
                     column.type == ColumnType::timestamptz ||
                     (is_sqlite(session) && column.type == ColumnType::text);
  if (!dated) {
    throw Error(Code::invalid_option,
                "tamis_export: column " + in_quotes(column.name) + " of type " +
                    std::string(engine::name_of(column.type)) + " has no age",
                {}, "\"age_column\" names a date or time column.");
  }
  return engine::query_integer(session, age_sql(session, column, from));
}

std::optional<std::int64_t> estimated_bytes(engine::Session& session,
                                            const engine::Relation& relation,
                                            std::span<const Field> fields) {
  if (relation.form != engine::Relation::Form::table) return std::nullopt;
  std::optional<std::int64_t> bytes;
  // A guess that can't be made is no reason not to export.
  const auto refusal = session.attempt([&] {
    const auto rows = remembered_rows(session, relation);
    if (!rows || *rows < 0) return;
    bytes = bytes_of(session, relation, *rows, mean_width(session, relation, fields));
  });
  return refusal ? std::nullopt : bytes;
}

}  // namespace tamis::exports
