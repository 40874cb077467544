#include "core/profile/kind.h"

#include <gtest/gtest.h>

#include <memory_resource>
#include <string>
#include <vector>

#include "core/document/json.h"
#include "core/engine/value.h"
#include "core/profile/exceptions_sql.h"
#include "core/profile/profile.h"

namespace tamis::profile {
namespace {

using document::Json;
using types::Type;

struct Some {
  std::size_t count;
  const char* text;
};

ColumnProfile profile_of(const std::vector<Some>& values, const std::string& name = {}) {
  sketch::ColumnSketch sketch(std::pmr::new_delete_resource());
  for (const Some& some : values) {
    for (std::size_t i = 0; i < some.count; ++i) sketch.add(engine::Value::text(some.text));
  }
  return interpret(sketch, {.name = name, .declared = {}});
}

Type kind_of(const std::vector<Some>& values) { return profile_of(values).kind; }

TEST(Kind, IsTheTypeWhereThereIsOne) {
  EXPECT_EQ(kind_of({{5, "12"}}), Type::integer);
  EXPECT_EQ(kind_of({{5, "12.5"}, {5, "3"}}), Type::decimal);
  EXPECT_EQ(kind_of({{5, "yes"}, {5, "no"}}), Type::boolean);
  EXPECT_EQ(kind_of({{5, "2024-01-31"}}), Type::date);
  EXPECT_EQ(kind_of({{5, "hello"}}), Type::text);
  EXPECT_EQ(kind_of({}), Type::empty);
  EXPECT_EQ(profile_of({{5, "-"}}).document["kind"], "unknown");
}

TEST(Kind, OneCodeMakesNumbersCodes) {
  const ColumnProfile column = profile_of({{1000, "12345"}, {1, "01234"}, {3, "oops"}});
  EXPECT_EQ(column.type, Type::text);
  EXPECT_EQ(column.kind, Type::code);
  EXPECT_EQ(column.kind_conforming, 1001);
  EXPECT_EQ(column.kind_exceptions, 3);
  EXPECT_EQ(column.document["counts"]["exceptions"], 3);
  EXPECT_EQ(column.document["exceptions"],
            Json::parse(R"([{"kind": "text", "count": 3, "examples": ["oops"], "rows": null}])"));
  ASSERT_FALSE(column.rivals.empty());
  EXPECT_EQ(column.rivals[0].type, Type::integer);
  EXPECT_EQ(column.rivals[0].count, 1000);
}

TEST(Kind, ZeroAndOneAreIntegersWithABooleanAsRival) {
  const ColumnProfile column = profile_of({{5, "0"}, {5, "1"}});
  EXPECT_EQ(column.kind, Type::integer);
  ASSERT_EQ(column.rivals.size(), 1U);
  EXPECT_EQ(column.rivals[0].type, Type::boolean);
  EXPECT_TRUE(column.document["hints"].contains("boolean"));
}

TEST(SuspectedMarkers, AThirdAnswerLeavesABoolean) {
  const ColumnProfile column = profile_of({{30, "Yes"}, {40, "No"}, {30, "Don't know"}});
  EXPECT_EQ(column.type, Type::text);
  EXPECT_EQ(column.kind, Type::boolean);
  EXPECT_EQ(column.kind_exceptions, 30);
  EXPECT_EQ(column.document["suspected_markers"], Json({{"Don't know", 30}}));
  EXPECT_EQ(kind_of({{45, "Yes"}, {45, "No"}, {10, "Sometimes"}}), Type::boolean);
  // Not beside one answer, and no word of any weight.
  EXPECT_EQ(kind_of({{85, "F"}, {15, "M"}}), Type::text);
  EXPECT_EQ(kind_of({{30, "yes"}, {30, "no"}, {40, "sometimes"}}), Type::text);
  EXPECT_EQ(kind_of({{40, "yes"}, {40, "no"}, {10, "rarely"}, {10, "often"}}), Type::text);
}

TEST(SuspectedMarkers, OneWordAmongNumbersIsMissing) {
  const ColumnProfile column = profile_of({{40, "12"}, {45, "7"}, {15, "NR"}});
  EXPECT_EQ(column.type, Type::text);
  EXPECT_EQ(column.kind, Type::integer);
  EXPECT_EQ(column.kind_conforming, 85);
  EXPECT_EQ(column.kind_exceptions, 15);
  EXPECT_EQ(column.kind_confidence, confidence_of(85, 85));
  EXPECT_EQ(column.document["suspected_markers"], Json({{"NR", 15}}));
  EXPECT_EQ(kind_of({{50, "1.5"}, {45, "unknown"}, {2, "*"}}), Type::decimal);
  EXPECT_EQ(kind_of({{40, "2024-01-31"}, {9, "current"}}), Type::date);
  // A word of that column alone is one, and not most of it.
  EXPECT_EQ(kind_of({{60, "1.5"}, {40, "kitchen"}}), Type::text);
  EXPECT_EQ(kind_of({{80, "1.5"}, {10, "kitchen"}, {10, "bath"}}), Type::text);
  // What has digits may be a value.
  EXPECT_EQ(kind_of({{85, "12"}, {15, "5+"}}), Type::text);
}

TEST(SuspectedMarkers, AreNamedWhereTheTypeHoldsAnyway) {
  const ColumnProfile column = profile_of({{990, "12"}, {7, "unknown"}, {3, "x1"}});
  EXPECT_EQ(column.kind, Type::integer);
  EXPECT_EQ(column.type, Type::integer);
  EXPECT_EQ(column.document["suspected_markers"], Json({{"unknown", 7}}));
  EXPECT_EQ(column.kind_exceptions, 10);
}

TEST(SuspectedMarkers, OnceIsEnoughAmongFew) {
  EXPECT_EQ(kind_of({{9, "12"}, {1, "oops"}}), Type::integer);
  EXPECT_EQ(kind_of({{9, "12"}, {1, "a1"}}), Type::text);
  EXPECT_EQ(kind_of({{3, "12"}, {1, "oops"}}), Type::text);
  EXPECT_EQ(kind_of({{15, "12"}, {1, "oops"}, {1, "ouch"}}), Type::text);
}

TEST(NoAnswer, IsKnownInManyWords) {
  for (const char* text :
       {"unknown", "UNKNOWN", "Don't know", "don\xE2\x80\x99t know", "n.d.", "not available",
        "Not  Reported", "*", "**", "#", "..", "--", "NR", "(not known)", "unbekannt"}) {
    EXPECT_TRUE(says_no_answer(text)) << text;
  }
  for (const char* text : {"kitchen", "no", "yes", "know", "unknowns", "-----", "other"}) {
    EXPECT_FALSE(says_no_answer(text)) << text;
  }
}

TEST(Hints, SayWhatAColumnIsFor) {
  const auto hints = [](const ColumnProfile& column) { return column.document["hints"]; };
  EXPECT_EQ(hints(profile_of({{5, "1999"}, {5, "2024"}}))["year"]["count"], 10);
  EXPECT_FALSE(hints(profile_of({{5, "1999"}, {5, "2400"}})).contains("year"));
  EXPECT_TRUE(hints(profile_of({{5, "April"}, {5, "May"}, {2, "June"}})).contains("month_name"));
  EXPECT_TRUE(hints(profile_of({{5, "Mon"}, {5, "Tue"}, {2, "Sun"}})).contains("weekday"));
  EXPECT_FALSE(hints(profile_of({{5, "May"}, {5, "Will"}, {2, "Can"}})).contains("month_name"));
  EXPECT_TRUE(hints(profile_of({{30, "red"}, {30, "blue"}})).contains("category"));
  EXPECT_FALSE(hints(profile_of({{3, "red"}, {3, "blue"}})).contains("category"));
  EXPECT_TRUE(hints(profile_of({{1, "17"}, {1, "23"}}, "CustomerId")).contains("id"));
  EXPECT_FALSE(hints(profile_of({{1, "17"}, {1, "23"}}, "amount")).contains("id"));
  EXPECT_FALSE(hints(profile_of({{2, "17"}, {1, "23"}}, "CustomerId")).contains("id"));
  EXPECT_TRUE(hints(profile_of({{5, "12345"}, {2, "54321"}})).contains("fixed_width"));
  EXPECT_FALSE(hints(profile_of({{5, "20240131"}, {2, "20230131"}})).contains("fixed_width"));
  EXPECT_TRUE(hints(profile_of({{5, "2024-03"}, {2, "2023-12"}})).contains("partial_date"));
}

TEST(Personal, IsKnownByValuesOrName) {
  const auto personal = [](const char* name) {
    const Json list = profile_of({{5, "x"}}, name).document["personal"];
    return list.empty() ? std::string() : list[0]["kind"].get<std::string>();
  };
  EXPECT_EQ(personal("FirstName"), "name");
  EXPECT_EQ(personal("customer_last_name"), "name");
  EXPECT_EQ(personal("date_of_birth"), "birth_date");
  EXPECT_EQ(personal("SSN"), "national_id");
  EXPECT_EQ(personal("shipping_address"), "address");
  EXPECT_EQ(personal("product_name"), "");
  EXPECT_EQ(personal("ship"), "");  // not ip
}

TEST(CandidateKey, NeedsAllRowsAndNoneTwice) {
  const auto key = [](const std::vector<Some>& values) {
    return profile_of(values).document["distinct"]["candidate_key"];
  };
  EXPECT_EQ(key({}), nullptr);
  EXPECT_EQ(key({{1, "a"}, {1, "b"}}), true);
  EXPECT_EQ(key({{1, "a"}, {2, "b"}}), false);
  EXPECT_EQ(key({{1, "a"}, {1, "b"}, {1, ""}}), false);
}

TEST(ExceptionsSql, IsWrittenForWhatIsCounted) {
  const ColumnProfile column = profile_of({{99, "12"}, {1, "oops"}}, "a \"b");
  const auto sql = [&](const RowNames& rows) {
    return exceptions_sql(column, engine::sqlite_dialect(), "\"t\"", rows);
  };
  const RowNames rowid = {.address = RowAddress::rowid, .column = "rowid", .tables = {}};
  EXPECT_TRUE(sql(rowid).starts_with(
      R"(SELECT "rowid" AS row, "a ""b" AS value FROM "t" WHERE tamis_type()"))
      << sql(rowid);
  EXPECT_TRUE(sql(rowid).ends_with(" ORDER BY 1"));
  EXPECT_TRUE(sql({}).starts_with(R"(SELECT "a ""b" AS value)")) << sql({});
  EXPECT_EQ(exceptions_sql(profile_of({{99, "12"}}), engine::sqlite_dialect(), "\"t\"", rowid), "");
}

TEST(Exceptions, AreKeptWithTheirRows) {
  sketch::ColumnSketch sketch(std::pmr::new_delete_resource());
  for (std::int64_t row = 1; row <= 400; ++row) {
    const bool bad = row % 25 == 0;
    sketch.add(engine::Value::text(bad        ? "oops"
                                   : row == 7 ? "30.02.2024"
                                              : "12"),
               {.table = 0, .row = row, .known = true});
  }
  const ColumnProfile column = interpret(sketch);
  ASSERT_EQ(column.document["exceptions"].size(), 2U);
  EXPECT_EQ(column.document["exceptions"][0],
            Json::parse(R"({"kind": "invalid_date", "count": 1, "examples": ["30.02.2024"],
                            "rows": [{"row": 7, "value": "30.02.2024"}]})"));
  const Json& rows = column.document["exceptions"][1]["rows"];
  ASSERT_EQ(rows.size(), sketch::FirstRows::kMost);
  EXPECT_EQ(rows[0], Json({{"row", 25}, {"value", "oops"}}));
  EXPECT_EQ(rows[9]["row"], 250);
}

TEST(ColumnTypes, HoldWhatTheProfileAccepts) {
  const auto proposed = [](const std::vector<Some>& values) {
    const Json types = profile_of(values).document["proposed"];
    return types["postgresql"].get<std::string>() + " " + types["sqlite"].get<std::string>();
  };
  EXPECT_EQ(proposed({{1, "-32768"}, {1, "32767"}}), "smallint INTEGER");
  EXPECT_EQ(proposed({{1, "1"}, {1, "32768"}}), "integer INTEGER");
  EXPECT_EQ(proposed({{1, "1"}, {1, "2147483648"}}), "bigint INTEGER");
  EXPECT_EQ(proposed({{1, "1234.5"}, {1, "0.125"}}), "numeric(7,3) NUMERIC");
  EXPECT_EQ(proposed({{1, "123456789.123456789"}}), "numeric(18,9) TEXT");
  EXPECT_EQ(proposed({{1, "0.001"}}), "numeric(4,3) NUMERIC");
  EXPECT_EQ(proposed({{1, "1.5e3"}}), "double precision REAL");
  EXPECT_EQ(proposed({{1, "007"}}), "varchar(3) TEXT");
  EXPECT_EQ(proposed({{1, "h\xC3\xA9llo"}}), "varchar(5) TEXT");
  EXPECT_EQ(proposed({{1, std::string(300, 'x').c_str()}}), "text TEXT");
  EXPECT_EQ(proposed({{1, "yes"}}), "boolean BOOLEAN");
  EXPECT_EQ(proposed({{1, "2024-01-31"}}), "date DATE");
  EXPECT_EQ(proposed({}), "text TEXT");
}

TEST(Document, SaysHowNumbersSpread) {
  sketch::ColumnSketch sketch(std::pmr::new_delete_resource());
  for (std::int64_t i = 1; i <= 100; ++i) sketch.add(engine::Value::integer(i == 100 ? 1000 : i));
  const Json document = interpret(sketch).document;
  const Json& number = document["number"];
  EXPECT_EQ(number["quantiles"]["p01"], 1.0);
  EXPECT_EQ(number["quantiles"]["p50"], 50.0);
  EXPECT_EQ(number["quantiles"]["p99"], 99.0);
  EXPECT_EQ(number["rank_error"], 0.0);
  EXPECT_EQ(number["iqr"], 50.0);
  EXPECT_EQ(number["outliers"],
            Json({{"low", -50.0}, {"high", 150.0}, {"below", 0}, {"above", 1}}));
  EXPECT_EQ(number["gaps"], Json::parse(R"([{"after": 99.0, "before": 1000.0}])"));
  std::uint64_t all = 0;
  for (const Json& bin : number["histogram"]) all += bin["count"].get<std::uint64_t>();
  EXPECT_EQ(all, 100U);
}

TEST(Document, SaysHowDatesSpread) {
  const ColumnProfile column =
      profile_of({{4, "2024-01-01"}, {4, "02/01/2024"}, {1, "31/12/2024"}, {1, "2024-06-01"}});
  const Json& date = column.document["date"];
  EXPECT_EQ(date["quantiles"]["p05"], "2024-01-01");
  EXPECT_EQ(date["quantiles"]["p50"], "2024-01-02");
  EXPECT_EQ(date["quantiles"]["p99"], "2024-12-31");
  EXPECT_EQ(date["gaps"][0], Json({{"after", "2024-06-01"}, {"before", "2024-12-31"}}));
}

TEST(Document, SaysHowValuesRepeatAndLook) {
  const Json document = profile_of({{2, "AB-12"}, {1, "CD-3"}, {1, "x"}}).document;
  EXPECT_EQ(document["distinct"]["unique"], 2);
  EXPECT_EQ(document["distinct"]["uniqueness"], 0.75);
  EXPECT_EQ(document["entropy"], Json({{"exact", true}, {"bits", 1.5}}));
  EXPECT_EQ(document["length"],
            Json::parse(R"({"min": 1, "max": 5, "mean": 3.75, "stddev": 1.8929694486})"));
  EXPECT_EQ(document["masks"], Json::parse(R"({"runs": false, "others": 0, "list": [
      {"mask": "AA-99", "count": 2}, {"mask": "a", "count": 1}, {"mask": "AA-9", "count": 1}]})"));
}

}  // namespace
}  // namespace tamis::profile
