// The options of tamis_profile_update.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/document/options.h"

namespace tamis::profile {

inline constexpr std::string_view kUpdateAction = "tamis_profile_update";

struct UpdateSettings {
  // {"by", "grain", "order", "iso"}: what a part is, whichever call asks. Null: as stored.
  document::Json part_by;
  std::int64_t lookback = 1;
  bool refresh_all = false;
  std::vector<std::string> refresh;
  std::vector<std::string> columns;
  bool check = false;
  bool prune = false;
  bool accept_schema = false;
  bool dry_run = false;
};

UpdateSettings update_settings(document::Options& options);

}  // namespace tamis::profile
