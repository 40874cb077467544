// What columns say about each other: pairs that are keys, correlations and functional dependencies.
//
// None of it can be had from sketches of single columns, so it is made on request only and counted
// by the engine, exactly: one grouping for each pair of columns answers for the pair as a key and
// for the dependencies both ways, and one scan gives the sums of up to 200 pairs of numbers. What
// the profile knows spares most pairs: a column that is unique or constant alone takes no part, and
// so does a pair with fewer combinations than rows.
//
// Sources: the error g3 of a dependency, J. Kivinen and H. Mannila, "Approximate inference of
// functional dependencies from relations", 1995: the rows to remove until it holds. Cramér's V,
// H. Cramér, "Mathematical Methods of Statistics", 1946, section 21.9, without correction for bias.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/profile/profile.h"

namespace tamis::profile {

// Each a list of columns; an empty list stands for all that the profile does not rule out.
struct RelationshipOptions {
  std::optional<std::vector<std::string>> key_pairs;
  std::optional<std::vector<std::string>> correlations;
  std::optional<std::vector<std::string>> dependencies;

  bool any() const noexcept { return key_pairs || correlations || dependencies; }
};

// Pairs of columns that one call groups by, at most.
inline constexpr std::size_t kMostPairs = 200;
// Different values of a column whose association with another is measured, at most.
inline constexpr std::int64_t kMostCategories = 50;

// A member for each kind that was asked for; docs/documents.md, "Relationships". Throws
// invalid_option for a column that was not profiled, limit_exceeded for more than kMostPairs.
document::Json relationships(engine::Session& session, const engine::Relation& relation,
                             const TableProfile& profile, const RelationshipOptions& options);

}  // namespace tamis::profile
