#include "core/dates/zones.h"

#include <gtest/gtest.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <new>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "core/dates/dates.h"

namespace {

using tamis::dates::abbreviation;
using tamis::dates::days_from_civil;
using tamis::dates::long_name;
using tamis::dates::NamedOffset;
using tamis::dates::Zone;
using Kind = NamedOffset::Kind;
using Found = Zone::Found;
using Local = Zone::Local;

// Allocations until one fails; negative: none does.
thread_local long allocations_left = -1;

}  // namespace

// There only in a build with the leak sanitizer.
extern "C" {
[[gnu::weak]] void __lsan_disable();  // NOLINT(bugprone-reserved-identifier)
[[gnu::weak]] void __lsan_enable();   // NOLINT(bugprone-reserved-identifier)
}

// Not inlined, or else the compiler sees memory of malloc given to delete.
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (allocations_left == 0) throw std::bad_alloc();
  if (allocations_left > 0) --allocations_left;
  if (void* p = std::malloc(size == 0 ? 1 : size)) return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }

namespace {

constexpr std::int64_t kDay = 86400;
const std::filesystem::path kDatabase = "/usr/share/zoneinfo";

#define SKIP_WITHOUT_DATABASE()                             \
  if (!std::filesystem::exists(kDatabase / "Europe/Paris")) \
  GTEST_SKIP() << "the tz database is not installed in " << kDatabase << " (package tzdata)"

std::int64_t seconds(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) {
  return days_from_civil(year, month, day) * kDay + hour * 3600 + minute * 60 + second;
}

Zone zone(std::string_view name) {
  Zone found;
  EXPECT_EQ(Zone::find(name, found), Found::yes) << name;
  return found;
}

void expect(const Zone::Offsets& offsets, Local local, int before, int after) {
  EXPECT_EQ(offsets.local, local);
  EXPECT_EQ(offsets.before, before);
  EXPECT_EQ(offsets.after, after);
}

// Every zone of the database by another way than the code's: files that start with TZif.
std::vector<std::string> all_zones() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kDatabase)) {
    const std::string name =
        std::filesystem::relative(entry.path().parent_path(), kDatabase) / entry.path().filename();
    const std::string plain = name.starts_with("./") ? name.substr(2) : name;
    if (plain.starts_with("right/") || plain.starts_with("posix/") || plain == "posixrules" ||
        plain == "localtime" || plain == "Factory" || !entry.is_regular_file()) {
      continue;
    }
    std::string magic(4, '\0');
    std::ifstream(entry.path(), std::ios::binary).read(magic.data(), 4);
    if (magic == "TZif") names.push_back(plain);
  }
  std::sort(names.begin(), names.end());
  return names;
}

// The C library's reading of the same database.
class Oracle {
 public:
  explicit Oracle(const std::string& name) {
    ::setenv("TZ", (":" + (kDatabase / name).string()).c_str(), 1);
    ::tzset();
  }
  ~Oracle() {
    ::unsetenv("TZ");
    ::tzset();
  }
  Oracle(const Oracle&) = delete;
  Oracle& operator=(const Oracle&) = delete;

  int offset(std::int64_t utc) const { return static_cast<int>(at(utc).tm_gmtoff); }
  std::tm at(std::int64_t utc) const {
    std::tm broken{};
    const auto t = static_cast<std::time_t>(utc);
    EXPECT_NE(::localtime_r(&t, &broken), nullptr);
    return broken;
  }
  // The first second of the other offset, where offsets at both ends differ.
  std::int64_t change(std::int64_t from, std::int64_t to) const {
    const int first = offset(from);
    while (to - from > 1) {
      const std::int64_t middle = from + (to - from) / 2;
      (offset(middle) == first ? from : to) = middle;
    }
    return to;
  }
};

// The first of all, because nothing may have been read before.
TEST(ZonesFirst, ShortageIsSaidAndForgotten) {
  SKIP_WITHOUT_DATABASE();
  // Later zones fail later: in the list, in the path, in cctz's table and in the zone itself.
  const std::vector<std::string> names = all_zones();
  ASSERT_GT(names.size(), 300U);
  std::size_t failed = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    Zone out;
    // cctz drops a few bytes where memory runs out.
    if (__lsan_disable != nullptr) __lsan_disable();
    allocations_left = static_cast<long>(i % 40);
    const Found found = Zone::find(names[i], out);
    allocations_left = -1;
    if (__lsan_enable != nullptr) __lsan_enable();
    if (found == Found::yes) continue;
    ASSERT_EQ(found, Found::no_memory) << names[i];
    ++failed;
    const Oracle oracle(names[i]);
    ASSERT_EQ(zone(names[i]).offset_at(-1'000'000), oracle.offset(-1'000'000)) << names[i];
  }
  EXPECT_GT(failed, 100U);
}

