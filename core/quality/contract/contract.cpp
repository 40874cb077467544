#include "core/quality/contract/contract.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/engine/session.h"
#include "core/error/error.h"
#include "core/quality/contract/columns.h"
#include "core/quality/contract/contract_node.h"
#include "core/quality/contract/extras.h"
#include "core/quality/contract/grammar.h"
#include "core/quality/contract/json_schema.h"
#include "core/quality/contract/links.h"
#include "core/quality/contract/property_rules.h"
#include "core/quality/contract/quality_rules.h"

namespace tamis::quality {
namespace {

using document::Json;

constexpr auto kObjectExtras = std::to_array<std::string_view>(
    {"dimensionWeights", "floors", "minimumScore", "unknownColumns"});
constexpr std::array<std::string_view, 3> kPolicies{"keep", "drop", "error"};
constexpr double kMostWeight = 1e6;

void check_header(const ContractNode& contract) {
  const ContractNode version = contract.require("apiVersion");
  if (!version.value().get_ref<const std::string&>().starts_with("v3.")) {
    version.invalid("\"v3.1.0\" or another version 3");
  }
}

// Demands of the contract hold for all its objects; those of an object count more.
void read_demands(const ContractNode& element, Contract& out) {
  const Extras extras(element, kObjectExtras);
  if (const auto weights = extras.find("dimensionWeights")) {
    out.dimension_weights = read_dimensions(*weights, 0, kMostWeight);
  }
  if (const auto floors = extras.find("floors")) out.floors = read_dimensions(*floors, 0, 100);
  if (const auto minimum = extras.number("minimumScore", 0, 100)) out.minimum_score = minimum;
  if (const auto policy = extras.word("unknownColumns", kPolicies)) {
    out.unknown_columns = static_cast<UnknownColumns>(
        std::find(kPolicies.begin(), kPolicies.end(), *policy) - kPolicies.begin());
  }
}

// Positions in the primary key from 1 without gaps, in the order of those that were written;
// parts without one follow.
void number_key(const std::vector<ContractNode>& properties, std::vector<ContractColumn>& columns) {
  std::vector<std::pair<std::int64_t, std::size_t>> parts;
  for (std::size_t i = 0; i < properties.size(); ++i) {
    if (!properties[i].boolean("primaryKey")) continue;
    const auto written = properties[i].find("primaryKeyPosition");
    const std::int64_t position = written ? written->value().get<std::int64_t>() : -1;
    for (const auto& [other, column] : parts) {
      if (position > 0 && other == position) {
        written->invalid("a position that no other part of the key has");
      }
    }
    parts.emplace_back(position > 0 ? position : INT32_MAX, i);
  }
  std::stable_sort(parts.begin(), parts.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < parts.size(); ++i) {
    columns[parts[i].second].key_position = static_cast<int>(i) + 1;
  }
}

void add_primary_key(const std::vector<ContractColumn>& columns, std::vector<Rule>& rules) {
  std::vector<const ContractColumn*> parts;
  for (const ContractColumn& column : columns) {
    if (column.key_position > 0) parts.push_back(&column);
  }
  if (parts.empty()) return;
  std::sort(parts.begin(), parts.end(), [](const ContractColumn* a, const ContractColumn* b) {
    return a->key_position < b->key_position;
  });
  Rule rule;
  rule.name = "primaryKey";
  rule.check = Check::unique;
  rule.dimension = Dimension::uniqueness;
  rule.severity = Severity::critical;
  for (const ContractColumn* part : parts) rule.columns.push_back(part->physical_name);
  rules.push_back(std::move(rule));
}

// A column that no rule looks at could be missing without anyone noticing. It weighs nothing: a
// column is there or not, which is no share of values.
void add_presence(const std::vector<ContractColumn>& columns, std::vector<Rule>& rules) {
  std::set<std::string_view> seen;
  for (const Rule& rule : rules) seen.insert(rule.columns.begin(), rule.columns.end());
  Json names = Json::array();
  for (const ContractColumn& column : columns) {
    if (!seen.contains(column.physical_name)) names.push_back(column.physical_name);
  }
  if (names.empty()) return;
  Rule rule;
  rule.name = "columns";
  rule.check = Check::columns;
  rule.dimension = kind_of(rule.check).dimension;
  rule.weight = 0;
  rule.arguments = {{"contains", std::move(names)}};
  rules.push_back(std::move(rule));
}

void add_deprecation(const ContractColumn& column, std::vector<Rule>& rules) {
  if (!column.deprecation) return;
  Rule rule = column_rule(column, "deprecated", Check::columns);
  rule.arguments = {{"forbidden", Json::array({column.physical_name})}};
  rule.logical_type.clear();
  rules.push_back(std::move(rule));
}

class ObjectReader {
 public:
  ObjectReader(const ContractNode& contract, const ContractNode& object, const ObjectNames& own,
               std::span<const ObjectNames> all, Contract& out)
      : contract_(contract), object_(object), own_(own), all_(all), out_(out) {}

