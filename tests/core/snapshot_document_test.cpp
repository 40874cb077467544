// The documents of snapshots and upkeep, as both engines print them in the conformance tests and as
// the page shows them, are what their schemas say.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "tests/core/schema_validator.h"

namespace tamis {
namespace {

using document::Json;

std::string content(const std::string& path) {
  std::ifstream file(std::string(TAMIS_SOURCE_DIR "/") + path);
  EXPECT_TRUE(file) << path;
  std::stringstream out;
  out << file.rdbuf();
  return out.str();
}

// What the conformance runner wrote for what differs from run to run.
std::string with_values(std::string text) {
  for (std::size_t at = text.find("<id>"); at != std::string::npos; at = text.find("<id>")) {
    text.replace(at, 4, std::string(32, '0'));
  }
  return text;
}

// The documents printed in full with the member `mark`.
std::vector<Json> printed(const std::string& test, std::string_view mark) {
  std::vector<Json> out;
  std::istringstream lines(content("tests/sql/" + test + ".out"));
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("{") || line.find(mark) == std::string::npos) continue;
    out.push_back(Json::parse(with_values(line)));
  }
  return out;
}

// The example under a heading of docs/documents.md.
Json example(const std::string& heading) {
  const std::string page = content("docs/documents.md");
  const std::size_t section = page.find("\n## " + heading + "\n");
  EXPECT_NE(section, std::string::npos) << heading;
  const std::size_t begin = page.find("```json\n", section) + 8;
  return Json::parse(page.substr(begin, page.find("```", begin) - begin));
}

void expect_valid(const std::string& schema, const std::vector<Json>& documents) {
  testing::SchemaValidator validator(Json::parse(content("sql/schemas/" + schema)));
  EXPECT_FALSE(documents.empty()) << schema;
  for (const Json& document : documents) {
    const std::vector<std::string> faults = validator.faults(document);
    EXPECT_TRUE(faults.empty()) << schema << ": " << faults.front() << "\n" << document;
  }
}

TEST(SnapshotDocuments, AreWhatTheirSchemaSays) {
  expect_valid("snapshot.schema.json", printed("snapshot_table", "\"dependants\""));
  expect_valid("snapshot.schema.json", {example("Snapshot")});
}

TEST(RestoreDocuments, AreWhatTheirSchemaSays) {
  expect_valid("restore.schema.json", printed("snapshot_restore", "\"only_in_table\""));
  expect_valid("restore.schema.json", printed("snapshot_keys", "\"only_in_table\""));
  expect_valid("restore.schema.json", {example("Restore")});
}

TEST(ExpiryDocuments, AreWhatTheirSchemaSays) {
  expect_valid("expired_snapshots.schema.json", printed("snapshot_expire", "\"only_copies\""));
  expect_valid("expired_snapshots.schema.json", {example("Expired snapshots")});
}

TEST(MaintenanceDocuments, AreWhatTheirSchemaSays) {
  expect_valid("maintain.schema.json", printed("maintain_advice.pg_only_statistics", "\"facts\""));
  expect_valid("maintain.schema.json", printed("maintain_advice.sqlite_only_pages", "\"facts\""));
  expect_valid("maintain.schema.json", {example("Maintenance")});
}

TEST(SchemaOfRestores, SeesAWrongMember) {
  Json wrong = example("Restore");
  wrong["rows"]["deleted"] = -1;
  testing::SchemaValidator validator(Json::parse(content("sql/schemas/restore.schema.json")));
  EXPECT_FALSE(validator.faults(wrong).empty());
}

}  // namespace
}  // namespace tamis
