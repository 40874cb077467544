#include "core/export/manifest/marker.h"

#include "core/export/manifest/member.h"

namespace tamis::exports {

using document::Json;

Json to_json(const Marker& marker) {
  return {{"status", marker.status},
          {"timestamp", marker.timestamp},
          {"manifest", marker.manifest},
          {"manifest_checksum", marker.manifest_checksum},
          {"row_count", marker.row_count}};
}

Marker parse_marker(std::string_view text) {
  const Json document = parse_document(text, "the marker");
  const Member root("the marker", document, "");
  return {root["status"].text(), root["timestamp"].text(), root["manifest"].text(),
          root["manifest_checksum"].checksum(), root["row_count"].count()};
}

Json to_json(const FailureMarker& marker) {
  return {{"status", kFailureName},
          {"timestamp", marker.timestamp},
          {"error", marker.error},
          {"retry_count", marker.retry_count},
          {"next_retry", marker.next_retry ? Json(*marker.next_retry) : Json()}};
}

}  // namespace tamis::exports
