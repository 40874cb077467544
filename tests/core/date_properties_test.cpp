// What holds for every date, shown on random ones: written in any way it reads as itself, or as in
// doubt just where it can be read in two ways; and reading depends on nothing but the date.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/dates/dates.h"
#include "core/dates/layout.h"
#include "core/dates/pattern.h"
#include "core/dates/serial.h"
#include "date_writer.h"

namespace {

using tamis::dates::Civil;
using tamis::dates::civil_from_days;
using tamis::dates::Count;
using tamis::dates::days_in_month;
using tamis::dates::Format;
using tamis::dates::format_iso;
using tamis::dates::kIsoBytes;
using tamis::dates::Layout;
using tamis::dates::Options;
using tamis::dates::Order;
using tamis::dates::patterns_of;
using tamis::dates::read;
using tamis::dates::read_as;
using tamis::dates::Reading;
using tamis::dates::Verdict;
using tamis::test::kept;
using tamis::test::kLanguages;
using tamis::test::Language;
using tamis::test::writes;
using tamis::test::written;

class Random {
 public:
  // From `least` to `most`, both included.
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(engine_);
  }
  template <typename Range>
  const auto& one_of(const Range& range) {
    return range[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(range.size()) - 1))];
  }

 private:
  std::mt19937_64 engine_{20240305};  // NOLINT: the same dates in every run
};

Civil random_instant(Random& random, int first_year = 1, int last_year = 9999) {
  Civil civil = civil_from_days(random.between(tamis::dates::days_from_civil(first_year, 1, 1),
                                               tamis::dates::days_from_civil(last_year, 12, 31)));
  civil.has_time = true;
  civil.hour = static_cast<std::int8_t>(random.between(0, 23));
  civil.minute = static_cast<std::int8_t>(random.between(0, 59));
  civil.second = static_cast<std::int8_t>(random.between(0, 59));
  civil.fraction_digits = static_cast<std::int8_t>(random.between(1, 9));
  civil.nanosecond = static_cast<std::int32_t>(random.between(0, 999'999'999));
  const int digits{civil.fraction_digits};
  for (std::int32_t unit = 1, i = 9; i >= digits; --i, unit *= 10) {
    civil.nanosecond -= civil.nanosecond % unit;
  }
  civil.has_offset = true;
  civil.offset_minutes = static_cast<std::int16_t>(random.between(-12 * 60, 14 * 60));
  return civil;
}

std::string iso(const Civil& civil, char separator = 'T') {
  std::array<char, kIsoBytes> buffer;
  return {buffer.data(), format_iso(civil, buffer, separator)};
}

std::string in_words(const Reading& reading) {
  switch (reading.verdict) {
    case Verdict::not_date: return "NOT_DATE";
    case Verdict::invalid: return "INVALID";
    case Verdict::ambiguous: return "AMBIGUOUS";
    case Verdict::date: return iso(reading.civil);
  }
  return "?";
}

// ---- what format_iso writes -------------------------------------------------------------------

TEST(DateProperties, EveryIsoFormReadsBack) {
  Random random;
  const auto expect_back = [](const Civil& civil) {
    for (const char separator : {'T', ' '}) {
      const std::string text = iso(civil, separator);
      const Reading reading = read(text);
      ASSERT_EQ(reading.verdict, Verdict::date) << text;
      ASSERT_EQ(reading.civil, civil) << text;
      Reading quoted = read('"' + text + '"');
      ASSERT_EQ(quoted.civil, civil) << text;
    }
  };
  for (int i = 0; i < 100'000; ++i) {
    Civil civil = random_instant(random);
    expect_back(civil);
    civil.fraction_digits = 0;
    civil.nanosecond = 0;
    expect_back(civil);
    civil.has_offset = false;
    civil.offset_minutes = 0;
    expect_back(civil);
    expect_back(kept("%Y-%m-%d", civil));
    expect_back(kept("%G-W%V", civil));
    // A month alone is one in the years that data is about; 1234-12 is rather a number.
    expect_back(kept("%Y-%m", random_instant(random, 1500, 2200)));
  }
}

// ---- what others write ------------------------------------------------------------------------

// How the order of a shape's numbers is told from the text.
enum class Numbers : std::uint8_t { settled, day_first, month_first, year_first };

