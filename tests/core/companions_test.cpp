// What stands beside the data files: names that readers pass over, documents that others check,
// and what verification finds in each of them after it was tampered with.
#include "core/export/manifest/companions.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "core/error/error.h"
#include "core/export/export.h"
#include "core/export/formats.h"
#include "core/export/manifest/bag.h"
#include "core/export/manifest/checksum_list.h"
#include "core/export/manifest/companion_options.h"
#include "core/export/manifest/failure.h"
#include "core/export/manifest/marker.h"
#include "core/export/output/output.h"

namespace tamis::exports {
namespace {

namespace fs = std::filesystem;
using document::Json;
using engine::Value;
using Strings = std::vector<std::string>;

// What verification asks of an engine: nothing.
class NoSession final : public engine::Session {
 public:
  const engine::Dialect& dialect() const noexcept override { return engine::sqlite_dialect(); }
  std::unique_ptr<engine::Rows> query(std::string_view, std::span<const Value>) override {
    throw Error(Code::internal_error, "no query is expected");
  }
  std::int64_t execute(std::string_view, std::span<const Value>) override { return 0; }
  std::unique_ptr<engine::Savepoint> savepoint() override { return nullptr; }
  std::string target_sql(std::string_view) override { return {}; }
  void notice(std::string_view) override {}
  void check_interrupt() override {}
  bool statement_is_atomic() const noexcept override { return true; }
  bool read_only() override { return true; }
  void require_file_access(bool) override {}
  std::string user() override { return {}; }

 protected:
  std::optional<engine::Relation> lookup(std::span<const engine::NamePart>) override {
    return std::nullopt;
  }
  engine::Relation describe_query(std::string_view) override { return {}; }
};

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void put_file(const std::string& path, const std::string& text) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

Field field(const std::string& name, FieldKind kind, engine::ColumnType type) {
  Field out;
  out.column.name = name;
  out.column.type = type;
  out.kind = kind;
  return out;
}

class Published : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "tamis_companions.XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    place_ = root_ + "/x";
  }
  void TearDown() override { fs::remove_all(root_); }

  Manifest described(const std::string& options) {
    Manifest manifest;
    document::Options read = document::Options::from_text(options, "tamis_export");
    describe(read_companion_options(read, false), manifest);
    read.finish();
    manifest.export_id = manifest.run_id = std::string(32, '7');
    manifest.export_timestamp = "2024-11-15T08:30:00.123456Z";
    manifest.engine = "sqlite";
    manifest.dataset = "main";
    manifest.table = "tickets";
    manifest.tool_version = "0.1.0";
    manifest.fields = {field("id", FieldKind::int64, engine::ColumnType::integer),
                       field("title", FieldKind::text, engine::ColumnType::text)};
    return manifest;
  }

  ManifestFile write_file(storage::Staging& staging, const Manifest& manifest,
                          const std::string& name, std::int64_t first) {
    Output out(staging.create(name), manifest.compression, manifest.level);
    const auto writer = make_writer(manifest, manifest.fields);
    writer->begin(out);
    for (std::int64_t id = first; id < first + 3; ++id) {
      const Value row[] = {Value::integer(id), Value::text("title of " + std::to_string(id))};
      writer->row(row, id);
    }
    writer->finish();
    const Output::Totals totals = out.close();
    ManifestFile file;
    file.name = name;
    file.rows = 3;
    file.bytes = totals.bytes;
    file.compressed_bytes = totals.compressed_bytes;
    file.checksum = totals.checksum;
    return file;
  }

  void publish(Manifest manifest) {
    const auto destination = storage::destination(place_, {});
    const auto staging = destination->stage(manifest.export_id, storage::IfExists::error);
    const std::string folder =
        manifest.layout.data_folder.empty() ? "" : manifest.layout.data_folder + "/";
    manifest.files.push_back(write_file(*staging, manifest, folder + "2024/a%3D.csv", 1));
    manifest.files.push_back(write_file(*staging, manifest, folder + "2025/b c.csv", 4));
    write_companions(*staging, manifest, to_json(manifest));
    (void)staging->publish();
  }
  void publish(const std::string& options) { publish(described(options)); }

