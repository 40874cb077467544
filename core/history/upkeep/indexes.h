// The indexes of a table, as far as upkeep wants to know them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/engine/session.h"

namespace tamis::history {

struct Index {
  std::string name;                  // quoted, and qualified as statements on it want
  std::vector<std::string> columns;  // an empty name stands for an expression
  std::string likeness;              // equal for two indexes that do the same
  std::string method = "btree";
  bool unique = false;
  bool partial = false;
  bool constraint = false;  // a key or a constraint stands on it: it can't be dropped alone
  bool valid = true;
  std::int64_t bytes = -1;  // not known: -1
  std::int64_t scans = -1;
};

// By name.
std::vector<Index> indexes_of(engine::Session& session, const engine::Relation& table);

}  // namespace tamis::history
