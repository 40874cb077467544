// Markers: one small document that says how an export ended.
//
// SUCCESS is written last, after the manifest it names: where it is, the export is whole. FAILURE
// is never among data: an export that fails leaves nothing in its destination, so its marker
// stands beside it, and only where it was asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/document/json.h"

namespace tamis::exports {

inline constexpr std::string_view kMarkerName = "SUCCESS";
inline constexpr std::string_view kFailureName = "FAILURE";
inline constexpr std::size_t kLargestMarker = std::size_t{64} << 10U;

struct Marker {
  std::string status;
  std::string timestamp;
  std::string manifest;
  std::string manifest_checksum;
  std::int64_t row_count = 0;
};
document::Json to_json(const Marker& marker);
// Throws corrupt_data naming the member at fault.
Marker parse_marker(std::string_view text);

struct FailureMarker {
  std::string timestamp;
  std::string error;  // of an Error: never a secret
  std::int64_t retry_count = 0;
  std::optional<std::string> next_retry;
};
document::Json to_json(const FailureMarker& marker);

}  // namespace tamis::exports
