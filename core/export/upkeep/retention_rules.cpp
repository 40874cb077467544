#include "core/export/upkeep/retention_rules.h"

#include <algorithm>

#include "core/document/options.h"
#include "core/export/upkeep/duration.h"

namespace tamis::exports {
namespace {

constexpr std::chrono::hours kDay{24};
constexpr std::string_view kFileScheme = "file://";

bool is_path(std::string_view place) noexcept { return place.find('/') != std::string_view::npos; }

bool stands_below(std::string_view uri, std::string_view place) noexcept {
  while (place.ends_with('/')) place.remove_suffix(1);
  if (uri.starts_with(kFileScheme) && place.starts_with('/')) {
    uri.remove_prefix(kFileScheme.size());
  }
  return uri.starts_with(place) && (uri.size() == place.size() || uri[place.size()] == '/');
}

// How far from the end of the path the nearest folder of that name stands; nothing without one.
std::optional<std::size_t> distance(std::string_view uri, std::string_view folder) noexcept {
  const std::size_t scheme = uri.find("://");
  std::string_view path = scheme == std::string_view::npos ? uri : uri.substr(scheme + 3);
  for (std::size_t steps = 0; !path.empty(); ++steps) {
    const std::size_t slash = path.rfind('/');
    const std::string_view part = slash == std::string_view::npos ? path : path.substr(slash + 1);
    if (part == folder) return steps;
    path = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  }
  return std::nullopt;
}

}  // namespace

RetentionRules::RetentionRules(const document::Json& rules) {
  document::Options given(rules, "tamis_expire_exports");
  for (const auto& [place, span] : rules.items()) {
    rules_.push_back({place, read_span(given.required_string(place), place)});
  }
  const auto add = [this](std::string_view place, std::chrono::seconds keep) {
    if (std::any_of(rules_.begin(), rules_.end(),
                    [place](const RetentionRule& rule) { return rule.place == place; })) {
      return;
    }
    rules_.push_back({std::string(place), keep});
  };
  add("temp", 7 * kDay);
  add("failed", 30 * kDay);
  add("test", kDay);
}

const RetentionRule* RetentionRules::find(std::string_view uri) const {
  const RetentionRule* best = nullptr;
  for (const RetentionRule& rule : rules_) {
    if (!is_path(rule.place) || !stands_below(uri, rule.place)) continue;
    if (best == nullptr || rule.place.size() > best->place.size()) best = &rule;
  }
  if (best != nullptr) return best;
  std::size_t nearest = 0;
  for (const RetentionRule& rule : rules_) {
    if (is_path(rule.place)) continue;
    const auto steps = distance(uri, rule.place);
    if (!steps || (best != nullptr && *steps >= nearest)) continue;
    best = &rule;
    nearest = *steps;
  }
  return best;
}

}  // namespace tamis::exports
