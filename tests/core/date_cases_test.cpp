// Tables of texts, each with what it means: one of the project, one shared with its issue. A family
// that ends in @hint says which option its texts are read with.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "core/dates/dates.h"
#include "core/dates/serial.h"

namespace {

using tamis::dates::Civil;
using tamis::dates::Count;
using tamis::dates::epoch_microseconds;
using tamis::dates::format_iso;
using tamis::dates::kIsoBytes;
using tamis::dates::Options;
using tamis::dates::Order;
using tamis::dates::read;
using tamis::dates::Reading;
using tamis::dates::Verdict;

constexpr const char* kShared = TAMIS_SHARED_DIR "/cases/dates.tsv";
constexpr const char* kOurs = TAMIS_SOURCE_DIR "/tests/core/date_cases.tsv";

struct Case {
  std::string input;
  std::string expected;
  std::string family;
  std::string note;
};

std::vector<Case> cases_of(const char* path) {
  std::ifstream file(path);
  std::vector<Case> cases;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::stringstream fields(line);
    Case c;
    std::getline(fields, c.input, '\t');
    std::getline(fields, c.expected, '\t');
    std::getline(fields, c.family, '\t');
    std::getline(fields, c.note, '\t');
    cases.push_back(c);
  }
  return cases;
}

std::string said(const Reading& reading) {
  switch (reading.verdict) {
    case Verdict::not_date: return "NOT_DATE";
    case Verdict::invalid: return "INVALID";
    case Verdict::ambiguous: return "AMBIGUOUS";
    case Verdict::date: break;
  }
  std::array<char, kIsoBytes> buffer;
  return std::string(buffer.data(), format_iso(reading.civil, buffer));
}

Count unit_of(const std::string& note) {
  const std::vector<std::pair<std::string, Count>> units = {{"WebKit", Count::webkit},
                                                            {"FILETIME", Count::filetime},
                                                            {"Cocoa", Count::cocoa},
                                                            {"HFS", Count::hfs},
                                                            {"NTP", Count::ntp},
                                                            {"ticks", Count::dotnet_ticks},
                                                            {"unit=days", Count::unix_days},
                                                            {"unit=ms", Count::milliseconds},
                                                            {"unit=us", Count::microseconds},
                                                            {"unit=ns", Count::nanoseconds}};
  for (const auto& [name, unit] : units) {
    if (note.find(name) != std::string::npos) return unit;
  }
  return Count::seconds;
}

Count count_of(const Case& c) {
  if (c.family == "excel_1900@hint") return Count::excel_1900;
  if (c.family == "excel_1904@hint") return Count::excel_1904;
  if (c.family == "julian@hint") return Count::julian;
  return c.family == "epoch@hint" ? unit_of(c.note) : Count::none;
}

Reading read_case(const Case& c) {
  Options options;
  if (c.family == "dmy@hint") options.order = Order::dmy;
  if (c.family == "mdy@hint") options.order = Order::mdy;
  options.iso_ordinal = c.family == "iso_ordinal@hint";
  const Count count = count_of(c);
  return count == Count::none ? read(c.input, options)
                              : tamis::dates::read_count(c.input, count, options);
}

// The same day, clock or instant, at the same precision.
bool same_meaning(const Civil& a, const Civil& b) {
  return a.has_time == b.has_time && a.has_offset == b.has_offset && a.precision == b.precision &&
         epoch_microseconds(a) == epoch_microseconds(b) && a.nanosecond == b.nanosecond;
}

// Years beyond 9999 and before 1 are out of range for us, where the tables write them in ISO's
// expanded form.
bool is_expanded_year(const Case& c) {
  return c.expected[0] == '+' || c.expected[0] == '-' || c.expected.starts_with("0000-");
}

bool is_date(const Case& c) {
  return c.expected != "NOT_DATE" && c.expected != "INVALID" && c.expected != "AMBIGUOUS";
}

bool is_read_as_expected(const Case& c, const Reading& reading) {
  if (c.expected == "AMBIGUOUS") return reading.verdict == Verdict::ambiguous;
  if (is_date(c) && !is_expanded_year(c)) {
    const Reading meant = read(c.expected);
    return meant.verdict == Verdict::date && reading.verdict == Verdict::date &&
           same_meaning(reading.civil, meant.civil);
  }
  return reading.verdict == Verdict::not_date || reading.verdict == Verdict::invalid;
}

class DateCases : public testing::TestWithParam<const char*> {};

TEST_P(DateCases, EveryTextIsReadAsTheTableSays) {
  const std::vector<Case> cases = cases_of(GetParam());
  if (cases.empty() && GetParam() == kShared) GTEST_SKIP() << "no such table: " << kShared;
  ASSERT_GE(cases.size(), 500U);
  for (const Case& c : cases) {
    const Reading reading = read_case(c);
    EXPECT_TRUE(is_read_as_expected(c, reading)) << c.input << " (" << c.family << ") is "
                                                 << c.expected << ", was read as " << said(reading);
  }
}

INSTANTIATE_TEST_SUITE_P(Tables, DateCases, testing::Values(kOurs, kShared));

}  // namespace
