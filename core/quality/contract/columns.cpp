#include "core/quality/contract/columns.h"

#include <array>
#include <cmath>

#include "core/quality/contract/extras.h"

namespace tamis::quality {
namespace {

using document::Json;

constexpr auto kPropertyExtras =
    std::to_array<std::string_view>({"caseFold", "missingValues", "dateOrder", "decimalMark",
                                     "twoDigitPivot", "default", "unit", "weight", "deprecation"});
constexpr auto kFolds = std::to_array<std::string_view>({"lower", "upper", "title"});
constexpr auto kOrders = std::to_array<std::string_view>({"dmy", "mdy", "ymd"});
constexpr auto kMarks = std::to_array<std::string_view>({"point", "comma"});
constexpr double kMostWeight = 1e6;

dates::Order order_of(const Extras& extras) {
  const auto word = extras.word("dateOrder", kOrders);
  if (!word) return dates::Order::none;
  if (*word == "ymd") return dates::Order::ymd;
  return *word == "dmy" ? dates::Order::dmy : dates::Order::mdy;
}

types::DecimalMark mark_of(const Extras& extras) {
  const auto word = extras.word("decimalMark", kMarks);
  if (!word) return types::DecimalMark::none;
  return *word == "point" ? types::DecimalMark::point : types::DecimalMark::comma;
}

std::vector<std::string> markers_of(const ContractNode& node) {
  std::vector<std::string> out;
  if (!node.value().is_array()) node.invalid("an array of strings");
  for (const ContractNode& item : node.elements()) {
    if (item.value().is_null()) continue;  // NULL is missing anyway
    if (!item.value().is_string()) item.invalid("a string");
    out.push_back(item.value().get<std::string>());
  }
  return out;
}

void read_extras(const ContractNode& node, ContractColumn& column) {
  const Extras extras(node, kPropertyExtras);
  column.case_fold = extras.word("caseFold", kFolds).value_or("");
  column.date_order = order_of(extras);
  column.decimal_mark = mark_of(extras);
  if (const auto missing = extras.find("missingValues")) column.missing = markers_of(*missing);
  if (const auto pivot = extras.number("twoDigitPivot", 0, 99)) {
    if (std::trunc(*pivot) != *pivot) extras.find("twoDigitPivot")->invalid("a whole number");
    column.two_digit_pivot = static_cast<int>(*pivot);
  }
  if (const auto value = extras.find("default")) {
    if (value->value().is_structured()) value->invalid("a string, a number, true or false");
    column.default_value = plain_number(value->value());
  }
  if (const auto unit = extras.find("unit")) {
    if (!unit->value().is_string()) unit->invalid("a string");
    column.unit = unit->value().get<std::string>();
  }
  column.weight = extras.number("weight", 0, kMostWeight).value_or(1);
  if (const auto deprecation = extras.find("deprecation")) {
    column.deprecation = read_deprecation(*deprecation);
  }
}

// A table's cell holds one value. A nested value that is stored as text can be promised as a
// string.
void refuse_nested(const ContractNode& node) {
  static constexpr std::string_view kHint =
      "Columns of a table hold single values: describe it as a string, or leave it out.";
  const auto type = node.string("logicalType");
  if (type == "object" || type == "array") node.require("logicalType").unsupported(kHint);
  for (const std::string_view key : {"properties", "items"}) {
    const auto nested = node.find(key);
    if (nested && !nested->value().empty()) nested->unsupported(kHint);
  }
}

}  // namespace

ContractColumn read_column(const ContractNode& node) {
  refuse_nested(node);
  ContractColumn column;
  column.name = node.require_string("name");
  column.physical_name = node.string("physicalName").value_or(column.name);
  column.logical_type = node.string("logicalType").value_or("");
  column.physical_type = node.string("physicalType").value_or("");
  if (const auto options = node.find("logicalTypeOptions")) {
    for (const ContractNode& option : options->elements()) {
      if (option.value().is_null()) continue;
      column.options[std::string(option.key())] = plain_number(option.value());
    }
  }
  column.required = node.boolean("required");
  column.unique = node.boolean("unique");
  column.critical = node.boolean("criticalDataElement");
  column.classification = node.string("classification").value_or("");
  read_extras(node, column);
  return column;
}

}  // namespace tamis::quality
