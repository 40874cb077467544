#include "core/profile/update_settings.h"

#include "core/error/error.h"
#include "core/profile/parts.h"

namespace tamis::profile {
namespace {

using document::Json;

constexpr std::int64_t kMostLookback = 100'000;

Json read_part_by(document::Options& options) {
  const std::string by = options.string("by", "");
  const bool has_grain = options.has("grain");
  const std::string grain = options.choice("grain", {"day", "month", "year", "value"}, "day");
  const std::string order = options.choice("order", {"dmy", "mdy", "ymd"}, "");
  const bool iso = options.boolean("iso", false);
  if (by.empty()) {
    if (!has_grain && order.empty() && !iso) return nullptr;
    throw Error(Code::invalid_option, "option \"by\" of " + std::string(kUpdateAction) +
                                          " is missing, where others divide by it");
  }
  if (by == "partition" && !has_grain) return {{"grain", name_of(Grain::partition)}};
  Json part_by = {{"by", by}, {"grain", grain}};
  if (!order.empty()) part_by["order"] = order;
  if (iso) part_by["iso"] = true;
  if (grain == "value" && part_by.size() > 2) {
    throw Error(Code::invalid_option, R"("order" and "iso" are about dates, not about values)");
  }
  return part_by;
}

}  // namespace

UpdateSettings update_settings(document::Options& options) {
  UpdateSettings settings;
  settings.part_by = read_part_by(options);
  settings.lookback = options.integer("lookback", 1, 0, kMostLookback);
  settings.refresh = options.strings("refresh");
  if (settings.refresh == std::vector<std::string>{"all"}) {
    settings.refresh_all = true;
    settings.refresh.clear();
  }
  settings.columns = options.strings("columns");
  settings.check = options.boolean("check", false);
  settings.prune = options.boolean("prune", false);
  settings.accept_schema =
      options.choice("schema_change", {"error", "accept"}, "error") == "accept";
  settings.dry_run = options.boolean("dry_run", false);
  options.finish();
  return settings;
}

}  // namespace tamis::profile
