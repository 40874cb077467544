// tamis_profile_history: what is stored of a table, as far as an update needs to know it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/profile/parts.h"

namespace tamis::profile {

struct StoredPart {
  std::string name;
  std::int64_t rows = 0;
  std::string profiled_at;
  std::string run_id;
};

struct StoredColumn {
  std::string name;
  std::string declared;
};

struct StoredTable {
  std::string part_by;                // canonical JSON: how the table is divided
  std::vector<StoredPart> parts;      // in byte order
  std::vector<StoredColumn> columns;  // likewise

  bool empty() const noexcept { return parts.empty(); }
  const StoredPart* find(std::string_view part) const noexcept;
};

StoredTable stored_table(engine::Session& session, const engine::Relation& relation);

// Removes parts; returns how many were stored.
std::int64_t remove_parts(engine::Session& session, const engine::Relation& relation,
                          const std::vector<std::string>& parts);
// Removes all that is stored of the table.
void remove_table(engine::Session& session, const engine::Relation& relation);

// What one update stores with each part.
struct Stamp {
  std::string part_by;
  std::string run_id;
  std::string profiled_at;
};

// Sketches `columns` of the rows of `source` that `condition` (or nothing) selects, and stores one
// for each column and each value of `part`, an expression over the columns, in place of what is
// stored already.
void store_parts(engine::Session& session, const engine::Relation& relation,
                 const std::vector<const engine::Column*>& columns, std::string_view source,
                 std::string_view part, std::string_view condition, const Stamp& stamp);

}  // namespace tamis::profile
