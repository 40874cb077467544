// What a call of tamis_import asks for.
#pragma once

#include <string_view>

#include "core/document/options.h"
#include "core/export/place.h"

namespace tamis::exports {

enum class OnInvalid : std::uint8_t { error, split };

struct ImportOptions {
  document::Json contract;  // null: none
  OnInvalid on_invalid = OnInvalid::error;
  bool create = true;  // the target, where it is missing
  bool inbox = false;  // the export's folder moves with its state
  bool dry_run = false;
  PlaceOptions place;
  std::string verification;  // the same as options of tamis_verify_export
};

// Throws invalid_option.
ImportOptions read_import_options(std::string_view text);

}  // namespace tamis::exports
