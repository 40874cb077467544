#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/history/column_types.h"
#include "core/history/moments.h"
#include "core/history/scd2/columns.h"
#include "core/history/scd2/layout.h"
#include "core/history/scd2/plan.h"
#include "core/history/scd2/settings.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;

constexpr int kVersion = 150000;

std::string message_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& e) {
    return e.message();
  }
  return "no error";
}

TEST(Moment, IsUtcWithoutTrailingZeros) {
  EXPECT_EQ(moment_text("2024-03-05"), "2024-03-05 00:00:00");
  EXPECT_EQ(moment_text("2024-03-05T14:30:00Z"), "2024-03-05 14:30:00");
  EXPECT_EQ(moment_text("2024-03-05 14:30:00.500"), "2024-03-05 14:30:00.5");
  EXPECT_EQ(moment_text("2024-03-01T00:30:00+02:00"), "2024-02-29 22:30:00");
  EXPECT_EQ(moment_text("2024-12-31 23:30:00-01:00"), "2025-01-01 00:30:00");
  EXPECT_EQ(moment_text("1969-12-31 23:59:59.999999"), "1969-12-31 23:59:59.999999");
  EXPECT_EQ(moment_text("0001-01-01"), "0001-01-01 00:00:00");
  EXPECT_EQ(moment_text("2024-03-05 14:30:00.1234567"), "2024-03-05 14:30:00.123456");
}

TEST(Moment, RefusesWhatIsNone) {
  for (const char* text : {"", "yesterday", "2024-02-30", "03/04/2024", "2024", "12:00",
                           "0001-01-01T00:00:00+02:00", "9999-12-31T23:59:59-01:00"}) {
    EXPECT_EQ(moment_text(text), std::nullopt) << text;
  }
}

// The order of the texts is the order of the moments, which SQLite compares by.
TEST(Moment, SortsAsText) {
  const std::vector<std::string> moments = {
      *moment_text("2024-03-05 14:30:00"), *moment_text("2024-03-05 14:30:00.05"),
      *moment_text("2024-03-05 14:30:00.5"), *moment_text("2024-03-05 14:30:00.51"),
      *moment_text("2024-03-05 14:30:01")};
  EXPECT_TRUE(std::is_sorted(moments.begin(), moments.end()));
}

TEST(MergeSettings, Defaults) {
  const MergeSettings settings = merge_settings(R"({"key": "id"})");
  EXPECT_EQ(settings.key, std::vector<std::string>{"id"});
  EXPECT_TRUE(settings.full);
  EXPECT_EQ(settings.deletes, Deletes::ignore);
  EXPECT_EQ(settings.late, Late::error);
  EXPECT_EQ(settings.max_ahead, 86400);
  EXPECT_EQ(settings.max_closed, 0.20);
  EXPECT_FALSE(settings.as_of);
  EXPECT_FALSE(settings.dry_run);
  EXPECT_EQ(settings.names.valid_from, "valid_from");
}

TEST(MergeSettings, RefuseWhatIsNotMeant) {
  for (const char* options :
       {"",
        "[]",
        "{",
        R"({"key": ""} x)",
        R"({"key": ["a", 1]})",
        R"({"key": "id", "mode": ""})",
        R"({"key": "id", "max_closed": -0.1})",
        R"({"key": "id", "max_closed": "0.1"})",
        R"({"key": "id", "dry_run": 1})",
        R"({"key": "id", "names": []})",
        R"({"key": "id", "surrogate_key": true})",
        R"({"key": "id", "as_of": 20.24})",
        R"({"key": "id", "strategy": "timestamp"})",
        R"({"key": "id", "late": "splice"})",
        R"({"key": "id", "sequence": "id"})",
        R"({"key": "id", "mode": "delta", "deletes": "close"})",
        R"({"key": "id", "mode": "full", "operation": "op"})",
        R"({"key": "id", "operation": {"column": "op", "insert": "x", "delete": "X"}})",
        R"({"key": "id", "on_duplicate": "last"})",
        R"({"key": "id", "order": "v"})",
        R"({"key": "id", "overwrite": "v", "track": ["v"]})",
        R"({"key": "id", "scope": "v"})",
        R"({"key": "id", "ignore": ["accents"]})",
        R"({"key": "id", "backfill_new": true})",
        R"({"key": "id", "ignore_nulls": true, "update_columns": "u"})",
        R"({"key": "id", "as_of": 3, "open_end": "9999-12-31"})",
        R"({"key": "id", "names": {"valid_to": null}})",
        R"({"key": "id", "names": "sqlmesh"})"}) {
    EXPECT_THROW(merge_settings(options), Error) << options;
  }
}

