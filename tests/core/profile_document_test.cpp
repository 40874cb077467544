// The profile document is what its schema says, whatever the column.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/engine/value.h"
#include "core/profile/profile.h"
#include "tests/core/schema_validator.h"

namespace tamis::profile {
namespace {

using document::Json;

using Column = std::vector<std::string>;

Json document_of(const Column& values) {
  sketch::ColumnSketch sketch(std::pmr::new_delete_resource());
  std::int64_t row = 0;
  for (const std::string& value : values) {
    sketch.add(engine::Value::text(value), {.table = 0, .row = ++row, .known = true});
  }
  return interpret(sketch, {.name = "first_name", .declared = "TEXT"}).document;
}

Column many(int size, std::string_view before) {
  Column values;
  for (int i = 0; i < size; ++i) values.push_back(std::string(before) + std::to_string(i * 7919));
  return values;
}

TEST(Schema, DescribesEveryDocument) {
  testing::SchemaValidator schema = testing::shipped_schema("profile");
  const std::vector<Column> columns = {
      {},
      {"", " ", "N/A"},
      {"x"},
      many(5000, "1"),
      many(5000, "word "),
      many(300, "0"),
      {"1,234", "5,678", "1.5"},
      {"1.5", "1,5"},
      {"1e200", "1e300"},
      {"$5", "12.5%", "14:30", "10.0.0.1", "a@example.com", "{\"a\": 1}", "P1D"},
      {"20240131", "20240201"},
      {"03/04/2024", "25/12/2023", "12/25/2023", "2024-02-30", "Mar 2024", "5/3/2567",
       "1900-01-01"},
      {"2024-01-31T10:00:00Z", "2024-01-31T10:00:00+01:00"},
      {"yes", "no", "no", "maybe", "1"},
      {"12", "13", "14", "15", "16", "17", "18", "unknown"},
  };
  for (const Column& column : columns) {
    const Json document = document_of(column);
    EXPECT_EQ(schema.faults(document), std::vector<std::string>()) << document.dump(1);
  }
}

TEST(Schema, RefusesOtherDocuments) {
  testing::SchemaValidator schema = testing::shipped_schema("profile");
  const Json good = document_of({"1", "2"});
  ASSERT_TRUE(schema.faults(good).empty());
  for (const auto& [key, _] : good.items()) {
    Json bad = good;
    bad.erase(key);
    EXPECT_EQ(schema.faults(bad).size(), 1U) << key;
  }
  Json bad = good;
  bad["more"] = 1;
  EXPECT_EQ(schema.faults(bad), std::vector<std::string>{"document: more is not in the schema"});
  bad = good;
  bad["version"] = 2;
  EXPECT_FALSE(schema.faults(bad).empty());
  bad = good;
  bad["distinct"]["count"] = -1;
  EXPECT_FALSE(schema.faults(bad).empty());
}

}  // namespace
}  // namespace tamis::profile
