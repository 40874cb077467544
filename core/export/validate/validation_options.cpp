#include "core/export/validate/validation_options.h"

#include <charconv>
#include <utility>

#include "core/export/format/option_checks.h"

namespace tamis::exports {
namespace {

using document::Options;

constexpr double kMost = 1e12;

std::optional<double> read_number(Options& options, std::string_view key) {
  if (!options.has(key)) return std::nullopt;
  return options.number(key, 0, 0, kMost);
}

}  // namespace

std::optional<std::int64_t> age_seconds(std::string_view text) noexcept {
  static constexpr std::pair<std::string_view, std::int64_t> kUnits[] = {
      {"second", 1}, {"minute", 60}, {"hour", 3600}, {"day", 86400}, {"week", 604800}};
  constexpr std::int64_t kMostUnits = 1'000'000;
  std::int64_t count = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (fault != std::errc() || count < 1 || count > kMostUnits) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!text.starts_with(' ')) return std::nullopt;
  text.remove_prefix(1);
  if (text.ends_with('s')) text.remove_suffix(1);
  for (const auto& [name, seconds] : kUnits) {
    if (name == text) return count * seconds;
  }
  return std::nullopt;
}

ValidationOptions read_validation_options(Options& options) {
  ValidationOptions out;
  out.key = options.strings("key");
  if (const auto age = options.string("max_age")) {
    const auto seconds = age_seconds(*age);
    if (!seconds) {
      bad_option("invalid max_age: " + in_quotes(*age),
                 "It is a number and a unit, as in \"24 hours\"; units are seconds, minutes, "
                 "hours, days and weeks.");
    }
    out.freshness = {options.required_string("age_column"), *seconds};
  }
  only_with(options, {"age_column"}, out.freshness.has_value(), "\"max_age\"");
  out.cost_per_gb = read_number(options, "cost_per_gb");
  only_with(options, {"max_cost"}, out.cost_per_gb.has_value(), "\"cost_per_gb\"");
  out.most_cost = read_number(options, "max_cost");
  out.least_ratio = read_number(options, "min_ratio");
  out.most_ratio = read_number(options, "max_ratio");
  out.free_space = options.boolean("check_free_space", true);
  out.record_only = options.choice("on_invalid", {"error", "record"}, "error") == "record";
  return out;
}

}  // namespace tamis::exports