TEST(Zones, AreFoundInAnyCaseAndByOldNames) {
  SKIP_WITHOUT_DATABASE();
  const std::int64_t noon = seconds(2024, 3, 5, 12);
  for (const char* name : {"America/New_York", "america/new_york", "AMERICA/NEW_YORK", "US/Eastern",
                           "EST5EDT", "us/eastern"}) {
    EXPECT_EQ(zone(name).offset_at(noon), -5 * 3600) << name;
  }
  EXPECT_EQ(zone("Etc/GMT+5").offset_at(noon), -5 * 3600);
  EXPECT_EQ(zone("etc/gmt-14").offset_at(noon), 14 * 3600);
  EXPECT_EQ(zone("America/Argentina/ComodRivadavia").offset_at(noon), -3 * 3600);
  EXPECT_EQ(zone("America/Port-au-Prince").offset_at(noon), -5 * 3600);
  EXPECT_EQ(zone("UTC").offset_at(noon), 0);
  EXPECT_EQ(zone("utc").offset_at(noon), 0);
  EXPECT_EQ(Zone().offset_at(noon), 0);
  expect(Zone().offsets_of(noon), Local::once, 0, 0);
}

TEST(Zones, OthersAreNotFoundAndLeaveTheZoneAsItWas) {
  SKIP_WITHOUT_DATABASE();
  const std::vector<std::string> bad = {"",
                                        " ",
                                        "/",
                                        ".",
                                        "..",
                                        "Mars/Phobos",
                                        "XYZ",
                                        "Europe",
                                        "Europe/",
                                        "/Europe/Paris",
                                        "Europe//Paris",
                                        "Europe/Paris/",
                                        "Europe/Paris ",
                                        " Europe/Paris",
                                        "Europe/Pariss",
                                        "Europe/Pari",
                                        "../zoneinfo/Europe/Paris",
                                        "Europe/../Europe/Paris",
                                        "./Europe/Paris",
                                        "/usr/share/zoneinfo/Europe/Paris",
                                        "file:/usr/share/zoneinfo/Europe/Paris",
                                        "posix/Europe/Paris",
                                        "right/Europe/Paris",
                                        "posixrules",
                                        "localtime",
                                        "Factory",
                                        "leapseconds",
                                        "leap-seconds.list",
                                        "tzdata.zi",
                                        "zone.tab",
                                        "zone1970.tab",
                                        "iso3166.tab",
                                        "Fixed/UTC+05:00:00",
                                        "12",
                                        "+05",
                                        "Europe/Par\xC3\xADs",
                                        std::string("Europe/Paris\0", 13),
                                        std::string("Europe/Paris\0x", 14),
                                        std::string(64, 'a'),
                                        std::string(65, 'a'),
                                        std::string(100000, 'a'),
                                        "Europe\\Paris",
                                        "America/New York",
                                        "%n",
                                        "Europe/Paris\n"};
  for (const std::string& name : bad) {
    Zone kept = zone("Asia/Tokyo");
    EXPECT_EQ(Zone::find(name, kept), Found::no) << name;
    EXPECT_EQ(kept.offset_at(0), 9 * 3600) << name;
  }
}

TEST(Zones, EnvironmentHasNoSay) {
  SKIP_WITHOUT_DATABASE();
  ::setenv("TZDIR", "/nonexistent", 1);
  ::setenv("TZ", "Asia/Tokyo", 1);
  EXPECT_EQ(zone("Europe/Lisbon").offset_at(seconds(2024, 7, 5)), 3600);
  ::unsetenv("TZDIR");
  ::unsetenv("TZ");
}

