// What an export plans before it reads a row: options, the query, folders and names of files.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/export/plan/byte_size.h"
#include "core/export/plan/export_options.h"
#include "core/export/plan/export_plan.h"
#include "core/export/plan/field_type.h"
#include "core/export/plan/partition_key.h"

namespace tamis::exports {
namespace {

using engine::ColumnType;

template <typename F>
Error error_of(const F& f) {
  try {
    f();
  } catch (const Error& e) {
    return e;
  }
  ADD_FAILURE() << "no error";
  return {Code::internal_error, "none"};
}

TEST(ExportOptionsTest, MistakesAreErrors) {
  for (const char* bad :
       {"[]",
        "{",
        R"({"formt": "csv"})",
        R"({"format": "xml"})",
        R"({"format": 1})",
        R"({"compression": "lzma"})",
        R"({"level": 10})",
        R"({"level": 0})",
        R"({"compression": "zstd", "level": 20})",
        R"({"compression": "none", "level": 1})",
        R"({"granularity": "day"})",
        R"({"hive": true})",
        R"({"partition_by": "d", "granularity": "minute"})",
        R"({"partition_by": 1})",
        R"({"partition_by": []})",
        R"({"partition_by": [1]})",
        R"({"partition_by": [{"granularity": "day"}]})",
        R"({"partition_by": [{"column": "d", "by": "day"}]})",
        R"({"partition_by": [{"column": "d", "shards": 0}]})",
        R"({"partition_by": [{"column": "d", "shards": 10001}]})",
        R"({"partition_by": [{"column": "d", "shards": 2, "granularity": "day"}]})",
        R"({"partition_by": ["d", "d"]})",
        R"({"partition_by": ["d"], "granularity": "day"})",
        R"({"partition_by": [{"column": "d", "as": "{x}"}]})",
        R"({"partition_by": [{"column": "d", "granularity": "day"},
                                               {"column": "e", "granularity": "day"}]})",
        R"({"path": ""})",
        R"({"variables": []})",
        R"({"variables": {"env": 1}})",
        R"({"variables": {"env": "a/b"}})",
        R"({"variables": {"env": ".."}})",
        R"({"variables": {"e{v": "x"}})",
        R"({"max_rows": 0})",
        R"({"max_rows": "1"})",
        R"({"max_bytes": "many"})",
        R"({"max_bytes": "1 KB"})",
        R"({"max_bytes": -5})",
        R"({"max_bytes": true})",
        R"({"extension_order": "plain"})",
        R"({"delimiter": "x"})",
        R"({"delimiter": ""})",
        R"({"format": "jsonl", "delimiter": ";"})",
        R"({"format": "jsonl", "header": true})",
        R"({"null_marker": ","})",
        R"({"null_marker": "\""})",
        R"({"null_marker": "\n"})",
        R"({"null_marker": "\u0000"})",
        R"({"line_end": "cr"})",
        R"({"entity": ""})",
        R"({"entity": "../x"})",
        R"({"entity": "a b"})",
        R"({"entity": "-x"})",
        R"({"if_exists": "join"})",
        R"({"columns": [1]})",
        R"({"order_by": {}})",
        R"({"dry_run": "yes"})"}) {
    EXPECT_EQ(error_of([&] { (void)parse_export_options(bad); }).code(), Code::invalid_option)
        << bad;
  }
  const ExportOptions usual = parse_export_options("");
  EXPECT_EQ(usual.format, Format::csv);
  EXPECT_EQ(usual.compression, Compression::gzip);
  EXPECT_EQ(usual.level, 2);
}