struct Form {
  std::string_view layout;
  Numbers numbers = Numbers::settled;
  int first_year = 1;
  int last_year = 9999;
  Options options = {};
};

constexpr Options kOrdinal = {.iso_ordinal = true};

// Years of two digits that are in nobody's doubt, and those that are.
constexpr int kFirstYy = 1970;
constexpr int kLastYy = 2029;

constexpr Form kForms[] = {
    // ISO 8601
    {"%Y-%m-%d"},
    {"%Y-%m-%d %H:%M"},
    {"%Y-%m-%dT%H:%M:%S"},
    {"%Y-%m-%dT%H:%M:%S.%f%Z"},
    {"%Y-%m-%d %H:%M:%S,%f %z"},
    {"%Y-%m-%dT%H%M%S%Z"},
    {"%Y%m%dT%H%M%S%z"},
    {"%Y%m%d %H:%M:%S"},
    {"%Y%m%d", Numbers::settled, 1900, 2100},
    {"%Y%m%d%H%M%S", Numbers::settled, 1900, 2100},
    {"%Y%m%d%H%M%S.%f%Z", Numbers::settled, 1900, 2100},
    {"%Y%m%d%H%M.%S", Numbers::settled, 1900, 2100},
    {"%G-W%V-%u"},
    {"%G-W%V-%uT%H:%M:%S"},
    {"%GW%V%u"},
    {"%G-W%V"},
    {"%GW%V"},
    {"%Y-%m", Numbers::settled, 1500, 2200},
    {"%Y-%j", Numbers::settled, 1, 9999, kOrdinal},
    {"%Y%j", Numbers::settled, 1, 9999, kOrdinal},
    {"+00%Y-%m-%dT%H:%M:%S"},
    // the year in front
    {"%Y/%m/%d", Numbers::year_first},
    {"%Y/%n/%e %k:%M", Numbers::year_first},
    {"%Y.%m.%d %H:%M:%S"},
    {"%Y. %n. %e."},
    {"%Y:%m:%d %H:%M:%S"},
    {"%Y_%m_%d"},
    {"%Y-%n-%e %l:%M:%S %p"},
    {"%Y-%m-%d-%H.%M.%S.%f"},
    {"%Y-%c-%d"},
    {"%Y, %B %e"},
    {"%Y %B %e, %H:%M"},
    // the day in front
    {"%d/%m/%Y", Numbers::day_first},
    {"%e/%n/%Y %k:%M:%S", Numbers::day_first},
    {"%d.%m.%Y %H:%M", Numbers::day_first},
    {"%e. %n. %Y", Numbers::day_first},
    {"%d-%m-%Y %H:%M:%S.%f", Numbers::day_first},
    {"%d_%m_%Y", Numbers::day_first},
    {"%d %m %Y", Numbers::day_first},
    {"%d%m%Y", Numbers::day_first, 1900, 2100},
    {"%m%d%Y", Numbers::month_first, 1900, 2100},
    {"%e/%n/%y", Numbers::day_first, 1930, 2029},
    {"%d-%m-%y %H:%M", Numbers::day_first, 1930, 2029},
    {"%d.%m.%y, %H:%M:%S", Numbers::day_first, 1930, 2029},
    // the month in front
    {"%m/%d/%Y", Numbers::month_first},
    {"%n/%e/%Y %l:%M:%S %p", Numbers::month_first},
    {"%m-%d-%Y, %I:%M %p", Numbers::month_first},
    {"%m.%d.%Y %H:%M", Numbers::month_first},
    {"%n/%e/%y %k:%M", Numbers::month_first, 1930, 2029},
    // names
    {"%e %B %Y"},
    {"%d %b %Y"},
    {"%e. %B %Y %H:%M"},
    {"%A, %e. %B %Y"},
    {"%a %e %b %Y"},
    {"%d-%c-%Y"},
    {"%d-%b-%Y"},
    {"%d/%c/%Y:%H:%M:%S %z"},
    {"%d%c%Y"},
    {"%c-%d-%Y"},
    {"%B %e, %Y"},
    {"%A , %e %B , %Y"},
    {"%b %e, %Y %l:%M:%S %p"},
    {"%A, %B %e, %Y at %l:%M %p"},
    {"%B %Y", Numbers::settled, 1500, 2200},
    {"%e de %B de %Y"},
    {"%A %e %B %Y à %H:%M"},
    {"%A, %e. %B %Y um %H:%M:%S Uhr"},
    {"%A %e %B %Y om %k:%M uur"},
    {"%e %B %Y, %Hh%M"},
    {"%d-%c-%y %I.%M.%S.%f %p", Numbers::settled, kFirstYy, kLastYy},
    {"%e %b %y", Numbers::settled, kFirstYy, kLastYy},
    // systems
    {"%a, %d %b %Y %H:%M:%S %z"},
    {"%a, %d %b %Y %H:%M:%S %z (a comment)"},
    {"%A, %d-%c-%y %H:%M:%S %z", Numbers::settled, kFirstYy, kLastYy},
    {"%a %c %e %H:%M:%S %Y"},
    {"%a %c %d %H:%M:%S %z %Y"},
    {"%a %c %d %Y %H:%M:%S GMT%z"},
    {"%c %e %Y  %l:%M%p"},
    {"%c %e %Y %I:%M:%S:%f%p", Numbers::settled, 1753, 9999},
    {"[%d/%c/%Y:%H:%M:%S %z]"},
    {"D:%Y%m%d%H%M%S%z", Numbers::settled, 1900, 2100},
    {"TIMESTAMP '%Y-%m-%d %H:%M:%S'"},
    {"%H:%M:%S %d/%m/%Y", Numbers::day_first},
    {"%l:%M %p, %B %e, %Y"},
    // East Asia
    {"%Y年%n月%e日"},
    {"%Y年%m月%d日 %H時%M分%S秒"},
    {"%Y年%n月", Numbers::settled, 1500, 2200},
    {"%Y년 %n월 %e일"},
};

