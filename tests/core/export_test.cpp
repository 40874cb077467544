// Whole exports against a session that answers from memory: what is published, what is left
// behind, what verification finds in an export that was tampered with; manifests as hostile input.
#include "core/export/export.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/export/manifest/manifest.h"
#include "core/export/plan/export_options.h"
#include "core/export/plan/export_plan.h"
#include "core/runs/state.h"

namespace tamis::exports {
namespace {

namespace fs = std::filesystem;
using document::Json;
using engine::Column;
using engine::ColumnType;
using engine::Value;
using Row = std::vector<Value>;

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

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void put_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

// One table, tickets(id, made), in one partition order; every query gives its rows.
class MemorySession final : public engine::Session {
 public:
  std::vector<Row> rows;
  std::string last_query;
  std::vector<std::string> executed;
  std::int64_t interrupt_after = -1;  // calls of check_interrupt()
  bool fail_inserts = false;
  bool files_allowed = true;

  const engine::Dialect& dialect() const noexcept override { return engine::sqlite_dialect(); }
  std::unique_ptr<engine::Rows> query(std::string_view sql, std::span<const Value>) override {
    last_query = sql;
    return std::make_unique<MemoryRows>(rows);
  }
  std::int64_t execute(std::string_view sql, std::span<const Value>) override {
    if (fail_inserts && sql.starts_with("INSERT INTO tamis_export ")) {
      throw Error(Code::engine_error, "table is locked");
    }
    // Views of what exports leave are made with the first of them.
    if (!sql.starts_with("CREATE VIEW")) executed.emplace_back(sql.substr(0, sql.find(" (")));
    return 1;
  }
  std::unique_ptr<engine::Savepoint> savepoint() override {
    return std::make_unique<NoSavepoint>();
  }
  std::string target_sql(std::string_view argument) override { return std::string(argument); }
  void notice(std::string_view) override {}
  void check_interrupt() override {
    if (interrupt_after >= 0 && interrupt_after-- == 0) throw Error(Code::cancelled, "interrupted");
  }
  bool statement_is_atomic() const noexcept override { return false; }
  bool read_only() override { return false; }
  void require_file_access(bool) override {
    if (!files_allowed) throw Error(Code::insufficient_privilege, "no file access");
  }
  std::string user() override { return "ada"; }

 protected:
  std::optional<engine::Relation> lookup(std::span<const engine::NamePart> parts) override {
    for (const runs::StateTable& table : runs::state_tables()) {
      if (table.name != parts.back().text) continue;
      engine::Relation whole;
      for (const auto& column : table.columns) whole.columns.emplace_back().name = column.name;
      return whole;
    }
    if (parts.back().text != "tickets") return std::nullopt;
    return engine::Relation{"main",
                            "tickets",
                            "\"main\".\"tickets\"",
                            engine::Relation::Form::table,
                            {{"id", "INTEGER", ColumnType::integer, false, true},
                             {"made", "DATE", ColumnType::date, false, false}}};
  }
  engine::Relation describe_query(std::string_view) override { return {}; }

 private:
  class MemoryRows final : public engine::Rows {
   public:
    explicit MemoryRows(const std::vector<Row>& rows)
        : rows_(rows), columns_(rows.empty() ? 0 : rows.front().size()) {}
    std::span<const Column> columns() const noexcept override { return columns_; }
    bool next() override { return ++at_ < rows_.size(); }
    Value at(std::size_t i) override {
      if (rows_[at_].size() <= i) throw Error(Code::engine_error, "the engine failed");
      return rows_[at_][i];
    }

   private:
    const std::vector<Row>& rows_;
    std::vector<Column> columns_;
    std::size_t at_ = std::size_t(-1);
  };
  class NoSavepoint final : public engine::Savepoint {
    void release() override {}
  };
};

constexpr std::string_view kPartitioned =
    R"({"compression": "none", "partition_by": "made", "order_by": ["id"]})";
constexpr std::string_view kPlain = R"({"compression": "none"})";

class Exporting : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "tamis_export.XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    place_ = root_ + "/x";
    for (std::int64_t i = 1; i <= 3; ++i) {
      const std::string_view made = i < 3 ? "2024-03-05" : "2024-04-05";
      session_.rows.push_back(
          {Value::integer(i), Value::text(made), Value::text(made.substr(0, 7))});
    }
    session_.rows.push_back({Value::integer(4), Value(), Value()});
  }
  void TearDown() override { fs::remove_all(root_); }

