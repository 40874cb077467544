#include "core/profile/profile.h"

#include <gtest/gtest.h>

#include <array>
#include <memory_resource>
#include <string>
#include <vector>

#include "core/document/json.h"
#include "core/engine/value.h"

namespace tamis::profile {
namespace {

using document::Json;
using engine::Value;
using types::Type;

struct Some {
  std::size_t count;
  const char* text;
};

ColumnProfile profile_of(const std::vector<Some>& values) {
  sketch::ColumnSketch sketch(std::pmr::new_delete_resource());
  for (const Some& some : values) {
    for (std::size_t i = 0; i < some.count; ++i) sketch.add(Value::text(some.text));
  }
  return interpret(sketch);
}

Type type_of(const std::vector<Some>& values) { return profile_of(values).type; }

const Json* exception(const ColumnProfile& column, std::string_view kind) {
  for (const Json& e : column.document["exceptions"]) {
    if (e["kind"] == kind) return &e;
  }
  return nullptr;
}

TEST(Interpret, NothingIsUnknown) {
  const ColumnProfile column = profile_of({{3, ""}, {2, " "}, {4, "N/A"}});
  EXPECT_EQ(column.type, Type::empty);
  EXPECT_EQ(column.document["type"], "unknown");
  EXPECT_EQ(column.confidence, 0);
  EXPECT_EQ(column.rows, 9);
  EXPECT_EQ(column.empty, 3);
  EXPECT_EQ(column.blank, 2);
  EXPECT_EQ(column.missing, 4);
  EXPECT_EQ(column.present, 0);
  EXPECT_EQ(column.document["missing_tokens"], Json({{"N/A", 4}}));
}

TEST(Interpret, EachTypeByItself) {
  EXPECT_EQ(type_of({{5, "12"}}), Type::integer);
  EXPECT_EQ(type_of({{5, "12.5"}}), Type::decimal);
  EXPECT_EQ(type_of({{5, "1.5e3"}}), Type::real);
  EXPECT_EQ(type_of({{5, "yes"}}), Type::boolean);
  EXPECT_EQ(type_of({{5, "2024-01-31"}}), Type::date);
  EXPECT_EQ(type_of({{5, "2024-01-31 10:00"}}), Type::timestamp);
  EXPECT_EQ(type_of({{5, "2024-01-31T10:00:00Z"}}), Type::timestamptz);
  EXPECT_EQ(type_of({{5, "a45fe2b0-1234-4abc-8def-1234567890ab"}}), Type::uuid);
  EXPECT_EQ(type_of({{5, "007"}}), Type::text);
  EXPECT_EQ(type_of({{5, "hello"}}), Type::text);
}

TEST(Interpret, FamiliesWiden) {
  EXPECT_EQ(type_of({{99, "1"}, {1, "2.5"}}), Type::decimal);
  EXPECT_EQ(type_of({{50, "1"}, {50, "2.5"}, {1, "1e+3"}}), Type::real);
  EXPECT_EQ(type_of({{50, "2024-01-31"}, {1, "2024-01-31 10:00"}}), Type::timestamp);
}

TEST(Interpret, ThresholdCountsExceptionsExactly) {
  const ColumnProfile holds = profile_of({{95, "12"}, {3, "oops"}, {2, "2024-02-30"}});
  EXPECT_EQ(holds.type, Type::integer);
  EXPECT_EQ(holds.conforming, 95);
  EXPECT_EQ(holds.exceptions, 5);
  ASSERT_NE(exception(holds, "text"), nullptr);
  EXPECT_EQ((*exception(holds, "text"))["count"], 3);
  EXPECT_EQ((*exception(holds, "text"))["examples"], Json::array({"oops"}));
  EXPECT_EQ((*exception(holds, "invalid_date"))["count"], 2);
  EXPECT_EQ(type_of({{94, "12"}, {6, "oops"}}), Type::text);
}

TEST(Interpret, MissingValuesTakeNoPart) {
  const ColumnProfile column = profile_of({{10, "12"}, {500, "-"}, {500, ""}});
  EXPECT_EQ(column.type, Type::integer);
  EXPECT_EQ(column.exceptions, 0);
}

TEST(Interpret, OneCodeMakesNumbersText) {
  const ColumnProfile column = profile_of({{1000, "12345"}, {1, "01234"}});
  EXPECT_EQ(column.type, Type::text);
  EXPECT_EQ(column.exceptions, 0);
  EXPECT_EQ(column.document["codes"]["count"], 1);
  EXPECT_EQ(column.document["codes"]["examples"], Json::array({"01234"}));
  EXPECT_EQ(column.document["warnings"],
            Json::array({"1 value is a code that a number would spoil, among 1000 numbers"}));
}

TEST(Interpret, ZeroAndOneStayIntegers) {
  const ColumnProfile column = profile_of({{5, "0"}, {5, "1"}});
  EXPECT_EQ(column.type, Type::integer);
  EXPECT_EQ(column.document["boolean"]["boolean_candidate"], true);
  EXPECT_EQ(profile_of({{5, "0"}, {5, "2"}}).document["boolean"]["boolean_candidate"], false);
}

TEST(Interpret, OneWordMakesThemBoolean) {
  const ColumnProfile column = profile_of({{50, "0"}, {48, "1"}, {1, "Yes"}, {1, "7"}});
  EXPECT_EQ(column.type, Type::boolean);
  EXPECT_EQ(column.exceptions, 1);
  EXPECT_EQ(*exception(column, "integer"),
            Json({{"kind", "integer"}, {"count", 1}, {"examples", {"7"}}, {"rows", nullptr}}));
  EXPECT_EQ(column.document["boolean"]["spellings"], Json({{"yes", 1}}));
  // Many other integers explain more than the word does.
  EXPECT_EQ(type_of({{96, "1"}, {3, "5"}, {1, "yes"}}), Type::integer);
}

TEST(Interpret, DeclaredBooleansAre) {
  sketch::ColumnSketch sketch(std::pmr::new_delete_resource());
  for (int i = 0; i < 100; ++i) sketch.add(Value::integer(i % 2));
  EXPECT_EQ(interpret(sketch).type, Type::integer);
  EXPECT_EQ(interpret(sketch, engine::ColumnType::boolean).type, Type::boolean);
  for (int i = 0; i < 100; ++i) sketch.add(Value::integer(i));
  EXPECT_EQ(interpret(sketch, engine::ColumnType::boolean).type, Type::integer);
}

TEST(Interpret, ThirdAnswerIsAnException) {
  const ColumnProfile column = profile_of({{60, "Yes"}, {38, "no"}, {2, "don't know"}});
  EXPECT_EQ(column.type, Type::boolean);
  EXPECT_EQ(column.exceptions, 2);
}

TEST(Dates, DayFirstAmongIsoIsCountedExactly) {
  const ColumnProfile column =
      profile_of({{100000, "2024-01-31 10:00:00"}, {1, "25/12/2023"}, {8, "03/04/2024"}});
  EXPECT_EQ(column.type, Type::timestamp);
  EXPECT_EQ(column.date_order, Evidence::decided);
  EXPECT_EQ(column.convention.order, dates::Order::dmy);
  EXPECT_EQ(column.document["date"]["formats"]["yyyy-MM-dd HH:mm:ss"]["count"], 100000);
  EXPECT_EQ(column.document["date"]["formats"]["dd/MM/yyyy"]["count"], 9);
  EXPECT_EQ(column.exceptions, 0);
  EXPECT_EQ(column.undecided, 0);
  EXPECT_EQ(column.min, "2023-12-25 00:00:00");
  EXPECT_EQ(column.max, "2024-04-03 00:00:00");
  EXPECT_EQ(column.document["warnings"],
            Json::array({"9 of 100009 dates are written dd/MM/yyyy, the others "
                         "yyyy-MM-dd HH:mm:ss: 03/04/2024, 25/12/2023, ..."}));
}

TEST(Dates, MonthFirstByItsEvidence) {
  const ColumnProfile column = profile_of({{1, "12/25/2023"}, {8, "03/04/2024"}});
  EXPECT_EQ(column.convention.order, dates::Order::mdy);
  EXPECT_EQ(column.max, "2024-03-04");
  EXPECT_EQ(cast_options(column.convention), R"({"order": "mdy"})");
}

TEST(Dates, NoEvidenceIsAmbiguous) {
  const ColumnProfile column =
      profile_of({{8, "03/04/2024"}, {2, "05/05/2024"}, {1, "2024-01-01"}});
  EXPECT_EQ(column.type, Type::date);
  EXPECT_EQ(column.date_order, Evidence::ambiguous);
  EXPECT_EQ(column.convention.order, dates::Order::none);
  EXPECT_EQ(column.conforming, 11);
  EXPECT_EQ(column.undecided, 8);
  EXPECT_EQ(column.exceptions, 0);
  EXPECT_EQ(column.min, "2024-01-01");
  EXPECT_EQ(column.max, "2024-05-05");
}

TEST(Dates, AmbiguousAloneHasNoRange) {
  const ColumnProfile column = profile_of({{8, "03/04/2024"}});
  EXPECT_EQ(column.min, "");
  EXPECT_TRUE(column.document["date"]["min"].is_null());
}

TEST(Dates, ConflictIsNotDecidedByMajority) {
  const ColumnProfile column =
      profile_of({{1000, "2024-01-31"}, {20, "25/12/2023"}, {1, "12/25/2023"}, {3, "03/04/2024"}});
  EXPECT_EQ(column.type, Type::date);
  EXPECT_EQ(column.date_order, Evidence::conflict);
  EXPECT_EQ(column.convention.order, dates::Order::none);
  EXPECT_EQ(column.exceptions, 24);
  EXPECT_EQ((*exception(column, "day_first"))["count"], 20);
  EXPECT_EQ((*exception(column, "month_first"))["count"], 1);
  EXPECT_EQ((*exception(column, "undecided"))["count"], 3);
  EXPECT_EQ(type_of({{20, "25/12/2023"}, {1, "12/25/2023"}}), Type::text);
}

TEST(Dates, ZonesStandApart) {
  const ColumnProfile column =
      profile_of({{97, "2024-01-31T10:00:00+02:00"}, {3, "2024-01-31T10:00:00"}});
  EXPECT_EQ(column.type, Type::timestamptz);
  EXPECT_EQ(column.exceptions, 3);
  EXPECT_EQ(column.min, "2024-01-31 08:00:00+00:00");
  EXPECT_EQ(type_of({{60, "2024-01-31T10:00:00Z"}, {40, "2024-01-31T10:00:00"}}), Type::text);
}

TEST(Dates, BeforeTheEpochAndWithFractions) {
  const ColumnProfile column =
      profile_of({{1, "1969-12-31 23:59:59.5"}, {1, "0001-01-01"}, {1, "9999-12-31 23:59:59"}});
  EXPECT_EQ(column.min, "0001-01-01 00:00:00");
  EXPECT_EQ(column.max, "9999-12-31 23:59:59");
  EXPECT_EQ(profile_of({{1, "1969-12-31 23:59:59.5"}}).min, "1969-12-31 23:59:59.5");
}

TEST(Dates, ImpossibleOnesAreExceptions) {
  const ColumnProfile column = profile_of({{99, "2024-01-31"}, {1, "2024-02-30"}});
  EXPECT_EQ(column.type, Type::date);
  EXPECT_EQ(column.exceptions, 1);
  EXPECT_EQ(column.document["date"]["impossible"], 1);
  EXPECT_EQ(column.document["warnings"],
            Json::array({"1 value looks like a date but is in no calendar"}));
}

TEST(Numbers, ThousandsAreGrouped) {
  const ColumnProfile column = profile_of({{1, "1,234.50"}, {3, "1,234"}, {6, "12"}});
  EXPECT_EQ(column.type, Type::decimal);
  EXPECT_EQ(column.decimal_mark, Evidence::decided);
  EXPECT_EQ(column.convention.mark, types::DecimalMark::point);
  EXPECT_EQ(column.document["number"]["grouped"], 4);
  EXPECT_EQ(column.max, "1234.5");
  EXPECT_EQ(column.undecided, 0);
  EXPECT_EQ(cast_options(column.convention), R"({"decimal_mark": "point"})");
}

TEST(Numbers, CommaDecidesWhatThePointMeans) {
  const ColumnProfile column = profile_of({{1, "2,5"}, {1, "1.234"}, {1, "1,234"}});
  EXPECT_EQ(column.convention.mark, types::DecimalMark::comma);
  EXPECT_EQ(column.min, "1.234");
  EXPECT_EQ(column.max, "1234");
  EXPECT_EQ(column.document["number"]["sum"].get<double>(), 1237.734);
  EXPECT_EQ(column.document["number"]["decimal_comma"], 1);
}

TEST(Numbers, NoEvidenceIsUndecided) {
  const ColumnProfile column = profile_of({{4, "1,234"}, {6, "12"}});
  EXPECT_EQ(column.type, Type::decimal);
  EXPECT_EQ(column.decimal_mark, Evidence::ambiguous);
  EXPECT_EQ(column.undecided, 4);
  EXPECT_EQ(column.convention.mark, types::DecimalMark::none);
}

TEST(Numbers, ConflictLeavesTheOpenOnesUndecided) {
  const ColumnProfile column = profile_of({{4, "1,234"}, {6, "12.5"}, {1, "12,5"}});
  EXPECT_EQ(column.decimal_mark, Evidence::conflict);
  EXPECT_EQ(column.convention.mark, types::DecimalMark::none);
  EXPECT_EQ(column.undecided, 4);
  EXPECT_EQ(column.exceptions, 0);
}

TEST(Numbers, BlanksGroupWithoutADecimalMark) {
  const ColumnProfile column = profile_of({{4, "1 234"}, {6, "12"}});
  EXPECT_EQ(column.decimal_mark, Evidence::none);
  EXPECT_EQ(column.undecided, 0);
  EXPECT_EQ(column.max, "1234");
}

TEST(Numbers, WidthsDecideTheStorage) {
  ColumnProfile column = profile_of({{4, "1234567890123456.75"}});
  EXPECT_EQ(column.type, Type::decimal);
  EXPECT_EQ(column.max_digits, 18);
  EXPECT_EQ(storage_type(column, engine::Dialect::Engine::sqlite), engine::ColumnType::text);
  EXPECT_EQ(storage_type(column, engine::Dialect::Engine::postgresql), engine::ColumnType::decimal);
  column = profile_of({{4, "12.75"}});
  EXPECT_EQ(storage_type(column, engine::Dialect::Engine::sqlite), engine::ColumnType::decimal);
  column = profile_of({{4, ""}});
  EXPECT_EQ(storage_type(column, engine::Dialect::Engine::sqlite), engine::ColumnType::text);
}

TEST(Numbers, MeasurementsAreReals) {
  sketch::ColumnSketch sketch(std::pmr::new_delete_resource());
  for (const double v : {0.1 + 0.2, 1.0 / 3, 2.5}) sketch.add(Value::real(v));
  EXPECT_EQ(interpret(sketch).type, Type::real);
  sketch::ColumnSketch plain(std::pmr::new_delete_resource());
  for (const double v : {0.25, 1.234, 2.5}) plain.add(Value::real(v));
  const ColumnProfile column = interpret(plain);
  EXPECT_EQ(column.type, Type::decimal);
  EXPECT_EQ(column.document["warnings"], Json::array());
  EXPECT_EQ(column.document["number"]["sum"].get<double>(), 3.984);
}

Type leaning_of(const std::vector<Some>& values) { return profile_of(values).leaning.type; }

TEST(Leaning, KeepsWhatSpoiltColumnsWere) {
  const ColumnProfile column = profile_of({{667, "2024-01-01"}, {333, "2024-02-30"}});
  EXPECT_EQ(column.type, Type::text);
  EXPECT_EQ(column.exceptions, 0);
  EXPECT_EQ(column.leaning.type, Type::date);
  EXPECT_EQ(column.leaning.count, 667);
  EXPECT_EQ(column.leaning.confidence, confidence_of(667, 1000));
  EXPECT_EQ(column.document["leaning"],
            Json({{"type", "date"}, {"count", 667}, {"undecided", 0}, {"share", 0.667}}));
  EXPECT_EQ(column.document["warnings"][0], "text, but 667 of 1000 values are dates");
  EXPECT_EQ(profile_of({{10, "2024-02-30"}}).leaning.count, 0);
  EXPECT_EQ(leaning_of({{10, "2024-02-30"}}), Type::date);
}

TEST(Leaning, DatesFromHalfOthersFromFourFifths) {
  EXPECT_EQ(leaning_of({{50, "2024-01-01"}, {50, "x"}}), Type::date);
  EXPECT_EQ(leaning_of({{25, "2024-01-01"}, {25, "2024-02-30"}, {50, "x"}}), Type::date);
  EXPECT_EQ(leaning_of({{49, "2024-01-01"}, {51, "x"}}), Type::text);
  EXPECT_EQ(leaning_of({{80, "12"}, {20, "12 b"}}), Type::integer);
  EXPECT_EQ(leaning_of({{79, "12"}, {21, "12 b"}}), Type::text);
  EXPECT_EQ(leaning_of({{80, "yes"}, {20, "perhaps"}}), Type::boolean);
  EXPECT_EQ(leaning_of({{79, "yes"}, {21, "perhaps"}}), Type::text);
  EXPECT_EQ(leaning_of({{80, "a45fe2b0-1234-4abc-8def-1234567890ab"}, {20, "x"}}), Type::uuid);
}

TEST(Leaning, WidensAsTheInferenceDoes) {
  EXPECT_EQ(leaning_of({{50, "1"}, {40, "2.5"}, {10, "x"}}), Type::decimal);
  EXPECT_EQ(leaning_of({{50, "1"}, {40, "2e+5"}, {10, "x"}}), Type::real);
  EXPECT_EQ(leaning_of({{50, "2024-01-01"}, {10, "2024-01-01 10:00"}, {40, "x"}}), Type::timestamp);
  const ColumnProfile zones = profile_of({{60, "2024-01-01T10:00Z"}, {40, "2024-01-01"}});
  EXPECT_EQ(zones.leaning.type, Type::timestamptz);
  EXPECT_EQ(zones.leaning.count, 60);
}

TEST(Leaning, NeverToNumbersWhereThereAreCodes) {
  EXPECT_EQ(leaning_of({{90, "12"}, {10, "x"}}), Type::integer);
  EXPECT_EQ(leaning_of({{90, "12"}, {9, "x"}, {1, "007"}}), Type::text);
  EXPECT_EQ(leaning_of({{99, "12"}, {1, "1234567890123456789"}}), Type::text);
  EXPECT_EQ(leaning_of({{60, "2024-01-01"}, {39, "x"}, {1, "007"}}), Type::date);
}

TEST(Leaning, OnlyOfText) {
  EXPECT_EQ(leaning_of({{95, "12"}, {5, "x"}}), Type::text);
  EXPECT_EQ(leaning_of({{5, ""}}), Type::text);
  EXPECT_TRUE(profile_of({{5, "12"}}).document["leaning"].is_null());
  sketch::ColumnSketch sketch(std::pmr::new_delete_resource());
  for (int i = 0; i < 6; ++i) sketch.add(Value::text("2024-01-01"));
  for (int i = 0; i < 4; ++i) sketch.add(Value::text("infinity"));
  EXPECT_EQ(interpret(sketch, engine::ColumnType::date, true).leaning.type, Type::text);
  EXPECT_EQ(interpret(sketch, engine::ColumnType::date, false).leaning.type, Type::date);
  EXPECT_EQ(interpret(sketch, engine::ColumnType::text, true).leaning.type, Type::date);
}

TEST(Leaning, CountsWhatNothingDecides) {
  const ColumnProfile open = profile_of({{60, "03/04/2024"}, {40, "x"}});
  EXPECT_EQ(open.leaning.count, 60);
  EXPECT_EQ(open.leaning.undecided, 60);
  const ColumnProfile conflict = profile_of({{50, "31/12/2024"}, {40, "12/31/2024"}, {10, "x"}});
  EXPECT_EQ(conflict.leaning.type, Type::date);
  EXPECT_EQ(conflict.leaning.count, 90);
  EXPECT_EQ(conflict.leaning.contradicting, 90);
  EXPECT_EQ(conflict.leaning.confidence, confidence_of(0, 100));
  EXPECT_EQ(profile_of({{60, "1,234"}, {30, "7"}, {10, "x"}}).leaning.undecided, 60);
}

TEST(Confidence, IsTheWilsonBound) {
  EXPECT_EQ(profile_of({{10, "1"}}).confidence, 0.722467);
  EXPECT_EQ(profile_of({{1000, "1"}}).confidence, 0.996173);
  EXPECT_EQ(profile_of({{990, "1"}, {10, "x"}}).confidence, 0.981691);
}

TEST(Warnings, NamibiaAmongCodes) {
  const Json warnings = profile_of({{9, "DE"}, {9, "FR"}, {1, "NA"}}).document["warnings"];
  EXPECT_EQ(warnings, Json::array({"the marker NA stands beside codes of at most 2 letters and may "
                                   "be one of them"}));
  EXPECT_TRUE(profile_of({{9, "Germany"}, {1, "NA"}}).document["warnings"].empty());
}

TEST(Warnings, MixedStorageAndBrokenText) {
  sketch::ColumnSketch sketch(std::pmr::new_delete_resource());
  sketch.add(Value::integer(5));
  sketch.add(Value::text("5"));
  sketch.add(Value::text(std::string_view("a\0b", 3)));
  sketch.add(Value::text("\xFF"));
  EXPECT_EQ(interpret(sketch).document["warnings"],
            Json::array({"storage classes are mixed: 1 numbers, 3 texts",
                         "1 value has a NUL byte, which PostgreSQL can't hold",
                         "1 value is no valid UTF-8"}));
}

TEST(CastOptions, AreCanonical) {
  EXPECT_EQ(cast_options({}), "{}");
  EXPECT_EQ(cast_options({dates::Order::dmy, types::DecimalMark::comma}),
            R"({"order": "dmy", "decimal_mark": "comma"})");
}

// The promise that cleaning leans on: what conforms and is decided converts, the rest does not.
TEST(Interpret, AgreesWithTheCast) {
  const std::vector<std::vector<Some>> columns = {
      {{1, "12"}, {1, "1,234.50"}, {1, "1,234"}, {1, "1 234"}, {1, "1.234"}},
      {{1, "2,5"}, {1, "1.234"}, {1, "1,234"}, {1, "12"}},
      {{1, "1,234"}, {1, "12.5"}, {1, "2,5"}, {1, "1.234"}},
      {{1, "25/12/2023"}, {1, "03/04/2024"}, {1, "2024-01-01 10:00"}, {1, "5 May 2024"}},
      {{1, "03/04/2024"}, {1, "05/05/2024"}, {1, "2024-01-01"}, {1, "1400/01/02"}},
      {{1, "yes"}, {1, "0"}, {1, "T"}},
      {{19, "1"}, {19, "2"}, {1, "x"}, {1, "2024-02-30"}},
  };
  for (const auto& values : columns) {
    const ColumnProfile column = profile_of(values);
    std::int64_t converted = 0;
    for (const Some& some : values) {
      std::array<char, types::kCanonicalBytes> out;
      std::string_view result;
      if (types::try_cast(some.text, column.type, column.convention, out, result)) {
        converted += static_cast<std::int64_t>(some.count);
      }
    }
    EXPECT_EQ(converted, column.conforming - column.undecided) << values[0].text;
  }
}

}  // namespace
}  // namespace tamis::profile
