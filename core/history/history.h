// History: tables that keep every version of every row, and the loads that feed them.
//
//   scd2/       tamis_scd2_merge: a batch becomes versions (slowly changing dimension, type 2)
//   verify/     every row that breaks the rules of such a table, whoever wrote it; repairs; reading
//   upsert/     tamis_merge: incremental loads into plain tables, watermarks, batch tokens
//   snapshot/   safety copies of tables, and the way back
//   dimension/  what stands around a history: date dimensions, keys of facts
//   upkeep/     indexes, vacuuming, what would help a table and why
//
// A version holds from valid_from up to, but not including, valid_to; an open end is NULL. A key
// has at most one current version.
#pragma once

#include <string>
#include <vector>

namespace tamis::history {

// Names of the columns a history table has beside the data. An empty one: no such column.
struct Names {
  std::string valid_from = "valid_from";
  std::string valid_to = "valid_to";
  std::string is_current = "is_current";
  std::string row_hash = "row_hash";
  std::string is_deleted;  // true in a version that says that the key is gone
  std::string version_id;  // text that identifies a version, as dbt makes it
  std::string updated_at;  // the moment of the row that made the version

  // Those that exist.
  std::vector<std::string> all() const {
    std::vector<std::string> out;
    for (const std::string* name :
         {&valid_from, &valid_to, &is_current, &row_hash, &is_deleted, &version_id, &updated_at}) {
      if (!name->empty()) out.push_back(*name);
    }
    return out;
  }
};

}  // namespace tamis::history