TEST(Zones, SayWhetherALocalTimeCameOnceTwiceOrNever) {
  SKIP_WITHOUT_DATABASE();
  const Zone york = zone("America/New_York");
  expect(york.offsets_of(seconds(2024, 3, 10, 1, 59, 59)), Local::once, -18000, -18000);
  expect(york.offsets_of(seconds(2024, 3, 10, 2, 0)), Local::never, -18000, -14400);
  expect(york.offsets_of(seconds(2024, 3, 10, 2, 30)), Local::never, -18000, -14400);
  expect(york.offsets_of(seconds(2024, 3, 10, 2, 59, 59)), Local::never, -18000, -14400);
  expect(york.offsets_of(seconds(2024, 3, 10, 3, 0)), Local::once, -14400, -14400);
  expect(york.offsets_of(seconds(2024, 11, 3, 0, 59, 59)), Local::once, -14400, -14400);
  expect(york.offsets_of(seconds(2024, 11, 3, 1, 0)), Local::twice, -14400, -18000);
  expect(york.offsets_of(seconds(2024, 11, 3, 1, 30)), Local::twice, -14400, -18000);
  expect(york.offsets_of(seconds(2024, 11, 3, 2, 0)), Local::once, -18000, -18000);
  // Rules go on for ever.
  expect(york.offsets_of(seconds(9999, 3, 14, 2, 30)), Local::never, -18000, -14400);
  expect(york.offsets_of(seconds(9999, 12, 31, 23, 59, 59)), Local::once, -18000, -18000);

  const Zone howe = zone("Australia/Lord_Howe");  // its summer is half an hour
  expect(howe.offsets_of(seconds(2024, 10, 6, 2, 15)), Local::never, 37800, 39600);
  expect(howe.offsets_of(seconds(2024, 4, 7, 1, 45)), Local::twice, 39600, 37800);

  const Zone apia = zone("Pacific/Apia");  // changed sides of the date line
  expect(apia.offsets_of(seconds(2011, 12, 29, 23, 59, 59)), Local::once, -36000, -36000);
  expect(apia.offsets_of(seconds(2011, 12, 30, 0, 0)), Local::never, -36000, 50400);
  expect(apia.offsets_of(seconds(2011, 12, 30, 23, 59, 59)), Local::never, -36000, 50400);
  expect(apia.offsets_of(seconds(2011, 12, 31, 0, 0)), Local::once, 50400, 50400);
}

TEST(Zones, KnowLocalMeanTime) {
  SKIP_WITHOUT_DATABASE();
  const Zone paris = zone("Europe/Paris");
  const int mean = 9 * 60 + 21;
  expect(paris.offsets_of(seconds(1890, 6, 1)), Local::once, mean, mean);
  expect(paris.offsets_of(seconds(1, 1, 1)), Local::once, mean, mean);
  EXPECT_EQ(zone("Asia/Manila").offset_at(seconds(1800, 1, 1)), -(15 * 3600 + 56 * 60 + 8));
}

TEST(Zones, AllAgreeWithTheCLibraryAtAnyInstant) {
  SKIP_WITHOUT_DATABASE();
  std::mt19937_64 random(20240305);
  std::uniform_int_distribution<std::int64_t> ever(seconds(1, 1, 2), seconds(9999, 12, 30));
  std::uniform_int_distribution<std::int64_t> lately(seconds(1880, 1, 1), seconds(2100, 1, 1));
  const std::vector<std::string> names = all_zones();
  ASSERT_GT(names.size(), 300U);
  for (const std::string& name : names) {
    const Zone ours = zone(name);
    const Oracle oracle(name);
    for (int i = 0; i < 300; ++i) {
      const std::int64_t t = i % 2 == 0 ? ever(random) : lately(random);
      ASSERT_EQ(ours.offset_at(t), oracle.offset(t)) << name << " at " << t;
    }
  }
}

// What a local time in a window with one change is, from the offsets on both sides alone.
Zone::Offsets judged(std::int64_t local, std::int64_t change, int before, int after) {
  const bool first = local - before < change;
  const bool second = local - after >= change;
  if (first && second) return {Local::twice, before, after};
  if (!first && !second) return {Local::never, before, after};
  const int offset = first ? before : after;
  return {Local::once, offset, offset};
}

