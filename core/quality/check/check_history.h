// What earlier checks of the same rule on the same table observed, as tamis_check_result keeps it.
#pragma once

#include <cstdint>
#include <vector>

#include "core/quality/check/anomaly.h"
#include "core/quality/check/table_rules.h"

namespace tamis::quality {

struct StoredResult {
  std::int64_t day = 0;  // since 1970-01-01
  document::Json observed;
};

// Those of the same table and rule id in the order of time; of many the newest.
std::vector<StoredResult> stored_results(const TableCheck& check);
// The "value" of each that has one.
std::vector<Observation> observations(const TableCheck& check);

}  // namespace tamis::quality
