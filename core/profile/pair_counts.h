// Two columns of a relation, grouped together by the engine.
#pragma once

#include <cstdint>
#include <string>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::profile {

// One column as another's determinant. Rows without a determinant say nothing; NULL as the
// dependent is a value like any other.
struct DependencyCounts {
  std::int64_t rows = 0;       // that have a determinant
  std::int64_t groups = 0;     // different determinants
  std::int64_t breaking = 0;   // rows that are not of the commonest dependent of their group
  std::int64_t commonest = 0;  // rows of the commonest dependent of all
};

struct PairCounts {
  std::int64_t rows = 0;       // that have both
  std::int64_t groups = 0;     // different pairs among them
  std::int64_t null_keys = 0;  // rows that lack one or both
  DependencyCounts forth;      // the first determines the second
  DependencyCounts back;

  std::int64_t repeated() const noexcept { return rows - groups; }
};

// The value as the engine compares it; as text where its type has no equality.
std::string comparable_sql(const engine::Dialect& dialect, const engine::Column& column);

PairCounts count_pair(engine::Session& session, const engine::Relation& relation,
                      const engine::Column& a, const engine::Column& b);

// The first determinants in byte order that have several dependents, and these.
document::Json breaking_examples(engine::Session& session, const engine::Relation& relation,
                                 const engine::Column& from, const engine::Column& to);

struct Association {
  std::int64_t rows = 0;  // that have both
  double cramers_v = 0;   // 0: independent, 1: each says the other
  bool defined = false;   // not where one has a single value
};

// Of two columns of few values.
Association associate(engine::Session& session, const engine::Relation& relation,
                      const engine::Column& a, const engine::Column& b);

}  // namespace tamis::profile
