// The partitions of a table of PostgreSQL.
#pragma once

#include <string>
#include <vector>

#include "core/engine/session.h"

namespace tamis::profile {

struct Partition {
  std::string part;  // its name, behind its schema where that is another than the table's
  std::string sql;   // ready for FROM
  bool is_default = false;
};

// Those of the whole tree that hold rows, by name in byte order. Throws unsupported where there are
// none, or can't be.
std::vector<Partition> partitions(engine::Session& session, const engine::Relation& relation);

}  // namespace tamis::profile
