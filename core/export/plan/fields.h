// The fields of an export: for each column, what its values are to a format with types.
//
// The last of these that says something counts: the engine's declaration, a profile of the values
// (option "types": "profile"), a contract, the caller ("types": {"column": "type"}). In PostgreSQL
// a domain is what it is made from. In SQLite a declaration binds nobody: a value that is something
// else is an error that names row and column, as is one that a profile, a contract or the caller
// did not foresee.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/export/format/field.h"
#include "core/export/manifest/manifest.h"
#include "core/export/plan/type_options.h"

namespace tamis::exports {

struct Fields {
  std::vector<Field> fields;
  // By field: whether somebody else than the engine said what it holds, so that it has to be
  // looked at in every format.
  std::vector<bool> claimed;
  std::optional<ContractUsed> contract;
};

// `columns`: those of the relation that are exported. Throws undefined_column, invalid_option and
// what contracts throw.
Fields make_fields(engine::Session& session, const engine::Relation& relation,
                   std::vector<engine::Column> columns, const TypeOptions& options);

}  // namespace tamis::exports
