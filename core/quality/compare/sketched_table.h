// One side of a comparison: the sketches of its columns, made in one scan or taken as stored.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"
#include "core/profile/profile.h"
#include "core/quality/compare/selected_columns.h"
#include "core/sketch/sketch.h"

namespace tamis::quality {

struct SketchedColumn {
  std::string name;
  std::string declared;
  engine::ColumnType declared_type = engine::ColumnType::unknown;
  sketch::ColumnSketch sketch;
  profile::ColumnProfile profile;

  SketchedColumn(const profile::Declaration& declaration, sketch::ColumnSketch&& taken);
};

struct SketchedTable {
  std::int64_t rows = 0;
  std::vector<SketchedColumn> columns;  // in the order of the table
  std::vector<std::string> extra;       // answers to `extra` of sketch_columns(); "" for NULL

  const SketchedColumn* find(std::string_view column) const noexcept;
};

// Sketches these columns in one scan, or one for each thousand of them. `extra`: further aggregates
// for the first scan, whose answers come as text.
SketchedTable sketch_columns(engine::Session& session, const engine::Relation& relation,
                             const std::vector<const engine::Column*>& columns,
                             const std::vector<std::string>& extra = {});

// What tamis_profile_update stored of the table: of all parts, or of those named.
SketchedTable stored_columns(engine::Session& session, const engine::Relation& relation,
                             const std::vector<std::string>& parts,
                             const ColumnSelection& selection);

}  // namespace tamis::quality
