// Foreign keys between a table and others, and the rows that a restore would leave without what
// they refer to.
#pragma once

#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/history/snapshot/restore_plan.h"

namespace tamis::history {

struct ForeignKey {
  bool incoming = false;  // others refer to the table
  std::string other;      // quoted and qualified
  std::string other_name;
  std::vector<std::string> own_columns;
  std::vector<std::string> other_columns;
};

// A table's references to itself are left out: a copy is whole in itself.
std::vector<ForeignKey> foreign_keys_of(engine::Session& session, const Table& table);

// How many rows the key would lose: others' rows whose row would go, or restored rows that refer to
// what is not there.
std::int64_t broken_rows(engine::Session& session, const RestorePlan& plan, const ForeignKey& key);

// Whether the table's rows refer to others of it.
bool refers_to_itself(engine::Session& session, const Table& table);

}  // namespace tamis::history
