#include "core/quality/contract/string_formats.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "core/error/error.h"

namespace tamis::quality {
namespace {

struct Format {
  std::string_view written;  // by ODCS or JSON Schema
  std::string_view named;    // by the check; empty: nothing to check
};
constexpr auto kFormats = std::to_array<Format>({
    {"binary", ""},
    {"byte", "base64"},
    {"date", "date"},
    {"date-time", "timestamp"},
    {"duration", "duration"},
    {"email", "email"},
    {"hostname", "hostname"},
    {"ipv4", "ipv4"},
    {"ipv6", "ipv6"},
    {"json", "json"},
    {"mac", "mac"},
    {"password", ""},
    {"phone", "phone"},
    {"time", "time"},
    {"uri", "url"},
    {"url", "url"},
    {"uuid", "uuid"},
    {"xml", "xml"},
});

}  // namespace

std::string known_format(const ContractNode& format) {
  const auto& written = format.value().get_ref<const std::string&>();
  const auto* const found =
      std::find_if(kFormats.begin(), kFormats.end(),
                   [&](const Format& candidate) { return candidate.written == written; });
  if (found != kFormats.end()) return std::string(found->named);
  std::vector<std::string_view> names;
  for (const Format& known : kFormats) names.push_back(known.written);
  format.invalid("one of " + listed(names.data(), names.size()));
}

}  // namespace tamis::quality
