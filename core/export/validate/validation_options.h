// What an export is to be checked for, and what becomes of one that fails.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/options.h"

namespace tamis::exports {

struct ValidationOptions {
  std::vector<std::string> key;  // no two rows may share it, none may have NULL in it
  struct Freshness {
    std::string column;
    std::int64_t most_seconds = 0;
  };
  std::optional<Freshness> freshness;
  std::optional<double> cost_per_gb;
  std::optional<double> most_cost;
  // Stored bytes as a share of those before compression.
  std::optional<double> least_ratio;
  std::optional<double> most_ratio;
  bool free_space = true;
  bool record_only = false;  // a check that fails is recorded, and the export goes on
};

// Throws invalid_option.
ValidationOptions read_validation_options(document::Options& options);

// "30 minutes", "24 hours", "7 days" in seconds; nothing for what is no such text.
std::optional<std::int64_t> age_seconds(std::string_view text) noexcept;

}  // namespace tamis::exports
