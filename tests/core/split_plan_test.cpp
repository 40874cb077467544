// What a split may be told, and the SQL that it plans, without an engine.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/quality/clean/split_options.h"
#include "core/quality/clean/split_plan.h"

namespace tamis::quality {
namespace {

using document::Options;
using engine::Column;
using engine::ColumnType;
using engine::sqlite_dialect;

const engine::Dialect& postgresql() { return engine::postgresql_dialect(150000); }

SplitOptions options(const std::string& text) {
  return read_split_options(Options::from_text(text, "tamis_split"));
}

std::string refusal(const std::string& text) {
  try {
    options(text);
  } catch (const Error& error) {
    return error.message();
  }
  return "accepted";
}

Column column(std::string name, std::string declared = "text", ColumnType type = ColumnType::text) {
  Column out;
  out.name = std::move(name);
  out.declared = std::move(declared);
  out.type = type;
  return out;
}

TEST(SplitOptions, HaveDefaults) {
  const SplitOptions out = options(R"({"good": "g"})");
  EXPECT_EQ(out.lane, Lane::errors);
  EXPECT_EQ(out.reject_on, Severity::error);
  EXPECT_EQ(out.if_taken, IfTaken::error);
  EXPECT_FALSE(out.most_bad_rows);
  EXPECT_FALSE(out.replay);
}

TEST(SplitOptions, TellLanesApart) {
  EXPECT_EQ(options(R"({"good": "g", "bad": "tamis_error_row"})").lane, Lane::errors);
  EXPECT_EQ(options(R"({"good": "g", "bad": "b"})").bad_table, "b");
  const SplitOptions files =
      options(R"({"good": "g", "bad": {"files": "/x", "layer": "bronze"}, "layer": "gold"})");
  EXPECT_EQ(files.lane, Lane::files);
  EXPECT_EQ(files.bad_root, "/x");
  EXPECT_EQ(files.layer, "bronze");
}

TEST(SplitOptions, AreRefusedWithTheirName) {
  for (const auto& [text, name] : std::vector<std::pair<std::string, std::string>>{
           {"{}", "good"},
           {R"({"good": "g", "god": 1})", "god"},
           {R"({"good": "g", "bad": 1})", "bad"},
           {R"({"good": "g", "bad": {"files": "/x"}})", "layer"},
           {R"({"good": "g", "bad": {"file": "/x"}})", "files"},
           {R"({"good": "g", "layer": "a/b"})", "layer"},
           {R"({"good": "g", "layer": "."})", "layer"},
           {R"({"good": "g", "reject_on": "fatal"})", "reject_on"},
           {R"({"good": "g", "if_exists": "drop"})", "if_exists"},
           {R"({"good": "g", "max_bad": 5})", "max_bad"},
           {R"({"good": "g", "max_bad": {"rows": -1}})", "rows"},
           {R"({"good": "g", "max_bad": {"ratio": 1.5}})", "ratio"},
           {R"({"dry_run": true, "replay": "r"})", "good"},
           {R"({"good": "g", "replay": "r", "bad": "b"})", "bad"},
           {R"({"good": "g", "replay": "r", "if_exists": "append"})", "if_exists"}}) {
    EXPECT_NE(refusal(text).find('"' + name + '"'), std::string::npos)
        << text << ": " << refusal(text);
  }
}

TEST(SplitPlan, DealsOutWideRowsInTheOrderOfTheObject) {
  std::vector<Column> columns;
  for (int i = 199; i >= 0; --i) columns.push_back(column("c" + std::to_string(i)));
  const std::string in_sqlite = row_json_sql(columns, "s", sqlite_dialect());
  const std::string in_postgresql = row_json_sql(columns, "s", postgresql());
  for (const std::string& sql : {in_sqlite, in_postgresql}) {
    std::size_t calls = 0;
    for (std::size_t at = sql.find("tamis_row_json("); at != std::string::npos;
         at = sql.find("tamis_row_json(", at + 1)) {
      ++calls;
    }
    EXPECT_EQ(calls, 3U);
    EXPECT_LT(sql.find("\"c9\""), sql.find("\"c10\""));
    EXPECT_LT(sql.find("\"c99\""), sql.find("\"c100\""));
  }
}

TEST(SplitPlan, DeclaresNoTypeThatIsMoreThanWords) {
  const std::vector<Column> columns = {
      column("a", "VARCHAR(20)"), column("b", "text); DROP TABLE x; --"),
      column("c", "ANY", ColumnType::unknown), column("d", "", ColumnType::unknown)};
  const std::string sql = declared_columns(columns, sqlite_dialect());
  EXPECT_NE(sql.find("\"a\" VARCHAR(20)"), std::string::npos);
  EXPECT_EQ(sql.find("DROP"), std::string::npos);
  EXPECT_EQ(sql.find("ANY"), std::string::npos);
}

TEST(SplitPlan, CopiesRowsThatDoNotStandStill) {
  profile::RowNames by_rowid{
      .address = profile::RowAddress::rowid, .column = "rowid", .tables = {}};
  profile::RowNames nameless;
  EXPECT_FALSE(needs_copy(by_rowid, sqlite_dialect()));
  EXPECT_TRUE(needs_copy(nameless, sqlite_dialect()));
  EXPECT_TRUE(needs_copy(by_rowid, postgresql()));
}

TEST(SplitPlan, RefusesColumnsNamedLikeItsOwn) {
  engine::Relation source;
  source.columns = {column("id"), column("Tamis_Key")};
  EXPECT_THROW(require_no_own_columns(source), Error);
  source.columns.pop_back();
  EXPECT_NO_THROW(require_no_own_columns(source));
}

}  // namespace
}  // namespace tamis::quality
