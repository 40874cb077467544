// Real columns with a label each, which say what people mean by it: our types must agree.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/engine/value.h"
#include "core/profile/profile.h"

namespace tamis::profile {
namespace {

namespace fs = std::filesystem;
using document::Json;
using Table = std::vector<std::vector<std::string>>;

constexpr const char* kBundle = TAMIS_SHARED_DIR "/data/5_labelled_columns.tar.zst";
constexpr const char* kPrefix = "eval/datasets/";

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Records of CSV as RFC 4180 has it.
Table read_csv(const std::string& text) {
  Table rows;
  std::vector<std::string> row(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      const bool twice = c == '"' && i + 1 < text.size() && text[i + 1] == '"';
      if (c != '"' || twice) row.back() += c;
      if (twice) ++i;
      quoted = c != '"' || twice;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      row.emplace_back();
    } else if (c == '\n') {
      if (!row.back().empty() && row.back().back() == '\r') row.back().pop_back();
      rows.push_back(std::move(row));
      row.assign(1, {});
    } else {
      row.back() += c;
    }
  }
  if (row.size() > 1 || !row[0].empty()) rows.push_back(std::move(row));
  return rows;
}

std::vector<std::string> csv_column(const Table& table, const std::string& name) {
  std::size_t at = 0;
  while (at < table[0].size() && table[0][at] != name) ++at;
  std::vector<std::string> values;
  for (std::size_t i = 1; i < table.size(); ++i) {
    if (at < table[i].size()) values.push_back(table[i][at]);
  }
  return values;
}

// The member "address.city" of each object.
std::vector<std::string> json_column(const Json& objects, std::string name) {
  for (char& c : name) c = c == '.' ? '/' : c;
  const Json::json_pointer at("/" + name);
  std::vector<std::string> values;
  for (const Json& object : objects) {
    if (!object.contains(at)) continue;
    const Json& value = object[at];
    values.push_back(value.is_string() ? value.get<std::string>() : value.dump());
  }
  return values;
}

// What a reasonable person would take for right. Labels that are not here mean text: names, words,
// and codes of letters.
const std::map<std::string, std::vector<std::string_view>>& accepted() {
  static const std::map<std::string, std::vector<std::string_view>> kAccepted = {
      {"boolean", {"boolean", "boolean_candidate"}},
      // Numbers.
      {"number", {"integer", "decimal"}},
      {"decimal number", {"decimal", "real"}},
      {"price", {"decimal", "integer", "currency"}},
      {"percentage", {"percent"}},
      {"rating", {"decimal", "integer"}},
      {"weight", {"decimal", "integer"}},
      {"height", {"decimal", "integer"}},
      {"latitude", {"decimal", "real"}},
      {"longitude", {"decimal", "real"}},
      {"class", {"integer", "text"}},
      {"port", {"integer"}},
      {"http status code", {"integer"}},
      {"utc offset", {"integer", "decimal", "text"}},  // +05:30, and -3 in another file
      // Digits that name something: codes where a number would spoil one of them.
      {"id", {"integer", "code", "text"}},
      {"code", {"code", "integer", "text"}},
      {"postal code", {"code", "integer", "text"}},
      {"npi", {"code", "integer"}},
      {"ean", {"code", "integer"}},
      {"upc", {"code"}},
      {"cpt", {"code", "text"}},
      {"abn", {"code", "integer", "text"}},
      {"aba routing", {"code"}},
      {"credit card number", {"code", "integer"}},
      {"snowflake id", {"code"}},
      {"telephone", {"phone"}},
      {"phone e164", {"phone"}},
      // Dates and times. A year is a number that says what it may be besides; so are the seconds
      // and milliseconds since 1970, which the label calls a time.
      {"date", {"date"}},
      {"iso date", {"date"}},
      {"eu dot date", {"date"}},
      {"abbreviated month date", {"date"}},
      {"long full month date", {"date"}},
      {"timestamp", {"timestamp", "timestamptz"}},
      {"iso timestamp", {"timestamp", "timestamptz"}},
      {"iso timestamp milliseconds", {"timestamp", "timestamptz"}},
      {"sql timestamp", {"timestamp"}},
      {"american timestamp", {"timestamp"}},
      {"european timestamp", {"timestamp"}},
      {"rfc 2822 timestamp", {"timestamptz"}},
      {"time 24h", {"time"}},
      {"time 12h", {"time"}},
      {"time 12h seconds", {"time"}},
      {"duration", {"duration"}},
      {"year", {"date", "year"}},
      {"time", {"timestamp", "epoch_seconds", "epoch_milliseconds"}},
      {"month name", {"date", "month_name"}},
      {"day of week", {"date", "weekday"}},
      // Shapes.
      {"uuid", {"uuid"}},
      {"email", {"email"}},
      {"email display", {"email", "text"}},
      {"url", {"url"}},
      {"s3 uri", {"url", "text"}},
      {"data uri", {"url", "text"}},
      {"ip_v4", {"ipv4"}},
      {"cidr", {"cidr"}},
      {"mac address", {"mac"}},
      {"hash", {"hex"}},
      {"git sha", {"hex"}},
      {"tsid", {"hex", "text"}},
      {"h3", {"hex", "text"}},
      {"color", {"hex", "text"}},
      {"geojson", {"json"}},
      {"coordinates", {"geo"}},
      {"wkt", {"geo", "text"}},
      {"dms", {"geo", "text"}},
  };
  return kAccepted;
}

bool is_temporal(const std::string& label) {
  const auto found = accepted().find(label);
  if (found == accepted().end()) return false;
  for (const std::string_view type : {"date", "timestamp", "timestamptz", "time", "duration"}) {
    for (const std::string_view taken : found->second) {
      if (taken == type) return true;
    }
  }
  return false;
}

ColumnProfile profile_of(const std::vector<std::string>& values) {
  sketch::ColumnSketch sketch(std::pmr::new_delete_resource());
  for (const std::string& value : values) sketch.add(engine::Value::text(value));
  return interpret(sketch);
}

// What the profile says the column is: its type, and what else it names it.
std::vector<std::string> answers(const ColumnProfile& column) {
  std::vector<std::string> found = {column.document["kind"]};
  if (column.document["boolean"]["boolean_candidate"] == true) {
    found.emplace_back("boolean_candidate");
  }
  const Json& number = column.document["number"];
  if (number.is_object()) {
    for (const Json& reading : number["date_readings"]) found.push_back(reading["reading"]);
  }
  for (const auto& [hint, _] : column.document["hints"].items()) found.push_back(hint);
  return found;
}

bool is_right(const std::string& label, const std::vector<std::string>& answers) {
  const auto found = accepted().find(label);
  if (found == accepted().end()) return answers[0] == "text";
  for (const std::string_view taken : found->second) {
    for (const std::string& answer : answers) {
      if (answer == taken) return true;
    }
  }
  return false;
}

class LabelledColumns : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kBundle)) GTEST_SKIP() << "the labelled columns are not here: " << kBundle;
    std::string folder = (fs::temp_directory_path() / "tamis-labelled-XXXXXX").string();
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    const std::string unpack =
        "zstd -dc --long=27 '" + std::string(kBundle) + "' | tar x -C '" + folder + "'";
    ASSERT_EQ(std::system(unpack.c_str()), 0) << unpack;
  }
  void TearDown() override {
    if (!folder_.empty()) fs::remove_all(folder_);
  }
  std::vector<std::string> values_of(const std::string& file, const std::string& column) {
    if (file.ends_with(".csv")) {
      if (!tables_.contains(file)) tables_[file] = read_csv(content(folder_ / file));
      return csv_column(tables_[file], column);
    }
    return json_column(Json::parse(content(folder_ / file)), column);
  }

  fs::path folder_;
  std::map<std::string, Table> tables_;
};

