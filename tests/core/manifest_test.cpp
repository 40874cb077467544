// Manifests as documents: every member survives writing and reading, the shipped schemas describe
// what is written and nothing more, and those of version 1 are still read.
#include "core/export/manifest/manifest.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "core/error/error.h"
#include "tests/core/schema_validator.h"

namespace tamis::exports {
namespace {

using document::Json;

std::string content(const std::string& path) {
  std::ifstream file(TAMIS_SOURCE_DIR "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The same schema, in which a member that is not described is a fault.
Json closed(Json schema) {
  if (schema.is_object()) {
    if (schema.contains("properties")) schema["additionalProperties"] = false;
    for (auto& [key, member] : schema.items()) member = closed(member);
  } else if (schema.is_array()) {
    for (Json& member : schema) member = closed(member);
  }
  return schema;
}

std::vector<std::string> faults(const Json& manifest, const std::string& schema = "manifest") {
  testing::SchemaValidator validator(
      closed(Json::parse(content("sql/schemas/" + schema + ".schema.json"))));
  return validator.faults(manifest);
}

Field field(const std::string& name, FieldKind kind, engine::ColumnType type) {
  Field out;
  out.column.name = name;
  out.column.type = type;
  out.kind = kind;
  return out;
}

const std::string kSum = "sha256:" + std::string(64, 'a');

Manifest everything() {
  Manifest manifest;
  manifest.export_id = std::string(32, '1');
  manifest.export_timestamp = "2024-11-15T08:30:00.123456Z";
  manifest.mode = "incremental";
  manifest.token = "tickets_2024-03_01234567";
  manifest.engine = "postgresql";
  manifest.project = "service desk";
  manifest.dataset = "public";
  manifest.table = "tickets";
  manifest.partition = "2024-03/eu";
  manifest.order_by = {"id desc"};
  manifest.excluded_columns = {"password"};
  manifest.anonymisation = {{"email", "hmac_sha256"}};
  manifest.merge_key = {"id", "region"};
  manifest.watermark = {"tickets", "changed", std::nullopt, "2024-03-31"};
  manifest.contract = {"tickets", "3.1.0"};
  manifest.uri = "file:///x";
  manifest.compression = Compression::zstd;
  manifest.level = 3;
  manifest.csv.null_marker = "\\N";
  manifest.neutralised = 2;
  manifest.layout = {"",   "{yyyy}/{MM}/",          "{entity}_{uuid8}", {{"made", "month"}},
                     true, MarkerStyle::underscore, Sidecars::apart,    {true, true, true}};
  manifest.encryption = {"AES-256-GCM", "2024"};
  manifest.schema_version = "2025.09.01.00";
  manifest.fields = {field("id", FieldKind::int64, engine::ColumnType::integer),
                     field("price", FieldKind::decimal, engine::ColumnType::decimal),
                     field("at", FieldKind::timestamptz, engine::ColumnType::timestamptz),
                     field("tags", FieldKind::list, engine::ColumnType::text)};
  manifest.fields[0].nullable = false;
  manifest.fields[1].precision = 10;
  manifest.fields[1].scale = 2;
  manifest.fields[2].unit = TimeUnit::nanos;
  manifest.fields[3].element = FieldKind::int32;
  manifest.files = {{"2024/03/t_1.csv.zst",
                     "2024-03",
                     {{"made", "2024-03"}, {"region", std::nullopt}},
                     2,
                     30,
                     21,
                     kSum,
                     {{0, "1", "2"}, {2, {}, {}}, {1, "x", "x"}, {0, {}, {}}}}};
  manifest.validation = {true,
                         true,
                         CheckState::failed,
                         CheckState::passed,
                         {"id", "region"},
                         1,
                         0,
                         {{"before", "free_space", CheckState::passed, "1 byte", "2 bytes"}}};
  manifest.tool_version = "0.1.0";
  manifest.run_id = std::string(32, '2');
  manifest.export_type = "scheduled";
  manifest.export_trigger = "cron";
  manifest.started_by = "ada";
  manifest.duration_ms = 7;
  return manifest;
}

TEST(ManifestTest, EveryMemberIsReadAsItWasWritten) {
  const Json written = to_json(everything());
  const Json again = to_json(parse_manifest(written.dump()));
  // The level is the writer's affair.
  Json expected = written;
  expected["destination"]["level"] = again["destination"]["level"];
  EXPECT_EQ(again, expected);
}

TEST(ManifestTest, TheSchemaDescribesWhatIsWritten) {
  EXPECT_EQ(faults(to_json(everything())), std::vector<std::string>{});
  Manifest bare;
  bare.export_id = bare.run_id = std::string(32, '1');
  bare.export_timestamp = "2024-11-15T08:30:00.123456Z";
  bare.engine = "sqlite";
  bare.query = "SELECT 1";
  bare.fields = {field("id", FieldKind::int64, engine::ColumnType::integer)};
  EXPECT_EQ(faults(to_json(bare)), std::vector<std::string>{});
  Json wrong = to_json(everything());
  wrong["metadata"]["secret"] = 1;
  EXPECT_EQ(faults(wrong).size(), 1U);
}

TEST(ManifestTest, NamesTheMembersOfTheSpecification) {
  const Json manifest = to_json(everything());
  for (const char* pointer : {"/export_id",
                              "/export_timestamp",
                              "/source/project",
                              "/source/dataset",
                              "/source/table",
                              "/source/partition",
                              "/destination/uri",
                              "/destination/format",
                              "/destination/compression",
                              "/statistics/row_count",
                              "/statistics/byte_size",
                              "/statistics/compressed_size",
                              "/statistics/schema_version",
                              "/statistics/column_count",
                              "/files/0/name",
                              "/files/0/rows",
                              "/files/0/bytes",
                              "/files/0/checksum",
                              "/validation/schema_hash",
                              "/validation/row_count_verified",
                              "/validation/checksum_verified",
                              "/validation/duplicate_check",
                              "/validation/null_check",
                              "/metadata/export_type",
                              "/metadata/export_trigger",
                              "/metadata/export_duration_ms",
                              "/metadata/run_id",
                              "/metadata/operator"}) {
    EXPECT_TRUE(manifest.contains(Json::json_pointer(pointer))) << pointer;
  }
}

TEST(ManifestTest, ASchemaHashKnowsEveryPartOfAField) {
  const Manifest manifest = everything();
  const auto differs = [&](auto change) {
    Manifest other = manifest;
    change(other);
    return other.schema_hash() != manifest.schema_hash();
  };
  EXPECT_FALSE(differs([](Manifest& m) { m.files.clear(); }));
  EXPECT_TRUE(differs([](Manifest& m) { m.fields[0].column.name = "Id"; }));
  EXPECT_TRUE(differs([](Manifest& m) { m.fields[0].kind = FieldKind::int32; }));
  EXPECT_TRUE(differs([](Manifest& m) { m.fields[0].nullable = true; }));
  EXPECT_TRUE(differs([](Manifest& m) { m.fields[1].scale = 3; }));
  EXPECT_TRUE(differs([](Manifest& m) { m.fields[2].unit = TimeUnit::micros; }));
  EXPECT_TRUE(differs([](Manifest& m) { m.fields[3].element = FieldKind::text; }));
  EXPECT_TRUE(differs([](Manifest& m) { std::swap(m.fields[0], m.fields[1]); }));
}

TEST(ManifestTest, VersionOneIsStillRead) {
  const std::string text = content("tests/fuzz/corpus/manifest/csv.json");
  EXPECT_EQ(faults(Json::parse(text), "manifest_v1"), std::vector<std::string>{});
  const Manifest manifest = parse_manifest(text);
  EXPECT_EQ(manifest.version, 1);
  EXPECT_EQ(manifest.schema_hash(), manifest.claimed_schema_hash);
  EXPECT_EQ(manifest.dataset, "main");
  EXPECT_EQ(manifest.layout.data_folder, "data");
  ASSERT_EQ(manifest.fields.size(), 8U);
  EXPECT_EQ(manifest.fields[0].kind, FieldKind::int64);
  EXPECT_EQ(manifest.fields[3].kind, FieldKind::text);
  EXPECT_EQ(manifest.fields[3].column.type, engine::ColumnType::decimal);
  EXPECT_EQ(manifest.fields[5].kind, FieldKind::timestamp);
}

TEST(ManifestTest, SumsThatDoNotFitAreRefused) {
  Json manifest = to_json(everything());
  Json file = manifest["files"][0];
  file["rows"] = std::int64_t{1} << 53U;
  manifest["files"] = Json::array();
  for (int i = 0; i < 1025; ++i) {
    file["name"] = "x" + std::to_string(i);
    manifest["files"].push_back(file);
  }
  EXPECT_THROW((void)parse_manifest(manifest.dump()), Error);
}

}  // namespace
}  // namespace tamis::exports
