// Which documents an export writes beside its data, and what the caller says about it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/document/options.h"
#include "core/export/manifest/companion_names.h"
#include "core/export/manifest/manifest.h"

namespace tamis::exports {

struct CompanionOptions {
  MarkerStyle markers = MarkerStyle::plain;
  Sidecars sidecars = Sidecars::none;
  bool failure_marker = false;
  Also also;
  std::string data_folder{kDataFolder};
  // For the manifest.
  std::optional<std::string> project;
  std::optional<std::string> schema_version;
  std::optional<std::string> export_type;
  std::optional<std::string> trigger;
  std::optional<std::string> by;  // the option "operator"
};

// Throws invalid_option. `shares_place`: the export joins others in its destination.
CompanionOptions read_companion_options(document::Options& options, bool shares_place);

// What of them a manifest states.
void describe(const CompanionOptions& options, Manifest& manifest);

}  // namespace tamis::exports
