#include "core/quality/contract/write.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "core/quality/contract/argument_values.h"
#include "core/quality/contract/contract_node.h"
#include "core/quality/contract/extras.h"
#include "core/quality/contract/property_rules.h"

namespace tamis::quality {
namespace {

using document::Json;

void add_custom(Json& element, std::string_view name, Json value) {
  element["customProperties"].push_back({{"property", name}, {"value", std::move(value)}});
}

bool same_rule(const Rule& a, const Rule& b) {
  return a.name == b.name && a.columns == b.columns && a.logical_type == b.logical_type &&
         a.document() == b.document();
}

Json dimensions_document(const std::array<std::optional<double>, kDimensions>& values) {
  Json out = Json::object();
  for (std::size_t d = 0; d < kDimensions; ++d) {
    if (values[d]) {
      out[std::string(name_of(static_cast<Dimension>(d)))] = plain_number(Json(*values[d]));
    }
  }
  return out;
}

// ODCS's word: it calls validity conformity.
std::string_view odcs_name(Dimension dimension) {
  return dimension == Dimension::validity ? "conformity" : name_of(dimension);
}

Json tolerance_document(const Tolerance& tolerance) {
  Json out = tolerance.document();
  for (auto& [key, value] : out.items()) {
    if (value.is_array()) {
      value = Json::array({plain_number(value[0]), plain_number(value[1])});
    } else {
      value = plain_number(value);
    }
  }
  if (!tolerance.percent) out.erase("unit");
  return out;
}

class Writer {
 public:
  explicit Writer(const Contract& contract) : contract_(contract) {}

  Json write() {
    Json object = {{"name", contract_.object}};
    if (contract_.table != contract_.object) object["physicalName"] = contract_.table;
    Json properties = Json::array();
    for (const ContractColumn& column : contract_.columns) properties.push_back(property(column));
    for (std::size_t i = 0; i < contract_.rules.size(); ++i) {
      const Rule& rule = contract_.rules[i];
      if (is_derived(rule)) continue;
      Json* const place = place_of(rule, object, properties);
      (*place)["quality"].push_back(entry(rule, place != &object));
    }
    if (!properties.empty()) object["properties"] = std::move(properties);
    add_demands(object);
    Json out = {{"kind", "DataContract"},     {"apiVersion", "v3.1.0"},
                {"id", contract_.id},         {"version", contract_.version},
                {"status", contract_.status}, {"schema", Json::array({std::move(object)})}};
    for (const ServiceLevel& level : contract_.service_levels) {
      Json written = {{"property", level.property}, {"value", level.value}};
      if (!level.unit.empty()) written["unit"] = level.unit;
      if (!level.element.empty()) written["element"] = level.element;
      out["slaProperties"].push_back(std::move(written));
    }
    if (contract_.object.empty()) out.erase("schema");
    return out;
  }

 private:
  Json property(const ContractColumn& column) const {
    Json out = {{"name", column.name}};
    if (column.physical_name != column.name) out["physicalName"] = column.physical_name;
    if (!column.logical_type.empty()) out["logicalType"] = column.logical_type;
    if (!column.physical_type.empty()) out["physicalType"] = column.physical_type;
    if (!column.options.empty()) out["logicalTypeOptions"] = column.options;
    if (column.required) out["required"] = true;
    if (column.unique) out["unique"] = true;
    if (column.key_position > 0) {
      out["primaryKey"] = true;
      out["primaryKeyPosition"] = column.key_position;
    }
    if (column.critical) out["criticalDataElement"] = true;
    if (!column.classification.empty()) out["classification"] = column.classification;
    add_extras(column, out);
    return out;
  }