  Json run(std::string_view options) {
    return export_relation(session_, "tickets", place_, options);
  }
  Error failure(std::string_view options) {
    return error_of([&] { (void)run(options); });
  }
  // Names in the folder of the destination: nothing but the destination may be there.
  std::vector<std::string> left() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(root_)) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }
  // "file check" of what failed.
  std::vector<std::string> failures(std::string_view options = "") {
    const auto verification = verify_export(session_, place_, options);
    std::vector<std::string> out;
    for (Finding finding; verification->next(finding);) {
      if (finding.expected != finding.actual) {
        out.push_back(finding.file + " " + std::string(finding.check));
      }
    }
    return out;
  }

  MemorySession session_;
  std::string root_;
  std::string place_;
};

using Names = std::vector<std::string>;

TEST_F(Exporting, WritesAFileAPartitionAndSaysWhatItWrote) {
  const Json manifest = run(kPartitioned);
  EXPECT_EQ(content(place_ + "/data/2024/03/tickets_001.csv"),
            "id,made\n1,2024-03-05\n2,2024-03-05\n");
  EXPECT_EQ(content(place_ + "/data/2024/04/tickets_001.csv"), "id,made\n3,2024-04-05\n");
  EXPECT_EQ(content(place_ + "/data/__null__/tickets_001.csv"), "id,made\n4,\n");
  EXPECT_EQ(manifest["statistics"]["row_count"], 4);
  EXPECT_EQ(manifest["statistics"]["file_count"], 3);
  EXPECT_EQ(manifest["statistics"]["byte_size"], 34 + 21 + 11);
  EXPECT_EQ(manifest["files"][0]["rows"], 2);
  EXPECT_EQ(manifest["files"][0]["partition"], "2024-03");
  EXPECT_EQ(manifest["files"][2]["partition"], "__null__");
  EXPECT_EQ(manifest["validation"]["row_count_verified"], true);
  EXPECT_EQ(manifest["metadata"]["operator"], "ada");
  EXPECT_EQ(left(), Names{"x"});
  EXPECT_EQ(failures(), Names{});
  EXPECT_EQ(session_.executed, (Names{"INSERT INTO tamis_export", "INSERT INTO tamis_export_file",
                                      "INSERT INTO tamis_export_file",
                                      "INSERT INTO tamis_export_file", "INSERT INTO tamis_run"}));
}

TEST_F(Exporting, TheManifestOnDiskIsTheOneReturned) {
  Json returned = run(kPlain);
  const std::string run_id = returned["run_id"];
  returned.erase("run_id");
  EXPECT_EQ(content(place_ + "/manifest.json"), document::canonical(returned) + "\n");
  EXPECT_EQ(returned["metadata"]["run_id"], run_id);
}

TEST_F(Exporting, SplitsAtMaxRows) {
  const Json manifest = run(R"({"compression": "none", "format": "jsonl", "max_rows": 3})");
  ASSERT_EQ(manifest["files"].size(), 2U);
  EXPECT_EQ(manifest["files"][0]["rows"], 3);
  EXPECT_EQ(manifest["files"][1]["name"], "data/tickets_002.jsonl");
  EXPECT_EQ(content(place_ + "/data/tickets_002.jsonl"), "{\"id\":4,\"made\":null}\n");
}

TEST_F(Exporting, AnEmptySourceIsAnExportToo) {
  session_.rows.clear();
  EXPECT_EQ(run(kPlain)["statistics"]["row_count"], 0);
  EXPECT_EQ(content(place_ + "/data/tickets_001.csv"), "id,made\n");
  EXPECT_EQ(failures(), Names{});
  place_ += "2";
  EXPECT_EQ(run(kPartitioned)["files"], Json::array());
  EXPECT_EQ(failures(), Names{});
}

TEST_F(Exporting, EveryFormatAndCodecVerifies) {
  for (const char* format : {"csv", "jsonl"}) {
    for (const char* compression : {"none", "gzip", "zstd"}) {
      const std::string options =
          R"({"if_exists": "replace", "partition_by": "made", "format": ")" + std::string(format) +
          R"(", "compression": ")" + compression + "\"}";
      EXPECT_EQ(run(options)["statistics"]["row_count"], 4);
      EXPECT_EQ(failures(), Names{}) << options;
    }
  }
  EXPECT_EQ(left(), Names{"x"});
}