TEST(Zones, AllAgreeWithTheCLibraryAroundEveryChange) {
  SKIP_WITHOUT_DATABASE();
  constexpr std::int64_t kStep = 10 * kDay;
  constexpr std::int64_t kWindow = 2 * kDay;
  std::size_t changes = 0;
  std::size_t crowded = 0;
  for (const std::string& name : all_zones()) {
    const Zone ours = zone(name);
    const Oracle oracle(name);
    for (std::int64_t t = seconds(1860, 1, 1); t < seconds(2045, 1, 1); t += kStep) {
      const int before = oracle.offset(t);
      if (before == oracle.offset(t + kStep)) continue;
      const std::int64_t change = oracle.change(t, t + kStep);
      const int after = oracle.offset(change);
      if (oracle.offset(change - kWindow) != before || oracle.offset(change + kWindow) != after) {
        ++crowded;
        continue;
      }
      ++changes;
      const std::int64_t from = change + std::min(before, after);
      const std::int64_t to = change + std::max(before, after);
      for (const std::int64_t local : {from - 3600, from - 1, from, from + 1, (from + to) / 2,
                                       to - 1, to, to + 1, to + 3600}) {
        const Zone::Offsets expected = judged(local, change, before, after);
        const Zone::Offsets said = ours.offsets_of(local);
        ASSERT_EQ(said.local, expected.local) << name << " at local " << local;
        ASSERT_EQ(said.before, expected.before) << name << " at local " << local;
        ASSERT_EQ(said.after, expected.after) << name << " at local " << local;
      }
    }
  }
  EXPECT_GT(changes, 30'000U);
  EXPECT_LT(crowded, 100U);
}

TEST(Zones, ManyUnknownNamesCostNoMemory) {
  SKIP_WITHOUT_DATABASE();
  zone("Europe/Paris");
  std::string name = "Mars/Phobos_0000000";
  Zone out;
  allocations_left = 0;
  for (int i = 0; i < 1'000'000; ++i) {
    for (int rest = i, at = 18; rest > 0; rest /= 10, --at) {
      name[static_cast<std::size_t>(at)] = static_cast<char>('0' + rest % 10);
    }
    if (Zone::find(name, out) != Found::no) break;
  }
  const Found again = Zone::find("europe/paris", out);
  allocations_left = -1;
  EXPECT_EQ(again, Found::yes);
  EXPECT_EQ(name, "Mars/Phobos_0999999");
}

TEST(Zones, ThreadsMayAskAtOnce) {
  SKIP_WITHOUT_DATABASE();
  std::vector<std::string> names = all_zones();
  names.resize(60);
  std::array<std::vector<int>, 4> offsets;
  std::vector<std::thread> threads;
  for (auto& mine : offsets) {
    threads.emplace_back([&names, &mine] {
      for (const std::string& name : names) {
        Zone found;
        mine.push_back(Zone::find(name, found) == Found::yes ? found.offset_at(0) : -1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& mine : offsets) EXPECT_EQ(mine, offsets[0]);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Oracle oracle(names[i]);
    EXPECT_EQ(offsets[0][i], oracle.offset(0)) << names[i];
  }
}

NamedOffset known(int minutes, std::string_view place = {}) {
  return {Kind::known, static_cast<std::int16_t>(minutes), place};
}
constexpr NamedOffset kAmbiguous{Kind::ambiguous, 0, {}};
constexpr NamedOffset kUnknown;

TEST(Abbreviations, HaveTheOffsetOfRfc2822) {
  const std::map<std::string, int> rfc = {
      {"UT", 0},     {"GMT", 0},    {"EST", -300}, {"EDT", -240}, {"CST", -360}, {"CDT", -300},
      {"MST", -420}, {"MDT", -360}, {"PST", -480}, {"PDT", -420}, {"UTC", 0},    {"Z", 0}};
  for (const auto& [name, minutes] : rfc) EXPECT_EQ(abbreviation(name), known(minutes)) << name;
}

TEST(Abbreviations, AreKnownInAnyCase) {
  EXPECT_EQ(abbreviation("CEST"), known(120));
  EXPECT_EQ(abbreviation("cest"), known(120));
  EXPECT_EQ(abbreviation("Cest"), known(120));
  EXPECT_EQ(abbreviation("ChST"), known(600));
  EXPECT_EQ(abbreviation("NPT"), known(345));
  EXPECT_EQ(abbreviation("NST"), known(-210));
  EXPECT_EQ(abbreviation("MESZ"), known(120));
  EXPECT_EQ(abbreviation("MSK"), known(180, "Europe/Moscow"));
}

TEST(Abbreviations, OfSeveralZonesAreAmbiguous) {
  for (const char* name : {"IST", "BST", "AST", "SST", "GST", "AMT", "WST", "ADT", "ECT", "ACT",
                           "ist", "B", "m", "Y", "x"}) {
    EXPECT_EQ(abbreviation(name), kAmbiguous) << name;
  }
}

TEST(Abbreviations, OthersAreUnknown) {
  for (const char* name : {"",    "A",   "P",    "J",   "a",       "p",    "XYZ",         "AM",
                           "PM",  "ES",  "ESTT", "E5T", "EST ",    " EST", "E\xC3\x9FT",  "EST5EDT",
                           "Mon", "Mar", "BC",   "uhr", "EST\x01", "[EST", "ESTESTESTEST"}) {
    EXPECT_EQ(abbreviation(name), kUnknown) << name;
  }
  EXPECT_EQ(abbreviation(std::string_view("EST\0", 4)), kUnknown);
  EXPECT_EQ(abbreviation(std::string_view("\0EST", 4)), kUnknown);
  EXPECT_EQ(abbreviation(std::string_view("\0", 1)), kUnknown);
}

TEST(Abbreviations, SayWhatTheDatabaseSaysOrThatTheyAreInDoubt) {
  SKIP_WITHOUT_DATABASE();
  // RFC 2822 decides for these, and usage for KST (Pyongyang's half hour, 2015 to 2018).
  const std::set<std::string> decided = {"CST", "CDT", "PST", "PDT", "KST"};
  std::set<std::string> seen;
  for (const std::string& name : all_zones()) {
    const Oracle oracle(name);
    for (std::int64_t t = 0; t < seconds(2030, 1, 1); t += 20 * kDay) {
      const std::tm local = oracle.at(t);
      const std::string short_name = local.tm_zone;
      const NamedOffset said = abbreviation(short_name);
      if (said.kind != Kind::known || decided.contains(short_name)) continue;
      seen.insert(short_name);
      if (said.minutes * 60 == local.tm_gmtoff) continue;
      // Otherwise the zone that must agree catches it.
      ASSERT_FALSE(said.zone.empty()) << short_name << " in " << name << " at " << t;
      ASSERT_NE(zone(said.zone).offset_at(t), said.minutes * 60) << short_name << " in " << name;
    }
  }
  EXPECT_GT(seen.size(), 40U);
}

TEST(LongNames, HaveAnOffsetAndAZoneThatMustAgree) {
  EXPECT_EQ(long_name("Eastern Standard Time"), known(-300, "America/New_York"));
  EXPECT_EQ(long_name("eastern standard time"), known(-300, "America/New_York"));
  EXPECT_EQ(long_name("EASTERN DAYLIGHT TIME"), known(-240));
  EXPECT_EQ(long_name("Central European Summer Time"), known(120));
  EXPECT_EQ(long_name("Central European Standard Time"), known(60, "Europe/Warsaw"));
  EXPECT_EQ(long_name("Coordinated Universal Time"), known(0));
  EXPECT_EQ(long_name("W. Europe Standard Time"), known(60, "Europe/Berlin"));
  EXPECT_EQ(long_name("Romance Daylight Time"), known(120));
  EXPECT_EQ(long_name("AUS Eastern Standard Time"), known(600, "Australia/Sydney"));
  EXPECT_EQ(long_name("India Standard Time"), known(330, "Asia/Kolkata"));
  EXPECT_EQ(long_name("Lord Howe Daylight Time"), known(660));
  EXPECT_EQ(long_name("Arabian Standard Time"), kAmbiguous);
  EXPECT_EQ(long_name("Samoa Standard Time"), kAmbiguous);
}

TEST(LongNames, OthersAreUnknown) {
  for (const char* name :
       {"", "Standard Time", "Eastern", "Eastern Standard Tim", "Eastern Standard Timee",
        "Eastern  Standard Time", "EST", "Northern Standard Time", "America/New_York"}) {
    EXPECT_EQ(long_name(name), kUnknown) << name;
  }
  EXPECT_EQ(long_name(std::string(1000, 'e')), kUnknown);
}

// Every zone that must agree is there, and agrees in one half of a recent year.
TEST(LongNames, NameZonesThatCanAgree) {
  SKIP_WITHOUT_DATABASE();
  std::ifstream source(std::string(TAMIS_SOURCE_DIR) + "/core/dates/zone_long_names.cpp");
  std::ifstream short_source(std::string(TAMIS_SOURCE_DIR) + "/core/dates/zone_abbreviations.cpp");
  std::size_t places = 0;
  for (std::ifstream* file : {&source, &short_source}) {
    for (std::string line; std::getline(*file, line);) {
      const std::size_t from = line.find("{\"");
      if (from == std::string::npos) continue;
      const std::string name = line.substr(from + 2, line.find('"', from + 2) - from - 2);
      const NamedOffset said = file == &source ? long_name(name) : abbreviation(name);
      EXPECT_NE(said.kind, Kind::unknown) << name;
      if (said.zone.empty()) continue;
      ++places;
      const Zone place = zone(said.zone);
      const int winter = place.offset_at(seconds(2025, 1, 15)) / 60;
      const int summer = place.offset_at(seconds(2025, 7, 15)) / 60;
      EXPECT_TRUE(winter == said.minutes || summer == said.minutes)
          << name << ' ' << said.minutes << ' ' << winter << ' ' << summer;
    }
  }
  EXPECT_GT(places, 150U);
}

}  // namespace