  Strings files() const {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(place_)) {
      if (entry.is_regular_file()) names.insert(fs::relative(entry.path(), place_).string());
    }
    return {names.begin(), names.end()};
  }
  Strings failures(const std::string& options = "") {
    const auto verification = verify_export(session_, place_, options);
    Strings out;
    for (Finding finding; verification->next(finding);) {
      if (finding.expected != finding.actual) {
        out.push_back(finding.file + " " + std::string(finding.check));
      }
    }
    return out;
  }

  NoSession session_;
  std::string root_;
  std::string place_;
};

constexpr const char* kEverything =
    R"({"sidecars": "beside", "also": ["datapackage", "bagit", "sha256sums"]})";

TEST_F(Published, NamesFollowTheStyle) {
  publish(R"({"markers": "underscore", "sidecars": "beside", "data_folder": ""})");
  EXPECT_EQ(files(),
            (Strings{"2024/_a%3D.csv.metadata.json", "2024/a%3D.csv", "2025/_b c.csv.metadata.json",
                     "2025/b c.csv", "_SUCCESS", "_manifest.json"}));
  EXPECT_EQ(failures(), Strings{});
  place_ = root_ + "/y";
  publish(R"({"markers": "hidden", "sidecars": "apart"})");
  EXPECT_EQ(files(), (Strings{".SUCCESS", ".manifest.json", ".metadata/2024/a%3D.csv.metadata.json",
                              ".metadata/2025/b c.csv.metadata.json", "data/2024/a%3D.csv",
                              "data/2025/b c.csv"}));
  EXPECT_EQ(failures(), Strings{});
}

TEST_F(Published, EveryDocumentIsThereAndRight) {
  publish(kEverything);
  EXPECT_EQ(files(),
            (Strings{"SHA256SUMS", "SUCCESS", "bag-info.txt", "bagit.txt", "data/2024/a%3D.csv",
                     "data/2024/a%3D.csv.metadata.json", "data/2025/b c.csv",
                     "data/2025/b c.csv.metadata.json", "datapackage.json", "manifest-sha256.txt",
                     "manifest.json", "tagmanifest-sha256.txt"}));
  EXPECT_EQ(failures(), Strings{});
  EXPECT_EQ(failures(R"({"content": false})"), Strings{});
  const Json package = Json::parse(content(place_ + "/datapackage.json"));
  EXPECT_EQ(package["resources"][0]["path"], "data/2024/a%3D.csv");
  EXPECT_EQ(package["resources"][1]["schema"]["fields"][0]["type"], "integer");
  // What the coreutils say of it.
  EXPECT_EQ(
      std::system(("cd '" + place_ + "' && sha256sum --quiet --strict -c SHA256SUMS").c_str()), 0);
}

TEST_F(Published, IsABagAndADataPackageByTheWordsOfTheStandards) {
  if (std::system("python3 -c ''") != 0) GTEST_SKIP() << "no python3";
  const std::string check =
      "python3 " TAMIS_SOURCE_DIR "/tests/core/check_companions.py '" + place_ + "'";
  publish(kEverything);
  EXPECT_EQ(std::system(check.c_str()), 0);
  put_file(place_ + "/data/2024/a%3D.csv", "id,title\n1,x\n");
  EXPECT_NE(std::system((check + " > /dev/null").c_str()), 0);
}