using Day = std::array<int, 3>;

bool is_day(const Day& day) {
  return day[1] >= 1 && day[1] <= 12 && day[2] >= 1 && day[2] <= days_in_month(day[0], day[1]);
}

// The days that three numbers can be, by every order and century that people use.
std::set<Day> days_of_numbers(int a, int b, int c, bool four_digits, bool padded) {
  std::set<Day> days;
  const auto add = [&](int year, int month, int day) {
    for (const int century : four_digits ? std::vector{0} : std::vector{1900, 2000}) {
      const bool doubtful = year >= 30 && year <= 69;
      if (!four_digits && !doubtful && (year < 30) != (century == 2000)) continue;
      if (is_day({century + year, month, day})) days.insert({century + year, month, day});
    }
  };
  add(c, b, a);
  add(c, a, b);
  if (!four_digits && (padded || a > 9)) add(a, b, c);
  return days;
}

// Whether people count such years today by another calendar, the Iranian or the Buddhist.
bool is_other_calendars(int year) {
  return (year >= 1300 && year <= 1499) || (year >= 2400 && year <= 2600);
}

bool has_several_readings(const Form& form, const Civil& civil) {
  const bool four_digits = writes(form.layout, "Y");
  switch (form.numbers) {
    case Numbers::settled: return false;
    case Numbers::year_first: return is_other_calendars(civil.year);
    default: break;
  }
  const bool day_first = form.numbers == Numbers::day_first;
  const int a = int{day_first ? civil.day : civil.month};
  const int b = int{day_first ? civil.month : civil.day};
  const auto days = days_of_numbers(a, b, four_digits ? civil.year : civil.year % 100, four_digits,
                                    writes(form.layout, "md"));
  return days.size() > 1 || (four_digits && is_other_calendars(civil.year));
}

// SQL Server writes milliseconds behind a colon.
Civil random_of(const Form& form, Random& random) {
  Civil civil = random_instant(random, form.first_year, form.last_year);
  if (form.layout.find(":%f") != std::string_view::npos) {
    civil.fraction_digits = 3;
    civil.nanosecond -= civil.nanosecond % 1'000'000;
  }
  return civil;
}

