// What a call of tamis_export asks for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/export/formats.h"
#include "core/export/manifest/companion_options.h"
#include "core/export/validate/validation_options.h"
#include "core/storage/storage.h"

namespace tamis::exports {

enum class Granularity : std::uint8_t { year, month, day };

struct ExportOptions : FormatOptions {
  std::optional<std::vector<std::string>> columns;  // nothing: all
  std::vector<std::string> exclude;
  std::vector<std::string> order_by;
  std::optional<std::string> partition_by;
  Granularity granularity = Granularity::month;
  bool hive = false;
  std::optional<std::int64_t> max_rows;  // a file
  std::optional<std::string> entity;     // stem of the file names
  storage::IfExists if_exists = storage::IfExists::error;
  CompanionOptions companions;
  ValidationOptions validation;
  bool dry_run = false;
};

// Throws invalid_option.
ExportOptions parse_export_options(std::string_view text);

std::string_view name_of(Granularity granularity) noexcept;

}  // namespace tamis::exports
