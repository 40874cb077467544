// datapackage.json: an export as a Frictionless Data Package, which others' tools validate and
// load. Source: Data Package standard v2 (datapackage.org), data-resource, table-schema,
// table-dialect.
#pragma once

#include "core/document/json.h"
#include "core/export/manifest/manifest.h"

namespace tamis::exports {

inline constexpr std::string_view kDataPackageName = "datapackage.json";

// A resource for each file.
document::Json data_package(const Manifest& manifest);

}  // namespace tamis::exports