template <typename Check>
void for_random_dates(int times, Check check) {
  Random random;
  for (const Form& form : kForms) {
    const bool has_names = writes(form.layout, "AaBbc");
    for (const Language& language : kLanguages) {
      if (!has_names && language.code != "en") continue;
      for (int i = 0; i < times; ++i) check(form, language, random_of(form, random), random);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

TEST(DateProperties, WhatIsWrittenIsReadOrInDoubtWhereItIs) {
  for_random_dates(
      300, [](const Form& form, const Language& language, const Civil& civil, Random&) {
        const std::string text = written(form.layout, civil, language);
        const Reading reading = read(text, form.options);
        const bool doubt = has_several_readings(form, civil);
        EXPECT_EQ(in_words(reading), doubt ? "AMBIGUOUS" : iso(kept(form.layout, civil))) << text;
        if (!doubt) {
          EXPECT_EQ(reading.civil, kept(form.layout, civil)) << text;
        }
        EXPECT_EQ(reading.notes & tamis::dates::kWeekdayMismatch, 0) << text;
      });
}

// What an order makes of a form whose numbers it says: it knows nothing of other calendars. Eight
// digits that it can't make a date of may be a mere number.
void expect_decided(const Form& form, const std::string& text, const Options& options,
                    const Civil& civil) {
  const Reading reading = read(text, options);
  if (is_day({civil.year, civil.month, civil.day})) {
    const bool doubt = writes(form.layout, "Y") && is_other_calendars(civil.year);
    EXPECT_EQ(in_words(reading), doubt ? "AMBIGUOUS" : iso(civil)) << text;
  } else if (reading.verdict != Verdict::not_date ||
             text.find_first_not_of("0123456789") != std::string::npos) {
    EXPECT_EQ(reading.verdict, Verdict::invalid) << text;
  }
}

TEST(DateProperties, AnOrderReadsWhatWasWrittenInIt) {
  for_random_dates(
      2000, [](const Form& form, const Language& language, const Civil& civil, Random&) {
        if (form.numbers != Numbers::day_first && form.numbers != Numbers::month_first) return;
        const bool day_first = form.numbers == Numbers::day_first;
        const std::string text = written(form.layout, civil, language);
        Civil expected = kept(form.layout, civil);
        Options options{.order = day_first ? Order::dmy : Order::mdy, .two_digit_pivot = 30};
        expect_decided(form, text, options, expected);
        std::swap(expected.day, expected.month);
        options.order = day_first ? Order::mdy : Order::dmy;
        expect_decided(form, text, options, expected);
      });
}

// ---- what changes nothing ---------------------------------------------------------------------

std::string with_full_width_digits(std::string_view text) {
  std::string wide;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      wide += "\xEF\xBC";
      wide += static_cast<char>(0x90 + (c - '0'));
    } else {
      wide += c;
    }
  }
  return wide;
}

std::string with_spaces(std::string_view text, std::string_view space) {
  std::string other;
  for (const char c : text) other += c == ' ' ? space : std::string_view(&c, 1);
  return other;
}

std::string in_case(std::string text, int (*change)(int)) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x80) c = static_cast<char>(change(c));
  }
  return text;
}

std::string without_accents(std::string text) {
  constexpr std::array<std::array<std::string_view, 2>, 10> kPlain = {{{"ä", "a"},
                                                                       {"é", "e"},
                                                                       {"û", "u"},
                                                                       {"á", "a"},
                                                                       {"ç", "c"},
                                                                       {"ì", "i"},
                                                                       {"à", "a"},
                                                                       {"É", "E"},
                                                                       {"Ä", "A"},
                                                                       {"Û", "U"}}};
  for (const auto& [marked, plain] : kPlain) {
    for (std::size_t at = text.find(marked); at != std::string::npos; at = text.find(marked)) {
      text.replace(at, marked.size(), plain);
    }
  }
  return text;
}

TEST(DateProperties, DressChangesNothing) {
  for_random_dates(300,
                   [](const Form& form, const Language& language, const Civil& civil, Random&) {
                     const std::string text = written(form.layout, civil, language);
                     const std::string plain = in_words(read(text, form.options));
                     std::vector<std::string> others = {
                         "  " + text + "\t\r\n",
                         "\u00A0" + text + "\u3000",
                         with_spaces(text, "\u00A0"),
                         with_spaces(text, "\u202F"),
                         with_full_width_digits(text),
                         '"' + text + '"',
                         "`" + text + "`",
                         "\u201C" + text + "\u201D",
                         "( " + text + " )",
                         text + " ;",
                         without_accents(text),
                     };
                     if (!text.starts_with("D:")) {  // PDF's mark of a date is a capital
                       others.push_back(in_case(text, std::toupper));
                       others.push_back(in_case(text, std::tolower));
                     }
                     for (const std::string& other : others) {
                       EXPECT_EQ(in_words(read(other, form.options)), plain) << other;
                     }
                   });
}

