// Contracts: what ODCS and JSON Schema documents are read as, and the place of every fault.
#include "core/quality/contract/contract.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/quality/contract/property_rules.h"

namespace tamis::quality {
namespace {

using document::Json;

Json contract_of(Json properties) {
  return {{"version", "1.0.0"},
          {"apiVersion", "v3.1.0"},
          {"kind", "DataContract"},
          {"id", "c"},
          {"status", "active"},
          {"schema", {{{"name", "t"}, {"properties", std::move(properties)}}}}};
}

Json one_property(Json extra) {
  Json property = {{"name", "a"}};
  property.update(extra);
  return contract_of(Json::array({property}));
}

Json with_custom(Json element, const std::string& name, Json value) {
  element["customProperties"].push_back({{"property", name}, {"value", std::move(value)}});
  return element;
}

// The error of parsing, as "code: message".
std::string refusal(const Json& contract) {
  try {
    parse_contract(contract);
  } catch (const Error& e) {
    return std::string(sqlstate(e.code())) + ": " + e.message();
  }
  return "accepted";
}

std::string invalid(const std::string& rest) {
  return std::string(sqlstate(Code::invalid_value)) + ": contract: " + rest;
}

std::string unsupported(const std::string& path) {
  return std::string(sqlstate(Code::unsupported)) + ": contract: \"" + path + "\" can't be checked";
}

bool begins(const std::string& text, const std::string& start) { return text.starts_with(start); }

// "name check column arguments" of each rule.
std::vector<std::string> rules_of(const Contract& contract) {
  std::vector<std::string> out;
  for (const Rule& rule : contract.rules) {
    std::string line = rule.name + " " + std::string(rule.kind().name) + " " + rule.column();
    if (!rule.arguments.empty()) line += " " + rule.arguments.dump();
    out.push_back(line);
  }
  return out;
}

std::vector<std::string> rules_of(const Json& document) {
  return rules_of(parse_contract(document));
}

using Lines = std::vector<std::string>;

TEST(Contract, ReadsHeaderAndRulesInOrder) {
  const Contract contract = parse_contract(contract_of(Json::array(
      {{{"name", "id"}, {"logicalType", "integer"}, {"primaryKey", true}},
       {{"name", "d"},
        {"physicalName", "due on"},
        {"logicalType", "date"},
        {"required", true},
        {"logicalTypeOptions", {{"minimum", "31 Jan 2024"}, {"maximum", "2024-12-31"}}}}})));
  EXPECT_EQ(contract.id, "c");
  EXPECT_EQ(contract.version, "1.0.0");
  EXPECT_EQ(contract.status, "active");
  EXPECT_EQ(contract.object, "t");
  EXPECT_EQ(rules_of(contract),
            (Lines{"required not_missing id", R"(logicalType type id {"type":"integer"})",
                   "required not_missing due on", R"(logicalType type due on {"type":"date"})",
                   R"(minimum minimum due on {"bound":"2024-01-31"})",
                   R"(maximum maximum due on {"bound":"2024-12-31"})", "primaryKey unique id"}));
  EXPECT_EQ(contract.rules[0].severity, Severity::critical);
  EXPECT_EQ(contract.rules[4].severity, Severity::error);
  EXPECT_EQ(contract.rules[6].severity, Severity::critical);
  EXPECT_EQ(contract.rules[6].id, "id.primaryKey");
}

TEST(Contract, BringsABoundToThePrecisionOfItsColumn) {
  const auto bound = [](const char* type, const char* written) {
    return parse_contract(one_property({{"logicalType", type},
                                        {"logicalTypeOptions", {{"maximum", written}}}}))
        .rules.back()
        .argument("bound");
  };
  EXPECT_EQ(bound("timestamp", "2024-01-31"), "2024-01-31 00:00:00");
  EXPECT_EQ(bound("timestamp", "2024-01-31T12:00:00+02:00"), "2024-01-31 10:00:00+00:00");
  EXPECT_EQ(bound("date", "31 Jan 2024"), "2024-01-31");
  EXPECT_EQ(bound("time", "2:30 PM"), "14:30:00");
}

TEST(Contract, ReadsFiveAndFivePointZeroAsOneNumber) {
  const auto expected = [](const char* number) {
    return parse_contract(
               one_property({{"logicalType", "number"},
                             {"logicalTypeOptions", {{"minimum", Json::parse(number)}}}}))
        .rules.back()
        .argument("bound")
        .dump();
  };
  EXPECT_EQ(expected("5"), "5");
  EXPECT_EQ(expected("5.0"), "5");
  EXPECT_EQ(expected("5e0"), "5");
  EXPECT_EQ(expected("5.25"), "5.25");
}

TEST(Contract, JoinsAPrimaryKeyByPosition) {
  const Contract contract = parse_contract(
      contract_of(Json::array({{{"name", "c"}, {"primaryKey", true}},
                               {{"name", "b"}, {"primaryKey", true}, {"primaryKeyPosition", 2}},
                               {{"name", "a"}, {"primaryKey", true}, {"primaryKeyPosition", 1}}})));
  EXPECT_EQ(contract.rules.back().column(), "a, b, c");
  EXPECT_EQ(contract.rules.back().check, Check::unique);
  EXPECT_EQ(contract.columns[0].key_position, 3);
}

TEST(Contract, ReadsEveryOptionOfATypeAsARule) {
  EXPECT_EQ(rules_of(one_property({{"logicalType", "number"},
                                   {"logicalTypeOptions",
                                    {{"exclusiveMinimum", 0},
                                     {"exclusiveMaximum", 100.5},
                                     {"multipleOf", 0.5},
                                     {"format", "f64"}}}})),
            (Lines{R"(logicalType type a {"type":"number"})",
                   R"(exclusiveMinimum minimum a {"bound":0,"exclusive":true})",
                   R"(exclusiveMaximum maximum a {"bound":100.5,"exclusive":true})",
                   R"(multipleOf multiple_of a {"of":0.5})"}));
  EXPECT_EQ(
      rules_of(one_property(
          {{"logicalType", "string"},
           {"logicalTypeOptions",
            {{"minLength", 1}, {"maxLength", 9}, {"pattern", "^[a-z]+$"}, {"format", "email"}}}})),
      (Lines{R"(minLength min_length a {"length":1})", R"(maxLength max_length a {"length":9})",
             R"(pattern pattern a {"patterns":["^[a-z]+$"]})",
             R"(format format a {"formats":["email"]})"}));
  EXPECT_EQ(rules_of(one_property(
                {{"logicalType", "integer"}, {"logicalTypeOptions", {{"format", "u8"}}}})),
            (Lines{R"(logicalType type a {"type":"integer"})", R"(format minimum a {"bound":0})",
                   R"(format maximum a {"bound":255})"}));
  EXPECT_EQ(
      rules_of(one_property(
          {{"logicalType", "timestamp"},
           {"logicalTypeOptions", {{"format", "yyyy-MM-ddTHH:mm:ss"}, {"timezone", true}}}})),
      (Lines{R"(logicalType type a {"formats":["yyyy-MM-dd'T'HH:mm:ss"],"type":"timestamptz"})"}));
  EXPECT_EQ(rules_of(one_property(
                {{"logicalType", "time"}, {"logicalTypeOptions", {{"format", "HH:mm"}}}})),
            (Lines{R"(logicalType type a {"type":"time"})",
                   R"(format pattern a {"patterns":["^[0-9]{2}:[0-9]{2}$"]})"}));
}

TEST(Contract, HoldsAColumnToItsPhysicalTypeWhereThatIsABound) {
  EXPECT_EQ(bounded_type("VARCHAR(20)"), "varchar(20)");
  EXPECT_EQ(bounded_type("character varying (20)"), "varchar(20)");
  EXPECT_EQ(bounded_type("Decimal(10, 2)"), "numeric(10,2)");
  EXPECT_EQ(bounded_type("numeric(10)"), "numeric(10,0)");
  EXPECT_EQ(bounded_type("smallint"), "smallint");
  for (const char* unbounded : {"", "text", "varchar", "numeric", "INTEGER", "varchar(max)",
                                "int[]", "struct<a:int>", "varchar(20"}) {
    EXPECT_EQ(bounded_type(unbounded), "") << unbounded;
  }
  EXPECT_EQ(rules_of(one_property({{"physicalType", "varchar(3)"}})),
            (Lines{R"x(physicalType fits a {"type":"varchar(3)"})x"}));
}

TEST(Contract, ReadsLibraryMetrics) {
  const Contract contract = parse_contract(one_property(
      {{"quality",
        {{{"type", "text"}, {"description", "for people"}},
         {{"metric", "nullValues"},
          {"mustBeLessThan", 5},
          {"unit", "percent"},
          {"severity", "warning"}},
         {{"type", "library"},
          {"rule", "invalidValues"},
          {"dimension", "conformity"},
          {"arguments", {{"validValues", {"x", "y"}}}}},
         {{"metric", "duplicateValues"}, {"mustBe", 0}},
         {{"metric", "missingValues"},
          {"arguments", {{"missingValues", {nullptr, "", "TBD"}}}},
          {"mustBeBetween", {0, 10}}},
         {{"metric", "invalidValues"}, {"arguments", {{"pattern", "^x"}}}, {"mustBe", 0}}}}}));
  ASSERT_EQ(contract.rules.size(), 5U);
  EXPECT_EQ(contract.rules[0].severity, Severity::warning);
  EXPECT_TRUE(contract.rules[0].tolerance.percent);
  EXPECT_EQ(contract.rules[1].dimension, Dimension::validity);
  EXPECT_EQ(contract.rules[1].argument("values"), Json({"x", "y"}));
  EXPECT_EQ(contract.rules[2].check, Check::unique);
  EXPECT_EQ(contract.rules[3].argument("markers"), Json({"", "TBD"}));
  EXPECT_TRUE(contract.rules[3].tolerance.allows(0));
  EXPECT_TRUE(contract.rules[3].tolerance.allows(10));
  EXPECT_FALSE(contract.rules[3].tolerance.allows(11));
  EXPECT_EQ(contract.rules[4].check, Check::pattern);
}

TEST(Contract, ReadsMetricsOfTheObject) {
  Json contract = contract_of(
      Json::array({{{"name", "a"}, {"physicalName", "A A"}}, {{"name", "b"}, {"unique", true}}}));
  contract["schema"][0]["quality"] = {
      {{"metric", "rowCount"}, {"mustBeGreaterThan", 10}, {"id", "many"}},
      {{"metric", "duplicateValues"}, {"mustBe", 0}, {"arguments", {{"properties", {"a", "b"}}}}},
      {{"type", "sql"},
       {"query", "SELECT count(*) FROM {object}"},
       {"mustNotBe", 0},
       {"name", "not empty"}}};
  EXPECT_EQ(rules_of(contract),
            (Lines{"unique unique b", "rowCount row_count ", "duplicateValues unique A A, b",
                   R"x(not empty sql  {"query":"SELECT count(*) FROM {object}"})x"}));
  EXPECT_EQ(parse_contract(contract).rules[1].id, "many");
}

TEST(Contract, ReadsChecksOfOurs) {
  const Contract contract = parse_contract([] {
    Json out = contract_of(Json::array({{{"name", "opened"}, {"physicalName", "opened at"}},
                                        {{"name", "closed"}, {"criticalDataElement", true}}}));
    out["schema"][0]["quality"] = {
        {{"type", "custom"},
         {"engine", "tamis"},
         {"severity", "warning"},
         {"implementation",
          {{"check", "compare"},
           {"columns", {"opened", "closed"}},
           {"operator", "<="},
           {"where", "closed IS NOT NULL"},
           {"mustBeLessThan", 5},
           {"unit", "percent"},
           {"warn", {{"mustBe", 0}}}}}},
        {{"type", "custom"},
         {"engine", "tamis"},
         {"implementation",
          {{"check", "references"}, {"columns", {"opened"}}, {"table", "days"}, {"to", {"day"}}}}},
        {{"type", "custom"}, {"engine", "soda"}, {"implementation", "checks for t: ..."}}};
    out["schema"][0]["properties"][1]["quality"] = {
        {{"type", "custom"},
         {"engine", "tamis"},
         {"implementation", {{"check", "sequential"}, {"step", 1.0}, {"by", {"opened"}}}}}};
    return out;
  }());
  EXPECT_EQ(rules_of(contract),
            (Lines{R"(sequential sequential closed {"by":["opened at"],"step":1})",
                   R"(compare compare opened at, closed {"operator":"<="})",
                   R"(references references opened at {"columns":["day"],"table":"days"})"}));
  const Rule& compare = contract.rules[1];
  EXPECT_EQ(compare.where, "closed IS NOT NULL");
  EXPECT_EQ(compare.severity, Severity::warning);
  EXPECT_EQ(compare.tolerance.op, Tolerance::Operator::less);
  ASSERT_TRUE(compare.warn.has_value());
  EXPECT_TRUE(compare.warn->is_plain());
  EXPECT_EQ(contract.rules[0].severity, Severity::critical);
  EXPECT_EQ(contract.ignored, Lines{"/schema/0/quality/2"});
}

TEST(Contract, ReadsWhatItsCustomPropertiesSay) {
  Json property = {{"name", "a"},
                   {"logicalType", "date"},
                   {"required", true},
                   {"quality", {{{"metric", "duplicateValues"}, {"mustBeLessThan", 9}}}}};
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, Json>>{{"caseFold", "upper"},
                                                 {"missingValues", {"TBD", nullptr}},
                                                 {"dateOrder", "dmy"},
                                                 {"decimalMark", "comma"},
                                                 {"twoDigitPivot", 30},
                                                 {"default", 5.0},
                                                 {"unit", "EUR"},
                                                 {"weight", 2},
                                                 {"somebodyElses", {{"any", "thing"}}}}) {
    property = with_custom(property, name, value);
  }
  property["quality"][0] = with_custom(property["quality"][0], "warn", {{"mustBe", 0}});
  property["quality"][0] = with_custom(property["quality"][0], "weight", 7);
  property["quality"][0] = with_custom(property["quality"][0], "where", "a > '2024'");
  Json document = contract_of(Json::array({property}));
  document = with_custom(document, "minimumScore", 90);
  document = with_custom(document, "unknownColumns", "drop");
  document["schema"][0] = with_custom(document["schema"][0], "floors", {{"validity", 99}});
  document["schema"][0] =
      with_custom(document["schema"][0], "dimensionWeights", {{"conformity", 5}});
  const Contract contract = parse_contract(document);
  const ContractColumn& column = contract.columns.at(0);
  EXPECT_EQ(column.case_fold, "upper");
  EXPECT_EQ(column.missing, Lines{"TBD"});
  EXPECT_EQ(column.date_order, dates::Order::dmy);
  EXPECT_EQ(column.decimal_mark, types::DecimalMark::comma);
  EXPECT_EQ(column.two_digit_pivot, 30);
  EXPECT_EQ(column.default_value->dump(), "5");
  EXPECT_EQ(column.unit, "EUR");
  EXPECT_EQ(rules_of(contract),
            (Lines{R"(required not_missing a {"markers":["TBD"]})",
                   R"(logicalType type a {"decimal_mark":"comma","order":"dmy","type":"date"})",
                   "duplicateValues unique a"}));
  EXPECT_EQ(contract.rules[0].weight, 2);
  EXPECT_EQ(contract.rules[2].weight, 7);
  EXPECT_EQ(contract.rules[2].where, "a > '2024'");
  EXPECT_TRUE(contract.rules[2].warn.has_value());
  EXPECT_EQ(contract.minimum_score, 90);
  EXPECT_EQ(contract.unknown_columns, UnknownColumns::drop);
  EXPECT_EQ(contract.floors[static_cast<std::size_t>(Dimension::validity)], 99);
  EXPECT_EQ(contract.dimension_weights[static_cast<std::size_t>(Dimension::validity)], 5);
}

TEST(Contract, GivesADeprecatedColumnThirtyDays) {
  const auto removal = [](Json deprecation) {
    const Contract contract = parse_contract(contract_of(
        Json::array({with_custom({{"name", "a"}}, "deprecation", std::move(deprecation))})));
    EXPECT_EQ(contract.rules.back().name, "deprecated");
    return contract.rules.back().deprecation.value().removal;
  };
  EXPECT_EQ(removal({{"since", "2024-02-01"}}), "2024-03-02");
  EXPECT_EQ(removal({{"since", "1969-12-31"}, {"graceDays", 1}}), "1970-01-01");
  EXPECT_EQ(removal({{"since", "2024-02-01"}, {"removal", "2024-02-10"}}), "2024-02-10");
  EXPECT_EQ(removal({{"removal", "10 Feb 2024"}, {"replacement", "b"}}), "2024-02-10");
}

TEST(Contract, PicksTheObjectThatIsTheTable) {
  Json document = contract_of(Json::array({{{"name", "a"}}}));
  document["schema"].push_back(
      {{"name", "u"}, {"physicalName", "sales.Users"}, {"properties", {{{"name", "b"}}}}});
  EXPECT_EQ(parse_contract(document, "t").object, "t");
  EXPECT_EQ(parse_contract(document, "main.t").object, "t");
  EXPECT_EQ(parse_contract(document, "users").object, "u");
  EXPECT_EQ(parse_contract(document, "sales.users").object, "u");
  EXPECT_EQ(parse_contract(document, "\"U\"").object, "u");
  EXPECT_EQ(parse_contracts(document).size(), 2U);
  for (const char* table : {"x", "", "(select 1)"}) {
    EXPECT_THROW(parse_contract(document, table), Error) << table;
  }
}

TEST(Contract, FollowsRelationships) {
  Json document = contract_of(Json::array(
      {{{"name", "user"}, {"physicalName", "user_id"}, {"relationships", {{{"to", "u.id"}}}}},
       {{"name", "country"}, {"relationships", {{{"to", "countries.code"}}}}},
       {{"name", "line"}, {"relationships", {{{"to", "schema/users_obj/properties/pk"}}}}}}));
  document["schema"][0]["relationships"] = {
      {{"from", {"t.user", "t.line"}}, {"to", {"u.id", "u.line"}}, {"type", "foreignKey"}}};
  document["schema"].push_back(
      {{"name", "u"},
       {"id", "users_obj"},
       {"physicalName", "app.users"},
       {"properties",
        {{{"name", "id"}, {"id", "pk"}, {"physicalName", "key"}}, {{"name", "line"}}}}});
  EXPECT_EQ(
      rules_of(parse_contract(document, "t")),
      (Lines{
          R"(foreignKey references user_id {"columns":["key"],"table":"app.users"})",
          R"(foreignKey references country {"columns":["code"],"table":"countries"})",
          R"(foreignKey references line {"columns":["key"],"table":"app.users"})",
          R"(foreignKey references user_id, line {"columns":["key","line"],"table":"app.users"})"}));
  const auto refused = [&](const char* place, Json to) {
    Json changed = document;
    changed[Json::json_pointer(place)]["to"] = std::move(to);
    try {
      parse_contracts(changed);
    } catch (const Error& e) {
      return e.message();
    }
    return std::string("accepted");
  };
  const std::string at = "/schema/0/properties/0/relationships/0";
  for (const Json& to : {Json("u"), Json("u.id.x"), Json("u.nope"), Json(""), Json("."),
                         Json("schema/nope/properties/pk"),
                         Json("other.yaml#/schema/u/properties/id"), Json({"u.id", "u.line"})}) {
    EXPECT_NE(refused(at.c_str(), to).find("\"" + at + "/to\""), std::string::npos) << to;
  }
  EXPECT_NE(refused("/schema/0/relationships/0", {"u.id"}).find("relationships/0/to"),
            std::string::npos);
}

TEST(Contract, ReadsServiceLevelsOfAgeAsFreshness) {
  Json document = contract_of(Json::array({{{"name", "at"}, {"physicalName", "updated_at"}}}));
  document["slaProperties"] = {
      {{"property", "latency"}, {"value", 4}, {"unit", "d"}, {"element", "t.at"}, {"id", "late"}},
      {{"property", "FRESHNESS"}, {"value", "90"}, {"unit", "min"}, {"element", "at"}},
      {{"property", "frequency"}, {"value", "PT12H"}, {"element", "loaded"}},
      {{"property", "latency"}, {"value", 4}, {"unit", "d"}},
      {{"property", "retention"}, {"value", 3}, {"unit", "y"}, {"element", "t.at"}},
      {{"property", "generalAvailability"}, {"value", "2022-05-12T09:30:10-08:00"}}};
  const Contract contract = parse_contract(document);
  EXPECT_EQ(rules_of(contract), (Lines{R"(latency freshness updated_at {"within":"P4D"})",
                                       R"(FRESHNESS freshness updated_at {"within":"PT90M"})",
                                       R"(frequency freshness loaded {"within":"PT12H"})"}));
  EXPECT_EQ(contract.rules[0].id, "late");
  EXPECT_EQ(contract.service_levels.size(), 6U);
  const auto refused = [&](Json level) {
    document["slaProperties"] = Json::array({std::move(level)});
    return refusal(document);
  };
  EXPECT_EQ(refused({{"property", "latency"}, {"value", 4}, {"element", "at"}}),
            invalid("\"/slaProperties/0\" lacks the key \"unit\""));
  EXPECT_EQ(refused({{"property", "ly"}, {"value", "x"}, {"unit", "d"}, {"element", "at"}}),
            invalid("\"/slaProperties/0/value\" must be a number from 0"));
  EXPECT_TRUE(begins(refused({{"property", "ly"}, {"value", 1}, {"unit", "m"}, {"element", "at"}}),
                     invalid("\"/slaProperties/0/unit\" must be one of")));
  EXPECT_EQ(
      refused({{"property", "ly"}, {"value", 1}, {"unit", "d"}, {"element", "v.at"}}),
      invalid("\"/slaProperties/0/element\" must be an element of an object of the contract"));
}

TEST(Contract, NoticesAColumnThatNoRuleLooksAt) {
  EXPECT_EQ(rules_of(contract_of(Json::array({{{"name", "a"}},
                                              {{"name", "b"}, {"required", true}},
                                              {{"name", "c"}, {"logicalType", "string"}}}))),
            (Lines{"required not_missing b", R"(columns columns  {"contains":["a","c"]})"}));
}

TEST(Contract, LetsDescriptionsThrough) {
  Json contract =
      one_property({{"description", "d"}, {"classification", "public"}, {"required", true}});
  contract["tags"] = {"x"};
  contract["slaProperties"] = Json::array();
  contract["description"] = {{"purpose", "p"}};
  contract["team"] = {{{"username", "u"}, {"dateIn", "2024-01-31"}}};
  contract["servers"] = {{{"server", "s"},
                          {"type", "postgres"},
                          {"host", "h"},
                          {"port", 5432},
                          {"database", "d"},
                          {"schema", "public"}}};
  contract["contractCreatedTs"] = "2024-01-31T12:00:00Z";
  contract["price"] = nullptr;
  EXPECT_EQ(refusal(contract), "accepted");
  contract["team"] = {{"name", "n"}, {"members", {{{"username", "u"}}}}};
  EXPECT_EQ(refusal(contract), "accepted");
}

TEST(Contract, NamesThePlaceOfEveryFault) {
  EXPECT_EQ(refusal(Json::array()), invalid("the top must be an object"));
  EXPECT_EQ(refusal(Json()), invalid("the top must be an object"));
  EXPECT_EQ(refusal(Json::object()), invalid("the top lacks the key \"kind\""));
  Json contract = contract_of(Json::array());
  contract["kind"] = "Contract";
  EXPECT_EQ(refusal(contract), invalid("\"/kind\" must be \"DataContract\""));
  contract = contract_of(Json::array());
  contract["apiVersion"] = "v2.2.2";
  EXPECT_EQ(refusal(contract), invalid("\"/apiVersion\" must be \"v3.1.0\" or another version 3"));
  contract = contract_of(Json::array());
  contract["sche/ma"] = 1;
  EXPECT_EQ(refusal(contract), invalid("unknown key \"/sche~1ma\""));
  EXPECT_EQ(refusal(contract_of({{"name", "a"}})),
            invalid("\"/schema/0/properties\" must be an array"));
  EXPECT_EQ(refusal(contract_of(Json::array({Json::object()}))),
            invalid("\"/schema/0/properties/0\" lacks the key \"name\""));
  EXPECT_EQ(refusal(contract_of(Json::array({{{"name", "a"}}, {{"name", "a"}}}))),
            invalid("\"/schema/0/properties/1/name\" must be a name that no other property has"));
  EXPECT_EQ(refusal(one_property({{"requird", true}})),
            invalid("unknown key \"/schema/0/properties/0/requird\""));
  EXPECT_EQ(refusal(one_property({{"required", "yes"}})),
            invalid("\"/schema/0/properties/0/required\" must be true or false"));
  EXPECT_EQ(refusal(one_property({{"logicalType", "int"}})),
            invalid("\"/schema/0/properties/0/logicalType\" must be one of \"string\", "
                    "\"integer\", \"number\", \"boolean\", \"date\", \"timestamp\", \"time\", "
                    "\"object\" and \"array\""));
  EXPECT_EQ(refusal(one_property({{"logicalTypeOptions", {{"minimum", 1}}}})),
            invalid("\"/schema/0/properties/0/logicalTypeOptions\" must be left out where there "
                    "is no logicalType"));
  const std::string options = "/schema/0/properties/0/logicalTypeOptions";
  EXPECT_EQ(refusal(one_property(
                {{"logicalType", "string"}, {"logicalTypeOptions", {{"minLength", -1}}}})),
            invalid("\"" + options + "/minLength\" must be a whole number from 0"));
  EXPECT_EQ(
      refusal(one_property({{"logicalType", "date"}, {"logicalTypeOptions", {{"minLength", 1}}}})),
      invalid("unknown key \"" + options + "/minLength\""));
  EXPECT_EQ(refusal(one_property(
                {{"logicalType", "date"}, {"logicalTypeOptions", {{"minimum", "03/04/2024"}}}})),
            invalid("\"" + options + "/minimum\" must be a date, such as \"2024-01-31\""));
  EXPECT_TRUE(begins(refusal(one_property({{"logicalType", "string"},
                                           {"logicalTypeOptions", {{"format", "emial"}}}})),
                     invalid("\"" + options + "/format\" must be one of")));
  EXPECT_NE(
      refusal(one_property({{"logicalType", "date"}, {"logicalTypeOptions", {{"format", "YYYY"}}}}))
          .find(options + "/format"),
      std::string::npos);
}

TEST(Contract, NamesThePlaceOfFaultsInWhatOnlyDescribes) {
  const auto top = [](const char* key, Json value) {
    Json contract = contract_of(Json::array());
    contract[key] = std::move(value);
    return refusal(contract);
  };
  EXPECT_EQ(top("description", "text"), invalid("\"/description\" must be an object"));
  EXPECT_EQ(top("description", {{"purpse", "x"}}), invalid("unknown key \"/description/purpse\""));
  EXPECT_EQ(top("tags", "x"), invalid("\"/tags\" must be an array of strings"));
  EXPECT_EQ(top("roles", {{{"access", "x"}}}), invalid("\"/roles/0\" lacks the key \"role\""));
  EXPECT_EQ(top("team", {{{"name", "x"}}}), invalid("\"/team/0\" lacks the key \"username\""));
  EXPECT_EQ(top("price", {{"priceAmount", "9"}}),
            invalid("\"/price/priceAmount\" must be a number"));
  EXPECT_TRUE(begins(top("servers", {{{"server", "s"}, {"type", "sqlite"}}}),
                     invalid("\"/servers/0/type\" must be one of")));
  EXPECT_EQ(top("servers", {{{"server", "s"}, {"type", "local"}, {"path", "/x"}}}),
            invalid("\"/servers/0\" lacks the key \"format\""));
  EXPECT_EQ(top("servers", {{{"server", "s"}, {"type", "api"}, {"location", "x"}, {"port", 1}}}),
            invalid("unknown key \"/servers/0/port\""));
  EXPECT_EQ(top("slaProperties", {{{"property", "x"}}}),
            invalid("\"/slaProperties/0\" lacks the key \"value\""));
  EXPECT_EQ(top("contractCreatedTs", "2024-01-31"),
            invalid("\"/contractCreatedTs\" must be a moment, such as \"2024-01-31T12:00:00Z\""));
  EXPECT_EQ(top("schema", {{{"name", "t"}, {"id", "a b"}}}),
            invalid("\"/schema/0/id\" must be a string of letters, digits, _ and -"));
  EXPECT_EQ(top("customProperties", {{{"property", "x"}}}),
            invalid("\"/customProperties/0\" lacks the key \"value\""));
  EXPECT_TRUE(begins(top("customProperties", {{{"property", "tamisFloors"}, {"value", 1}}}),
                     invalid("\"/customProperties/0/property\" must be one of")));
  EXPECT_EQ(top("customProperties", {{{"property", "floors"}, {"value", {{"valid", 1}}}}}),
            invalid("unknown key \"/customProperties/0/value/valid\""));
  EXPECT_EQ(top("customProperties", {{{"property", "minimumScore"}, {"value", 101}}}),
            invalid("\"/customProperties/0/value\" must be a number between 0 and 100"));
}

TEST(Contract, NamesThePlaceOfEveryFaultInQuality) {
  const auto quality = [](Json entry) {
    return refusal(one_property({{"quality", Json::array({std::move(entry)})}}));
  };
  const std::string at = "/schema/0/properties/0/quality/0";
  EXPECT_EQ(quality({{"metric", "nullValues"}, {"mustbe", 0}}),
            invalid("unknown key \"" + at + "/mustbe\""));
  EXPECT_EQ(quality({{"metric", "nulls"}}),
            invalid("\"" + at +
                    "/metric\" must be one of \"nullValues\", \"missingValues\", "
                    "\"invalidValues\", \"duplicateValues\" and \"rowCount\""));
  EXPECT_EQ(quality(Json::object()), invalid("\"" + at + "\" lacks the key \"metric\""));
  EXPECT_EQ(quality({{"metric", "nullValues"}, {"mustBe", 0}, {"mustBeLessThan", 3}}),
            invalid("\"" + at + "\" must be an object with one mustBe... key"));
  EXPECT_EQ(
      quality({{"metric", "nullValues"}, {"mustBeBetween", {3, 1}}}),
      invalid("\"" + at + "/mustBeBetween\" must be an array of two numbers, the smaller first"));
  EXPECT_EQ(
      quality({{"metric", "nullValues"}, {"severity", "fatal"}}),
      invalid("\"" + at + "/severity\" must be \"info\", \"warning\", \"error\" or \"critical\""));
  EXPECT_EQ(quality({{"metric", "nullValues"}, {"unit", "per cent"}, {"mustBe", 0}}),
            invalid("\"" + at + "/unit\" must be \"rows\" or \"percent\""));
  EXPECT_EQ(quality({{"metric", "invalidValues"}}),
            invalid("\"" + at + "\" lacks the key \"arguments\""));
  EXPECT_EQ(quality({{"metric", "invalidValues"}, {"arguments", {{"validValues", {Json()}}}}}),
            invalid("\"" + at +
                    "/arguments/validValues\" must be an array of strings, numbers or booleans"));
  EXPECT_EQ(quality({{"metric", "nullValues"}, {"arguments", {{"pattern", "x"}}}}),
            invalid("unknown key \"" + at + "/arguments/pattern\""));
  EXPECT_EQ(
      quality({{"metric", "rowCount"}, {"mustBe", 1}}),
      invalid("\"" + at + "\" must be an entry of the schema object: \"rowCount\" counts rows"));
  EXPECT_EQ(quality({{"type", "sql"}, {"query", "select 1"}}),
            invalid("\"" + at + "\" lacks the key \"mustBe\""));
  EXPECT_EQ(quality({{"type", "sql"}, {"query", "select 1"}, {"mustBe", 1}, {"unit", "percent"}}),
            invalid("\"" + at + "\" must be in rows: \"sql\" has no percentage"));
  EXPECT_EQ(
      quality({{"type", "sql"}, {"query", "select 1"}, {"mustBe", 1}, {"metric", "rowCount"}}),
      invalid("\"" + at + "/metric\" must be left out of an entry of type \"sql\""));
}

TEST(Contract, NamesThePlaceOfEveryFaultInAnImplementation) {
  const auto custom = [](Json implementation) {
    return refusal(one_property({{"quality",
                                  {{{"type", "custom"},
                                    {"engine", "tamis"},
                                    {"implementation", std::move(implementation)}}}}}));
  };
  const std::string at = "/schema/0/properties/0/quality/0/implementation";
  EXPECT_EQ(custom("not_null"), invalid("\"" + at + "\" must be an object with a \"check\""));
  EXPECT_EQ(custom(Json::object()), invalid("\"" + at + "\" lacks the key \"check\""));
  EXPECT_TRUE(
      begins(custom({{"check", "nonull"}}), invalid("\"" + at + "/check\" must be one of")));
  EXPECT_EQ(custom({{"check", "casing"}}), invalid("\"" + at + "\" lacks the key \"case\""));
  EXPECT_EQ(custom({{"check", "casing"}, {"case", "lowr"}}),
            invalid("\"" + at + "/case\" must be one of \"lower\", \"upper\" and \"title\""));
  EXPECT_EQ(custom({{"check", "casing"}, {"case", 1}}),
            invalid("\"" + at + "/case\" must be a string"));
  EXPECT_EQ(custom({{"check", "ascii"}, {"case", "lower"}}),
            invalid("unknown key \"" + at + "/case\""));
  EXPECT_EQ(custom({{"check", "compare"}, {"operator", "<"}}),
            invalid("\"" + at +
                    "\" must be an object whose \"columns\" are 2 for the check \"compare\""));
  EXPECT_EQ(
      custom({{"check", "in_set"}, {"values", Json::array()}}),
      invalid("\"" + at +
              "/values\" must be an array of strings, numbers or booleans that is not empty"));
  EXPECT_EQ(custom({{"check", "metric"}, {"metric", "mean"}}),
            invalid("\"" + at + "\" lacks the key \"mustBe\""));
  EXPECT_EQ(custom({{"check", "not_null"}, {"warn", {{"mustbe", 1}}}}),
            invalid("unknown key \"" + at + "/warn/mustbe\""));
}

TEST(Contract, RefusesWhatItCannotCheck) {
  const std::string at = "/schema/0/properties/0";
  EXPECT_EQ(refusal(one_property({{"logicalType", "object"}})), unsupported(at + "/logicalType"));
  EXPECT_EQ(
      refusal(one_property({{"logicalType", "array"}, {"items", {{"logicalType", "string"}}}})),
      unsupported(at + "/logicalType"));
  EXPECT_EQ(refusal(one_property({{"properties", {{{"name", "b"}}}}})),
            unsupported(at + "/properties"));
  EXPECT_EQ(refusal(one_property({{"items", {{"nonsense", 1}}}})),
            invalid("unknown key \"" + at + "/items/nonsense\""));
  EXPECT_EQ(refusal(one_property(
                {{"logicalType", "time"}, {"logicalTypeOptions", {{"format", "hh:mm a"}}}})),
            unsupported(at + "/logicalTypeOptions/format"));
  Json two = one_property(
      {{"quality",
        {{{"metric", "nullValues"}, {"id", "x"}}, {{"metric", "duplicateValues"}, {"id", "x"}}}}});
  EXPECT_EQ(refusal(two), invalid("two rules of \"t\" have the id \"x\""));
}

// ---------------------------------------------------------------------------------------------
// JSON Schema

Json schema_of(Json properties, Json required = Json::array()) {
  return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
          {"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)}};
}

TEST(JsonSchema, MakesTheRulesThatOdcsWould) {
  EXPECT_EQ(
      rules_of(schema_of({{"a", {{"type", "integer"}, {"minimum", 1}, {"exclusiveMaximum", 9}}},
                          {"b", {{"type", {"string", "null"}}, {"enum", {"x", "y", nullptr}}}},
                          {"c", {{"type", "string"}, {"format", "date-time"}}},
                          {"d", {{"type", "string"}, {"pattern", "^x"}, {"maxLength", 3}}},
                          {"e", {{"const", 5.0}}},
                          {"f", {{"type", "string"}, {"format", "email"}}}},
                         {"a", "b", "g"})),
      (Lines{"required not_missing a", R"(logicalType type a {"type":"integer"})",
             R"(minimum minimum a {"bound":1})",
             R"(exclusiveMaximum maximum a {"bound":9,"exclusive":true})",
             R"(enum in_set b {"values":["x","y"]})",
             R"(logicalType type c {"type":"timestamptz"})",
             R"(maxLength max_length d {"length":3})", R"(pattern pattern d {"patterns":["^x"]})",
             R"(const in_set e {"values":[5]})", R"(format format f {"formats":["email"]})",
             "required not_missing g", R"(required columns  {"contains":["b"]})"}));
}

TEST(JsonSchema, ClosesATableThatTakesNoOtherColumns) {
  Json schema = schema_of({{"b", true}, {"a", {{"type", "string"}}}});
  schema["additionalProperties"] = false;
  const Contract contract = parse_contract(schema);
  EXPECT_EQ(rules_of(contract), (Lines{R"(additionalProperties columns  {"set":["a","b"]})"}));
  EXPECT_EQ(contract.unknown_columns, UnknownColumns::error);
}

TEST(JsonSchema, RefusesWhatItCannotCheck) {
  const auto of = [](Json property) { return refusal(schema_of({{"a", std::move(property)}})); };
  EXPECT_EQ(of({{"type", "object"}}), unsupported("/properties/a/type"));
  EXPECT_EQ(of({{"type", {"string", "integer"}}}), unsupported("/properties/a/type"));
  EXPECT_EQ(of({{"type", "null"}}), unsupported("/properties/a/type"));
  EXPECT_EQ(of({{"oneOf", Json::array()}}), unsupported("/properties/a/oneOf"));
  EXPECT_EQ(of({{"$ref", "#/x"}}), unsupported("/properties/a/$ref"));
  EXPECT_EQ(of({{"enum", {Json::array()}}}), unsupported("/properties/a/enum"));
  EXPECT_EQ(of({{"typ", "string"}}), invalid("unknown key \"/properties/a/typ\""));
  EXPECT_TRUE(begins(of({{"type", "strin"}}), invalid("\"/properties/a/type\" must be one of")));
  EXPECT_EQ(of({{"type", "string"}, {"minimum", 1}}),
            invalid("\"/properties/a/minimum\" must be left out where the type is no number"));
  EXPECT_EQ(of({{"maxLength", 1}}),
            invalid("\"/properties/a/maxLength\" must be left out where the type is no string"));
  EXPECT_EQ(of({{"enum", Json::array()}}),
            invalid("\"/properties/a/enum\" must be an array that is not empty"));
  EXPECT_EQ(of(false), invalid("\"/properties/a\" must be an object"));
  Json schema = schema_of(Json::object());
  schema["minProperties"] = 1;
  EXPECT_EQ(refusal(schema), unsupported("/minProperties"));
  schema = schema_of(Json::object());
  schema["type"] = "array";
  EXPECT_EQ(refusal(schema), invalid("\"/type\" must be \"object\": one row"));
  EXPECT_EQ(refusal(schema_of(Json::object(), {1})), invalid("\"/required/0\" must be a string"));
}

}  // namespace
}  // namespace tamis::quality
