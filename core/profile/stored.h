// Profiles that are kept: one sketch for each column and part of a table, in tamis_profile_history.
//
// update_profile() reads the parts that are not stored yet, and the newest that are, for those may
// have grown. The engine makes the sketches and stores them in one statement; none passes through
// here. stored_profile() merges what is stored: the profile of all rows, without reading one.
//
// Two updates of one table at a time wait for each other, and the primary key keeps a part from
// being stored twice.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/document/options.h"
#include "core/engine/session.h"
#include "core/profile/profile.h"

namespace tamis::profile {

// tamis_profile_update; the document is described in docs/documents.md, "Profile update".
document::Json update_profile(engine::Session& session, std::string_view table,
                              document::Options options);

// The profile from the sketches stored of `relation`: of all parts, or of those named. Each
// document has a member "stored". Throws invalid_value where nothing is stored.
TableProfile stored_profile(engine::Session& session, const engine::Relation& relation,
                            const std::vector<std::string>& columns,
                            const std::vector<std::string>& parts);

// What stored_profile() interprets, for who compares sketches: by column, those of all parts or of
// the parts named, merged; with the type that was declared when they were stored.
struct StoredSketch {
  std::string name;
  std::string declared;
  sketch::ColumnSketch sketch;
};
struct StoredSketches {
  std::int64_t rows = 0;
  std::vector<StoredSketch> columns;  // those that the table has, in its order, then the others
};
StoredSketches stored_sketches(engine::Session& session, const engine::Relation& relation,
                               const std::vector<std::string>& parts);

}  // namespace tamis::profile
