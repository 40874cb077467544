#include "core/profile/stored.h"

#include <algorithm>
#include <map>
#include <memory_resource>
#include <utility>

#include "core/error/error.h"
#include "core/profile/history_table.h"

namespace tamis::profile {
namespace {

using document::Json;
using engine::Column;
using engine::Dialect;
using engine::Relation;
using engine::Value;

struct Merged {
  sketch::ColumnSketch sketch{std::pmr::new_delete_resource()};
  std::int64_t parts = 0;
  std::string oldest;
  std::string newest;
};

using MergedColumns = std::map<std::string, Merged, std::less<>>;

[[noreturn]] void nothing_stored(const Relation& relation) {
  throw Error(Code::invalid_value, "no profile of " + in_quotes(relation.name) + " is stored", {},
              "Store one with tamis_profile_update, or leave out \"stored\".");
}

void require_parts(const StoredTable& table, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) {
    if (table.find(part) != nullptr) continue;
    throw Error(Code::invalid_option, "no part " + in_quotes(part) + " is stored", {},
                "The parts run from " + in_quotes(table.parts.front().name) + " to " +
                    in_quotes(table.parts.back().name) + ".");
  }
}

// One row for each column, the engine merging.
MergedColumns merged_columns(engine::Session& session, const Relation& relation,
                             const std::vector<std::string>& parts) {
  const Dialect& dialect = session.dialect();
  std::vector<Value> parameters = {Value::text(relation.schema), Value::text(relation.name)};
  std::string sql =
      "SELECT column_name, tamis_merge_sketch(sketch), count(*), "
      "min(profiled_at), max(profiled_at) FROM tamis_profile_history WHERE table_schema = " +
      dialect.parameter(1) + " AND table_name = " + dialect.parameter(2);
  for (const std::string& part : parts) {
    parameters.push_back(Value::text(part));
    sql +=
        (parameters.size() == 3 ? " AND part IN (" : ", ") + dialect.parameter(parameters.size());
  }
  if (!parts.empty()) sql += ")";
  const auto rows = session.query(sql + " GROUP BY column_name", parameters);
  MergedColumns merged;
  while (rows->next()) {
    Merged& column = merged[std::string(rows->at(0).bytes())];
    column.sketch.merge(
        sketch::ColumnSketch::decode(rows->at(1).byte_span(), std::pmr::new_delete_resource()));
    column.parts = rows->at(2).as_integer();
    column.oldest = rows->at(3).bytes();
    column.newest = rows->at(4).bytes();
  }
  return merged;
}

class Reader {
 public:
  Reader(engine::Session& session, const Relation& relation, const std::vector<std::string>& parts)
      : engine_(session.dialect().engine()), table_(stored_table(session, relation)) {
    if (table_.empty()) nothing_stored(relation);
    require_parts(table_, parts);
    merged_ = merged_columns(session, relation, parts);
    of_ = static_cast<std::int64_t>(parts.empty() ? table_.parts.size() : parts.size());
    for (const StoredPart& part : table_.parts) {
      const bool chosen =
          parts.empty() || std::find(parts.begin(), parts.end(), part.name) != parts.end();
      if (chosen) rows_ += part.rows;
    }
  }

  std::int64_t rows() const noexcept { return rows_; }

  ColumnProfile column(const Column& column) const {
    const Merged none;
    const auto found = merged_.find(column.name);
    const Merged& merged = found == merged_.end() ? none : found->second;
    ColumnProfile profile =
        interpret(merged.sketch,
                  {.name = column.name,
                   .declared = column.declared,
                   .type = column.type,
                   .enforced = engine_ == Dialect::Engine::postgresql && !column.declared.empty(),
                   .row_names = nullptr});
    profile.document["stored"] = {
        {"parts", merged.parts},
        {"of", of_},
        {"part_by", document::parse(table_.part_by, "part_by")},
        {"oldest", merged.parts == 0 ? Json(nullptr) : Json(merged.oldest)},
        {"newest", merged.parts == 0 ? Json(nullptr) : Json(merged.newest)},
    };
    warn(column, merged, profile.document["warnings"]);
    return profile;
  }

 private:
  void warn(const Column& column, const Merged& merged, Json& warnings) const {
    if (merged.parts < of_) {
      warnings.push_back(std::to_string(of_ - merged.parts) + " of " + std::to_string(of_) +
                         " stored parts have no such column");
    }
    for (const StoredColumn& stored : table_.columns) {
      if (stored.name == column.name && stored.declared != column.declared) {
        warnings.push_back("the column was " + in_quotes(stored.declared) +
                           " when it was stored, and is " + in_quotes(column.declared));
      }
    }
  }

  Dialect::Engine engine_;
  StoredTable table_;
  MergedColumns merged_;
  std::int64_t of_ = 0;
  std::int64_t rows_ = 0;
};

}  // namespace

TableProfile stored_profile(engine::Session& session, const Relation& relation,
                            const std::vector<std::string>& columns,
                            const std::vector<std::string>& parts) {
  if (relation.form == Relation::Form::query) nothing_stored(relation);
  const Reader reader(session, relation, parts);
  TableProfile profile;
  profile.rows = reader.rows();
  // Only keys are stored with values; see store_parts().
  RowNames names = row_names(session, relation);
  if (names.address == RowAddress::key) profile.row_names = std::move(names);
  if (columns.empty()) {
    for (const Column& column : relation.columns) profile.columns.push_back(reader.column(column));
  }
  for (const std::string& name : columns) {
    if (profile.find(name) == nullptr) {
      profile.columns.push_back(reader.column(relation.column(name)));
    }
  }
  return profile;
}

StoredSketches stored_sketches(engine::Session& session, const Relation& relation,
                               const std::vector<std::string>& parts) {
  if (relation.form == Relation::Form::query) nothing_stored(relation);
  const StoredTable table = stored_table(session, relation);
  if (table.empty()) nothing_stored(relation);
  require_parts(table, parts);
  MergedColumns merged = merged_columns(session, relation, parts);
  StoredSketches out;
  for (const StoredPart& part : table.parts) {
    const bool chosen =
        parts.empty() || std::find(parts.begin(), parts.end(), part.name) != parts.end();
    if (chosen) out.rows += part.rows;
  }
  const auto take = [&](const std::string& name) {
    auto found = merged.extract(name);
    if (found.empty()) return;
    const auto stored = std::find_if(table.columns.begin(), table.columns.end(),
                                     [&](const StoredColumn& c) { return c.name == name; });
    out.columns.push_back({name, stored == table.columns.end() ? "" : stored->declared,
                           std::move(found.mapped().sketch)});
  };
  for (const Column& column : relation.columns) take(column.name);
  while (!merged.empty()) take(std::string(merged.begin()->first));
  return out;
}

}  // namespace tamis::profile