TEST_F(Exporting, AFailedExportLeavesNothing) {
  session_.rows.push_back({Value::integer(5), Value::text("bad \xff"), Value()});
  EXPECT_EQ(failure(kPartitioned).code(), Code::invalid_value);
  EXPECT_EQ(left(), Names{});
  session_.rows.back() = {Value::integer(5)};
  EXPECT_EQ(failure(kPartitioned).code(), Code::engine_error);
  EXPECT_EQ(left(), Names{});
  session_.rows.back() = {Value::integer(5), Value(), Value::text("soon")};
  EXPECT_EQ(failure(kPartitioned).message(),
            "can't partition by column \"made\": \"soon\" is no date from year 1 to 9999");
  EXPECT_EQ(left(), Names{});
  session_.rows.pop_back();
  session_.fail_inserts = true;
  EXPECT_EQ(failure(kPartitioned).code(), Code::engine_error);
  EXPECT_EQ(left(), Names{});
  session_.fail_inserts = false;
  session_.interrupt_after = 0;
  EXPECT_EQ(failure(kPartitioned).code(), Code::cancelled);
  EXPECT_EQ(left(), Names{});
}

TEST_F(Exporting, AFailedReplacementLeavesTheOldOne) {
  (void)run(kPlain);
  session_.rows.push_back({Value::integer(5), Value::text("bad \xff"), Value()});
  EXPECT_EQ(failure(R"({"if_exists": "replace"})").code(), Code::invalid_value);
  EXPECT_EQ(failures(), Names{});
  EXPECT_EQ(left(), Names{"x"});
}

TEST_F(Exporting, ReplaceTakesNothingItsManifestDoesNotList) {
  constexpr std::string_view kReplace = R"({"if_exists": "replace"})";
  (void)run(kPartitioned);
  fs::create_directories(place_ + "/data/2024/03/notes");
  const std::string precious = place_ + "/data/2024/03/notes/precious.txt";
  std::ofstream(precious) << "1";
  for (const std::string_view options :
       {kReplace, std::string_view(R"({"if_exists": "replace", "dry_run": true})")}) {
    const Error e = failure(options);
    EXPECT_EQ(e.code(), Code::file_exists);
    EXPECT_EQ(e.detail(),
              "It holds \"data/2024/03/notes/precious.txt\", which its manifest does not list.");
  }
  EXPECT_EQ(content(precious), "1");
  EXPECT_EQ(left(), Names{"x"});
  fs::remove_all(place_ + "/data/2024/03/notes");
  // A file less is still an export, if a broken one.
  fs::remove(place_ + "/data/2024/04/tickets_001.csv");
  EXPECT_EQ(run(kReplace)["statistics"]["row_count"], 4);
  EXPECT_EQ(failures(), Names{});
}

TEST_F(Exporting, ReplaceTakesNoManifestButOurs) {
  fs::create_directories(place_ + "/data");
  std::ofstream(place_ + "/data/precious.txt") << "1";
  for (const auto& [manifest, problem] :
       {std::pair{"{}", "the manifest is not valid: version is missing"},
        std::pair{"[]", "the manifest is not valid: it is not an object"},
        std::pair{R"({"version": 3})", "the manifest is not valid: version is not 1 or 2"}}) {
    std::ofstream(place_ + "/manifest.json") << manifest;
    const Error e = failure(R"({"if_exists": "replace"})");
    EXPECT_EQ(e.code(), Code::file_exists);
    EXPECT_EQ(e.detail(), "Its manifest.json is not one of ours: " + std::string(problem) + ".");
  }
  std::ofstream(place_ + "/manifest.json") << "{";
  EXPECT_EQ(failure(R"({"if_exists": "replace"})").code(), Code::file_exists);
  EXPECT_EQ(content(place_ + "/data/precious.txt"), "1");
  EXPECT_EQ(left(), Names{"x"});
}

TEST_F(Exporting, ADryRunWritesNothing) {
  session_.rows = {{Value::text("2024-03"), Value::integer(5)}, {Value(), Value::integer(1)}};
  const Json plan = run(R"({"dry_run": true, "partition_by": "made", "max_rows": 3})");
  EXPECT_EQ(plan["dry_run"], true);
  EXPECT_EQ(plan["statistics"]["row_count"], 6);
  ASSERT_EQ(plan["files"].size(), 3U);
  EXPECT_EQ(plan["files"][1], (Json{{"name", "data/2024/03/tickets_002.csv.gz"},
                                    {"partition", "2024-03"},
                                    {"partition_values", Json::object()},
                                    {"rows", 2}}));
  EXPECT_EQ(left(), Names{});
  EXPECT_TRUE(session_.executed.empty());
}