  void add_extras(const ContractColumn& column, Json& out) const {
    static constexpr std::array<std::string_view, 4> kOrders{"", "ymd", "dmy", "mdy"};
    if (!column.case_fold.empty()) add_custom(out, "caseFold", column.case_fold);
    if (column.missing) add_custom(out, "missingValues", *column.missing);
    if (column.date_order != dates::Order::none) {
      add_custom(out, "dateOrder", kOrders[static_cast<std::size_t>(column.date_order)]);
    }
    if (column.decimal_mark != types::DecimalMark::none) {
      add_custom(out, "decimalMark",
                 column.decimal_mark == types::DecimalMark::point ? "point" : "comma");
    }
    if (column.two_digit_pivot) add_custom(out, "twoDigitPivot", *column.two_digit_pivot);
    if (column.default_value) add_custom(out, "default", *column.default_value);
    if (!column.unit.empty()) add_custom(out, "unit", column.unit);
    if (column.weight != 1) add_custom(out, "weight", plain_number(Json(column.weight)));
    if (!column.deprecation) return;
    Json deprecation = {{"removal", column.deprecation->removal}};
    if (!column.deprecation->since.empty()) deprecation["since"] = column.deprecation->since;
    if (!column.deprecation->replacement.empty()) {
      deprecation["replacement"] = written(column.deprecation->replacement);
    }
    add_custom(out, "deprecation", std::move(deprecation));
  }

  void add_demands(Json& object) const {
    const Json weights = dimensions_document(contract_.dimension_weights);
    const Json floors = dimensions_document(contract_.floors);
    if (!weights.empty()) add_custom(object, "dimensionWeights", weights);
    if (!floors.empty()) add_custom(object, "floors", floors);
    if (contract_.minimum_score) {
      add_custom(object, "minimumScore", plain_number(Json(*contract_.minimum_score)));
    }
    if (contract_.unknown_columns != UnknownColumns::keep) {
      add_custom(object, "unknownColumns", name_of(contract_.unknown_columns));
    }
  }

  // Whether the columns alone, or the service levels, make the rule again.
  bool is_derived(const Rule& rule) {
    // Which columns no other rule looks at is found anew by each reader.
    if (rule.check == Check::columns && rule.name == "columns" && rule.weight == 0) return true;
    if (derived_.empty()) {
      Contract bare = contract_;
      bare.rules.clear();
      if (!bare.object.empty()) derived_ = derive(bare);
    }
    const auto found = std::find_if(derived_.begin(), derived_.end(), [&](const Rule& candidate) {
      return same_rule(candidate, rule);
    });
    if (found == derived_.end()) return false;
    derived_.erase(found);
    if (derived_.empty()) derived_.emplace_back();
    return true;
  }

  static std::vector<Rule> derive(const Contract& bare) {
    // Without rules, writing asks for nothing derived, so this ends.
    Writer writer(bare);
    std::vector<Rule> rules = parse_contract(writer.write()).rules;
    if (rules.empty()) rules.emplace_back();
    return rules;
  }

  Json* place_of(const Rule& rule, Json& object, Json& properties) const {
    if (rule.columns.empty()) return &object;
    for (std::size_t i = 0; i < contract_.columns.size(); ++i) {
      if (contract_.columns[i].physical_name != rule.columns.front()) continue;
      const bool fits = rule.columns.size() == 1 &&
                        rule.logical_type == contract_.columns[i].logical_type &&
                        rule.kind().most_columns != 0;
      return fits ? &properties[i] : &object;
    }
    return &object;
  }

  std::string written(const std::string& physical) const {
    const ContractColumn* column = contract_.find(physical);
    return column == nullptr ? physical : column->name;
  }

  // The severity and weight that an entry has by standing where it stands.
  void add_frame(const Rule& rule, bool on_property, Json& out) const {
    const ContractColumn* column = on_property ? contract_.find(rule.columns.front()) : nullptr;
    const Severity usual =
        column != nullptr && column->critical ? Severity::critical : Severity::error;
    if (rule.severity != usual) out["severity"] = name_of(rule.severity);
    if (rule.dimension != rule.kind().dimension) out["dimension"] = odcs_name(rule.dimension);
    if (!rule.id.empty() && is_stable_id(rule.id)) out["id"] = rule.id;
    const double weight = column != nullptr ? column->weight : 1;
    if (rule.weight != weight) add_custom(out, "weight", plain_number(Json(rule.weight)));
    if (!rule.where.empty()) add_custom(out, "where", rule.where);
    if (rule.warn) add_custom(out, "warn", tolerance_document(*rule.warn));
  }

