#include "core/export/manifest/sidecar.h"

namespace tamis::exports {

using document::Json;

Json sidecar_json(const Json& manifest, std::string_view name, std::size_t file) {
  Json out = {{"manifest", name},
              {"file", manifest.at("files").at(file)},
              {"schema_hash", manifest.at("validation").at("schema_hash")},
              {"tool_version", manifest.at("metadata").at("tool_version")}};
  for (const char* same : {"version", "export_id", "export_timestamp", "source", "destination",
                           "schema", "anonymisation", "encryption"}) {
    out[same] = manifest.at(same);
  }
  return out;
}

}  // namespace tamis::exports