TEST(ExportOptionsTest, SizesHaveUnits) {
  EXPECT_EQ(byte_size("1048576"), 1'048'576);
  EXPECT_EQ(byte_size("200MB"), 200'000'000);
  EXPECT_EQ(byte_size("1.5 GiB"), 1'610'612'736);
  EXPECT_EQ(byte_size("64kb"), 64'000);
  for (const char* bad : {"", "MB", "-1", "1 parsec", "nan", "inf", "1e3", "99999999 TB", "1MB "}) {
    EXPECT_EQ(byte_size(bad), std::nullopt) << bad;
  }
}

TEST(ExportOptionsTest, ModesHaveWhatTheyNeed) {
  for (const char* bad : {R"({"mode": "incremental"})",
                          R"({"mode": "upsert"})",
                          R"({"change_column": "a"})",
                          R"({"mode": "append", "lookback": "1 day"})",
                          R"({"mode": "append", "if_exists": "error"})",
                          R"({"mode": "create", "if_exists": "replace"})",
                          R"({"mode": "incremental", "change_column": "a", "lookback": "soon"})",
                          R"({"mode": "incremental", "change_column": "a", "lookback": "-1 day"})",
                          R"({"mode": "incremental", "change_column": "a", "lookback": -1})",
                          R"({"mode": "incremental", "change_column": "a", "watermark": ""})",
                          R"({"duplicate_keys": "error"})",
                          R"({"merge_key": "a", "duplicate_keys": "drop"})",
                          R"({"idempotent": true})",
                          R"({"token": ""})",
                          R"({"snapshot": "a/b"})",
                          R"({"anonymise": ["a"]})",
                          R"({"anonymise": {"a": 1}})",
                          R"({"key_file": "/k"})",
                          R"({"anonymise": {"a": "sha256"}, "key_env": "K"})",
                          R"({"types": 1})",
                          R"({"types": "guessed"})",
                          R"({"types": {"a": "decimal"}})",
                          R"x({"types": {"a": "decimal(39,2)"}})x",
                          R"x({"types": {"a": "decimal(4,5)"}})x",
                          R"({"types": {"a": "enum"}})",
                          R"({"timestamp_unit": "nanos"})",
                          R"({"special_dates": "null"})"}) {
    EXPECT_EQ(error_of([&] { (void)parse_export_options(bad); }).code(), Code::invalid_option)
        << bad;
  }
  EXPECT_EQ(lookback_of("24 hours")->amount, 86'400);
  EXPECT_EQ(lookback_of("1 day")->amount, 86'400);
  EXPECT_EQ(lookback_of("7 days")->amount, 7 * 86'400);
  for (const char* bad : {"", "24", "24hours", "hours", "1 month", "1  day", "-1 day"}) {
    EXPECT_FALSE(lookback_of(bad)) << bad;
  }
  EXPECT_EQ(parse_export_options(R"({"if_exists": "replace"})").mode.mode, Mode::overwrite);
  EXPECT_EQ(parse_export_options(R"({"mode": "full_refresh"})").mode.if_exists(),
            storage::IfExists::replace);
}

TEST(FieldTypes, AreReadAsEnginesWriteThem) {
  EXPECT_EQ(field_type("numeric(10,2)")->precision, 10);
  EXPECT_EQ(field_type("NUMERIC(10, 2)")->scale, 2);
  EXPECT_EQ(field_type("numeric(38)")->kind, FieldKind::decimal);
  EXPECT_EQ(field_type("numeric")->kind, FieldKind::text);
  EXPECT_EQ(field_type("numeric(39,2)")->kind, FieldKind::text);
  EXPECT_EQ(field_type("numeric(3,-2)")->kind, FieldKind::text);
  EXPECT_EQ(field_type("character varying(20)")->kind, FieldKind::text);
  EXPECT_EQ(field_type("timestamp(3) with time zone")->kind, FieldKind::timestamptz);
  EXPECT_EQ(field_type("timestamp without time zone")->kind, FieldKind::timestamp);
  EXPECT_EQ(field_type("integer[]")->kind, FieldKind::list);
  EXPECT_EQ(field_type("integer[]")->element, FieldKind::int32);
  EXPECT_EQ(field_type("mood[]")->element, FieldKind::text);
  EXPECT_EQ(field_type("numeric(6,3)[]")->scale, 3);
  EXPECT_FALSE(field_type("mood").has_value());
  EXPECT_FALSE(field_type("").has_value());
  EXPECT_FALSE(field_type("integer(").has_value());
}

engine::Relation relation() {
  return {"s",
          "odd \"name\"",
          "\"s\".\"odd \"\"name\"\"\"",
          engine::Relation::Form::table,
          {{"a", "", ColumnType::text, false, false},
           {"b desc", "", ColumnType::integer, true, false},
           {"d", "", ColumnType::date, false, false},
           {"r", "", ColumnType::real, false, false}}};
}

ExportPlan plan(const engine::Dialect& dialect, std::string_view text) {
  const ExportOptions options = parse_export_options(text);
  const Constants stamp =
      stamp_tokens("2025-09-16T14:30:22.123456Z", "0199506e0a1c7d3e8f00aabb7f3b4e5a");
  Fields fields;
  for (engine::Column& column : chosen_columns(relation(), options.selection)) {
    Field& field = fields.fields.emplace_back();
    field.kind = usual_kind(column.type);
    field.column = std::move(column);
  }
  fields.claimed.resize(fields.fields.size());
  return plan_export(dialect, relation(), options, name_tokens(relation(), options.layout, stamp),
                     std::move(fields), "");
}

ExportPlan sqlite_plan(std::string_view options) { return plan(engine::sqlite_dialect(), options); }

TEST(Plan, IsOneQueryOrderedByPartition) {
  EXPECT_EQ(sqlite_plan(R"({"exclude": "r"})").select,
            R"(SELECT "a", "b desc", "d" FROM "s"."odd ""name""")");
  EXPECT_EQ(sqlite_plan(R"({"exclude": ["d", "r"], "order_by": ["b desc", "a desc"]})").select,
            R"(SELECT "a", "b desc" FROM "s"."odd ""name""" ORDER BY )"
            R"("b desc" COLLATE BINARY NULLS LAST, "a" COLLATE BINARY desc NULLS LAST)");
  const ExportPlan postgresql = plan(engine::postgresql_dialect(150000),
                                     R"({"columns": ["a"], "partition_by": "d", "order_by": "a"})");
  EXPECT_TRUE(postgresql.select.ends_with(R"( ORDER BY 2 NULLS LAST, "a" COLLATE "C" NULLS LAST)"))
      << postgresql.select;
  EXPECT_EQ(postgresql.names.name(1), "odd__name__001.csv.gz");
}

TEST(Plan, NamesMustExistOnce) {
  for (const char* missing :
       {R"({"columns": ["x"]})", R"({"exclude": ["x"]})", R"({"order_by": ["x"]})",
        R"({"order_by": ["a  desc"]})", R"({"partition_by": "x"})", R"({"partition_by": ["x"]})"}) {
    EXPECT_EQ(error_of([&] { (void)sqlite_plan(missing); }).code(), Code::undefined_column)
        << missing;
  }
  EXPECT_EQ(error_of([&] { (void)sqlite_plan(R"({"columns": ["a", "a"]})"); }).code(),
            Code::duplicate_column);
  for (const char* bad :
       {R"({"columns": "a", "exclude": "a"})",
        R"({"partition_by": "b desc"})",
        R"({"partition_by": "d", "granularity": "hour"})",
        R"({"partition_by": ["r"]})",
        R"({"path": "{yyyy}/{MM}/x", "partition_by": "d", "granularity": "day"})",
        R"({"path": "{yyyy}/{MM}/{dd}", "partition_by": "d", "granularity": "month"})",
        R"({"path": "{yyyy}/{month}", "partition_by": "d"})",
        R"({"path": "{yyyy}/../{MM}", "partition_by": "d"})",
        R"({"path": "{yyyy}//{MM}", "partition_by": "d"})",
        R"({"path": "{yyyy}/.{MM}", "partition_by": "d"})",
        R"({"path": "/{yyyy}/{MM}", "partition_by": "d"})",
        R"({"path": "{yyyy}/{MM", "partition_by": "d"})",
        R"({"path": "{yyyy}/}{MM}", "partition_by": "d"})",
        R"({"path": "{a}{b desc}", "partition_by": ["a", "b desc"]})",
        R"({"path": "{a}", "partition_by": ["a", "b desc"]})",
        R"({"path": "a:b"})",
        R"({"path": "{env}"})",
        R"({"file_name": "{entity}/{part}"})",
        R"({"file_name": ".{part}"})",
        R"({"file_name": "{part}{part}"})",
        R"({"file_name": "{when}"})"}) {
    EXPECT_EQ(error_of([&] { (void)sqlite_plan(bad); }).code(), Code::invalid_option) << bad;
  }
}

std::string folder_of(const std::string& options, const std::vector<Key>& keys) {
  return sqlite_plan(options).folders.folder(keys);
}

TEST(Folders, ComeFromDates) {
  const auto folder = [](const Key& key, const std::string& granularity, bool hive = false) {
    const ExportOptions options =
        parse_export_options(R"({"partition_by": "d", "granularity": ")" + granularity +
                             R"(", "hive": )" + (hive ? "true}" : "false}"));
    return Folders(options.layout, {}).folder(std::vector<Key>{key});
  };
  EXPECT_EQ(folder("2024", "year"), "2024/");
  EXPECT_EQ(folder("2024-03", "month"), "2024/03/");
  EXPECT_EQ(folder("2024-03-05 07", "hour"), "2024/03/05/07/");
  EXPECT_EQ(folder("2024-03-05 07", "hourly"), "2024/03/05/07/");
  EXPECT_EQ(folder("2024-02-29", "day", true), "year=2024/month=02/day=29/");
  EXPECT_EQ(folder("2024-02-29", "daily"), "2024/02/29/");
  EXPECT_EQ(folder(std::nullopt, "day"), "__null__/");
  EXPECT_EQ(folder(std::nullopt, "month", true),
            "year=__HIVE_DEFAULT_PARTITION__/month=__HIVE_DEFAULT_PARTITION__/");
  EXPECT_EQ(sqlite_plan("").folders.folder({}), "");
  for (const auto& [key, granularity] :
       std::vector<std::pair<const char*, const char*>>{{"", "year"},
                                                        {"0000", "year"},
                                                        {"20x4", "year"},
                                                        {"02024", "year"},
                                                        {"../.", "year"},
                                                        {"2024-13", "month"},
                                                        {"2024-00", "month"},
                                                        {"2024/03", "month"},
                                                        {"infinity", "day"},
                                                        {"2023-02-29", "day"},
                                                        {"2024-03-5 ", "day"},
                                                        {"03/04/2024", "day"},
                                                        {"2024-03-05 24", "hour"},
                                                        {"2024-03-05T07", "hour"},
                                                        {"2024-03-05", "hour"}}) {
    EXPECT_EQ(error_of([&] { (void)folder(key, granularity); }).code(), Code::invalid_value) << key;
  }
}

TEST(Folders, FollowThePatternsOfTheSpecification) {
  const std::string telemetry =
      R"({"path": "{entity}/{yyyy}/{MM}/{dd}/{HH}/{shard_id}/{kind}", "entity": "sensor_telemetry",
          "partition_by": [{"column": "a", "granularity": "hour"},
                           {"column": "b desc", "shards": 100}, {"column": "a", "as": "kind"}]})";
  EXPECT_EQ(folder_of(telemetry, {"2025-09-16 14", "07", "temperature"}),
            "sensor_telemetry/2025/09/16/14/07/temperature/");
  EXPECT_EQ(folder_of(telemetry, {std::nullopt, std::nullopt, std::nullopt}),
            "sensor_telemetry/__null__/__null__/__null__/");
  EXPECT_EQ(
      folder_of(R"({"path": "{env}/{dataset}/{yyyy}/{MM}/{dd}", "variables": {"env": "prod"}})",
                {}),
      "prod/s/2025/09/16/");
  // The finest part of the path says what a date is divided by.
  EXPECT_EQ(folder_of(R"({"path": "y={yyyy}/{MM}/{dd}", "partition_by": "d"})", {"2025-09-16"}),
            "y=2025/09/16/");
  EXPECT_EQ(folder_of(R"({"partition_by": [{"column": "d", "granularity": "month"}, "a"],
                          "hive": true})",
                      {"2025-09", "EU/west=1"}),
            "year=2025/month=09/a=EU%2Fwest%3D1/");
}

