// What a column's dates say about each other: formats, order, doubt.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory_resource>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/document/json.h"
#include "core/error/error.h"
#include "core/profile/profile.h"
#include "core/sketch/date_formats.h"

namespace tamis::profile {
namespace {

using dates::Item;
using dates::Layout;
using dates::Reason;
using document::Json;
using engine::Value;
using sketch::ColumnSketch;
using sketch::DateFormat;
using sketch::DateFormats;
using types::Type;

std::pmr::memory_resource* heap() { return std::pmr::new_delete_resource(); }

ColumnSketch sketch_of(const std::vector<std::pair<int, std::string>>& values) {
  ColumnSketch sketch(heap());
  for (const auto& [times, text] : values) {
    for (int i = 0; i < times; ++i) sketch.add(Value::text(text));
  }
  return sketch;
}

ColumnProfile profile_of(const std::vector<std::pair<int, std::string>>& values) {
  return interpret(sketch_of(values));
}

Json dates_of(const std::vector<std::pair<int, std::string>>& values) {
  return profile_of(values).document["date"];
}

// The n-th of many layouts: `n` literals behind a year.
DateFormat format(std::size_t n, Type type = Type::date) {
  DateFormat format;
  format.type = type;
  format.layout.push(Item::year4);
  for (std::size_t i = 0; i < n; ++i) format.layout.push('-');
  return format;
}

void add(DateFormats& formats, std::size_t n, std::uint64_t weight) {
  const std::string text = "value " + std::to_string(n);
  formats.add(format(n), 0, weight).add_example(sketch::hash_of(text), sketch::ShortText(text));
}

std::string dump(const DateFormats& formats) {
  std::string out;
  for (const DateFormats::Entry& entry : formats.entries()) {
    out += std::to_string(entry.format.layout.bytes().size()) + ":" +
           std::to_string(entry.count()) + "(";
    for (const auto& e : entry.examples) out += std::string(e.text.bytes()) + ",";
    out += ") ";
  }
  return out;
}

TEST(Formats, BeyondTheBoundTheCountsStayExact) {
  DateFormats formats(heap());
  for (std::size_t n = 46; n > 0; --n) add(formats, n, n);
  ASSERT_EQ(formats.entries().size(), DateFormats::kMost + 1);
  const DateFormats::Entry& rest = formats.entries().front();
  EXPECT_TRUE(rest.format.layout.bytes().empty());
  EXPECT_EQ(rest.count(), 33u + 34 + 35 + 36 + 37 + 38 + 39 + 40 + 41 + 42 + 43 + 44 + 45 + 46);
  EXPECT_EQ(rest.examples.size(), DateFormats::kExamples);
  for (std::size_t n = 1; n <= DateFormats::kMost; ++n) EXPECT_EQ(formats.entries()[n].count(), n);
}

TEST(Formats, NoOrderOfArrivalOrMergingChangesThem) {
  std::vector<std::size_t> values;
  for (std::size_t n = 1; n <= 46; ++n) values.insert(values.end(), n, n);
  DateFormats once(heap());
  for (const std::size_t n : values) add(once, n, 1);
  for (unsigned seed = 0; seed < 20; ++seed) {
    std::shuffle(values.begin(), values.end(), std::mt19937(seed));
    std::vector<DateFormats> parts;
    for (int i = 0; i < 5; ++i) parts.emplace_back(heap());
    for (std::size_t i = 0; i < values.size(); ++i) add(parts[i % parts.size()], values[i], 1);
    DateFormats merged(heap());
    for (const DateFormats& part : parts) merged.merge(part);
    EXPECT_EQ(dump(merged), dump(once)) << seed;
  }
}

TEST(Formats, IsoIsPushedOutLast) {
  DateFormats formats(heap());
  DateFormat iso = format(40);
  iso.iso = true;
  formats.add(iso, 0, 7);
  for (std::size_t n = 1; n <= 39; ++n) add(formats, n, 1);
  const auto& entries = formats.entries();
  ASSERT_TRUE(entries[1].format == iso);
  EXPECT_EQ(entries[1].count(), 7u);
}

TEST(Formats, NineDayFirstAreNine) {
  std::vector<std::pair<int, std::string>> values = {{259991, "2024-01-31"}};
  for (int day = 11; day < 20; ++day) values.emplace_back(1, std::to_string(day) + "/04/2023");
  const ColumnProfile column = profile_of(values);
  const Json date = column.document["date"];
  EXPECT_EQ(date["dominant"], "yyyy-MM-dd");
  EXPECT_EQ(date["formats"]["yyyy-MM-dd"]["count"], 259991);
  EXPECT_EQ(date["formats"]["yyyy-MM-dd"]["share"], 0.999965);
  EXPECT_EQ(date["formats"]["dd/MM/yyyy"]["count"], 9);
  EXPECT_EQ(date["formats"]["dd/MM/yyyy"]["examples"].size(), 9u);
  EXPECT_EQ(date["unlisted"], 0);
  EXPECT_EQ(date["order"], "dmy");
  EXPECT_EQ(date["candidates"], Json::array({"dmy"}));
  EXPECT_EQ(date["decided_by"], 7);
  EXPECT_EQ(date["undecided"], Json::object());
  EXPECT_EQ(column.document["warnings"],
            Json::array({"9 of 260000 dates are written dd/MM/yyyy, the others yyyy-MM-dd: "
                         "11/04/2023, 12/04/2023, 13/04/2023, 14/04/2023, 15/04/2023, 16/04/2023, "
                         "17/04/2023, 18/04/2023, 19/04/2023"}));
}

TEST(Formats, LeadingZerosMakeNoFormat) {
  const Json date = dates_of(
      {{2, "05/12/2024"}, {3, "5/12/2024"}, {4, "25/1/2024"}, {1, "2024-01-31"}, {1, "2024-1-31"}});
  EXPECT_EQ(date["formats"]["d/M/yyyy"]["count"], 9);
  EXPECT_EQ(date["formats"]["yyyy-MM-dd"]["count"], 1);
  EXPECT_EQ(date["formats"]["yyyy-M-dd"]["count"], 1);
  EXPECT_EQ(date["formats"].size(), 3u);
}

TEST(Formats, MonthsWholeAndShortJoinTheOthers) {
  const Json shorts = dates_of({{9, "Jul 06, 2021"}, {5, "May 16, 2021"}, {1, "May 6, 2021"}});
  EXPECT_EQ(shorts["formats"].size(), 1u);
  EXPECT_EQ(shorts["formats"]["MMM d, yyyy"]["count"], 15);
  const Json wholes = dates_of({{9, "July 06, 2021"}, {5, "May 16, 2021"}});
  EXPECT_EQ(wholes["formats"].size(), 1u);
  EXPECT_EQ(wholes["formats"]["MMMM dd, yyyy"]["count"], 14);
  const Json both = dates_of({{3, "July 06, 2021"}, {5, "May 16, 2021"}, {2, "Jul 06, 2021"}});
  EXPECT_EQ(both["formats"]["MMMM dd, yyyy"]["count"], 8);
  EXPECT_EQ(both["formats"]["MMM dd, yyyy"]["count"], 2);
  EXPECT_EQ(dates_of({{5, "May 16, 2021"}, {2, "16 July 2021"}})["dominant"], "MMM dd, yyyy");
}

TEST(Order, OpenDatesBelongToBothFormats) {
  const Json date = dates_of({{8, "03/04/2024"}, {2, "05/05/2024"}, {1, "2024-01-01"}});
  EXPECT_EQ(date["evidence"], "ambiguous");
  EXPECT_EQ(date["order"], nullptr);
  EXPECT_EQ(date["candidates"], Json::array({"dmy", "mdy"}));
  EXPECT_EQ(date["formats"]["dd/MM/yyyy | MM/dd/yyyy"]["count"], 10);
  EXPECT_EQ(date["undecided"]["order"], Json({{"count", 8}, {"examples", {"03/04/2024"}}}));
}

TEST(Order, ConflictNamesBothSides) {
  std::vector<std::pair<int, std::string>> values = {
      {20, "25/12/2023"}, {1, "12/25/2023"}, {3, "03/04/2024"}};
  for (int i = 0; i < 500; ++i) {
    values.emplace_back(1, "13/0" + std::to_string(1 + i % 9) + "/" + std::to_string(1900 + i / 9));
  }
  const Json date = dates_of(values);
  EXPECT_EQ(date["evidence"], "conflict");
  EXPECT_EQ(date["candidates"], Json::array());
  EXPECT_EQ(date["proofs"]["dmy"]["count"], 520);
  EXPECT_EQ(date["proofs"]["mdy"], Json({{"count", 1}, {"examples", {"12/25/2023"}}}));
  EXPECT_EQ(date["formats"]["MM/dd/yyyy"]["count"], 1);
  EXPECT_EQ(date["formats"]["MM/dd/yyyy"]["examples"], Json::array({"12/25/2023"}));
  EXPECT_EQ(date["formats"]["dd/MM/yyyy"]["count"], 520);
  EXPECT_EQ(date["formats"]["dd/MM/yyyy | MM/dd/yyyy"]["count"], 3);
}

TEST(Order, TwoDigitYearsMayStandInFront) {
  // 24/12/10: the first could be day or year; 99/12/24 can only begin with its year.
  const ColumnProfile column = profile_of({{5, "24/12/10"}, {1, "99/12/24"}});
  EXPECT_EQ(column.date_order, Evidence::decided);
  EXPECT_EQ(column.convention.order, dates::Order::ymd);
  EXPECT_EQ(column.document["date"]["formats"]["yy/MM/dd"]["count"], 6);
  EXPECT_EQ(column.document["date"]["decided_by"], 1);
  EXPECT_EQ(column.min, "1999-12-24");
  EXPECT_EQ(column.max, "2024-12-10");
  EXPECT_EQ(profile_of({{5, "10/11/12"}}).document["date"]["candidates"],
            Json::array({"dmy", "mdy", "ymd"}));
}

TEST(Order, EitherCenturyStaysUndecidedWhenTheOrderIsDecided) {
  const ColumnProfile column = profile_of({{5, "25/12/45"}, {2, "03/04/24"}, {1, "25/12/24"}});
  EXPECT_EQ(column.convention.order, dates::Order::dmy);
  EXPECT_EQ(column.undecided, 5);
  EXPECT_EQ(column.max, "2024-12-25");
  EXPECT_EQ(column.document["date"]["undecided"]["century"]["count"], 5);
}

TEST(Doubt, ReasonsAreCounted) {
  const Json date = dates_of({{3, "2024-02-30"}, {1, "2024-01-01 25:00:00"}, {6, "2024-01-01"}});
  EXPECT_EQ(date["impossible"], 4);
  EXPECT_EQ(date["reasons"]["no_such_day"], Json({{"count", 3}, {"examples", {"2024-02-30"}}}));
  EXPECT_EQ(date["reasons"]["no_such_time"]["count"], 1);
}

TEST(Doubt, PartsOfADateStayText) {
  const ColumnProfile column = profile_of({{3, "2024-03"}, {2, "2024-W10"}, {1, "Mar 5 14:30"}});
  EXPECT_EQ(column.type, Type::text);
  const Json incomplete = column.document["date"]["incomplete"];
  EXPECT_EQ(incomplete["partial"]["count"], 5);
  EXPECT_EQ(incomplete["no_year"], Json({{"count", 1}, {"examples", {"Mar 5 14:30"}}}));
}

TEST(Doubt, SentinelsAreNamed) {
  const Json date = dates_of({{3, "1970-01-01"},
                              {2, "9999-12-31"},
                              {1, "0000-00-00"},
                              {1, "01/01/1900"},
                              {9, "2024-01-01"}});
  EXPECT_EQ(date["sentinels"],
            Json({{"0000-00-00", 1}, {"1900-01-01", 1}, {"1970-01-01", 3}, {"9999-12-31", 2}}));
}

TEST(Doubt, NotesAreCounted) {
  const Json notes = dates_of({{2, "Mon, 05 Mar 2024"}, {3, "Tue, 05 Mar 2024"}})["notes"];
  EXPECT_EQ(notes["weekday_mismatch"], 2);
}

Json warnings_of(const std::vector<std::pair<int, std::string>>& values) {
  return profile_of(values).document["warnings"];
}

TEST(LeaningToDates, CountsDatesOfEveryOrder) {
  const ColumnProfile column =
      profile_of({{172, "05/04/2024"}, {26, "05/05/2024"}, {1, "25/03/2024"}, {1, "03/25/2024"}});
  EXPECT_EQ(column.document["leaning"],
            Json({{"type", "date"}, {"count", 200}, {"undecided", 172}, {"share", 1.0}}));
  EXPECT_EQ(column.leaning.contradicting, 2);
  EXPECT_EQ(column.leaning.confidence, confidence_of(26, 200));
  EXPECT_EQ(column.document["warnings"][0], "text, but 200 of 200 values are dates");
}

TEST(LeaningToDates, TakesItsTypeFromTheFormOfTheImpossible) {
  EXPECT_EQ(profile_of({{5, "2024-02-30 10:00"}}).leaning.type, Type::timestamp);
  EXPECT_EQ(profile_of({{5, "2024-02-30T10:00:00Z"}}).leaning.type, Type::timestamptz);
  EXPECT_EQ(profile_of({{5, "30.2.2024"}}).leaning.type, Type::date);
}

TEST(Warnings, TellSkippedAndRepeatedTimesFromImpossibleDates) {
  EXPECT_EQ(warnings_of(
                {{100, "2024-03-31 02:30 Europe/Berlin"}, {90, "2024-10-27 02:30 Europe/Berlin"}}),
            Json::array({"100 values are local times that the clocks skipped",
                         "90 values are local times that came twice, and count as text"}));
  EXPECT_EQ(profile_of({{1, "2024-03-31 02:30 Europe/Berlin"}}).leaning.type, Type::timestamptz);
  EXPECT_EQ(warnings_of({{98, "2024-01-31 10:00"}, {1, "2024-01-31 25:00"}, {1, "2024-02-30"}}),
            Json::array({"1 value looks like a date but is in no calendar",
                         "1 value looks like a date but is on no clock"}));
}

TEST(Warnings, TellWhatPartsOfDatesLack) {
  EXPECT_EQ(warnings_of({{9, "2024-10"}, {1, "2024-W10"}}),
            Json::array({"10 values are months or weeks without a day, and count as text"}));
  EXPECT_EQ(warnings_of({{1, "Mar 5 14:30"}}),
            Json::array({"1 value is a date without a year, and counts as text"}));
  EXPECT_EQ(warnings_of({{1, "2024-03-05 10:00 IST"}}),
            Json::array({"1 value has a zone whose name several zones have, and counts as text"}));
  EXPECT_TRUE(profile_of({{9, "2024-10"}}).document["leaning"].is_null());
}

TEST(Warnings, SpeakOfNoDatesWhereFewValuesAreAboutThem) {
  EXPECT_EQ(warnings_of({{51, "1449-01-00 x"}, {25, "2024-02-30"}, {24, "25/03/2024"}}).size(), 0u);
  EXPECT_EQ(warnings_of({{50, "1449-01-00 x"}, {26, "2024-02-30"}, {24, "25/03/2024"}}).size(), 2u);
  EXPECT_EQ(warnings_of({{97, "7"}, {1, "2024-02-30"}, {1, "2024-10"}}), Json::array());
}

TEST(Warnings, NameSentinelsThatAreManyOrBoundTheRange) {
  EXPECT_EQ(
      warnings_of({{120, "2024-01-31"}, {40, "1900-01-01"}, {39, "9999-12-31"}}),
      Json::array({"40 values are 1900-01-01, which usually stands for none, and is the first "
                   "of the dates",
                   "39 values are 9999-12-31, which usually stands for none, and is the last "
                   "of the dates"}));
  EXPECT_EQ(warnings_of({{9990, "1960-01-31"}, {10, "1970-01-02"}, {9, "1970-01-01"}}),
            Json::array());
  EXPECT_EQ(warnings_of({{900, "1960-01-31"}, {10, "1970-01-02"}, {10, "1970-01-01"}}),
            Json::array({"10 values are 1970-01-01, which usually stands for none"}));
  EXPECT_EQ(warnings_of({{80, "2024-01-31"}, {20, "0000-00-00"}})[2],
            "20 values are 0000-00-00, which usually stands for none");
  EXPECT_EQ(warnings_of({{99, "x"}, {1, "1970-01-01"}}), Json::array());
}

TEST(Formats, OfIsoHasNoZoneName) {
  const ColumnProfile column = profile_of({{66, "2024-03-05 14:30:00 EST"},
                                           {34, "2024-03-05T14:30:00Z"},
                                           {3, "2024-03-05 14:30+02"},
                                           {5, "2024-03-05T14:30:00+01:00[Europe/Berlin]"}});
  EXPECT_EQ(column.type, Type::timestamptz);
  EXPECT_EQ(column.dates.iso[2], 37);
}

Json readings_of(const std::vector<std::pair<int, std::string>>& values) {
  return profile_of(values).document["number"]["date_readings"];
}

TEST(Ranges, StayWithinTheYearsThatCanBePrinted) {
  EXPECT_EQ(dates_of({{1, "9999-12-31T23:59:59-12:00"}})["max"],
            "9999-12-31 23:59:59.999999+00:00");
  EXPECT_EQ(dates_of({{1, "0001-01-01T00:00:00+14:00"}})["min"], "0001-01-01 00:00:00+00:00");
}

TEST(CountedDates, AreSuggestedWhereNearlyAllFit) {
  EXPECT_EQ(readings_of({{99, "1709649045"}, {1, "7"}}),
            Json::array({{{"reading", "epoch_seconds"},
                          {"count", 99},
                          {"share", 0.99},
                          {"options", {{"epoch", "s"}}}}}));
  EXPECT_EQ(readings_of({{98, "1709649045"}, {2, "7"}}), Json::array());
  EXPECT_EQ(readings_of({{1, "1709649045123"}})[0]["reading"], "epoch_milliseconds");
  EXPECT_EQ(readings_of({{1, "45356"}})[0]["reading"], "excel_days");
  EXPECT_EQ(readings_of({{1, "45356"}})[0]["options"], Json({{"excel", 1900}}));
  EXPECT_EQ(readings_of({{1, "20240305"}})[0]["reading"], "compact_date");
  EXPECT_EQ(readings_of({{1, "20240230"}}), Json::array());
  EXPECT_EQ(readings_of({{1, "20240305143000"}})[0]["reading"], "compact_timestamp");
  EXPECT_EQ(readings_of({{1, "20240305143060"}}), Json::array());
  EXPECT_EQ(profile_of({{1, "20240305"}}).type, Type::integer);
}

// What stands around a date goes into its layout, which decoding checks.
TEST(Bytes, WhateverIsAroundADateIsDecoded) {
  for (const char* text : {"Timestamp('2024-03-05', tz='昭和')", "Timestamp('2024-03-05', tz='年')",
                           "Timestamp('2024-03-05', tz='\x01')", "(\t2024-03-05)"}) {
    const ColumnSketch sketch = sketch_of({{1, text}});
    ASSERT_EQ(sketch.facts().of(Type::date), 1U) << text;
    std::vector<std::byte> bytes(sketch.encoded_size());
    sketch.encode(bytes);
    EXPECT_EQ(interpret(ColumnSketch::decode(bytes, heap())).document, interpret(sketch).document);
  }
}

TEST(Bytes, ManyFormatsRoundTripAndStaySmall) {
  ColumnSketch sketch(heap());
  std::mt19937 random(5);
  const auto two = [&](int most) {
    const std::string n = std::to_string(1 + random() % static_cast<unsigned>(most));
    return n.size() == 1 ? "0" + n : n;
  };
  constexpr const char* kSeparators[] = {"-", "/", "."};
  for (int i = 0; i < 60000; ++i) {
    const std::string s = kSeparators[random() % 3];
    std::string text = random() % 2 == 0
                           ? two(28) + s + two(12) + s + "2024"
                           : std::to_string(random() % 12 + 1) + s + two(28) + s + "2023";
    if (random() % 2 == 0) text += " " + two(12) + ":" + two(59);
    if (random() % 3 == 0)
      text = "2024-0" + std::to_string(random() % 9 + 1) + "-" + two(28) + "T" + two(12) + ":" +
             two(59) + ":" + two(59) + "." + std::to_string(random() % 1000000);
    sketch.add(Value::text(text));
  }
  std::vector<std::byte> bytes(sketch.encoded_size());
  EXPECT_LT(bytes.size(), 50u * 1024);
  sketch.encode(bytes);
  const ColumnSketch decoded = ColumnSketch::decode(bytes, heap());
  EXPECT_EQ(interpret(decoded).document, interpret(sketch).document);
  std::vector<std::byte> again(decoded.encoded_size());
  decoded.encode(again);
  EXPECT_EQ(again, bytes);
}

// Each item that a reader may put into a layout must be known to the decoder.
TEST(DateEvidence, StoresEveryWayOfWritingThatIsRead) {
  for (const char* text :
       {"May 6, 2021", "5 mars 2024", "2024-03-05 4:5:6", "Tue, 5 Mar 2024 14:30:45 -0800 (PST)",
        "2024\xE5\xB9\xB4"
        "3\xE6\x9C\x88"
        "5\xE6\x97\xA5",
        "2024-03-05T14:30:45+01:00[Europe/Paris]", "2024-W10-2", "1st March 2024 at 2:30 PM"}) {
    const ColumnSketch sketch = sketch_of({{3, text}});
    std::vector<std::byte> bytes(sketch.encoded_size());
    sketch.encode(bytes);
    const ColumnSketch decoded = ColumnSketch::decode(bytes, heap());
    EXPECT_EQ(interpret(decoded).document, interpret(sketch).document) << text;
  }
}
}  // namespace
}  // namespace tamis::profile
