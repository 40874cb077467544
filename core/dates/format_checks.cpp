// What a pattern's fields must and must not say together.
#include <utility>

#include "core/dates/format_builder.h"

namespace tamis::dates {

using Kind = Field::Kind;

Part part_of(Kind kind) noexcept {
  switch (kind) {
    case Kind::year:
    case Kind::year2:
    case Kind::era_year:
    case Kind::week_year: return Part::year;
    case Kind::month:
    case Kind::month_name: return Part::month;
    case Kind::day:
    case Kind::day_of_year:
    case Kind::weekday_number: return Part::day;
    case Kind::weekday_name: return Part::weekday;
    case Kind::week: return Part::week;
    case Kind::hour24:
    case Kind::hour12: return Part::hour;
    case Kind::minute: return Part::minute;
    case Kind::second: return Part::second;
    case Kind::fraction: return Part::fraction;
    case Kind::half: return Part::half;
    case Kind::offset: return Part::offset;
    case Kind::zone_short:
    case Kind::zone_long:
    case Kind::zone_id: return Part::zone;
    case Kind::era: return Part::era;
    default: return Part::none;
  }
}

namespace {

constexpr std::string_view kPartNames[] = {"year",   "month",  "day",    "weekday",  "week",
                                           "hour",   "minute", "second", "fraction", "AM or PM",
                                           "offset", "zone",   "era"};

}  // namespace

// Of the field at `index`, that no earlier one says the same.
void FormatBuilder::check_once(std::size_t index) const {
  const Kind kind = format_.fields_[index].kind;
  const Part part = part_of(kind);
  for (std::size_t i = 0; i < index; ++i) {
    if (part_of(format_.fields_[i].kind) != part) continue;
    std::string hint;
    if (kind == Kind::month) hint = "MM is the month, mm are minutes.";
    if (kind == Kind::minute) hint = "mm are minutes, MM is the month.";
    if (part == Part::day) hint = "Write dd for the day of the month, DDD for the day of the year.";
    throw Problem{places_[index].at,
                  std::string(places_[index].letters) + " gives the " +
                      std::string(kPartNames[static_cast<std::size_t>(part)]) + " twice",
                  std::move(hint)};
  }
}

void FormatBuilder::check_week_year() const {
  const Place* const week_year = find(Kind::week_year);
  const Place* const week = find(Kind::week);
  if (week_year != nullptr && week == nullptr) {
    throw Problem{week_year->at, "YYYY is the year of ISO weeks, which differs around New Year",
                  "Write yyyy."};
  }
  if (week != nullptr && week_year == nullptr) {
    throw Problem{week->at, "ww needs the year of ISO weeks", "Write YYYY-'W'ww-e."};
  }
  const Place* const number = find(Kind::weekday_number);
  if (number != nullptr && week == nullptr) {
    throw Problem{number->at, "e is the weekday's number in a week", "Write YYYY-'W'ww-e."};
  }
  if (week != nullptr && (has(Part::month) || has(Kind::day) || has(Kind::day_of_year))) {
    throw Problem{week->at, "ww stands for month and day, which are there too",
                  "Write YYYY-'W'ww-e."};
  }
}

void FormatBuilder::check_date() const {
  if (!has(Part::year)) {
    throw Problem{0, "it has no year", "Write yyyy, or yy for two digits."};
  }
  check_week_year();
  const Place* const day_of_year = find(Kind::day_of_year);
  if (day_of_year != nullptr && has(Part::month)) {
    throw Problem{day_of_year->at, "DDD is the day of the year, and there is a month",
                  "Write dd for the day of the month."};
  }
  if (!has(Part::month) && day_of_year == nullptr && !has(Kind::week)) {
    const Place* const minute = find(Kind::minute);
    if (minute != nullptr && !has(Part::hour)) {
      throw Problem{minute->at, "mm are minutes", "Write MM for the month."};
    }
    throw Problem{0, "it has no month", "Write MM, M, MMM or MMMM."};
  }
  if (!has(Part::day) && has(Part::hour)) {
    throw Problem{0, "it has a time without a day",
                  has(Kind::week) ? "Write e for the weekday." : "Write dd or d for the day."};
  }
}

void FormatBuilder::check_time() const {
  const Place* const minute = find(Kind::minute);
  if (minute != nullptr && !has(Part::hour)) {
    throw Problem{minute->at, "mm are minutes, and there is no hour", "Write MM for the month."};
  }
  const auto needs = [&](Part part, Part other, std::string_view what, std::string_view hint) {
    if (const Place* place = find(part); place != nullptr && !has(other)) {
      throw Problem{place->at, std::string(place->letters).append(" ").append(what),
                    std::string(hint)};
    }
  };
  needs(Part::second, Part::minute, "are seconds, and there are no minutes", "Write mm before ss.");
  needs(Part::fraction, Part::second, "is a fraction of a second, and there is no second",
        "Write ss for seconds.");
  needs(Part::offset, Part::hour, "is an offset, and there is no time", "Write HH:mm before it.");
  needs(Part::zone, Part::hour, "is a zone, and there is no time", "Write HH:mm before it.");
  if (const Place* hour = find(Kind::hour12); hour != nullptr && !has(Kind::half)) {
    throw Problem{hour->at, std::string(hour->letters) + " is 1 to 12 and needs a",
                  hour->letters.size() == 2 ? "Write HH for hours from 0 to 23."
                                            : "Write H for hours from 0 to 23."};
  }
  if (const Place* half = find(Kind::half); half != nullptr && !has(Kind::hour12)) {
    throw Problem{half->at, "a is AM or PM and needs an hour from 1 to 12", "Write hh or h."};
  }
}

void FormatBuilder::check_parts() const {
  check_date();
  check_time();
  const Place* const era_year = find(Kind::era_year);
  if (era_year != nullptr && !has(Kind::era)) {
    throw Problem{era_year->at, "y alone is the year of an era",
                  "Write yyyy, or yy for two digits."};
  }
}

// A field of one or two digits directly before another number could end in two places.
void FormatBuilder::check_widths() const {
  const std::vector<Field>& fields = format_.fields_;
  for (std::size_t i = 0; i + 1 < fields.size(); ++i) {
    const auto is_number = [](const Field& f) {
      return f.kind <= Kind::second || f.kind == Kind::fraction;
    };
    if (!is_number(fields[i]) || fields[i].least == fields[i].most || !is_number(fields[i + 1])) {
      continue;
    }
    const std::string_view letters = places_[i].letters;
    std::string hint("Write ");
    hint.append(letters).append(letters).append(".");
    throw Problem{places_[i].at,
                  std::string(letters).append(" may be one digit or two, and digits follow it"),
                  std::move(hint)};
  }
}

}  // namespace tamis::dates
