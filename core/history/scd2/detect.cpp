#include "core/history/scd2/detect.h"

#include "core/history/row_hash_sql.h"

namespace tamis::history {

using engine::Relation;
using engine::Session;

std::vector<ColumnPair> compared_columns(const Layout& layout, const Incoming& batch) {
  std::vector<ColumnPair> out;
  for (const StoredColumn& stored : layout.stored) {
    if (stored.part == Part::first_seen) continue;
    out.emplace_back(batch.source.find(stored.column.name),
                     layout.relation->find(stored.column.name));
  }
  if (!batch.sequence.empty()) {
    out.emplace_back(batch.source.find(batch.sequence),
                     layout.relation->find(layout.names.valid_from));
  }
  return out;
}

std::optional<Narrowing> narrow(Session& session, const Layout& layout, const Incoming& batch) {
  if (layout.relation == nullptr || batch.source.form != Relation::Form::table) return std::nullopt;
  for (const auto& [of_source, of_target] : compared_columns(layout, batch)) {
    if (of_source == nullptr || of_target == nullptr) return std::nullopt;
  }
  return layout.is_sqlite() ? narrow_by_values(session, layout, batch)
                            : narrow_by_prints(session, layout, batch);
}

}  // namespace tamis::history