// A byte of any document changed is found, wherever it is: by its own check or, where the change
// means nothing to it, by the checksum that another document has of it.
TEST_F(Published, AFlippedByteIsFoundAnywhere) {
  publish(kEverything);
  for (const std::string& name : files()) {
    const std::string path = place_ + "/" + name;
    const std::string good = content(path);
    for (std::size_t at = 0; at < good.size(); at += good.size() / 60 + 1) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ 1);
      put_file(path, bad);
      bool found = true;
      try {
        found = !failures().empty();
      } catch (const Error& e) {
        EXPECT_EQ(e.code(), Code::corrupt_data) << name << " " << at;
      }
      // The time of the marker and its JSON's spaces are nobody's to vouch for.
      const bool told = found || name == "SUCCESS" || name == "SHA256SUMS";
      EXPECT_TRUE(told) << name << " at " << at << ": " << good.substr(at, 20);
    }
    put_file(path, good);
  }
  EXPECT_EQ(failures(), Strings{});
}

TEST_F(Published, WhatIsMissingIsFound) {
  publish(kEverything);
  for (const std::string& name : files()) {
    if (name == "manifest.json") continue;
    const std::string path = place_ + "/" + name;
    const std::string good = content(path);
    fs::remove(path);
    EXPECT_FALSE(failures().empty()) << name;
    put_file(path, good);
  }
  EXPECT_EQ(failures(), Strings{});
}

TEST_F(Published, WhatIsTooMuchIsFoundAnywhere) {
  publish(kEverything);
  for (const char* name : {"x", "data/x", "data/2024/.x", "notes/deep/x.txt", "_SUCCESS"}) {
    put_file(place_ + "/" + name, "x");
    EXPECT_EQ(failures(), Strings{name + std::string(" unlisted")});
    fs::remove(place_ + "/" + name);
  }
}

TEST_F(Published, TwoFilesSwappedAreFound) {
  publish("{}");
  const std::string a = place_ + "/data/2024/a%3D.csv", b = place_ + "/data/2025/b c.csv";
  fs::rename(a, root_ + "/t");
  fs::rename(b, a);
  fs::rename(root_ + "/t", b);
  EXPECT_EQ(failures(), (Strings{"data/2024/a%3D.csv checksum", "data/2025/b c.csv checksum"}));
}

TEST_F(Published, SeveralExportsOfOnePlaceVerifyEach) {
  Manifest first = described("{}");
  first.mode = "append";
  Manifest second = first;
  second.export_id = std::string(32, '8');
  second.export_timestamp = "2024-11-16T08:30:00.123456Z";
  publish(first);
  place_ = root_ + "/y";
  publish(second);
  // Two files of the second get names of their own, then both share one place.
  EXPECT_EQ(manifest_name(first), "manifest_20241115_083000_77777777.json");
  const std::string name = manifest_name(second);
  Json manifest = Json::parse(content(place_ + "/" + name));
  for (Json& file : manifest["files"]) {
    const std::string old = file["name"];
    file["name"] = old + "2";
    put_file(root_ + "/x/" + old + "2", content(place_ + "/" + old));
  }
  const std::string text = manifest.dump();
  place_ = root_ + "/x";
  put_file(place_ + "/" + name, text);
  EXPECT_EQ(failures(), Strings{}) << "SUCCESS still names the first";
  const Marker marker{"SUCCESS", "t", name, Checksum::of(text), 6};
  put_file(place_ + "/SUCCESS", to_json(marker).dump());
  EXPECT_EQ(failures(), Strings{});
  place_ += "/" + manifest_name(first);
  EXPECT_EQ(failures(), Strings{}) << "the older one";
  put_file(root_ + "/x/" + name, text + " ");
  EXPECT_EQ(failures(), Strings{"SUCCESS marker"});
  put_file(root_ + "/x/" + name, "{}");
  EXPECT_EQ(failures(), (Strings{"SUCCESS marker", manifest_name(first) + " neighbours",
                                 "data/2024/a%3D.csv2 unlisted", "data/2025/b c.csv2 unlisted",
                                 name + " unlisted"}));
}