TEST_F(Exporting, RefusesWhatItCantDo) {
  EXPECT_EQ(error_of([&] { (void)export_relation(session_, "none", place_, ""); }).code(),
            Code::undefined_table);
  EXPECT_EQ(error_of([&] { (void)export_relation(session_, "tickets", "x", ""); }).code(),
            Code::invalid_value);
  EXPECT_EQ(error_of([&] { (void)export_relation(session_, "tickets", "ftp://b/x", ""); }).code(),
            Code::unsupported);
  (void)run(kPlain);
  EXPECT_EQ(failure(kPlain).code(), Code::file_exists);
  EXPECT_EQ(failure(R"({"dry_run": true})").code(), Code::file_exists);
  session_.files_allowed = false;
  EXPECT_EQ(failure(kPlain).code(), Code::insufficient_privilege);
  EXPECT_EQ(error_of([&] { (void)verify_export(session_, place_, ""); }).code(),
            Code::insufficient_privilege);
}

// --- verification ---

class Verifying : public Exporting {
 protected:
  void SetUp() override {
    Exporting::SetUp();
    (void)run(kPartitioned);
    file_ = place_ + "/data/2024/03/tickets_001.csv";
  }
  std::string file_;
  const std::string name_ = "data/2024/03/tickets_001.csv";
};

TEST_F(Verifying, FindsAFlippedByte) {
  std::string text = content(file_);
  text[8] = '7';
  put_file(file_, text);
  EXPECT_EQ(failures(), (Names{name_ + " checksum", name_ + " statistics"}));
  EXPECT_EQ(failures(R"({"content": false})"), Names{name_ + " checksum"});
}

TEST_F(Verifying, FindsATruncatedFile) {
  const std::string text = content(file_);
  put_file(file_, text.substr(0, text.size() - 3));
  EXPECT_EQ(failures(),
            (Names{name_ + " size", name_ + " checksum", name_ + " format", name_ + " rows"}));
  put_file(file_, "");
  EXPECT_EQ(failures().size(), 4U);
}

TEST_F(Verifying, FindsAnotherRow) {
  put_file(file_, content(file_) + "9,2024-03-09\n");
  EXPECT_EQ(failures(),
            (Names{name_ + " size", name_ + " checksum", name_ + " format", name_ + " rows"}));
}

TEST_F(Verifying, FindsAnotherHeader) {
  put_file(file_, "ID" + content(file_).substr(2));
  EXPECT_EQ(failures(), (Names{name_ + " checksum", name_ + " schema"}));
}

TEST_F(Verifying, FindsWhatIsMissingAndWhatIsTooMuch) {
  fs::remove(file_);
  put_file(place_ + "/data/2024/04/tickets_002.csv", "id,made\n");
  EXPECT_EQ(failures(), (Names{name_ + " exists", "data/2024/04/tickets_002.csv unlisted"}));
}

TEST_F(Verifying, FollowsNoLink) {
  fs::rename(file_, root_ + "/elsewhere");
  fs::create_symlink(root_ + "/elsewhere", file_);
  EXPECT_EQ(failures(), Names{name_ + " exists"});
}