TEST_F(LabelledColumns, NearlyAllAreRight) {
  const Table manifest = read_csv(content(folder_ / "manifest.csv"));
  int all = 0;
  int right = 0;
  int dates = 0;
  int right_dates = 0;
  for (std::size_t i = 1; i < manifest.size(); ++i) {
    const std::string file = manifest[i][1].substr(std::string_view(kPrefix).size());
    const std::string& label = manifest[i][3];
    if (!fs::exists(folder_ / file)) continue;  // two files of the manifest are not in the bundle
    const ColumnProfile column = profile_of(values_of(file, manifest[i][2]));
    ASSERT_GT(column.rows, 0) << file << " " << manifest[i][2];
    const std::vector<std::string> found = answers(column);
    const bool good = is_right(label, found);
    ++all;
    right += good ? 1 : 0;
    dates += is_temporal(label) ? 1 : 0;
    right_dates += is_temporal(label) && good ? 1 : 0;
    if (!good) {
      std::cout << file << " " << manifest[i][2] << " (" << label << "): " << found[0] << ", as "
                << column.document["first"] << "; " << column.document["types"].dump() << "\n";
    }
  }
  std::cout << right << " of " << all << " columns are right, " << right_dates << " of " << dates
            << " of dates and times\n";
  EXPECT_GE(all, 290);
  EXPECT_GE(right, all * 95 / 100);
  EXPECT_GE(dates, 34);
  EXPECT_GE(right_dates, dates - 3);
}

}  // namespace
}  // namespace tamis::profile
