#include "core/quality/contract/quality_rules.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/error/error.h"
#include "core/quality/contract/argument_values.h"
#include "core/quality/contract/extras.h"
#include "core/quality/contract/property_rules.h"

namespace tamis::quality {
namespace {

using document::Json;

constexpr std::string_view kEngine = "tamis";
constexpr double kMostWeight = 1e6;
constexpr auto kEntryExtras = std::to_array<std::string_view>({"warn", "where", "weight"});

// What the metrics were called before version 3.1, under `rule`.
struct Metric {
  std::string_view name;
  std::string_view metric;
};
constexpr auto kMetrics = std::to_array<Metric>({{"nullValues", "nullValues"},
                                                 {"missingValues", "missingValues"},
                                                 {"invalidValues", "invalidValues"},
                                                 {"duplicateValues", "duplicateValues"},
                                                 {"rowCount", "rowCount"},
                                                 {"nullCheck", "nullValues"},
                                                 {"validValues", "invalidValues"},
                                                 {"duplicateCount", "duplicateValues"}});

std::string_view metric_of(const ContractNode& entry) {
  const auto rule = entry.find("rule");
  const ContractNode node = rule && !entry.find("metric") ? *rule : entry.require("metric");
  const auto* const found = std::find_if(kMetrics.begin(), kMetrics.end(),
                                         [&](const Metric& m) { return node.value() == m.name; });
  if (found != kMetrics.end()) return found->metric;
  node.invalid(
      "one of \"nullValues\", \"missingValues\", \"invalidValues\", \"duplicateValues\" and "
      "\"rowCount\"");
}

Json scalars_of(const ContractNode& node) {
  if (node.value().empty()) node.invalid("an array that is not empty");
  Json values = Json::array();
  for (const ContractNode& item : node.elements()) {
    if (item.value().is_null() || item.value().is_structured()) {
      node.invalid("an array of strings, numbers or booleans");
    }
    values.push_back(plain_number(item.value()));
  }
  return values;
}

// The arguments a metric takes; any other is a mistake.
void require_arguments(const ContractNode& entry, std::span<const std::string_view> known) {
  const auto arguments = entry.find("arguments");
  if (!arguments) return;
  for (const ContractNode& argument : arguments->elements()) {
    if (argument.value().is_null()) continue;
    if (std::find(known.begin(), known.end(), argument.key()) == known.end()) {
      argument.unknown(known);
    }
  }
}

// Several metrics or operators in one entry would leave all but one unread.
void require_only(const ContractNode& entry, std::string_view type,
                  std::span<const std::string_view> foreign) {
  for (const std::string_view key : foreign) {
    if (const auto node = entry.find(key)) {
      node->invalid("left out of an entry of type " + in_quotes(type));
    }
  }
}

Severity severity_of(const ContractNode& node, Severity fallback) {
  const auto word = node.string("severity");
  if (!word) return fallback;
  Severity out{};
  if (from_name(*word, out)) return out;
  node.require("severity").invalid("\"info\", \"warning\", \"error\" or \"critical\"");
}

// A percentage is one of rows; a metric has none.
void require_rows(const ContractNode& node, const Rule& rule) {
  const auto refuse = [&](const std::optional<Tolerance>& tolerance) {
    if (tolerance && tolerance->percent) {
      node.invalid("in rows: " + in_quotes(rule.kind().name) + " has no percentage");
    }
  };
  if (rule.kind().mode != Mode::metric && rule.check != Check::sql) return;
  refuse(rule.tolerance);
  refuse(rule.warn);
}

}  // namespace

void QualityRules::add(const ContractNode& element, const ContractColumn* column) {
  column_ = column;
  for (const ContractNode& entry : element.items("quality")) add_entry(entry);
}

void QualityRules::add_entry(const ContractNode& entry) {
  const std::string type = entry.string("type").value_or("library");
  if (type == "text") return;  // words for people
  if (type == "custom" && entry.require_string("engine") != kEngine) {
    contract_.ignored.push_back(entry.path());
    return;
  }
  Rule rule = type == "library" ? library_rule(entry)
              : type == "sql"   ? sql_rule(entry)
                                : custom_rule(entry);
  finish(entry, rule);
  contract_.rules.push_back(std::move(rule));
}

Rule QualityRules::make(std::string_view name, Check check) const {
  if (column_ != nullptr) return column_rule(*column_, name, check);
  Rule rule;
  rule.name = name;
  rule.check = check;
  rule.dimension = kind_of(check).dimension;
  return rule;
}

std::string QualityRules::physical(const std::string& name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? name : found->second;
}

Rule QualityRules::library_rule(const ContractNode& entry) const {
  static constexpr std::array<std::string_view, 3> kForeign{"query", "engine", "implementation"};
  require_only(entry, "library", kForeign);
  const std::string_view metric = metric_of(entry);
  const auto need_column = [&](bool needed) {
    if (needed == (column_ != nullptr)) return;
    entry.invalid(needed ? "an entry of a property: " + in_quotes(metric) + " counts values"
                         : "an entry of the schema object: " + in_quotes(metric) + " counts rows");
  };
  Rule rule;
  if (metric == "nullValues" || metric == "missingValues") {
    need_column(true);
    rule = make(metric, Check::not_missing);
    static constexpr std::array<std::string_view, 1> kKnown{"missingValues"};
    require_arguments(entry, std::span(kKnown).first(metric == "missingValues" ? 1 : 0));
    read_markers(entry, column_->missing, rule);
  } else if (metric == "invalidValues") {
    need_column(true);
    static constexpr std::array<std::string_view, 2> kKnown{"validValues", "pattern"};
    require_arguments(entry, kKnown);
    const auto arguments = entry.find("arguments");
    const auto pattern = arguments ? arguments->find("pattern") : std::nullopt;
    auto values = arguments ? arguments->find("validValues") : std::nullopt;
    if (!values) values = entry.find("validValues");
    if (pattern && values) entry.invalid("an entry with validValues or a pattern, not both");
    if (pattern) {
      rule = make(metric, Check::pattern);
      rule.arguments = {{"patterns", Json::array({pattern->value()})}};
    } else {
      if (!values) entry.require("arguments").lacks("validValues");
      rule = make(metric, Check::in_set);
      rule.arguments = {{"values", scalars_of(*values)}};
    }
  } else if (metric == "duplicateValues") {
    rule = make(metric, Check::unique);
    static constexpr std::array<std::string_view, 1> kKnown{"properties"};
    require_arguments(entry, std::span(kKnown).first(column_ == nullptr ? 1 : 0));
    if (column_ == nullptr) {
      const ContractNode properties = entry.require("arguments").require("properties");
      if (properties.value().empty()) properties.invalid("an array that is not empty");
      for (const Json& name : properties.value()) {
        rule.columns.push_back(physical(name.get<std::string>()));
      }
    }
  } else {
    need_column(false);
    require_arguments(entry, {});
    rule = make(metric, Check::row_count);
  }
  const auto tolerance = read_tolerance(entry);
  if (!tolerance && rule.check == Check::row_count) entry.lacks("mustBe");
  if (tolerance) rule.tolerance = *tolerance;
  return rule;
}

Rule QualityRules::sql_rule(const ContractNode& entry) const {
  static constexpr std::array<std::string_view, 6> kForeign{
      "metric", "rule", "arguments", "validValues", "engine", "implementation"};
  require_only(entry, "sql", kForeign);
  Rule rule = make("sql", Check::sql);
  rule.arguments = {{"query", entry.require_string("query")}};
  const auto tolerance = read_tolerance(entry);
  if (!tolerance) entry.lacks("mustBe");
  rule.tolerance = *tolerance;
  return rule;
}

Rule QualityRules::custom_rule(const ContractNode& entry) const {
  static constexpr std::array<std::string_view, 5> kForeign{"metric", "rule", "arguments",
                                                            "validValues", "query"};
  require_only(entry, "custom", kForeign);
  require_only(entry, "custom", tolerance_keys());
  const ContractNode implementation = entry.require("implementation");
  if (!implementation.value().is_object()) implementation.invalid("an object with a \"check\"");
  const ContractNode check = implementation.require("check");
  const Kind* kind =
      check.value().is_string() ? find_kind(check.value().get_ref<const std::string&>()) : nullptr;
  if (kind == nullptr) {
    std::vector<std::string_view> names;
    for (const Kind& known : kinds()) names.push_back(known.name);
    check.invalid("one of " + listed(names.data(), names.size()));
  }
  Rule rule = make(kind->name, kind->check);
  read_columns(implementation, rule);
  read_arguments(implementation, rule);
  const auto tolerance = read_tolerance(implementation);
  const bool needs_tolerance = kind->mode == Mode::metric && kind->check != Check::most_common_in &&
                               kind->check != Check::contains_values;
  if (!tolerance && (needs_tolerance || kind->check == Check::sql)) implementation.lacks("mustBe");
  if (tolerance) rule.tolerance = *tolerance;
  return rule;
}

void QualityRules::read_columns(const ContractNode& implementation, Rule& rule) const {
  const Kind& kind = rule.kind();
  if (kind.most_columns == 0) {
    rule.columns.clear();
    return;
  }
  if (const auto columns = implementation.find("columns")) {
    require_argument(*columns, {"columns", ArgumentType::texts});
    rule.columns.clear();
    for (const Json& name : columns->value()) {
      rule.columns.push_back(physical(name.get<std::string>()));
    }
    // What is said of one column's type says nothing of another's.
    if (column_ == nullptr || rule.columns != std::vector{column_->physical_name}) {
      rule.logical_type.clear();
    }
  }
  const auto count = static_cast<int>(rule.columns.size());
  if (count >= kind.least_columns && (kind.most_columns < 0 || count <= kind.most_columns)) return;
  if (count == 0) implementation.lacks("columns");
  implementation.invalid(
      "an object whose \"columns\" are " + std::string(kind.most_columns < 0 ? "at least " : "") +
      std::to_string(kind.least_columns) + " for the check " + in_quotes(kind.name));
}

void QualityRules::read_arguments(const ContractNode& implementation, Rule& rule) const {
  const Kind& kind = rule.kind();
  std::vector<std::string_view> known{"check", "where", "warn", "weight"};
  known.insert(known.end(), tolerance_keys().begin(), tolerance_keys().end());
  if (kind.most_columns != 0) known.emplace_back("columns");
  for (const Argument& argument : kind.arguments) known.push_back(written_name(kind, argument));
  require_known(implementation, known);
  for (const Argument& argument : kind.arguments) {
    const std::string_view name = written_name(kind, argument);
    const auto node = implementation.find(name);
    if (!node) {
      if (argument.required) implementation.lacks(name);
      continue;
    }
    require_argument(*node, argument);
    rule.arguments[std::string(argument.name)] = argument_value(*node, argument, names_);
  }
}

void QualityRules::finish(const ContractNode& entry, Rule& rule) const {
  const Extras extras(entry, kEntryExtras);
  const auto implementation =
      entry.string("type") == "custom" ? entry.find("implementation") : std::nullopt;
  const auto setting = [&](std::string_view name) {
    auto found = extras.find(name);
    const auto own = implementation ? implementation->find(name) : std::nullopt;
    if (found && own) own->invalid("left out: a custom property says the same");
    return found ? found : own;
  };
  if (const auto id = entry.string("id")) rule.id = *id;
  if (const auto name = entry.string("name"); name && !name->empty()) rule.name = *name;
  if (const auto word = entry.string("dimension")) from_name(*word, rule.dimension);
  rule.severity = severity_of(entry, rule.severity);
  if (const auto warn = setting("warn")) {
    require_known(*warn, tolerance_keys());
    rule.warn = read_tolerance(*warn);
    if (!rule.warn) warn->lacks("mustBe");
  }
  if (const auto where = setting("where")) {
    if (!where->value().is_string() || where->value().get_ref<const std::string&>().empty()) {
      where->invalid("a SQL condition");
    }
    rule.where = where->value().get<std::string>();
  }
  if (const auto weight = setting("weight")) {
    const Json& value = weight->value();
    if (!value.is_number() || !(value.get<double>() >= 0 && value.get<double>() <= kMostWeight)) {
      weight->invalid("a number between 0 and 1000000");
    }
    rule.weight = value.get<double>();
  }
  require_rows(entry, rule);
}

}  // namespace tamis::quality
