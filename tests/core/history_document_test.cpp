// The documents of history merges, as both engines print them in the conformance tests and as the
// page shows one, are what their schema says; and dbt's version ids.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "core/document/json.h"
#include "core/history/scd_id.h"
#include "tests/core/schema_validator.h"

namespace tamis {
namespace {

using document::Json;
using engine::Value;

std::string content(const std::string& path) {
  std::ifstream file(std::string(TAMIS_SOURCE_DIR "/") + path);
  EXPECT_TRUE(file) << path;
  std::stringstream out;
  out << file.rdbuf();
  return out.str();
}

// What the conformance runner wrote for the run's id is not one.
std::string with_id(std::string text) {
  if (const std::size_t at = text.find("<id>"); at != std::string::npos) {
    text.replace(at, 4, std::string(32, '0'));
  }
  return text;
}

std::vector<Json> printed(const std::string& test) {
  std::vector<Json> out;
  std::istringstream lines(content("tests/sql/" + test + ".out"));
  for (std::string line; std::getline(lines, line);) {
    if (line.find("\"source_rows\"") == std::string::npos || !line.starts_with("{\"mode\""))
      continue;
    out.push_back(Json::parse(with_id(line)));
  }
  EXPECT_FALSE(out.empty()) << test;
  return out;
}

Json example() {
  const std::string page = content("docs/documents.md");
  const std::size_t begin = page.find("```json\n", page.find("\n## History merge\n")) + 8;
  return Json::parse(page.substr(begin, page.find("```", begin) - begin));
}

TEST(MergeDocuments, AreWhatTheirSchemaSays) {
  testing::SchemaValidator validator(Json::parse(content("sql/schemas/scd2_merge.schema.json")));
  std::vector<Json> documents = {example()};
  for (const char* test : {"history_merge", "history_merge_keys", "history_scenarios_e",
                           "history_scenarios_k", "history_schema.pg_only_altered_types"}) {
    const std::vector<Json> more = printed(test);
    documents.insert(documents.end(), more.begin(), more.end());
  }
  for (const Json& document : documents) {
    const std::vector<std::string> faults = validator.faults(document);
    EXPECT_TRUE(faults.empty()) << faults.front() << "\n" << document;
  }
  Json wrong = example();
  wrong["counts"]["late"] = -1;
  EXPECT_FALSE(validator.faults(wrong).empty());
}

std::string id_of(const Value& moment, const std::vector<Value>& key) {
  std::array<char, history::kScdIdDigits> out{};
  history::scd_id(moment, key, out);
  return {out.data(), out.size()};
}

// Expected: md5sum of the texts with '|' between.
TEST(ScdId, IsThatOfDbt) {
  const Value moment = Value::text("2016-07-01 00:00:00");
  EXPECT_EQ(id_of(moment, {Value::text("a")}), "927354aa091feffd9437ead0bdae7ae1");
  EXPECT_EQ(id_of(moment, {Value::integer(1)}), "0d73ad1b216ad884c9f7395d799c912c");
  EXPECT_EQ(id_of(Value::text("2016-08-20 16:44:49"), {Value::integer(1), Value::text("x")}),
            "28142c3dcb5db6e5aeb968605fb20624");
  EXPECT_EQ(id_of(moment, {Value::text("a|b"), Value::text("c")}),
            id_of(moment, {Value::text("a"), Value::text("b|c")}));
  EXPECT_EQ(id_of(moment, {Value()}), id_of(moment, {Value::text("")}));
}

}  // namespace
}  // namespace tamis
