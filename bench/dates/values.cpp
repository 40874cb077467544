#include "bench/dates/values.h"

#include <algorithm>
#include <initializer_list>
#include <span>

#include "core/dates/dates.h"

namespace tamis::bench {
namespace {

constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
// 1970-01-01 was a Thursday.
constexpr std::string_view kWeekdays[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
constexpr std::string_view kZones[] = {"UTC", "GMT",  "EST", "EDT", "PST",          "CET",
                                       "MSK", "CEST", "PDT", "Z",   "Europe/Paris", "Asia/Tokyo"};

constexpr std::string_view kFirstNames[] = {"James", "Mary",  "May",   "Augusta", "Wei",   "Fatima",
                                            "Pavel", "Linda", "Marco", "June",    "April", "Sunita",
                                            "Omar",  "Sarah", "Jan",   "Monica",  "David", "Julia"};
constexpr std::string_view kLastNames[] = {
    "Smith",  "Johnson", "Marsh", "O'Brien", "Decker", "van der Berg", "Novak", "Tanaka",
    "Friday", "Rossi",   "Maier", "Junker",  "Okafor", "Martinez",     "Price", "Oconnor"};
constexpr std::string_view kOtherFirstNames[] = {"José", "Zoë",   "Łukasz",  "Jürgen", "François",
                                                 "Åsa",  "Élise", "Дмитрий", "Ольга",  "Đorđe"};
constexpr std::string_view kOtherLastNames[] = {"García",  "Müller",   "Wójcik", "Brontë", "Núñez",
                                                "Öztürk",  "Sørensen", "Петров", "Łaski",  "Žižek",
                                                "Lefèvre", "Ångström", "Иванова"};
constexpr std::string_view kProducts[] = {
    "Wireless mouse, black", "Decaf coffee beans", "Marker pens, set of 12",
    "USB-C cable 2 m",       "Second-hand laptop", "Desk lamp",
    "Monitor arm, dual",     "Printer cartridge",  "Octopus clamp",
    "Sunscreen, factor 5",   "Thumb screw M3",     "Notebook A5, dotted"};
constexpr std::string_view kStreets[] = {
    "Baker Street", "Downing Street", "March Lane",   "Amphitheatre Parkway", "Main St.",
    "Mayfair Road", "Rue de Rivoli",  "Sunset Blvd.", "Church Lane",          "5th Avenue"};
constexpr std::string_view kTowns[] = {"London",    "Augsburg", "Springfield", "Paris",
                                       "Sheffield", "Decatur",  "Porto",       "Julianadorp"};
constexpr std::string_view kSubjects[] = {"The printer",  "My laptop",         "Our shared mailbox",
                                          "March report", "The second screen", "Wednesday's backup",
                                          "VPN access",   "A new starter"};
constexpr std::string_view kTroubles[] = {
    "is out of paper again", "won't start",         "needs a reset",       "may have been moved",
    "is slow since Monday",  "shows an error",      "could not be set up", "sat in the queue",
    "asks for a password",   "fails with code 0x80"};
constexpr std::string_view kDomains[] = {"example.com", "example.org", "mail.example.net"};
constexpr std::string_view kMissing[] = {"N/A", "?", "-", "null", "unknown", "TBC"};
constexpr std::string_view kImpossible[] = {"2024-02-30 10:00:00", "2023-13-01", "31 June 2019",
                                            "2021-04-31", "1999-12-10 25:00:00"};

void number(std::string& out, int value, std::size_t width = 1) {
  const std::string digits = std::to_string(value);
  out.append(width > digits.size() ? width - digits.size() : 0, '0').append(digits);
}

dates::Civil random_day(Random& random) {
  constexpr auto kFirst = static_cast<int>(dates::days_from_civil(1950, 1, 1));
  constexpr auto kEnd = static_cast<int>(dates::days_from_civil(2050, 1, 1));
  return dates::civil_from_days(random.between(kFirst, kEnd));
}

void year_month_day(const dates::Civil& day, char separator, std::string& out) {
  number(out, day.year, 4);
  out += separator;
  number(out, day.month, 2);
  out += separator;
  number(out, day.day, 2);
}

void month_day_year(const dates::Civil& day, std::string& out) {
  number(out, day.month, 2);
  out += '/';
  number(out, day.day, 2);
  out += '/';
  number(out, day.year, 4);
}

void hour_minute(Random& random, std::string& out) {
  number(out, random.between(0, 24), 2);
  out += ':';
  number(out, random.between(0, 60), 2);
}

void clock(Random& random, std::string& out) {
  hour_minute(random, out);
  out += ':';
  number(out, random.between(0, 60), 2);
}

std::string_view month_name(const dates::Civil& day) { return kMonths[day.month - 1]; }
std::string_view short_month(const dates::Civil& day) { return month_name(day).substr(0, 3); }

void iso_timestamp(Random& random, std::size_t /*row*/, std::string& out) {
  year_month_day(random_day(random), '-', out);
  out += ' ';
  clock(random, out);
}

void iso_date(Random& random, std::size_t /*row*/, std::string& out) {
  year_month_day(random_day(random), '-', out);
}

void iso_milliseconds(Random& random, std::size_t /*row*/, std::string& out) {
  year_month_day(random_day(random), '-', out);
  out += 'T';
  clock(random, out);
  out += '.';
  number(out, random.between(0, 1000), 3);
}

void iso_zulu(Random& random, std::size_t row, std::string& out) {
  iso_milliseconds(random, row, out);
  out += 'Z';
}

void us_date(Random& random, std::size_t /*row*/, std::string& out) {
  month_day_year(random_day(random), out);
}

void us_timestamp(Random& random, std::size_t /*row*/, std::string& out) {
  month_day_year(random_day(random), out);
  out += ' ';
  clock(random, out);
}

// Aug 31, 2006
void month_first(Random& random, std::size_t /*row*/, std::string& out) {
  const dates::Civil day = random_day(random);
  out.append(short_month(day)) += ' ';
  number(out, day.day);
  out += ", ";
  number(out, day.year);
}

// 10 March 2005 22:23
void day_first(Random& random, std::size_t /*row*/, std::string& out) {
  const dates::Civil day = random_day(random);
  number(out, day.day);
  (out += ' ').append(month_name(day)) += ' ';
  number(out, day.year);
  out += ' ';
  hour_minute(random, out);
}

// Tue, 10 Apr 2007 12:00:00 +0000: at UTC, so that readers that ignore the offset agree.
void rfc_2822(Random& random, std::size_t /*row*/, std::string& out) {
  const dates::Civil day = random_day(random);
  const std::int64_t days = dates::days_from_civil(day.year, day.month, day.day);
  out.append(kWeekdays[(days % 7 + 7) % 7]) += ", ";
  number(out, day.day, 2);
  (out += ' ').append(short_month(day)) += ' ';
  number(out, day.year);
  out += ' ';
  clock(random, out);
  out += " +0000";
}

// Feb 11 2027 3:48AM
void sql_server(Random& random, std::size_t /*row*/, std::string& out) {
  const dates::Civil day = random_day(random);
  out.append(short_month(day)) += ' ';
  number(out, day.day);
  out += ' ';
  number(out, day.year);
  out += ' ';
  number(out, random.between(1, 13));
  out += ':';
  number(out, random.between(0, 60), 2);
  out += random.between(0, 2) == 0 ? "AM" : "PM";
}

void compact(Random& random, std::size_t /*row*/, std::string& out) {
  const dates::Civil day = random_day(random);
  number(out, day.year * 10000 + day.month * 100 + day.day);
}

// 17-SEP-2018
void oracle(Random& random, std::size_t /*row*/, std::string& out) {
  const dates::Civil day = random_day(random);
  number(out, day.day, 2);
  out += '-';
  for (const char c : short_month(day)) out += static_cast<char>(c & ~0x20);
  out += '-';
  number(out, day.year);
}

void slashed(Random& random, std::size_t /*row*/, std::string& out) {
  year_month_day(random_day(random), '/', out);
  out += ' ';
  clock(random, out);
}

constexpr Kind kMixed[] = {{"iso_milliseconds", iso_milliseconds},
                           {"iso_date", iso_date},
                           {"month_first", month_first},
                           {"day_first", day_first},
                           {"us_timestamp", us_timestamp},
                           {"rfc_2822", rfc_2822},
                           {"sql_server", sql_server},
                           {"compact", compact},
                           {"oracle", oracle},
                           {"slashed", slashed}};

void mixed(Random& random, std::size_t row, std::string& out) {
  kMixed[row % std::size(kMixed)].append(random, row, out);
}

// In rotation the processor learns which form comes next; here it can't.
void shuffled(Random& random, std::size_t row, std::string& out) {
  random.one_of(kMixed).append(random, row, out);
}

void zone_name(Random& random, std::size_t row, std::string& out) {
  iso_timestamp(random, row, out);
  (out += ' ').append(random.one_of(kZones));
}

void integer(Random& random, std::size_t /*row*/, std::string& out) {
  constexpr int kLargest[] = {1000, 100000, 10000000, 2000000000};
  number(out, random.between(0, random.one_of(kLargest)));
}

void plain_name(Random& random, std::size_t /*row*/, std::string& out) {
  out.append(random.one_of(kFirstNames)) += ' ';
  out += static_cast<char>('A' + random.between(0, 26));
  out += static_cast<char>('a' + random.between(0, 26));
  (out += "a ").append(random.one_of(kLastNames));
}

void accented_name(Random& random, std::size_t /*row*/, std::string& out) {
  out.append(random.one_of(kOtherFirstNames)) += ' ';
  out += static_cast<char>('A' + random.between(0, 26));
  out += static_cast<char>('a' + random.between(0, 26));
  (out += "a ").append(random.one_of(kOtherLastNames));
}

void product(Random& random, std::size_t /*row*/, std::string& out) {
  out.append(random.one_of(kProducts)) += ' ';
  number(out, random.between(1, 10000));
}

void address(Random& random, std::size_t /*row*/, std::string& out) {
  number(out, random.between(1, 2500));
  (out += ' ').append(random.one_of(kStreets)).append(", ").append(random.one_of(kTowns));
}

// INC0000045, SKU-48213-BL, 12-4821-A
void code(Random& random, std::size_t row, std::string& out) {
  switch (row % 3) {
    case 0: number(out += "INC", random.between(0, 10000000), 7); break;
    case 1:
      number(out += "SKU-", random.between(0, 100000), 5);
      out += "-BL";
      break;
    default:
      number(out, random.between(10, 100));
      number(out += '-', random.between(0, 10000), 4);
      (out += '-') += static_cast<char>('A' + random.between(0, 26));
  }
}

void email(Random& random, std::size_t /*row*/, std::string& out) {
  for (const char c : random.one_of(kFirstNames)) out += static_cast<char>(c | 0x20);
  number(out += '.', random.between(1, 10000));
  (out += '@').append(random.one_of(kDomains));
}

void sentence(Random& random, std::size_t /*row*/, std::string& out) {
  out.append(random.one_of(kSubjects)).append(" ").append(random.one_of(kTroubles));
  number(out += " since ticket ", random.between(1, 100000));
}

constexpr Kind kText[] = {{"name", plain_name},  {"accented_name", accented_name},
                          {"product", product},  {"address", address},
                          {"code", code},        {"email", email},
                          {"sentence", sentence}};

void free_text(Random& random, std::size_t /*row*/, std::string& out) {
  random.one_of(kText).append(random, static_cast<std::size_t>(random.between(0, 3)), out);
}

// What a text column of dates holds before anyone has cleaned it: of 16 values 10 are dates, the
// rest free text, numbers, missing markers and days that never were.
void dirty(Random& random, std::size_t row, std::string& out) {
  const int which = random.between(0, 16);
  if (which < 10) return shuffled(random, row, out);
  if (which < 13) return free_text(random, row, out);
  if (which == 13) return integer(random, row, out);
  out.append(which == 14 ? random.one_of(kMissing) : random.one_of(kImpossible));
}

constexpr Kind kOwn[] = {{"iso_timestamp", iso_timestamp},
                         {"iso_zulu", iso_zulu},
                         {"us_date", us_date},
                         {"mixed", mixed},
                         {"shuffled", shuffled},
                         {"zone_name", zone_name},
                         {"integer", integer},
                         {"free_text", free_text},
                         {"dirty", dirty}};

}  // namespace

const Kind* find_kind(std::string_view name) noexcept {
  for (const std::span<const Kind> group : {std::span<const Kind>(kOwn), {kMixed}, {kText}}) {
    const auto found = std::ranges::find(group, name, &Kind::name);
    if (found != group.end()) return &*found;
  }
  return nullptr;
}

}  // namespace tamis::bench
