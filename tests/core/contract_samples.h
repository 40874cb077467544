// Contracts for tests: one that says nearly everything, and any number of random ones.
#pragma once

#include <random>
#include <string>
#include <utility>

#include "core/document/json.h"

namespace tamis::quality::samples {

using document::Json;

inline Json orders() {
  return Json::parse(R"json({
    "kind": "DataContract", "apiVersion": "v3.1.0", "id": "orders", "version": "1.0.0",
    "status": "active", "name": "Orders", "tags": ["sales"],
    "description": {"purpose": "what was ordered, by whom, when"},
    "servers": [{"server": "prod", "type": "postgres", "host": "db", "port": 5432,
                 "database": "shop", "schema": "public"}],
    "team": {"name": "sales", "members": [{"username": "ada", "dateIn": "2024-01-01"}]},
    "slaProperties": [
      {"property": "latency", "value": 4, "unit": "h", "element": "orders.ordered_at"},
      {"property": "retention", "value": 3, "unit": "y"}],
    "schema": [{
      "name": "orders", "physicalName": "shop_orders",
      "customProperties": [
        {"property": "floors", "value": {"validity": 99}},
        {"property": "minimumScore", "value": 95},
        {"property": "unknownColumns", "value": "drop"}],
      "quality": [
        {"metric": "rowCount", "mustBeBetween": [1, 1000000]},
        {"metric": "duplicateValues", "arguments": {"properties": ["customer", "ordered_at"]},
         "mustBeLessThan": 1, "unit": "percent", "severity": "warning"},
        {"type": "sql", "query": "SELECT count(*) FROM {object} WHERE amount < 0", "mustBe": 0},
        {"type": "text", "description": "amounts include taxes"},
        {"type": "custom", "engine": "tamis", "id": "ships-after-order",
         "implementation": {"check": "compare", "columns": ["ordered_at", "shipped_at"],
                            "operator": "<="},
         "customProperties": [{"property": "where", "value": "shipped_at IS NOT NULL"},
                              {"property": "warn", "value": {"mustBe": 0}}]}],
      "properties": [
        {"name": "id", "logicalType": "integer", "primaryKey": true},
        {"name": "customer", "physicalName": "customer id", "logicalType": "string",
         "required": true, "classification": "restricted",
         "logicalTypeOptions": {"pattern": "^C[0-9]{5}$"},
         "relationships": [{"to": "customers.code"}]},
        {"name": "ordered_at", "logicalType": "timestamp", "required": true,
         "logicalTypeOptions": {"minimum": "2020-01-01", "timezone": true}},
        {"name": "shipped_at", "logicalType": "date",
         "logicalTypeOptions": {"format": "dd/MM/yyyy"},
         "customProperties": [{"property": "dateOrder", "value": "dmy"},
                              {"property": "missingValues", "value": ["tbd"]},
                              {"property": "twoDigitPivot", "value": 50}]},
        {"name": "amount", "logicalType": "number", "physicalType": "numeric(10,2)",
         "criticalDataElement": true,
         "logicalTypeOptions": {"exclusiveMinimum": 0, "multipleOf": 0.01},
         "customProperties": [{"property": "unit", "value": "EUR"},
                              {"property": "weight", "value": 3},
                              {"property": "default", "value": 0}]},
        {"name": "state", "logicalType": "string",
         "quality": [{"metric": "invalidValues", "mustBe": 0,
                      "arguments": {"validValues": ["new", "paid", "sent"]}},
                     {"metric": "missingValues", "mustBeLessThan": 5, "unit": "percent",
                      "arguments": {"missingValues": ["?"]}}]},
        {"name": "note", "logicalType": "string",
         "customProperties": [{"property": "deprecation",
                               "value": {"since": "2024-02-01", "replacement": "state"}}]}]}]})json");
}

inline Json row_schema() {
  return Json::parse(R"json({
    "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
    "additionalProperties": false, "required": ["id", "state"],
    "properties": {
      "id": {"type": "integer", "minimum": 1},
      "state": {"type": ["string", "null"], "enum": ["new", "paid", null]},
      "mail": {"type": "string", "format": "email", "maxLength": 80},
      "at": {"type": "string", "format": "date-time"}}})json");
}

