#include "core/quality/contract/contract.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "core/error/error.h"
#include "core/quality/contract/contract_node.h"
#include "core/types/types.h"

namespace tamis::quality {
namespace {

using document::Json;
using Names = std::span<const std::string_view>;

constexpr auto kContractRead =
    std::to_array<std::string_view>({"version", "apiVersion", "kind", "id", "status", "schema"});
constexpr auto kContractDescriptive = std::to_array<std::string_view>(
    {"name", "tenant", "tags", "servers", "dataProduct", "description", "domain", "support",
     "price", "team", "roles", "slaDefaultElement", "authoritativeDefinitions", "customProperties",
     "contractCreatedTs"});
constexpr auto kContractUnsupported = std::to_array<std::string_view>({"slaProperties"});

constexpr auto kObjectRead = std::to_array<std::string_view>({"name", "properties"});
constexpr auto kObjectDescriptive = std::to_array<std::string_view>(
    {"id", "physicalName", "physicalType", "logicalType", "description", "businessName", "tags",
     "authoritativeDefinitions", "customProperties", "dataGranularityDescription"});
constexpr auto kObjectUnsupported = std::to_array<std::string_view>({"relationships", "quality"});

constexpr auto kPropertyRead = std::to_array<std::string_view>(
    {"name", "physicalName", "logicalType", "logicalTypeOptions", "required", "unique",
     "primaryKey", "primaryKeyPosition", "quality"});
constexpr auto kPropertyDescriptive = std::to_array<std::string_view>(
    {"id", "physicalType", "description", "businessName", "tags", "authoritativeDefinitions",
     "customProperties", "partitioned", "partitionKeyPosition", "classification", "encryptedName",
     "transformSourceObjects", "transformLogic", "transformDescription", "examples",
     "criticalDataElement"});
constexpr auto kPropertyUnsupported =
    std::to_array<std::string_view>({"relationships", "properties", "items"});

constexpr auto kOptionsRead =
    std::to_array<std::string_view>({"minimum", "maximum", "minLength", "maxLength"});
constexpr auto kOptionsUnsupported = std::to_array<std::string_view>(
    {"pattern", "format", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "timezone",
     "defaultTimezone", "maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties",
     "required"});

constexpr auto kQualityRead = std::to_array<std::string_view>(
    {"type", "metric", "rule", "arguments", "mustBe", "mustNotBe", "mustBeGreaterThan",
     "mustBeGreaterOrEqualTo", "mustBeLessThan", "mustBeLessOrEqualTo", "unit", "severity",
     "dimension"});
constexpr auto kQualityDescriptive =
    std::to_array<std::string_view>({"id", "name", "description", "businessImpact", "method",
                                     "tags", "authoritativeDefinitions", "customProperties"});
constexpr auto kQualityUnsupported =
    std::to_array<std::string_view>({"mustBeBetween", "mustNotBeBetween", "schedule", "scheduler",
                                     "query", "engine", "implementation", "validValues"});
constexpr auto kArgumentsRead = std::to_array<std::string_view>({"validValues"});
constexpr auto kArgumentsUnsupported =
    std::to_array<std::string_view>({"pattern", "missingValues", "properties"});

constexpr std::array<std::pair<std::string_view, Tolerance::Operator>, 6> kOperators{{
    {"mustBe", Tolerance::Operator::equal},
    {"mustNotBe", Tolerance::Operator::not_equal},
    {"mustBeGreaterThan", Tolerance::Operator::greater},
    {"mustBeGreaterOrEqualTo", Tolerance::Operator::greater_or_equal},
    {"mustBeLessThan", Tolerance::Operator::less},
    {"mustBeLessOrEqualTo", Tolerance::Operator::less_or_equal},
}};

// What stands for one property while its rules are made.
struct Property {
  const ContractNode& node;
  std::string column;
  std::string logical_type;  // empty: not said
};

Rule make_rule(const Property& property, std::string_view name, Check check, Dimension dimension) {
  Rule rule;
  rule.name = name;
  rule.check = check;
  rule.columns = {property.column};
  rule.dimension = dimension;
  rule.severity = Severity::error;
  rule.logical_type = property.logical_type;
  return rule;
}

bool is_number_type(std::string_view type) noexcept {
  return type == "integer" || type == "number";
}

bool is_date_type(std::string_view type) noexcept { return type == "date" || type == "timestamp"; }

std::string logical_type(const ContractNode& node) {
  const auto type = node.string("logicalType");
  if (!type) return {};
  static constexpr auto kChecked = std::to_array<std::string_view>(
      {"string", "integer", "number", "boolean", "date", "timestamp"});
  static constexpr auto kUnchecked = std::to_array<std::string_view>({"time", "object", "array"});
  if (std::find(kChecked.begin(), kChecked.end(), *type) != kChecked.end()) return *type;
  const ContractNode place = node.require("logicalType");
  if (std::find(kUnchecked.begin(), kUnchecked.end(), *type) != kUnchecked.end()) {
    place.unsupported();
  }
  place.invalid("one of " + listed(kChecked.data(), kChecked.size()));
}

// A date or timestamp of a contract, as the canonical text that values are compared with: a bound
// must be as precise as they are, or text comparison would put midnight after the day itself.
std::string canonical_bound(const ContractNode& node, const std::string& type) {
  if (!node.value().is_string()) node.invalid("a date in quotes");
  const auto& written = node.value().get_ref<const std::string&>();
  char buffer[types::kCanonicalBytes];
  std::string_view result;
  if (types::try_cast(written, types::Type::date, {}, buffer, result)) {
    return std::string(result) + (type == "timestamp" ? " 00:00:00" : "");
  }
  if (type == "timestamp" &&
      (types::try_cast(written, types::Type::timestamp, {}, buffer, result) ||
       types::try_cast(written, types::Type::timestamptz, {}, buffer, result))) {
    return std::string(result);
  }
  node.invalid(type == "date" ? "a date, such as \"2024-01-31\""
                              : "a timestamp, such as \"2024-01-31 12:00:00\"");
}

// 5.0 and 5 are one number; which of the two arrives depends on the engine's JSON.
Json plain_number(const Json& number) {
  constexpr double kExact = 9007199254740992;  // 2^53
  if (!number.is_number_float()) return number;
  const auto value = number.get<double>();
  if (std::trunc(value) != value || std::fabs(value) > kExact) return number;
  return static_cast<std::int64_t>(value);
}

Json bound(const ContractNode& node, const std::string& type) {
  if (is_date_type(type)) return canonical_bound(node, type);
  if (!is_number_type(type)) {
    throw Error(Code::invalid_value,
                "contract: " + in_quotes(node.path()) +
                    " needs a logicalType of integer, number, date or timestamp");
  }
  if (!node.value().is_number()) node.invalid("a number");
  return plain_number(node.value());
}

void add_type_options(const Property& property, std::vector<Rule>& rules) {
  const auto options = property.node.find("logicalTypeOptions");
  if (!options) return;
  options->require_keys({kOptionsRead, {}, kOptionsUnsupported});
  for (const auto& [key, check] :
       {std::pair{"minimum", Check::minimum}, std::pair{"maximum", Check::maximum}}) {
    const auto node = options->find(key);
    if (!node) continue;
    Rule rule = make_rule(property, key, check, Dimension::validity);
    rule.arguments = {{"bound", bound(*node, property.logical_type)}};
    rules.push_back(std::move(rule));
  }
  for (const auto& [key, check] :
       {std::pair{"minLength", Check::min_length}, std::pair{"maxLength", Check::max_length}}) {
    const auto length = options->count(key);
    if (!length) continue;
    Rule rule = make_rule(property, key, check, Dimension::validity);
    rule.arguments = {{"length", *length}};
    rules.push_back(std::move(rule));
  }
}

Severity severity_of(const ContractNode& node) {
  const auto word = node.string("severity");
  if (!word) return Severity::error;
  Severity out{};
  if (from_name(*word, out)) return out;
  node.require("severity").invalid("\"info\", \"warning\", \"error\" or \"critical\"");
}

Dimension dimension_of(const ContractNode& node, Dimension fallback) {
  const auto word = node.string("dimension");
  if (!word) return fallback;
  Dimension out{};
  if (!from_name(*word, out)) {
    node.require("dimension")
        .invalid(
            "\"completeness\", \"conformity\", \"uniqueness\", \"consistency\", "
            "\"timeliness\", \"accuracy\" or \"coverage\"");
  }
  return out;
}

Tolerance tolerance_of(const ContractNode& node) {
  Tolerance out;
  bool given = false;
  for (const auto& [key, op] : kOperators) {
    const auto limit = node.find(key);
    if (!limit) continue;
    if (given) node.invalid("an object with one mustBe... key");
    if (!limit->value().is_number()) limit->invalid("a number");
    given = true;
    out.op = op;
    out.bound = limit->value().get<double>();
  }
  if (const auto unit = node.string("unit")) {
    if (*unit != "rows" && *unit != "percent") {
      node.require("unit").invalid("\"rows\" or \"percent\"");
    }
    out.percent = *unit == "percent";
  }
  return out;
}

Json valid_values(const ContractNode& node) {
  const ContractNode arguments = node.require("arguments");
  arguments.require_keys({kArgumentsRead, {}, kArgumentsUnsupported});
  const auto items = arguments.items("validValues");
  if (items.empty()) arguments.require("validValues").invalid("an array that is not empty");
  const bool scalars = std::all_of(items.begin(), items.end(), [](const ContractNode& item) {
    return item.value().is_string() || item.value().is_number() || item.value().is_boolean();
  });
  if (!scalars)
    arguments.require("validValues").invalid("an array of strings, numbers or booleans");
  Json values = Json::array();
  for (const ContractNode& item : items) values.push_back(plain_number(item.value()));
  return values;
}

// The metric's name: `rule` is what the standard called it before version 3.1.
ContractNode metric_of(const ContractNode& node) {
  if (auto rule = node.find("rule")) return *std::move(rule);
  return node.require("metric");
}

Rule library_rule(const Property& property, const ContractNode& node) {
  const ContractNode metric = metric_of(node);
  if (!metric.value().is_string()) metric.invalid("a string");
  const auto& name = metric.value().get_ref<const std::string&>();
  Rule rule;
  if (name == "nullValues") {
    rule = make_rule(property, name, Check::not_missing, Dimension::completeness);
  } else if (name == "duplicateValues") {
    rule = make_rule(property, name, Check::unique, Dimension::uniqueness);
  } else if (name == "invalidValues") {
    rule = make_rule(property, name, Check::in_set, Dimension::validity);
    rule.arguments = {{"values", valid_values(node)}};
  } else if (name == "missingValues" || name == "rowCount") {
    metric.unsupported();
  } else {
    metric.invalid("\"nullValues\", \"invalidValues\" or \"duplicateValues\"");
  }
  if (name != "invalidValues" && node.find("arguments")) {
    node.require("arguments").require_keys({{}, {}, kArgumentsUnsupported});
  }
  rule.severity = severity_of(node);
  rule.dimension = dimension_of(node, rule.dimension);
  rule.tolerance = tolerance_of(node);
  return rule;
}

void add_quality(const Property& property, std::vector<Rule>& rules) {
  for (const ContractNode& node : property.node.items("quality")) {
    node.require_keys({kQualityRead, kQualityDescriptive, kQualityUnsupported});
    const std::string type = node.string("type").value_or("library");
    if (type == "text") continue;  // words for people
    if (type == "sql" || type == "custom") node.require("type").unsupported();
    if (type != "library")
      node.require("type").invalid("\"library\", \"text\", \"sql\" or \"custom\"");
    rules.push_back(library_rule(property, node));
  }
}

struct KeyPart {
  std::int64_t position;
  std::string column;
};

void add_property(const ContractNode& node, std::vector<Rule>& rules,
                  std::vector<KeyPart>& primary_key) {
  node.require_keys({kPropertyRead, kPropertyDescriptive, kPropertyUnsupported});
  const std::string name = node.require_string("name");
  const Property property{node, node.string("physicalName").value_or(name), logical_type(node)};
  const bool is_key = node.boolean("primaryKey");
  if (node.boolean("required") || is_key) {
    rules.push_back(make_rule(property, "required", Check::not_missing, Dimension::completeness));
  }
  if (is_key) {
    const auto after = static_cast<std::int64_t>(primary_key.size()) + 1;
    primary_key.push_back({node.count("primaryKeyPosition").value_or(after), property.column});
  }
  if (!property.logical_type.empty() && property.logical_type != "string") {
    Rule rule = make_rule(property, "logicalType", Check::type, Dimension::validity);
    rules.push_back(std::move(rule));
  }
  add_type_options(property, rules);
  if (node.boolean("unique")) {
    rules.push_back(make_rule(property, "unique", Check::unique, Dimension::uniqueness));
  }
  add_quality(property, rules);
}

void add_primary_key(std::vector<KeyPart> parts, std::vector<Rule>& rules) {
  if (parts.empty()) return;
  std::stable_sort(parts.begin(), parts.end(),
                   [](const KeyPart& a, const KeyPart& b) { return a.position < b.position; });
  Rule rule;
  rule.name = "primaryKey";
  rule.check = Check::unique;
  rule.dimension = Dimension::uniqueness;
  rule.severity = Severity::error;
  for (KeyPart& part : parts) rule.columns.push_back(std::move(part.column));
  rules.push_back(std::move(rule));
}

void add_object(const ContractNode& object, std::vector<Rule>& rules) {
  object.require_keys({kObjectRead, kObjectDescriptive, kObjectUnsupported});
  object.require_string("name");
  std::vector<KeyPart> primary_key;
  std::vector<std::string> seen;
  for (const ContractNode& property : object.items("properties")) {
    add_property(property, rules, primary_key);
    const std::string name = property.require_string("name");
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      property.require("name").invalid("a name that no other property has");
    }
    seen.push_back(name);
  }
  add_primary_key(std::move(primary_key), rules);
  give_ids(rules);
}

void check_header(const ContractNode& contract) {
  if (contract.require_string("kind") != "DataContract") {
    contract.require("kind").invalid("\"DataContract\"");
  }
  if (!contract.require_string("apiVersion").starts_with("v3.")) {
    contract.require("apiVersion").invalid("\"v3.1.0\" or another version 3");
  }
  contract.require_string("status");
}

}  // namespace

std::string_view name_of(UnknownColumns policy) noexcept {
  static constexpr std::array<std::string_view, 3> kNames{"keep", "drop", "error"};
  return kNames[static_cast<std::size_t>(policy)];
}

bool ContractColumn::zoned() const {
  const auto found = options.find("timezone");
  return found != options.end() && *found == Json(true);
}

const ContractColumn* Contract::find(std::string_view physical_name) const noexcept {
  for (const ContractColumn& column : columns) {
    if (column.physical_name == physical_name) return &column;
  }
  return nullptr;
}

Contract parse_contract(const Json& document, std::string_view) {
  const ContractNode root(document, "");
  root.require_keys({kContractRead, kContractDescriptive, kContractUnsupported});
  check_header(root);
  Contract contract;
  contract.id = root.require_string("id");
  contract.version = root.require_string("version");
  const auto objects = root.items("schema");
  if (objects.size() > 1) objects[1].unsupported();
  if (!objects.empty()) add_object(objects.front(), contract.rules);
  return contract;
}

std::vector<Contract> parse_contracts(const Json& document) { return {parse_contract(document)}; }

}  // namespace tamis::quality
