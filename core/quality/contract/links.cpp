#include "core/quality/contract/links.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/error/error.h"
#include "core/quality/contract/property_rules.h"
#include "core/types/types.h"

namespace tamis::quality {
namespace {

using document::Json;

struct Target {
  const ObjectNames* object = nullptr;  // nullptr: a table of the database
  std::string table;
  std::string column;
};

std::vector<std::string> parts_of(std::string_view text, char at) {
  std::vector<std::string> out(1);
  for (const char c : text) {
    if (c == at) {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

const ObjectNames* find_object(std::span<const ObjectNames> all, std::string_view name,
                               bool by_id) {
  for (const ObjectNames& object : all) {
    if (by_id && !object.id.empty() && object.id == name) return &object;
  }
  for (const ObjectNames& object : all) {
    if (object.name == name || object.table == name) return &object;
  }
  return nullptr;
}

const ObjectNames::Property* find_property(const ObjectNames& object, std::string_view name,
                                           bool by_id) {
  for (const auto& property : object.properties) {
    if (by_id && !property.id.empty() && property.id == name) return &property;
  }
  for (const auto& property : object.properties) {
    if (property.name == name) return &property;
  }
  return nullptr;
}

Target target_of(const ContractNode& node, const std::string& reference,
                 std::span<const ObjectNames> all) {
  static constexpr std::string_view kForm = "a reference such as \"customers.id\"";
  if (reference.find('#') != std::string::npos) {
    node.unsupported("A reference into another document names no table of this database.");
  }
  std::string_view rest = reference;
  if (rest.starts_with('/')) rest.remove_prefix(1);
  const bool full = rest.find('/') != rest.npos;
  const auto parts = parts_of(rest, full ? '/' : '.');
  const bool shaped = full ? parts.size() == 4 && parts[0] == "schema" && parts[2] == "properties"
                           : parts.size() == 2;
  const bool empty =
      std::any_of(parts.begin(), parts.end(), [](const std::string& part) { return part.empty(); });
  if (!shaped || empty) node.invalid(kForm);
  const std::string& name = full ? parts[1] : parts[0];
  const std::string& property_name = full ? parts[3] : parts[1];
  const ObjectNames* object = find_object(all, name, full);
  if (object == nullptr) {
    if (full) node.invalid("a reference to a schema object of the contract");
    return {nullptr, name, property_name};
  }
  const auto* property = find_property(*object, property_name, full);
  if (property == nullptr) node.invalid("a reference to a property of " + in_quotes(object->name));
  return {object, object->table, property->column};
}

std::vector<Target> targets_of(const ContractNode& node, std::span<const ObjectNames> all) {
  std::vector<Target> out;
  const auto add = [&](const Json& reference) {
    out.push_back(target_of(node, reference.get_ref<const std::string&>(), all));
  };
  if (node.value().is_string()) {
    add(node.value());
  } else {
    for (const Json& reference : node.value()) add(reference);
  }
  const bool one_table = std::all_of(out.begin(), out.end(), [&](const Target& target) {
    return target.table == out.front().table;
  });
  if (!one_table) node.invalid("references to one schema object");
  return out;
}

// Days, hours and so on, as ISO 8601 writes them.
struct Unit {
  std::string_view names;  // between blanks
  std::string_view before;
  std::string_view after;
};
constexpr auto kUnits = std::to_array<Unit>({{" y yr yrs year years ", "P", "Y"},
                                             {" mo month months ", "P", "M"},
                                             {" w week weeks ", "P", "W"},
                                             {" d day days ", "P", "D"},
                                             {" h hr hrs hour hours ", "PT", "H"},
                                             {" min mins minute minutes ", "PT", "M"},
                                             {" s sec secs second seconds ", "PT", "S"}});

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::optional<std::string> plain_count(const Json& value) {
  if (value.is_number() && value.get<double>() >= 0 && std::isfinite(value.get<double>())) {
    return document::canonical(
        value.is_number_float() && std::trunc(value.get<double>()) == value.get<double>()
            ? Json(static_cast<std::int64_t>(std::min(value.get<double>(), 1e15)))
            : value);
  }
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  if (!whole || text.empty() || !(number >= 0) || !std::isfinite(number)) return std::nullopt;
  return text;
}

// How old the newest data may be: {"value": 4, "unit": "d"} as P4D, {"value": "PT4H"} as it is.
std::string age_of(const ContractNode& level) {
  const ContractNode value = level.require("value");
  const auto unit = level.string("unit");
  if (!unit) {
    std::array<char, types::kCanonicalBytes> buffer;
    std::string_view result;
    const bool duration =
        value.value().is_string() && types::try_cast(value.value().get_ref<const std::string&>(),
                                                     types::Type::duration, {}, buffer, result);
    if (!duration) level.lacks("unit");
    return std::string(result);
  }
  const auto count = plain_count(value.value());
  if (!count) value.invalid("a number from 0");
  const std::string name = " " + lower(*unit) + " ";
  for (const Unit& known : kUnits) {
    if (unit->find(' ') != std::string::npos || known.names.find(name) == known.names.npos) {
      continue;
    }
    return std::string(known.before) + *count + std::string(known.after);
  }
  level.require("unit").invalid(
      "one of \"s\", \"min\", \"h\", \"d\", \"w\", \"mo\" and \"y\", or their names");
}

bool is_about_age(std::string_view property) {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"latency", "ly", "freshness", "frequency", "fy"});
  return std::find(kNames.begin(), kNames.end(), property) != kNames.end();
}

std::string trimmed(std::string text) {
  while (text.ends_with(' ')) text.pop_back();
  text.erase(0, std::min(text.find_first_not_of(' '), text.size()));
  return text;
}

// The column of this object that one element names; nullopt where it is another object's.
std::optional<std::string> element_column(const ContractNode& node, const std::string& element,
                                          const ObjectNames& own,
                                          std::span<const ObjectNames> all) {
  const auto dot = element.rfind('.');
  const std::string object_name = dot == std::string::npos ? "" : element.substr(0, dot);
  const std::string column = dot == std::string::npos ? element : element.substr(dot + 1);
  if (column.empty()) node.invalid("an element such as \"orders.ordered_at\"");
  if (object_name.empty()) {
    if (all.size() > 1) node.invalid("an element with its object: the contract has several");
  } else {
    const ObjectNames* object = find_object(all, object_name, false);
    if (object == nullptr) node.invalid("an element of an object of the contract");
    if (object != &own) return std::nullopt;
  }
  const auto* property = find_property(own, column, false);
  return property == nullptr ? column : property->column;
}

void add_ages(const ContractNode& level, const ContractNode& element_node, const ObjectNames& own,
              std::span<const ObjectNames> all, Contract& out) {
  const std::string within = age_of(level);
  for (const std::string& part : parts_of(element_node.value().get<std::string>(), ',')) {
    const auto column = element_column(element_node, trimmed(part), own, all);
    if (!column) continue;
    const ContractColumn* known = out.find(*column);
    Rule rule;
    if (known != nullptr) rule = column_rule(*known, "", Check::freshness);
    rule.check = Check::freshness;
    rule.columns = {*column};
    rule.dimension = kind_of(rule.check).dimension;
    rule.name = level.require_string("property");
    rule.arguments = {{"within", within}};
    if (const auto id = level.string("id")) rule.id = *id;
    out.rules.push_back(std::move(rule));
  }
}

}  // namespace

ObjectNames object_names(const ContractNode& object) {
  ObjectNames out;
  out.name = object.require_string("name");
  out.id = object.string("id").value_or("");
  out.table = object.string("physicalName").value_or(out.name);
  for (const ContractNode& property : object.items("properties")) {
    const std::string name = property.require_string("name");
    out.properties.push_back(
        {name, property.string("id").value_or(""), property.string("physicalName").value_or(name)});
  }
  return out;
}

void add_relationships(const ContractNode& element, const ContractColumn* column,
                       const ObjectNames& own, std::span<const ObjectNames> all,
                       std::vector<Rule>& rules) {
  for (const ContractNode& relationship : element.items("relationships")) {
    const ContractNode to = relationship.require("to");
    const auto targets = targets_of(to, all);
    Rule rule;
    if (column != nullptr) {
      if (targets.size() != 1) to.invalid("one reference, as the property is one column");
      rule = column_rule(*column, "foreignKey", Check::references);
    } else {
      const ContractNode from = relationship.require("from");
      if (from.value().is_string() != to.value().is_string()) {
        to.invalid("as many references as \"from\", written alike");
      }
      for (const Target& source : targets_of(from, all)) {
        if (source.object != &own) from.invalid("references to properties of this object");
        rule.columns.push_back(source.column);
      }
      if (rule.columns.size() != targets.size()) to.invalid("as many references as \"from\"");
      rule.name = "foreignKey";
      rule.check = Check::references;
      rule.dimension = kind_of(rule.check).dimension;
    }
    Json columns = Json::array();
    for (const Target& target : targets) columns.push_back(target.column);
    rule.arguments = {{"table", targets.front().table}, {"columns", std::move(columns)}};
    rules.push_back(std::move(rule));
  }
}

void add_service_levels(const ContractNode& contract, const ObjectNames& own,
                        std::span<const ObjectNames> all, Contract& out) {
  const auto fallback = contract.find("slaDefaultElement");
  for (const ContractNode& level : contract.items("slaProperties")) {
    const std::string property = level.require_string("property");
    auto element = level.find("element");
    out.service_levels.push_back({property, level.value()["value"],
                                  level.string("unit").value_or(""),
                                  element ? element->value().get<std::string>() : ""});
    if (!is_about_age(lower(property))) continue;
    if (!element) element = fallback;
    if (element) add_ages(level, *element, own, all, out);
  }
}

}  // namespace tamis::quality
