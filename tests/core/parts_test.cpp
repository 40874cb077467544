#include "core/profile/parts.h"

#include <gtest/gtest.h>

#include <string>

#include "core/error/error.h"

namespace tamis::profile {
namespace {

using engine::Column;
using engine::ColumnType;

const engine::Dialect& pg() { return engine::postgresql_dialect(150000); }
const engine::Dialect& lite() { return engine::sqlite_dialect(); }

Column column(std::string name, std::string declared, ColumnType type) {
  return {std::move(name), std::move(declared), type};
}

Selection since(std::string part) {
  Selection selection;
  selection.from = std::move(part);
  return selection;
}

Selection behind(std::string part) {
  Selection selection = since(std::move(part));
  selection.behind = true;
  return selection;
}

TEST(Parts, EndWhereTheNextBegins) {
  EXPECT_EQ(day_behind(Grain::day, "2024-02-28"), "2024-02-29");
  EXPECT_EQ(day_behind(Grain::day, "2023-02-28"), "2023-03-01");
  EXPECT_EQ(day_behind(Grain::day, "9999-12-31"), "10000-01-01");
  EXPECT_EQ(day_behind(Grain::month, "2024-12"), "2025-01-01");
  EXPECT_EQ(day_behind(Grain::year, "2024"), "2025-01-01");
  EXPECT_EQ(first_day(Grain::month, "2024-12"), "2024-12-01");
  EXPECT_EQ(first_day(Grain::year, "0001"), "0001-01-01");
}

TEST(Parts, ArePlainlyNamed) {
  const PartColumn days(lite(), column("d", "", ColumnType::unknown), Grain::day, false, "");
  for (const char* part : {"2024-02-29", "none", "0001-01-01"}) EXPECT_TRUE(days.is_part(part));
  for (const char* part : {"", "2024-02-30", "2024-13-01", "2024-3-5", "2024-03", "2024-03-05 ",
                           "None", "2024-03-05' OR 1=1"}) {
    EXPECT_FALSE(days.is_part(part)) << part;
  }
  const PartColumn months(lite(), column("d", "", ColumnType::unknown), Grain::month, false, "");
  EXPECT_TRUE(months.is_part("2024-02"));
  EXPECT_FALSE(months.is_part("2024-00"));
  EXPECT_FALSE(months.is_part("2024-02-01"));
}

// The bare column on one side: an index serves it, and partitions are pruned by it.
TEST(Conditions, NameTheColumnItselfForAnIndex) {
  const PartColumn day(pg(), column("at", "timestamp without time zone", ColumnType::timestamp),
                       Grain::day, false, "");
  EXPECT_EQ(day.condition(since("2024-03-05")),
            "\"at\" >= '2024-03-05' OR \"at\" IS NULL OR \"at\" < '0001-01-01' OR "
            "\"at\" >= '10000-01-01'");
  EXPECT_TRUE(day.condition(behind("2024-02-28")).starts_with("\"at\" >= '2024-02-29' OR "));
  const PartColumn month(pg(), column("a\"t", "timestamp with time zone", ColumnType::timestamptz),
                         Grain::month, false, "");
  Selection some;
  some.parts = {"2024-12", "none"};
  EXPECT_TRUE(month.condition(some).starts_with(
      "(\"a\"\"t\" >= '2024-12-01 00:00:00+00' AND \"a\"\"t\" < '2025-01-01 00:00:00+00') OR "))
      << month.condition(some);
  const PartColumn iso(lite(), column("at", "TEXT", ColumnType::text), Grain::month, true, "");
  EXPECT_EQ(iso.condition(behind("2024-03")),
            "\"at\" >= '2024-03~' OR \"at\" IS NULL OR \"at\" = ''");
  EXPECT_EQ(iso.condition(some),
            "(\"at\" >= '2024-12' AND \"at\" < '2024-12~') OR \"at\" IS NULL OR \"at\" = ''");
  const PartColumn value(pg(), column("n", "integer", ColumnType::integer), Grain::value, false,
                         "");
  some.parts = {"7", "it's"};
  EXPECT_EQ(value.condition(some), "\"n\" = '7' OR \"n\" = 'it''s' OR \"n\" IS NULL");
}

TEST(Conditions, OfAllIsNone) {
  const PartColumn day(lite(), column("at", "TEXT", ColumnType::text), Grain::day, false, "");
  Selection all;
  all.all = true;
  EXPECT_EQ(day.condition(all), "");
}

TEST(Conditions, ReadWhatHasNoDateEachTime) {
  const PartColumn text(pg(), column("at", "text", ColumnType::text), Grain::day, false, "dmy");
  EXPECT_TRUE(text.condition(since("2024-03-05")).ends_with(") = 'none'"));
  EXPECT_NE(text.part().find(R"('{"order": "dmy"}')"), std::string::npos);
  EXPECT_NE(text.condition(since("2024-03-05")).find("COLLATE \"C\" >= '2024-03-05'"),
            std::string::npos);
}

TEST(PartColumn, RefusesWhatHasNoDates) {
  const auto refused = [](const engine::Dialect& dialect, const Column& c, Grain grain) {
    try {
      const PartColumn made(dialect, c, grain, false, "");
      return false;
    } catch (const Error& e) {
      return e.code() == Code::unsupported;
    }
  };
  EXPECT_TRUE(refused(pg(), column("n", "integer", ColumnType::integer), Grain::day));
  EXPECT_TRUE(refused(pg(), column("n", "bytea", ColumnType::blob), Grain::value));
  EXPECT_TRUE(refused(pg(), column("n", "jsonb", ColumnType::json), Grain::value));
  EXPECT_TRUE(refused(pg(), column("n", "point", ColumnType::unknown), Grain::value));
  EXPECT_TRUE(refused(lite(), column("n", "BLOB", ColumnType::blob), Grain::day));
  EXPECT_FALSE(refused(lite(), column("n", "", ColumnType::unknown), Grain::value));
  EXPECT_FALSE(refused(pg(), column("n", "date", ColumnType::date), Grain::value));
}

}  // namespace
}  // namespace tamis::profile