struct Tables {
  explicit Tables(const Dialect& d, bool existing = true) : dialect(d) {
    source.form = Relation::Form::query;
    source.columns = {{"id", "integer", ColumnType::integer},
                      {"b", "text", ColumnType::text},
                      {"a\"", "jsonb", ColumnType::json}};
    target.name = "dim";
    target.columns = source.columns;
    target.columns.push_back({"valid_from", "timestamptz", ColumnType::timestamptz});
    target.columns.push_back({"valid_to", "timestamp", ColumnType::timestamp});
    target.columns.push_back({"is_current", "boolean", ColumnType::boolean});
    target.columns.push_back({"row_hash", "text", ColumnType::text});
    settings.key = {"id"};
    const Shape shape = merge_shape(settings, source, existing ? &target : nullptr);
    layout.key = shape.key;
    layout.stored = shape.stored;
    layout.relation = existing ? &target : nullptr;
    if (existing) layout.from_type = ColumnType::timestamptz;
  }

  MergePlan plan() const {
    return {layout, settings, source, "tmp.\"x\"", "x", "2024-01-01 00:00:00"};
  }

  const Dialect& dialect;
  MergeSettings settings;
  Relation source;
  Relation target;
  Layout layout{dialect,
                {},
                {},
                {},
                {},
                {},
                "\"dim\"",
                nullptr,
                "",
                ColumnType::timestamp,
                ColumnType::timestamp};
};

TEST(MergePlan, FitsTheTypesOfPostgresql) {
  const Tables tables(engine::postgresql_dialect(kVersion));
  const MergePlan plan = tables.plan();
  // The literal is a moment in UTC whatever the session's time zone.
  EXPECT_NE(plan.make_stage()[0].find("('2024-01-01 00:00:00+00')::timestamptz"),
            std::string::npos);
  EXPECT_NE(plan.end_versions().find(
                R"("valid_to" = (('2024-01-01 00:00:00+00')::timestamptz AT TIME ZONE 'UTC'),)"),
            std::string::npos);
  // A partition's rows have ctids of their own.
  EXPECT_NE(plan.end_versions().find("t.ctid = st.a AND t.tableoid = st.o"), std::string::npos);
}

TEST(MergePlan, ProbesSqliteByTheTargetsIndex) {
  const Tables tables(engine::sqlite_dialect());
  const std::vector<std::string> stage = tables.plan().make_stage();
  ASSERT_EQ(stage.size(), 2U);
  EXPECT_EQ(stage[0],
            "CREATE TEMPORARY TABLE tmp.\"x\" (k1 INTEGER, m, h TEXT, a INTEGER, kind TEXT, "
            "c1, c2)");
  EXPECT_NE(stage[1].find(R"(ON t."is_current" AND t."id" = +s.k1)"), std::string::npos);
}

TEST(MergePlan, FindsTheRowidBehindColumnsOfThatName) {
  Tables tables(engine::sqlite_dialect());
  tables.target.columns.push_back({"rowid", "TEXT", ColumnType::text});
  EXPECT_NE(tables.plan().end_versions().find("t._rowid_ IN"), std::string::npos);
}

TEST(MergePlan, DeclaresTheTarget) {
  const Tables tables(engine::postgresql_dialect(kVersion), false);
  EXPECT_EQ(tables.plan().create_target(),
            "CREATE TABLE \"dim\" (\"id\" integer NOT NULL, \"b\" text, \"a\"\"\" jsonb, "
            "\"valid_from\" timestamp NOT NULL, \"valid_to\" timestamp, \"is_current\" boolean NOT "
            "NULL, \"row_hash\" text NOT NULL)");
  EXPECT_EQ(tables.plan().create_index(tables.target, ""),
            "CREATE UNIQUE INDEX ON  (\"id\") WHERE \"is_current\"");
}

