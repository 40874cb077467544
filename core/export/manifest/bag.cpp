#include "core/export/manifest/bag.h"

namespace tamis::exports {
namespace {

constexpr std::string_view kOxum = "Payload-Oxum: ";

// A label's value stands on one line.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

}  // namespace

std::string bag_declaration() { return "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"; }

std::string bag_info(const Manifest& manifest, std::int64_t octets, std::size_t files) {
  std::string out = "Bag-Software-Agent: Tamis " + manifest.tool_version + "\n";
  out += "Bagging-Date: " + manifest.export_timestamp.substr(0, 10) + "\n";
  out += "External-Identifier: " + one_line(manifest.export_id) + "\n";
  if (manifest.table) {
    const std::string dataset = manifest.dataset.empty() ? "" : manifest.dataset + ".";
    out += "External-Description: " + one_line(dataset + *manifest.table) + "\n";
  }
  out += std::string(kOxum) + std::to_string(octets) + "." + std::to_string(files) + "\n";
  return out;
}

std::string_view payload_oxum(std::string_view bag_info) noexcept {
  while (!bag_info.empty()) {
    const std::size_t end = bag_info.find('\n');
    const std::string_view line = bag_info.substr(0, end);
    if (line.starts_with(kOxum)) return line.substr(kOxum.size());
    if (end == std::string_view::npos) break;
    bag_info.remove_prefix(end + 1);
  }
  return {};
}

}  // namespace tamis::exports
