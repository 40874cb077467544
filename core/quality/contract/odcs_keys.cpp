#include "core/quality/contract/odcs_keys.h"

#include <array>

namespace tamis::quality {
namespace {

constexpr bool kRequired = true;

constexpr Key many(std::string_view name, Part part) { return {name, Form::many, part}; }
constexpr Key kTags{"tags", Form::texts};
constexpr Key kId{"id", Form::id};
constexpr Key kCustom = many("customProperties", Part::custom);
constexpr Key kDefinitions = many("authoritativeDefinitions", Part::definition);
constexpr Key kDescription{"description"};

constexpr std::array kContract{Key{"kind", Form::text, Part::contract, kRequired, "DataContract"},
                               Key{"apiVersion", Form::text, Part::contract, kRequired},
                               Key{"id", Form::name, Part::contract, kRequired},
                               Key{"version", Form::name, Part::contract, kRequired},
                               Key{"status", Form::name, Part::contract, kRequired},
                               Key{"name"},
                               Key{"tenant"},
                               Key{"domain"},
                               Key{"dataProduct"},
                               Key{"slaDefaultElement"},
                               Key{"contractCreatedTs", Form::moment},
                               Key{"description", Form::one, Part::description},
                               Key{"price", Form::one, Part::price},
                               Key{"team", Form::one_or_many, Part::team},
                               many("servers", Part::server),
                               many("schema", Part::object),
                               many("support", Part::support),
                               many("roles", Part::role),
                               many("slaProperties", Part::service_level),
                               kTags,
                               kDefinitions,
                               kCustom};

constexpr std::array kDescriptions{Key{"usage"}, Key{"purpose"}, Key{"limitations"}, kDefinitions,
                                   kCustom};

constexpr std::array kObject{Key{"name", Form::name, Part::contract, kRequired},
                             kId,
                             Key{"physicalName", Form::name},
                             Key{"physicalType"},
                             Key{"logicalType", Form::text, Part::contract, false, "object"},
                             Key{"businessName"},
                             Key{"dataGranularityDescription"},
                             many("properties", Part::property),
                             many("relationships", Part::link),
                             many("quality", Part::quality),
                             kDescription,
                             kTags,
                             kDefinitions,
                             kCustom};

constexpr std::string_view kLogicalTypes =
    "string|integer|number|boolean|date|timestamp|time|object|array";

constexpr std::array kProperty{Key{"name", Form::name, Part::contract, kRequired},
                               kId,
                               Key{"physicalName", Form::name},
                               Key{"physicalType"},
                               Key{"logicalType", Form::text, Part::contract, false, kLogicalTypes},
                               Key{"logicalTypeOptions", Form::object},
                               Key{"required", Form::boolean},
                               Key{"unique", Form::boolean},
                               Key{"primaryKey", Form::boolean},
                               Key{"primaryKeyPosition", Form::position},
                               Key{"partitioned", Form::boolean},
                               Key{"partitionKeyPosition", Form::position},
                               Key{"criticalDataElement", Form::boolean},
                               Key{"classification"},
                               Key{"encryptedName"},
                               Key{"businessName"},
                               Key{"transformSourceObjects", Form::texts},
                               Key{"transformLogic"},
                               Key{"transformDescription"},
                               Key{"examples", Form::anys},
                               many("properties", Part::property),
                               Key{"items", Form::one, Part::item},
                               many("relationships", Part::relationship),
                               many("quality", Part::quality),
                               kDescription,
                               kTags,
                               kDefinitions,
                               kCustom};

constexpr std::array kQuality{
    kId,
    Key{"type", Form::text, Part::contract, false, "text|library|sql|custom"},
    Key{"metric", Form::text, Part::contract, false,
        "nullValues|missingValues|invalidValues|duplicateValues|rowCount"},
    Key{"rule"},
    Key{"arguments", Form::one, Part::arguments},
    Key{"validValues", Form::anys},
    Key{"query", Form::name},
    Key{"engine", Form::name},
    Key{"implementation", Form::text_or_object},
    Key{"mustBe", Form::scalar},
    Key{"mustNotBe", Form::scalar},
    Key{"mustBeGreaterThan", Form::number},
    Key{"mustBeGreaterOrEqualTo", Form::number},
    Key{"mustBeLessThan", Form::number},
    Key{"mustBeLessOrEqualTo", Form::number},
    Key{"mustBeBetween", Form::limits},
    Key{"mustNotBeBetween", Form::limits},
    Key{"unit"},
    Key{"name"},
    Key{"dimension", Form::text, Part::contract, false,
        "accuracy|completeness|conformity|consistency|coverage|timeliness|uniqueness"},
    Key{"severity"},
    Key{"method"},
    Key{"schedule"},
    Key{"scheduler"},
    Key{"businessImpact"},
    kDescription,
    kTags,
    kDefinitions,
    kCustom};

constexpr std::array kArguments{Key{"validValues", Form::anys}, Key{"missingValues", Form::anys},
                                Key{"pattern"}, Key{"properties", Form::texts}};

constexpr Key kRelationType{"type", Form::text, Part::contract, false, "foreignKey"};
constexpr Key kTo{"to", Form::text_or_texts, Part::contract, kRequired};
constexpr std::array kRelationship{kRelationType, kTo, kCustom};
constexpr std::array kLink{kRelationType, kTo,
                           Key{"from", Form::text_or_texts, Part::contract, kRequired}, kCustom};

constexpr std::array kServer{Key{"server", Form::text, Part::contract, kRequired},
                             Key{"type", Form::text, Part::contract, kRequired},
                             Key{"environment"},
                             many("roles", Part::role),
                             kId,
                             kDescription,
                             kCustom};
constexpr std::array kDefinition{kId, Key{"url", Form::text, Part::contract, kRequired},
                                 Key{"type", Form::text, Part::contract, kRequired}, kDescription};
constexpr std::array kSupport{kId,
                              Key{"channel", Form::text, Part::contract, kRequired},
                              Key{"url"},
                              kDescription,
                              Key{"tool"},
                              Key{"scope"},
                              Key{"invitationUrl"},
                              kCustom};
constexpr std::array kPrice{kId, Key{"priceAmount", Form::number}, Key{"priceCurrency"},
                            Key{"priceUnit"}};
constexpr std::array kTeam{kId,   Key{"name"},  kDescription, many("members", Part::member),
                           kTags, kDefinitions, kCustom};
constexpr std::array kMember{kId,
                             Key{"username", Form::text, Part::contract, kRequired},
                             Key{"name"},
                             kDescription,
                             Key{"role"},
                             Key{"dateIn", Form::date},
                             Key{"dateOut", Form::date},
                             Key{"replacedByUsername"},
                             kTags,
                             kDefinitions,
                             kCustom};
constexpr std::array kRole{kId,
                           Key{"role", Form::text, Part::contract, kRequired},
                           kDescription,
                           Key{"access"},
                           Key{"firstLevelApprovers"},
                           Key{"secondLevelApprovers"},
                           kCustom};
constexpr std::array kServiceLevel{kId,
                                   Key{"property", Form::text, Part::contract, kRequired},
                                   Key{"value", Form::scalar, Part::contract, kRequired},
                                   Key{"valueExt", Form::scalar},
                                   Key{"unit"},
                                   Key{"element"},
                                   Key{"driver"},
                                   kDescription,
                                   Key{"scheduler"},
                                   Key{"schedule"}};
constexpr std::array kCustomProperty{kId, Key{"property", Form::text, Part::contract, kRequired},
                                     Key{"value", Form::any, Part::contract, kRequired},
                                     kDescription};

constexpr std::array kStringOptions{Key{"minLength", Form::count}, Key{"maxLength", Form::count},
                                    Key{"pattern", Form::name}, Key{"format", Form::name}};
constexpr std::array kDateOptions{Key{"format", Form::name}, Key{"minimum"}, Key{"maximum"},
                                  Key{"exclusiveMinimum"}, Key{"exclusiveMaximum"}};
constexpr std::array kTimeOptions{
    Key{"format", Form::name},         Key{"minimum"},          Key{"maximum"},
    Key{"exclusiveMinimum"},           Key{"exclusiveMaximum"}, Key{"timezone", Form::boolean},
    Key{"defaultTimezone", Form::name}};
constexpr Key kMultipleOf{"multipleOf", Form::positive};
constexpr Key kMinimum{"minimum", Form::number};
constexpr Key kMaximum{"maximum", Form::number};
constexpr Key kAbove{"exclusiveMinimum", Form::number};
constexpr Key kBelow{"exclusiveMaximum", Form::number};
constexpr std::array kIntegerOptions{
    kMultipleOf,
    kMinimum,
    kMaximum,
    kAbove,
    kBelow,
    Key{"format", Form::text, Part::contract, false, "i8|i16|i32|i64|i128|u8|u16|u32|u64|u128"}};
constexpr std::array kNumberOptions{
    kMultipleOf, kMinimum, kMaximum,
    kAbove,      kBelow,   Key{"format", Form::text, Part::contract, false, "f32|f64"}};
constexpr std::array kObjectOptions{Key{"maxProperties", Form::count},
                                    Key{"minProperties", Form::count},
                                    Key{"required", Form::texts}};
constexpr std::array kArrayOptions{Key{"maxItems", Form::count}, Key{"minItems", Form::count},
                                   Key{"uniqueItems", Form::boolean}};

constexpr std::array kServers{
    ServerType{"api", "location*"},
    ServerType{"athena", "stagingDir* schema* catalog regionName"},
    ServerType{"azure", "location* format* delimiter"},
    ServerType{"bigquery", "project* dataset*"},
    ServerType{"clickhouse", "host* port* database*"},
    ServerType{"cloudsql", "host* port* database* schema*"},
    ServerType{"custom",
               "account catalog database dataset delimiter endpointUrl format host location path "
               "port project region regionName schema serviceName stagingDir warehouse stream"},
    ServerType{"databricks", "host catalog* schema*"},
    ServerType{"db2", "host* port* database* schema"},
    ServerType{"denodo", "host* port* database"},
    ServerType{"dremio", "host* port* schema"},
    ServerType{"duckdb", "database* schema"},
    ServerType{"glue", "account* database* location format"},
    ServerType{"hive", "host* port database*"},
    ServerType{"impala", "host* port database*"},
    ServerType{"informix", "host* port database*"},
    ServerType{"kafka", "host* format"},
    ServerType{"kinesis", "region format"},
    ServerType{"local", "path* format*"},
    ServerType{"mysql", "host* port* database*"},
    ServerType{"oracle", "host* port* serviceName*"},
    ServerType{"postgres", "host* port* database* schema*"},
    ServerType{"postgresql", "host* port* database* schema*"},
    ServerType{"presto", "host* catalog schema"},
    ServerType{"pubsub", "project*"},
    ServerType{"redshift", "host database* schema* region account"},
    ServerType{"s3", "location* endpointUrl format delimiter"},
    ServerType{"sftp", "location* format delimiter"},
    ServerType{"snowflake", "host port account* database* schema* warehouse"},
    ServerType{"sqlserver", "host* port database* schema*"},
    ServerType{"synapse", "host* port* database*"},
    ServerType{"trino", "host* port* catalog* schema*"},
    ServerType{"vertica", "host* port* database* schema*"},
    ServerType{"zen", "host* port database*"}};

}  // namespace

Keys keys_of(Part part) noexcept {
  switch (part) {
    case Part::contract: return kContract;
    case Part::description: return kDescriptions;
    case Part::server: return kServer;
    case Part::object: return kObject;
    case Part::property: return kProperty;
    case Part::item: return Keys(kProperty).subspan(1);  // an item has no name
    case Part::quality: return kQuality;
    case Part::arguments: return kArguments;
    case Part::relationship: return kRelationship;
    case Part::link: return kLink;
    case Part::definition: return kDefinition;
    case Part::support: return kSupport;
    case Part::price: return kPrice;
    case Part::team: return kTeam;
    case Part::member: return kMember;
    case Part::role: return kRole;
    case Part::service_level: return kServiceLevel;
    case Part::custom: return kCustomProperty;
    case Part::string_options: return kStringOptions;
    case Part::date_options: return kDateOptions;
    case Part::time_options: return kTimeOptions;
    case Part::integer_options: return kIntegerOptions;
    case Part::number_options: return kNumberOptions;
    case Part::object_options: return kObjectOptions;
    case Part::array_options: return kArrayOptions;
  }
  return {};
}

std::span<const ServerType> server_types() noexcept { return kServers; }

}  // namespace tamis::quality