TEST(MergeShape, SortsColumnsIntoTheirParts) {
  Tables tables(engine::sqlite_dialect());
  tables.settings.tracking.track = {"b"};
  tables.source.columns.push_back({"new", "text", ColumnType::text});
  const Shape shape = merge_shape(tables.settings, tables.source, &tables.target);
  EXPECT_EQ(shape.names_of(Part::tracked), std::vector<std::string>{"b"});
  EXPECT_EQ(shape.names_of(Part::first_seen), std::vector<std::string>{"a\""});
  EXPECT_EQ(shape.left_out, std::vector<std::string>{"new"});
}

TEST(MergeShape, NamesWhatIsInTheWay) {
  Tables tables(engine::sqlite_dialect());
  tables.source.columns.push_back({"b", "text", ColumnType::text});
  EXPECT_EQ(message_of([&] { merge_shape(tables.settings, tables.source, nullptr); }),
            R"(the source has two columns named "b")");
  tables.source.columns.back().name = "valid_to";
  EXPECT_EQ(message_of([&] { merge_shape(tables.settings, tables.source, nullptr); }),
            R"(source column "valid_to" has the name of a history column)");
}

// A column that only the target has is a lost one, unless it is the table's own key.
TEST(MergeShape, SparesThePrimaryKeyOfTheTarget) {
  Tables tables(engine::sqlite_dialect());
  tables.target.columns.push_back({"sk", "INTEGER", ColumnType::integer, true, false});
  EXPECT_EQ(message_of([&] { merge_shape(tables.settings, tables.source, &tables.target); }),
            R"(the source lacks tracked column "sk")");
  tables.target.columns.back().primary_key = true;
  EXPECT_EQ(merge_shape(tables.settings, tables.source, &tables.target).stored.size(), 2U);
}

TEST(MergeTypes, RefuseWhatNeitherComparesNorConverts) {
  Shape shape;
  shape.key = {{"id", "integer", ColumnType::integer}};
  shape.stored = {{{"v", "text", ColumnType::text}, Part::tracked}};
  Relation source;
  Relation target;
  source.columns = {{"id", "numeric", ColumnType::decimal}, {"v", "text", ColumnType::text}};
  target.columns = {{"id", "integer", ColumnType::integer}, {"v", "mood", ColumnType::unknown}};
  EXPECT_NO_THROW(require_convertible_types(shape, source, target));
  target.columns[1] = {"v", "date", ColumnType::date};
  EXPECT_EQ(message_of([&] { require_convertible_types(shape, source, target); }),
            R"(column "v" is of type text in the source, but of type date in the target)");
  target.columns[1] = {"v", "text", ColumnType::text};
  source.columns[0] = {"id", "text", ColumnType::text};
  EXPECT_EQ(message_of([&] { require_convertible_types(shape, source, target); }),
            R"(column "id" is of type text in the source, but of type integer in the target)");
}

TEST(DeclaredType, KeepsValuesAsTheyAre) {
  const Dialect& sqlite = engine::sqlite_dialect();
  EXPECT_EQ(declared_type(sqlite, {"x", "", ColumnType::unknown}), "");
  EXPECT_EQ(declared_type(sqlite, {"x", "MONEY", ColumnType::unknown}), "NUMERIC");
  EXPECT_EQ(declared_type(sqlite, {"x", "VARCHAR(9)", ColumnType::text}), "TEXT");
  const auto affinity = [&](const std::string& declared) {
    return declared_type(sqlite, {"x", declared, sqlite.column_type(declared)});
  };
  EXPECT_EQ(affinity("DATE TEXT"), "TEXT");
  EXPECT_EQ(affinity("UUID TEXT"), "TEXT");
  EXPECT_EQ(affinity("TIMESTAMP VARCHAR(30)"), "TEXT");
  EXPECT_EQ(affinity("FLOATING POINT"), "NUMERIC");
  EXPECT_EQ(affinity("JSON BLOB"), "BLOB");
  EXPECT_EQ(affinity("date real"), "REAL");
  EXPECT_EQ(affinity("Timestamp"), sqlite.type_name(ColumnType::timestamp));
  const Dialect& postgresql = engine::postgresql_dialect(kVersion);
  EXPECT_EQ(declared_type(postgresql, {"x", "numeric(9,2)", ColumnType::decimal}), "numeric(9,2)");
  EXPECT_EQ(declared_type(postgresql, {"x", "", ColumnType::decimal}), "numeric");
}

}  // namespace
}  // namespace tamis::history