  static bool is_stable_id(std::string_view id) noexcept {
    return std::all_of(id.begin(), id.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '_' || c == '-';
    });
  }

  Json entry(const Rule& rule, bool on_property) const {
    Json out = library_entry(rule, on_property);
    std::string_view usual_name = out.contains("metric")
                                      ? std::string_view(out["metric"].get_ref<std::string&>())
                                      : std::string_view(rule.kind().name);
    if (out.is_null()) {
      out = rule.check == Check::sql ? sql_entry(rule) : custom_entry(rule, on_property);
      usual_name = rule.kind().name;
    }
    if (!rule.name.empty() && rule.name != usual_name) out["name"] = rule.name;
    add_frame(rule, on_property, out);
    return out;
  }

  // Null where the library has no metric for it.
  Json library_entry(const Rule& rule, bool on_property) const {
    Json out;
    if (on_property && rule.check == Check::not_missing) {
      const ContractColumn* column = contract_.find(rule.columns.front());
      const bool own = column->missing && rule.argument("markers") == Json(*column->missing);
      if (rule.arguments.empty() && !column->missing) {
        out = {{"metric", "nullValues"}};
      } else if (!rule.arguments.empty()) {
        out = {{"metric", "missingValues"}};
        if (!own) out["arguments"] = {{"missingValues", rule.argument("markers")}};
      }
    } else if (on_property && rule.check == Check::in_set && rule.arguments.size() == 1) {
      out = {{"metric", "invalidValues"},
             {"arguments", {{"validValues", rule.argument("values")}}}};
    } else if (on_property && rule.check == Check::pattern && rule.arguments.size() == 1 &&
               rule.argument("patterns").size() == 1) {
      out = {{"metric", "invalidValues"},
             {"arguments", {{"pattern", rule.argument("patterns")[0]}}}};
    } else if (rule.check == Check::unique && rule.arguments.empty()) {
      out = {{"metric", "duplicateValues"}};
      if (!on_property) out["arguments"] = {{"properties", names_of(rule)}};
    } else if (rule.check == Check::row_count && !on_property) {
      out = {{"metric", "rowCount"}};
    }
    if (!out.is_null()) out.update(tolerance_document(rule.tolerance));
    return out;
  }

  Json sql_entry(const Rule& rule) const {
    Json out = {{"type", "sql"}, {"query", rule.argument("query")}};
    out.update(tolerance_document(rule.tolerance));
    return out;
  }

  Json custom_entry(const Rule& rule, bool on_property) const {
    const Kind& kind = rule.kind();
    Json implementation = {{"check", kind.name}};
    if (!on_property && !rule.columns.empty()) implementation["columns"] = names_of(rule);
    for (const Argument& argument : kind.arguments) {
      const Json& value = rule.argument(argument.name);
      if (!value.is_null()) implementation[std::string(written_name(kind, argument))] = value;
    }
    if (!rule.tolerance.is_plain() || kind.mode == Mode::metric) {
      implementation.update(tolerance_document(rule.tolerance));
    }
    return {{"type", "custom"}, {"engine", "tamis"}, {"implementation", std::move(implementation)}};
  }

  Json names_of(const Rule& rule) const {
    Json out = Json::array();
    for (const std::string& column : rule.columns) out.push_back(written(column));
    return out;
  }

  const Contract& contract_;
  std::vector<Rule> derived_;
};

}  // namespace

Json contract_document(const Contract& contract) { return Writer(contract).write(); }

}  // namespace tamis::quality
