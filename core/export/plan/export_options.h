// What a call of tamis_export asks for, by subject.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/export/formats.h"
#include "core/export/manifest/companion_options.h"
#include "core/export/place.h"
#include "core/export/plan/layout_options.h"
#include "core/export/plan/mode_options.h"
#include "core/export/plan/privacy_options.h"
#include "core/export/plan/type_options.h"
#include "core/export/validate/validation_options.h"

namespace tamis::exports {

struct Selection {
  std::optional<std::vector<std::string>> columns;  // nothing: all
  std::vector<std::string> exclude;
  std::vector<std::string> order_by;
};

struct ExportOptions : FormatOptions {
  Selection selection;
  LayoutOptions layout;
  TypeOptions types;
  ModeOptions mode;
  PrivacyOptions privacy;
  CompanionOptions companions;
  ValidationOptions validation;
  PlaceOptions place;
  bool dry_run = false;
};

// Throws invalid_option.
ExportOptions parse_export_options(std::string_view text);

}  // namespace tamis::exports
