// How long exports are kept.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"

namespace tamis::exports {

struct RetentionRule {
  std::string place;  // a folder's name, or a path or address from its start
  std::chrono::seconds keep{};
};

class RetentionRules {
 public:
  // temp 7 days, failed 30 days, test 1 day, and those of the option "rules", an object of place
  // and span, which come before. Throws invalid_option.
  explicit RetentionRules(const document::Json& rules);

  // The rule for an export at this URI: of the paths that it stands below the longest, otherwise
  // of the folders on its path the nearest.
  const RetentionRule* find(std::string_view uri) const;

 private:
  std::vector<RetentionRule> rules_;
};

}  // namespace tamis::exports