// By each pattern that is found for a text, it is a date, and by one of them the one it was.
void expect_patterns_read(const std::string& text, const Options& options, const Civil& meant) {
  Layout layout;
  const Reading reading = read(text, options, &layout);
  bool found = false;
  for (const std::string& pattern : patterns_of(reading, layout)) {
    const std::array<Format, 1> formats = {Format::compile(pattern)};
    const Reading again = read_as(text, formats, {.two_digit_pivot = 30});
    ASSERT_EQ(again.verdict, Verdict::date) << text << " by " << pattern;
    if (reading.verdict == Verdict::date) {
      ASSERT_EQ(again.civil, reading.civil) << text << " by " << pattern;
    }
    found |= again.civil == meant;
  }
  EXPECT_TRUE(found) << text;
}

TEST(DateProperties, ADateReadsAgainByEachOfItsPatterns) {
  for_random_dates(
      300, [](const Form& form, const Language& language, const Civil& civil, Random&) {
        const std::string text = written(form.layout, civil, language);
        expect_patterns_read(text, form.options, kept(form.layout, civil));
        expect_patterns_read(with_full_width_digits(text), form.options, kept(form.layout, civil));
        if (text.starts_with("D:")) return;
        expect_patterns_read(in_case(text, std::tolower), form.options, kept(form.layout, civil));
      });
}

// Digits alone may be a longer date with more digits, and the fraction of a second a longer one.
bool takes_digits(std::string_view layout) {
  return layout.ends_with("%f") ||
         layout.find_first_not_of("%YmdHMSjGVu.") == std::string_view::npos;
}

TEST(DateProperties, JunkIsNotOverlooked) {
  for_random_dates(
      100, [](const Form& form, const Language& language, const Civil& civil, Random& random) {
        const std::string text = written(form.layout, civil, language);
        constexpr std::array<std::string_view, 12> kJunk = {
            "x", "q", "foo", "Lorem", "x9", "9x", "-xx", " kg", "%", "€", "Ж", "\\"};
        std::vector<std::string> junk = {std::string(random.one_of(kJunk))};
        if (!takes_digits(form.layout))
          junk.push_back(std::to_string(random.between(10'000, 99'999)));
        for (const std::string& more : junk) {
          for (const std::string& longer : {text + more, more + text}) {
            const Verdict verdict = read(longer, form.options).verdict;
            EXPECT_TRUE(verdict == Verdict::not_date || verdict == Verdict::invalid) << longer;
          }
        }
      });
}

// ---- what no length changes -------------------------------------------------------------------

// A second is far above what a megabyte takes byte by byte, and far below its square.
TEST(DateProperties, AMegabyteIsReadInNoTime) {
  constexpr std::size_t kMegabyte = 1 << 20;
  const std::array<Format, 2> formats = {Format::compile("d MMMM yyyy HH:mm"),
                                         Format::compile("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS")};
  for (const std::string_view unit :
       {"1", "1/", " ",           "(",      "((",     "a",  "ab ", "1a",   "-",
        ".", "'",  "\"",          "\u00A0", "é",      "年", "１",  "Jan ", "12:",
        "[", "]",  "2024-03-05 ", "DATE '", "/Date(", "m=", "+",   "\xFF", "e9"}) {
    std::string text;
    while (text.size() < kMegabyte) text += unit;
    for (const char* front : {"", "2024-03-05T14:30:45.", "5 March 2024 "}) {
      const std::string whole = front + text;
      const auto start = std::chrono::steady_clock::now();
      const Reading reading = read(whole);
      read_as(whole, formats, {});
      read_count(whole, Count::seconds, {});
      read_count(whole, Count::excel_1900, {});
      const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
      EXPECT_LT(taken.count(), 1.0) << front << unit;
      const bool blank = unit == " " || unit == "\u00A0";
      if (!blank && *front == '\0') {
        EXPECT_EQ(reading.verdict, Verdict::not_date) << unit;
      }
    }
  }
}

}  // namespace