TEST(Folders, NoTwoValuesShareOne) {
  const std::vector<Key> values = {std::nullopt,
                                   "",
                                   ".",
                                   "..",
                                   "...",
                                   ".x",
                                   "__null__",
                                   "__empty__",
                                   "__HIVE_DEFAULT_PARTITION__",
                                   "%",
                                   "%25",
                                   "%2E",
                                   "a/b",
                                   "a%2Fb",
                                   "a\\b",
                                   "a=b",
                                   "a:b",
                                   "a b",
                                   "é",
                                   "\xFF",
                                   "%FF",
                                   "\x01",
                                   std::string(1, '\0'),
                                   "%00",
                                   "{a}",
                                   "*",
                                   "null",
                                   "NULL",
                                   "_x"};
  for (const bool hive : {false, true}) {
    const std::string options =
        std::string(R"({"partition_by": ["a"], "hive": )") + (hive ? "true}" : "false}");
    std::vector<std::string> folders;
    for (const Key& value : values) {
      const std::string folder = folder_of(options, {value});
      EXPECT_EQ(storage::relative_path_fault(folder + "x"), std::nullopt) << folder;
      EXPECT_EQ(std::count(folder.begin(), folder.end(), '/'), 1) << folder;
      folders.push_back(folder);
    }
    std::sort(folders.begin(), folders.end());
    EXPECT_EQ(std::unique(folders.begin(), folders.end()), folders.end());
  }
  EXPECT_EQ(folder_of(R"({"partition_by": ["a"]})", {""}), "__empty__/");
  EXPECT_EQ(folder_of(R"({"partition_by": ["a"]})", {"__null__"}), "%5F_null__/");
  EXPECT_EQ(folder_of(R"({"partition_by": ["a"], "hive": true})", {""}), "a=/");
  EXPECT_EQ(error_of([] {
              (void)folder_of(R"({"partition_by": ["a"]})", {std::string(300, 'x')});
            }).code(),
            Code::invalid_value);
}

TEST(FileNamesTest, FollowThePatternsOfTheSpecification) {
  const auto name = [](const char* options) { return sqlite_plan(options).names.name(1); };
  EXPECT_EQ(name(R"({"compression": "none"})"), "odd__name__001.csv");
  EXPECT_EQ(name(R"({"file_name": "{entity}_{yyyymmdd}_{HHMMSS}_{uuid}.{format}.{compression}",
                     "entity": "parts_inventory"})"),
            "parts_inventory_20250916_143022_7f3b4e5a.csv.gz");
  EXPECT_EQ(name(R"({"file_name": "{entity}_{yyyymmdd}_{HHMMSS}_{uuid}.{format}.{compression}",
                     "format": "jsonl", "compression": "none", "entity": "e", "max_rows": 5})"),
            "e_20250916_143022_7f3b4e5a_001.jsonl");
  EXPECT_EQ(name(R"({"file_name": "part-{part}-x"})"), "part-001-x.csv.gz");
  EXPECT_EQ(name(R"({"file_name": "v1.2_{entity}", "entity": "e", "max_bytes": "1MB"})"),
            "v1.2_e_001.csv.gz");
}

}  // namespace
}  // namespace tamis::exports
