#include "core/profile/dry_run.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/types/types.h"

namespace tamis::profile {
namespace {

using types::Type;

constexpr std::array kTargets = {Type::boolean,     Type::integer, Type::decimal,
                                 Type::real,        Type::date,    Type::timestamp,
                                 Type::timestamptz, Type::uuid,    Type::text};

// All there is about dates, and what else is easily taken for another type.
std::vector<std::string> corpus() {
  std::vector<std::string> values = {"0",
                                     "1",
                                     "-0",
                                     "+0",
                                     "+1",
                                     "01",
                                     "1.0",
                                     "1.",
                                     ".5",
                                     "-.5",
                                     "12",
                                     "-12",
                                     "1,234",
                                     "1.234",
                                     "1,234.5",
                                     "1.234,5",
                                     "1 234",
                                     "12,5",
                                     "1'234",
                                     "1e3",
                                     "1E+3",
                                     "1e400",
                                     "-1e-400",
                                     "590E003",
                                     "999999999999999999",
                                     "1000000000000000000",
                                     "123456789012345.6789",
                                     "20240305",
                                     "-20240305",
                                     "+20240305",
                                     "20240305143000",
                                     "2024",
                                     "202403",
                                     "1709649000",
                                     "+2024-03-05",
                                     "-2024-03-05",
                                     ".2024-03-05",
                                     "2024.03",
                                     "05.03",
                                     "12.11.10",
                                     "12345678901234567890123456789012",
                                     "1234567890e123456789012345678901",
                                     "00000000-0000-0000-0000-000000000000",
                                     "{00000000-0000-0000-0000-000000000000}",
                                     "A45FE2B012344ABC8DEF1234567890AB",
                                     "true",
                                     "F",
                                     "yes",
                                     "No",
                                     "on",
                                     "OFF",
                                     "y",
                                     "tt",
                                     "$5",
                                     "5 EUR",
                                     "12%",
                                     "0x1f",
                                     "10.0.0.1",
                                     "a@b.ch",
                                     "http://a.ch",
                                     "{}",
                                     "[1]",
                                     "<a/>",
                                     "N/A",
                                     "-",
                                     "?",
                                     "NULL",
                                     "",
                                     " ",
                                     " 12 ",
                                     "\t1e3",
                                     "may",
                                     "2024-W10-3",
                                     "2024-065",
                                     "2024-03-05T24:00",
                                     "14:30",
                                     "P1D",
                                     "48.85, 2.35",
                                     "hello",
                                     "1 \xE2\x82\xAC",
                                     "\xFF"};
  std::ifstream file(TAMIS_SOURCE_DIR "/tests/core/date_cases.tsv");
  for (std::string line; std::getline(file, line);)
    values.push_back(line.substr(0, line.find('\t')));
  EXPECT_GT(values.size(), 500U);
  return values;
}

bool casts(const std::string& value, Type target, const types::Convention& convention) {
  std::array<char, types::kCanonicalBytes> out;
  std::string_view result;
  return types::try_cast(value, target, convention, out, result);
}

std::vector<types::Convention> conventions() {
  std::vector<types::Convention> all;
  for (const auto order :
       {dates::Order::none, dates::Order::dmy, dates::Order::mdy, dates::Order::ymd}) {
    for (const auto mark :
         {types::DecimalMark::none, types::DecimalMark::point, types::DecimalMark::comma}) {
      all.push_back({order, mark});
    }
  }
  return all;
}

TEST(Converts, NeverIsTrueOfEveryConvention) {
  for (const std::string& value : corpus()) {
    const Type type = types::read(value).type;
    for (const Type target : kTargets) {
      for (const types::Convention& convention : conventions()) {
        if (converts(type, target, convention) != Converts::never) continue;
        EXPECT_FALSE(casts(value, target, convention))
            << value << " is " << types::name_of(type) << ", to " << types::name_of(target);
      }
    }
  }
}

TEST(Converts, AlwaysIsTrueOfEveryConvention) {
  for (const std::string& value : corpus()) {
    const Type type = types::read(value).type;
    for (const Type target : kTargets) {
      for (const types::Convention& convention : conventions()) {
        if (converts(type, target, convention) != Converts::always) continue;
        EXPECT_TRUE(casts(value, target, convention))
            << value << " is " << types::name_of(type) << ", to " << types::name_of(target);
      }
    }
  }
}

TEST(DryRunType, NamesAreThoseOfTargets) {
  for (const Type target : kTargets) EXPECT_EQ(dry_run_type(types::name_of(target)), target);
  for (const char* name : {"", "Integer", "numeric", "empty", "missing", "invalid_date"}) {
    EXPECT_THROW(dry_run_type(name), Error) << name;
  }
}

}  // namespace
}  // namespace tamis::profile
