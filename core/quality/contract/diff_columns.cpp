#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "core/error/error.h"
#include "core/quality/check/deprecation.h"
#include "core/quality/contract/diff_parts.h"
#include "core/quality/contract/property_rules.h"

namespace tamis::quality {
namespace {

using document::Json;

constexpr std::string_view kUnseen = "a check can't tell";
constexpr std::string_view kOtherMeaning = "the same characters mean something else";

std::string said(std::string_view text) { return text.empty() ? "nothing" : in_quotes(text); }

std::string from_to(std::string_view before, std::string_view after) {
  return "from " + said(before) + " to " + said(after);
}

std::string_view reason(Change change) noexcept {
  switch (change) {
    case Change::same: return kUnseen;
    case Change::narrower: return "the promise is stronger: old data may not keep it";
    case Change::wider: return "the promise is weaker: old readers may meet what they can't read";
    case Change::other: break;
  }
  return "neither side can read the other's values";
}

std::string_view suffix(Change change) noexcept {
  static constexpr std::array<std::string_view, 4> kSuffixes{"_changed", "_narrowed", "_widened",
                                                             "_changed"};
  return kSuffixes[static_cast<std::size_t>(change)];
}

// Integers are numbers, and a date is its midnight. A column of numbers that becomes text is
// another column to SQL, though its values read as text.
Change compare_types(std::string_view before, std::string_view after) {
  if (before == after) return Change::same;
  if (before.empty()) return Change::narrower;
  if (after.empty()) return Change::wider;
  for (const auto& [narrow, wide] :
       {std::pair<std::string_view, std::string_view>{"integer", "number"},
        {"date", "timestamp"}}) {
    if (before == narrow && after == wide) return Change::wider;
    if (before == wide && after == narrow) return Change::narrower;
  }
  return Change::other;
}

class ColumnDiff {
 public:
  ColumnDiff(const ContractColumn& before, const ContractColumn& after, std::string path,
             std::vector<ContractChange>& out)
      : before_(before), after_(after), path_(std::move(path)), out_(out) {}

  void run() {
    if (before_.physical_name != after_.physical_name) {
      add("physicalName", "column_renamed",
          "the column is called otherwise: " + from_to(before_.physical_name, after_.physical_name),
          Change::other, "each side looks for a name that the other's table lacks");
    }
    typed("logicalType", "type", before_.logical_type, after_.logical_type,
          compare_types(before_.logical_type, after_.logical_type));
    physical_type();
    meaning("unit", "unit", before_.unit, after_.unit);
    if (before_.logical_type == after_.logical_type) {
      meaning("logicalTypeOptions/timezone", "timezone", zone(before_), zone(after_));
      meaning("logicalTypeOptions/format", "format", format(before_), format(after_));
    }
    meaning("customProperties/dateOrder", "format", order(before_), order(after_));
    meaning("customProperties/decimalMark", "format", mark(before_), mark(after_));
    meaning("customProperties/caseFold", "format", before_.case_fold, after_.case_fold);
    if (before_.classification != after_.classification) {
      add("classification", "classification_changed",
          from_to(before_.classification, after_.classification), Change::same,
          "who may see it is no matter of values, but someone should decide it", true);
    }
    if (before_.default_value != after_.default_value) {
      const bool removed = before_.default_value && !after_.default_value;
      add("customProperties/default", removed ? "default_removed" : "default_changed",
          removed ? "the default is gone" : "there is another default", Change::same,
          "it decides what a source that lacks the column is filled with", true);
    }
    deprecation();
  }

 private:
  void add(std::string_view key, std::string code, std::string what, Change change,
           std::string_view why, bool review = false) {
    ContractChange out;
    out.path = path_ + "/" + std::string(key);
    out.code = std::move(code);
    out.what = std::move(what);
    out.change = change;
    out.why = why;
    out.review = review;
    out_.push_back(std::move(out));
  }

  void typed(std::string_view key, std::string_view name, std::string_view before,
             std::string_view after, Change change) {
    if (before == after) return;
    add(key, std::string(name) + std::string(suffix(change)), from_to(before, after), change,
        reason(change));
  }

  // Where both are bounds they are compared; any other physical type is a word that only the
  // database knows.
  void physical_type() {
    const std::string before = bounded_type(before_.physical_type);
    const std::string after = bounded_type(after_.physical_type);
    const bool one_unbounded = before.empty() != after.empty() && !before_.physical_type.empty() &&
                               !after_.physical_type.empty();
    if (before.empty() && after.empty()) {
      typed("physicalType", "physical_type", before_.physical_type, after_.physical_type,
            before_.physical_type.empty()  ? Change::narrower
            : after_.physical_type.empty() ? Change::wider
                                           : Change::other);
    } else if (before != after) {
      typed("physicalType", "physical_type", before_.physical_type, after_.physical_type,
            one_unbounded ? Change::other : compare_bounds(before, after));
    }
  }

  void meaning(std::string_view key, std::string_view name, const std::string& before,
               const std::string& after) {
    if (before == after) return;
    add(key, std::string(name) + "_changed", from_to(before, after), Change::other, kOtherMeaning);
  }