class Dice {
 public:
  explicit Dice(std::mt19937& random) : random_(random) {}
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool coin() { return below(2) == 0; }

 private:
  std::mt19937& random_;
};

inline Json any_quality(Dice& dice) {
  Json out = Json::array();
  if (dice.below(3) == 0) {
    out.push_back({{"metric", "nullValues"}, {"mustBeLessThan", 1 + dice.below(3)}});
    if (dice.coin()) out.back()["unit"] = "percent";
  }
  if (dice.below(3) == 0) {
    Json values = Json::array();
    for (const char* word : {"a", "b", "c"}) {
      if (dice.coin()) values.push_back(word);
    }
    if (values.empty()) values.push_back("d");
    out.push_back({{"metric", "invalidValues"},
                   {"mustBe", 0},
                   {"arguments", {{"validValues", std::move(values)}}}});
  }
  if (dice.below(4) == 0) {
    out.push_back({{"type", "custom"},
                   {"engine", "tamis"},
                   {"implementation", {{"check", dice.coin() ? "ascii" : "trimmed"}}}});
    if (dice.coin()) out.back()["severity"] = dice.coin() ? "warning" : "critical";
    if (dice.coin()) out.back()["dimension"] = "conformity";
  }
  return out;
}

inline Json any_property(Dice& dice, const std::string& name) {
  Json out = {{"name", name}};
  Json options = Json::object();
  switch (dice.below(5)) {
    case 0:
      out["logicalType"] = "integer";
      if (dice.coin()) options["minimum"] = dice.below(3);
      if (dice.coin()) options["exclusiveMaximum"] = 10 + dice.below(3);
      if (dice.below(3) == 0) out["physicalType"] = dice.coin() ? "smallint" : "bigint";
      break;
    case 1:
      out["logicalType"] = "string";
      if (dice.coin()) options["maxLength"] = 5 + dice.below(3);
      if (dice.coin()) options["pattern"] = dice.coin() ? "^a" : "^b";
      if (dice.coin()) out["physicalType"] = "varchar(" + std::to_string(5 + dice.below(2)) + ")";
      break;
    case 2:
      out["logicalType"] = dice.coin() ? "date" : "timestamp";
      if (dice.coin()) options["minimum"] = dice.coin() ? "2020-01-01" : "2021-01-01";
      break;
    case 3: out["logicalType"] = dice.coin() ? "number" : "boolean"; break;
    default: break;
  }
  if (!options.empty()) out["logicalTypeOptions"] = std::move(options);
  if (dice.below(3) == 0) out["required"] = true;
  if (dice.below(5) == 0) out["unique"] = true;
  if (dice.below(6) == 0) out["primaryKey"] = true;
  if (dice.below(6) == 0) out["criticalDataElement"] = true;
  if (dice.below(6) == 0) out["physicalName"] = name + " x";
  if (dice.below(6) == 0) out["classification"] = dice.coin() ? "public" : "secret";
  if (dice.below(6) == 0) out["relationships"] = {{{"to", dice.coin() ? "u.id" : "w.id"}}};
  if (dice.below(6) == 0) {
    out["customProperties"].push_back({{"property", "unit"}, {"value", dice.coin() ? "m" : "km"}});
  }
  if (dice.below(6) == 0) {
    out["customProperties"].push_back({{"property", "weight"}, {"value", 1 + dice.below(2)}});
  }
  Json quality = any_quality(dice);
  if (!quality.empty()) out["quality"] = std::move(quality);
  return out;
}

inline Json any_contract(std::mt19937& random) {
  Dice dice(random);
  Json properties = Json::array();
  for (const char* name : {"a", "b", "c"}) {
    if (dice.below(4) != 0) properties.push_back(any_property(dice, name));
  }
  Json object = {{"name", "t"}};
  if (!properties.empty()) object["properties"] = std::move(properties);
  if (dice.below(3) == 0) {
    object["quality"] = {{{"metric", "rowCount"}, {"mustBeGreaterThan", dice.below(3)}}};
  }
  return {{"kind", "DataContract"}, {"apiVersion", "v3.1.0"}, {"id", "any"},
          {"version", "1.0.0"},     {"status", "active"},     {"schema", {std::move(object)}}};
}

}  // namespace tamis::quality::samples