TEST_F(Published, AFailureIsToldBesideTheDestination) {
  publish("{}");
  const std::string marker = place_ + ".failed/FAILURE";
  for (int failed = 0; failed < 3; ++failed) {
    write_failure(place_ + "/", MarkerStyle::plain, "row 3 is \"bad\"", {});
    const Json document = Json::parse(content(marker));
    EXPECT_EQ(document["status"], "FAILURE");
    EXPECT_EQ(document["error"], "row 3 is \"bad\"");
    EXPECT_EQ(document["retry_count"], failed);
  }
  EXPECT_EQ(failures(), Strings{});
  put_file(marker, "{");
  write_failure(place_, MarkerStyle::plain, "x", {});
  EXPECT_EQ(Json::parse(content(marker))["retry_count"], 0);
  // What is not ours stays.
  put_file(place_ + ".failed/notes", "mine");
  EXPECT_THROW(write_failure(place_, MarkerStyle::plain, "y", {}), Error);
  EXPECT_EQ(content(place_ + ".failed/notes"), "mine");
  EXPECT_EQ(Json::parse(content(marker))["error"], "x");
}

TEST(CompanionOptionsTest, MistakesAreErrors) {
  for (const char* bad :
       {R"({"markers": "loud"})", R"({"sidecars": true})", R"({"also": "zip"})",
        R"({"also": {"bagit": true}})", R"({"data_folder": ".."})", R"({"data_folder": "a/b"})",
        R"({"data_folder": "_x"})", R"({"data_folder": "metadata"})",
        R"({"data_folder": "files", "also": "bagit"})", R"({"operator": ""})", R"({"project": 1})",
        R"({"trigger": null, "export_type": 3})"}) {
    document::Options options = document::Options::from_text(bad, "tamis_export");
    try {
      (void)read_companion_options(options, false);
      ADD_FAILURE() << bad;
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), Code::invalid_option) << bad;
    }
  }
  document::Options options = document::Options::from_text(R"({"also": "bagit"})", "tamis_export");
  EXPECT_THROW((void)read_companion_options(options, true), Error);
}

TEST(ChecksumListTest, NamesSurviveBothForms) {
  const std::string sum = "sha256:" + std::string(64, 'a');
  const std::vector<ListedFile> files = {
      {"a%20b", sum}, {"two  spaces", sum}, {"%25", sum}, {"é", sum}};
  for (const ListForm form : {ListForm::bag, ListForm::coreutils}) {
    const auto read = parse_checksum_list(checksum_list(files, form), form);
    ASSERT_EQ(read.size(), files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
      EXPECT_EQ(read[i].name, files[i].name);
      EXPECT_EQ(read[i].checksum, sum);
    }
  }
  EXPECT_EQ(checksum_list({{"a%b", sum}}, ListForm::bag), std::string(64, 'a') + "  a%25b\n");
  EXPECT_EQ(checksum_list({{"a%b", sum}}, ListForm::coreutils), std::string(64, 'a') + "  a%b\n");
  for (const std::string& bad : {std::string("x"), std::string("\n"), std::string(64, 'a') + "  \n",
                                 std::string(64, 'A') + "  x\n", std::string(64, 'a') + " x\n",
                                 std::string(64, 'a') + "  x"}) {
    EXPECT_THROW((void)parse_checksum_list(bad, ListForm::bag), Error) << bad;
  }
}

TEST(CompanionNamesTest, OnlyManifestsAreManifests) {
  for (const char* good : {"manifest.json", "_manifest.json", ".manifest.json",
                           "manifest_20241115_083000_7c8d9e0f.json"}) {
    EXPECT_TRUE(is_manifest_name(good)) << good;
  }
  for (const char* bad :
       {"", "manifest", "manifest.json.gz", "__manifest.json", "x/manifest.json", "manifest_1.json",
        "manifest_20241115_083000_7C8D9E0F.json", "manifest-sha256.txt"}) {
    EXPECT_FALSE(is_manifest_name(bad)) << bad;
  }
}

}  // namespace
}  // namespace tamis::exports
