// tamis_export_health: how exports have gone, against what was agreed.
//
// One row per measure and source, from the rows that exports leave (tamis_run, tamis_export): the
// longest duration, the largest export, the share that failed, the age of the last one, and what
// it cost where a price is given. Thresholds are the export specification's until told otherwise:
// 30 minutes, 10 GB, 5 % within an hour, 24 hours, 10 of whatever the price is in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"

namespace tamis::exports {

struct HealthRow {
  std::string measure;  // "duration_seconds", "byte_size", "failure_rate", "age_hours", "cost"
  std::string source;   // as the exports named it
  double value = 0;
  double threshold = 0;
  bool ok = true;
};

std::vector<HealthRow> export_health(engine::Session& session, std::string_view options);

}  // namespace tamis::exports