  static std::string zone(const ContractColumn& column) {
    std::string out = column.zoned() ? "with a zone" : "";
    const auto zone = column.options.find("defaultTimezone");
    if (zone != column.options.end() && zone->is_string()) out += " " + zone->get<std::string>();
    return out;
  }

  // Of dates; the format of a string or a number is a rule.
  static std::string format(const ContractColumn& column) {
    const bool clock = column.logical_type == "date" || column.logical_type == "timestamp";
    const auto format = column.options.find("format");
    if (!clock || format == column.options.end()) return {};
    return format->get<std::string>();
  }

  static std::string order(const ContractColumn& column) {
    static constexpr std::array<std::string_view, 4> kOrders{"", "ymd", "dmy", "mdy"};
    return std::string(kOrders[static_cast<std::size_t>(column.date_order)]);
  }
  static std::string mark(const ContractColumn& column) {
    static constexpr std::array<std::string_view, 3> kMarks{"", "point", "comma"};
    return std::string(kMarks[static_cast<std::size_t>(column.decimal_mark)]);
  }

  void deprecation() {
    const auto text = [](const ContractColumn& column) {
      return column.deprecation ? column.deprecation->removal : std::string();
    };
    const auto same = [](const ContractColumn& a, const ContractColumn& b) {
      if (a.deprecation.has_value() != b.deprecation.has_value()) return false;
      return !a.deprecation || (a.deprecation->since == b.deprecation->since &&
                                a.deprecation->removal == b.deprecation->removal &&
                                a.deprecation->replacement == b.deprecation->replacement);
    };
    if (same(before_, after_)) return;
    const bool sooner = before_.deprecation && after_.deprecation &&
                        after_.deprecation->removal < before_.deprecation->removal;
    add("customProperties/deprecation",
        before_.deprecation ? (after_.deprecation ? "deprecation_changed" : "deprecation_lifted")
                            : "column_deprecated",
        "the date of its removal goes " + from_to(text(before_), text(after_)), Change::same,
        "the column is there until then", sooner);
  }

  const ContractColumn& before_;
  const ContractColumn& after_;
  std::string path_;
  std::vector<ContractChange>& out_;
};

const ContractColumn* find_column(const Contract& contract, std::string_view name) {
  for (const ContractColumn& column : contract.columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

ContractChange removed_column(const ContractColumn& column, std::string path,
                              std::string_view now) {
  ContractChange out{std::move(path), "column_removed", "the column is no longer promised",
                     Change::wider, "readers of the old contract select it"};
  if (!column.deprecation) {
    out.why += "; it was not deprecated first";
    return out;
  }
  out.announced = state_of(*column.deprecation, now) == DeprecationState::removed;
  out.why = out.announced ? "its removal was announced for " + column.deprecation->removal
                          : "it is deprecated, but promised until " + column.deprecation->removal;
  return out;
}

void diff_order(const Contract& before, const Contract& after, const std::string& path,
                std::vector<ContractChange>& out) {
  const auto shared = [](const Contract& a, const Contract& b) {
    std::vector<std::string_view> names;
    for (const ContractColumn& column : a.columns) {
      if (find_column(b, column.name) != nullptr) names.push_back(column.name);
    }
    return names;
  };
  if (shared(before, after) == shared(after, before)) return;
  out.push_back({path + "/properties", "columns_reordered", "the columns stand in another order",
                 Change::same, "only readers that go by position can tell", true});
}

void diff_service_levels(const Contract& before, const Contract& after,
                         std::vector<ContractChange>& out) {
  const auto text = [](const Contract& contract) {
    std::vector<std::string> lines;
    for (const ServiceLevel& level : contract.service_levels) {
      lines.push_back(level.property + " " + document::canonical(level.value) + " " + level.unit +
                      " " + level.element);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  };
  if (text(before) == text(after)) return;
  out.push_back({"/slaProperties", "service_level_changed", "the service levels changed",
                 Change::same, "those on the age of data are compared as rules", true});
}

}  // namespace

void diff_tables(const Contract& before, const Contract& after, std::string_view now,
                 std::vector<ContractChange>& out) {
  const std::string path = "/schema/" + after.object;
  if (before.table != after.table) {
    out.push_back({path + "/physicalName", "table_renamed", from_to(before.table, after.table),
                   Change::other, "each side looks for a name that the other lacks"});
  }
  for (const ContractColumn& column : before.columns) {
    const std::string place = path + "/properties/" + column.name;
    if (const ContractColumn* other = find_column(after, column.name)) {
      ColumnDiff(column, *other, place, out).run();
    } else {
      out.push_back(removed_column(column, place, now));
    }
  }
  for (const ContractColumn& column : after.columns) {
    if (find_column(before, column.name) != nullptr) continue;
    out.push_back({path + "/properties/" + column.name, "column_added",
                   "the column is newly promised", Change::narrower,
                   "old readers don't ask for it; old data lacks it"});
  }
  diff_order(before, after, path, out);
  diff_rules(before, after, path, out);
  diff_service_levels(before, after, out);
}

}  // namespace tamis::quality