TEST_F(Verifying, FindsAnotherMarker) {
  const std::string marker = place_ + "/SUCCESS";
  const std::string text = content(marker);
  for (const std::string& bad : {std::string(), std::string("{}"), std::string("{\"status\": 1}"),
                                 text.substr(0, 40), std::string(100'000, ' ')}) {
    put_file(marker, bad);
    EXPECT_EQ(failures(), Names{"SUCCESS marker"}) << bad.substr(0, 40);
  }
  fs::remove(marker);
  EXPECT_EQ(failures(), Names{"SUCCESS marker"});
}

TEST_F(Verifying, FindsAnotherManifest) {
  Json manifest = Json::parse(content(place_ + "/manifest.json"));
  manifest["statistics"]["row_count"] = 5;
  manifest["schema"][0]["type"] = "text";
  put_file(place_ + "/manifest.json", manifest.dump());
  EXPECT_EQ(failures(),
            (Names{"manifest.json schema", "manifest.json statistics", "SUCCESS marker"}));
}

TEST_F(Verifying, ReadsNoMoreThanTheManifestSays) {
  Json manifest = Json::parse(content(place_ + "/manifest.json"));
  manifest["files"][0]["bytes"] = 5;
  put_file(place_ + "/manifest.json", manifest.dump());
  const Names found = failures();
  EXPECT_NE(std::find(found.begin(), found.end(), name_ + " format"), found.end());
}

TEST_F(Verifying, NeedsAManifest) {
  const auto code = [&](const std::string& path) {
    return error_of([&] { (void)verify_export(session_, path, ""); }).code();
  };
  EXPECT_EQ(code(root_), Code::io_error);
  EXPECT_EQ(code(root_ + "/none"), Code::io_error);
  EXPECT_EQ(code("relative"), Code::invalid_value);
  EXPECT_EQ(code(place_ + "/data"), Code::io_error);
  EXPECT_EQ(code(file_), Code::corrupt_data);
  EXPECT_EQ(error_of([&] { (void)verify_export(session_, place_, R"({"x": 1})"); }).code(),
            Code::invalid_option);
}

TEST_F(Verifying, CanBeInterrupted) {
  const auto verification = verify_export(session_, place_, "");
  session_.interrupt_after = 0;
  EXPECT_EQ(error_of([&] {
              for (Finding finding; verification->next(finding);) {
              }
            }).code(),
            Code::cancelled);
}

// --- manifests as hostile input ---

TEST_F(Verifying, AManifestIsReadOrRefused) {
  const Json good = Json::parse(content(place_ + "/manifest.json"));
  EXPECT_EQ(parse_manifest(good.dump()).files.size(), 3U);
  const std::vector<std::pair<std::string, Json>> changes = {
      {"/version", 3},
      {"/version", "1"},
      {"/version", -1},
      {"/export_id", nullptr},
      {"/destination", 1},
      {"/destination/format", "orc"},
      {"/destination/compression", 3},
      {"/destination/dialect/delimiter", ""},
      {"/destination/dialect/delimiter", "\""},
      {"/destination/dialect/delimiter", ",,"},
      {"/destination/dialect/header", 1},
      {"/destination/layout/data_folder", ".."},
      {"/destination/layout/data_folder", "/"},
      {"/destination/layout/data_folder", "elsewhere"},
      {"/destination/layout/partition_by", Json::array({1})},
      {"/schema", Json::array()},
      {"/schema", Json::object()},
      {"/schema/0/name", 1},
      {"/schema/0/type", "integer"},
      {"/schema/0/source_type", "int64"},
      {"/schema/1/name", good["schema"][0]["name"]},
      {"/files", nullptr},
      {"/files/0", nullptr},
      {"/files/0/name", ""},
      {"/files/0/name", "/etc/passwd"},
      {"/files/0/name", "../secret"},
      {"/files/0/name", "data/../../secret"},
      {"/files/0/name", "data/./x"},
      {"/files/0/name", "data"},
      {"/files/0/name", "manifest.json"},
      {"/files/0/name", std::string("data/a\0b", 8)},
      {"/files/0/name", "data/a\nb"},
      {"/files/1/name", good["files"][0]["name"]},
      {"/files/0/rows", -1},
      {"/files/0/rows", 1.5},
      {"/files/0/rows", 18446744073709551615ULL},
      {"/files/0/bytes", "12"},
      {"/files/0/checksum", "sha256:12"},
      {"/files/0/checksum", "md5:" + std::string(64, 'a')},
      {"/files/0/partition", 3},
      {"/files/0/partition_values", Json::array()},
      {"/files/0/columns", Json::object()},
      {"/watermark", 1},
      {"/contract", {{"name", "c"}}},
      {"/anonymisation", {{{"column", "c"}}}},
      {"/encryption", "yes"},
      {"/statistics/row_count", nullptr},
      {"/validation/duplicate_check", "maybe"},
      {"/validation/schema_hash", ""},
  };
  for (const auto& [pointer, value] : changes) {
    Json bad = good;
    bad[Json::json_pointer(pointer)] = value;
    const Error e = error_of([&] { (void)parse_manifest(bad.dump()); });
    EXPECT_EQ(e.code(), Code::corrupt_data) << pointer << " " << value;
    EXPECT_TRUE(e.message().starts_with("the manifest is not valid: ")) << e.message();
  }
  for (const auto& [key, value] : good.items()) {
    if (value.is_null()) continue;
    Json bad = good;
    bad.erase(key);
    EXPECT_EQ(error_of([&] { (void)parse_manifest(bad.dump()); }).code(), Code::corrupt_data)
        << key;
  }
  for (const std::string& bad :
       {std::string(), std::string("{"), std::string("null"), std::string("{\"version\": 1e999}"),
        std::string("[1]"), std::string(1000, '[')}) {
    EXPECT_EQ(error_of([&] { (void)parse_manifest(bad); }).code(), Code::corrupt_data) << bad;
  }
}

}  // namespace
}  // namespace tamis::exports
