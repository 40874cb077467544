// The score before and after a cleaning, by the same rules on both sides.
//
// Each column is held to the type it has in the target, whatever it was declared as before, and
// goes by its name there; so both sides have one ruleset and its hash, and can be compared. What
// could be read before is what arrived: conversion judges, not an estimate.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/document/json.h"
#include "core/profile/profile.h"
#include "core/quality/clean/clean_plan.h"

namespace tamis::quality {

// What the cleaning of one column counted.
struct ColumnCounts {
  std::int64_t original = 0;   // not NULL in the source as it is
  std::int64_t present = 0;    // of those: values, as the column's cleaning sees it
  std::int64_t converted = 0;  // not NULL in the target, before duplicates went
  std::int64_t rejected = 0;
  std::int64_t withdrawn = 0;  // converted, but of a row that was left out
};

struct KeyCounts {
  std::vector<std::string> columns;  // names in the target; empty: no key is known
  std::int64_t rows = 0;             // that have one
  std::int64_t repeated = 0;
};

// {"before", "after", "dimensions": {"before", "after"}, "ruleset_hash"}
document::Json score_document(const CleanPlan& plan, const profile::TableProfile& before,
                              const profile::TableProfile& after,
                              const std::vector<ColumnCounts>& counts, const KeyCounts& key);

}  // namespace tamis::quality
