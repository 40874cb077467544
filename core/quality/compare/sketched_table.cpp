#include "core/quality/compare/sketched_table.h"

#include <algorithm>
#include <array>
#include <memory_resource>
#include <span>
#include <utility>

#include "core/error/error.h"
#include "core/profile/foreign_parts.h"
#include "core/profile/stored.h"

namespace tamis::quality {
namespace {

using engine::Column;
using engine::Dialect;
using engine::Relation;

// PostgreSQL takes 1,664 expressions in a SELECT, SQLite 2,000.
constexpr std::size_t kColumnsOfOneScan = 1000;

bool is_enforced(const Dialect& dialect, std::string_view declared) {
  return dialect.engine() == Dialect::Engine::postgresql && !declared.empty();
}

std::string plan_scan(engine::Session& session, const Relation& relation,
                      std::span<const Column* const> columns, std::span<const std::string> extra) {
  std::vector<std::string> sketches;
  for (const Column* column : columns) {
    sketches.push_back(profile::sketch_sql(session.dialect(), *column, {}));
  }
  if (extra.empty()) {
    const std::vector<std::string> parts = profile::parts_elsewhere(session, relation);
    if (!parts.empty()) return profile::select_by_parts(sketches, parts);
  }
  std::string sql = "SELECT count(*)";
  for (const std::string& sketch : sketches) sql.append(", ").append(sketch);
  for (const std::string& aggregate : extra) sql.append(", ").append(aggregate);
  return sql + " FROM " + relation.sql;
}

sketch::ColumnSketch decoded(const engine::Value& bytes) {
  auto* const memory = std::pmr::new_delete_resource();
  // No sketch comes of no rows.
  return bytes.is_null() ? sketch::ColumnSketch(memory)
                         : sketch::ColumnSketch::decode(bytes.byte_span(), memory);
}

}  // namespace

SketchedColumn::SketchedColumn(const profile::Declaration& declaration,
                               sketch::ColumnSketch&& taken)
    : name(declaration.name),
      declared(declaration.declared),
      declared_type(declaration.type),
      sketch(std::move(taken)),
      profile(profile::interpret(sketch, declaration)) {}

const SketchedColumn* SketchedTable::find(std::string_view column) const noexcept {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const SketchedColumn& c) { return c.name == column; });
  return found == columns.end() ? nullptr : &*found;
}

SketchedTable sketch_columns(engine::Session& session, const Relation& relation,
                             const std::vector<const Column*>& columns,
                             const std::vector<std::string>& extra) {
  SketchedTable table;
  std::span<const Column* const> rest = columns;
  do {
    const auto now = rest.first(std::min(rest.size(), kColumnsOfOneScan));
    const bool first = now.data() == columns.data();
    const auto rows = session.query_few(
        plan_scan(session, relation, now, first ? extra : std::vector<std::string>()));
    if (!rows->next()) throw Error(Code::internal_error, "an aggregate gave no row");
    table.rows = rows->at(0).as_integer();
    for (std::size_t i = 0; i < now.size(); ++i) {
      session.check_interrupt();
      table.columns.emplace_back(
          profile::Declaration{.name = now[i]->name,
                               .declared = now[i]->declared,
                               .type = now[i]->type,
                               .enforced = is_enforced(session.dialect(), now[i]->declared),
                               .row_names = nullptr},
          decoded(rows->at(i + 1)));
    }
    for (std::size_t i = 0; first && i < extra.size(); ++i) {
      std::array<char, engine::kNumberText> buffer;
      table.extra.emplace_back(engine::to_text(rows->at(now.size() + 1 + i), buffer));
    }
    rest = rest.subspan(now.size());
  } while (!rest.empty());
  return table;
}

SketchedTable stored_columns(engine::Session& session, const Relation& relation,
                             const std::vector<std::string>& parts,
                             const ColumnSelection& selection) {
  profile::StoredSketches stored = profile::stored_sketches(session, relation, parts);
  const Dialect& dialect = session.dialect();
  SketchedTable table;
  table.rows = stored.rows;
  for (profile::StoredSketch& column : stored.columns) {
    if (!selection.takes(column.name)) continue;
    table.columns.emplace_back(
        profile::Declaration{.name = column.name,
                             .declared = column.declared,
                             .type = dialect.column_type(column.declared),
                             .enforced = is_enforced(dialect, column.declared),
                             .row_names = nullptr},
        std::move(column.sketch));
  }
  return table;
}

}  // namespace tamis::quality
