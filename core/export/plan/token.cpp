#include "core/export/plan/token.h"

#include "core/document/digest.h"

namespace tamis::exports {
namespace {

using document::Json;

constexpr std::size_t kLongestPart = 60;
constexpr std::string_view kDigest = "sha256:";

// What has no effect on the files.
constexpr std::string_view kBeside[] = {"dry_run", "token", "idempotent"};

std::string plain(std::string_view text) {
  std::string out(text.substr(0, kLongestPart));
  for (char& c : out) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-' || c == '.';
    if (!kept) c = '-';
  }
  return out;
}

}  // namespace

std::optional<std::string> token_of(const ModeOptions& options, const TokenParts& parts,
                                    const std::optional<WatermarkRange>& range) {
  if (!options.token.empty()) return options.token;
  if (!options.idempotent) return std::nullopt;
  Json asked = parts.options.empty() ? Json::object() : document::parse(parts.options, "options");
  if (asked.is_object()) {
    for (const std::string_view key : kBeside) asked.erase(std::string(key));
  }
  Json range_json;
  if (range) {
    range_json = {range->name, range->low.value_or(""), range->low.has_value(),
                  range->high.value_or(""), range->high.has_value()};
  }
  const std::string hash = document::digest({parts.source, parts.destination, asked, range_json});
  std::string label = options.snapshot;
  if (label.empty() && range) label = range->high.value_or("none");
  const std::string partition = options.partition.empty() ? "all" : options.partition;
  return plain(parts.table) + "_" + plain(partition) + "_" + plain(label) + "_" +
         hash.substr(kDigest.size(), 8);
}

}  // namespace tamis::exports