  void read() {
    out_.object = own_.name;
    out_.table = own_.table;
    read_demands(object_, out_);
    const auto properties = object_.items("properties");
    read_columns(properties);
    QualityRules quality(names_, out_);
    for (std::size_t i = 0; i < properties.size(); ++i) {
      const ContractColumn& column = out_.columns[i];
      add_property_rules(properties[i], column, out_.rules);
      add_relationships(properties[i], &column, own_, all_, out_.rules);
      quality.add(properties[i], &column);
      add_deprecation(column, out_.rules);
    }
    add_primary_key(out_.columns, out_.rules);
    add_relationships(object_, nullptr, own_, all_, out_.rules);
    quality.add(object_, nullptr);
    add_service_levels(contract_, own_, all_, out_);
    add_presence(out_.columns, out_.rules);
    require_distinct_ids();
    give_ids(out_.rules);
  }

 private:
  void read_columns(const std::vector<ContractNode>& properties) {
    std::set<std::string> taken;
    for (const ContractNode& property : properties) {
      ContractColumn column = read_column(property);
      if (!names_.emplace(column.name, column.physical_name).second) {
        property.require("name").invalid("a name that no other property has");
      }
      if (!taken.insert(column.physical_name).second) {
        property.require(property.has("physicalName") ? "physicalName" : "name")
            .invalid("the name of a column that no other property has");
      }
      out_.columns.push_back(std::move(column));
    }
    number_key(properties, out_.columns);
    for (std::size_t i = 0; i < properties.size(); ++i) {
      auto& deprecation = out_.columns[i].deprecation;
      if (!deprecation || deprecation->replacement.empty()) continue;
      if (deprecation->replacement == out_.columns[i].name) {
        properties[i].invalid("replaced by another property than itself");
      }
      const auto named = names_.find(deprecation->replacement);
      if (named != names_.end()) deprecation->replacement = named->second;
    }
  }

  void require_distinct_ids() const {
    std::set<std::string_view> taken;
    for (const Rule& rule : out_.rules) {
      if (rule.id.empty() || taken.insert(rule.id).second) continue;
      throw Error(
          Code::invalid_value,
          "contract: two rules of " + in_quotes(own_.name) + " have the id " + in_quotes(rule.id),
          {}, "Give each an id of its own, or none.");
    }
  }

  const ContractNode& contract_;
  const ContractNode& object_;
  const ObjectNames& own_;
  std::span<const ObjectNames> all_;
  Contract& out_;
  ColumnNames names_;
};

std::vector<Contract> parse_odcs(const Json& document) {
  const ContractNode root(document, "");
  require_odcs(root);
  check_header(root);
  Contract header;
  header.id = root.require_string("id");
  header.version = root.require_string("version");
  header.status = root.require_string("status");
  read_demands(root, header);
  const auto objects = root.items("schema");
  std::vector<ObjectNames> names;
  for (const ContractNode& object : objects) {
    names.push_back(object_names(object));
    const auto same = [&](const ObjectNames& other) { return other.name == names.back().name; };
    if (std::find_if(names.begin(), names.end() - 1, same) != names.end() - 1) {
      object.require("name").invalid("a name that no other schema object has");
    }
  }
  std::vector<Contract> out;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    out.push_back(header);
    ObjectReader(root, objects[i], names[i], names, out.back()).read();
  }
  if (out.empty()) out.push_back(std::move(header));
  return out;
}

bool same_letters(std::string_view a, std::string_view b) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [&](char x, char y) { return lower(x) == lower(y); });
}

// The last part of a table argument, without quotes; empty for a query.
std::string bare_name(std::string_view table) {
  if (table.empty() || engine::is_query(table)) return {};
  return engine::parse_name(table).back().text;
}

bool is_table(const Contract& contract, std::string_view table) {
  if (same_letters(contract.table, table) || same_letters(contract.object, table)) return true;
  const std::string bare = bare_name(table);
  if (bare.empty()) return false;
  std::string_view own = contract.table;
  if (const auto dot = own.rfind('.'); dot != own.npos) own.remove_prefix(dot + 1);
  return same_letters(own, bare) || same_letters(contract.object, bare);
}

}  // namespace

std::string_view name_of(UnknownColumns policy) noexcept {
  return kPolicies[static_cast<std::size_t>(policy)];
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

std::vector<Contract> parse_contracts(const Json& document) {
  if (!is_json_schema(document)) return parse_odcs(document);
  std::vector<Contract> out;
  out.push_back(parse_json_schema(document));
  return out;
}

Contract parse_contract(const Json& document, std::string_view table) {
  auto contracts = parse_contracts(document);
  if (contracts.size() == 1) return std::move(contracts.front());
  std::vector<Contract*> found;
  for (Contract& contract : contracts) {
    if (is_table(contract, table)) found.push_back(&contract);
  }
  if (found.size() == 1) return std::move(*found.front());
  std::vector<std::string_view> names;
  for (const Contract& contract : contracts) names.push_back(contract.object);
  throw Error(Code::invalid_value,
              "contract: " + std::string(found.empty() ? "none" : "more than one") +
                  " of its schema objects is the table " + in_quotes(table),
              "They are " + listed(names.data(), names.size()) + ".",
              "Name the table, or give a schema object the table's name as its physicalName.");
}

}  // namespace tamis::quality
