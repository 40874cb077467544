#include "core/history/dimension/dim_date.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "core/dates/calendar.h"
#include "core/dates/normalize.h"
#include "core/document/options.h"
#include "core/error/error.h"
#include "core/history/dimension/day_names.h"
#include "core/history/messages.h"

namespace tamis::history {
namespace {

using document::Json;
using document::Options;
using engine::Column;
using engine::ColumnType;
using engine::Relation;

constexpr int kDaysBetweenChecks = 4096;

struct DimDateSettings {
  FiscalYear fiscal;
  const DayNames* names = nullptr;
  std::array<bool, 8> weekend{};  // by weekday
  std::string holidays;           // empty: none
  std::string holiday_date;
  std::string holiday_name;  // empty: the column "name", if there is one
};

const DayNames* read_language(Options& options) {
  const std::string language = options.string("language", "en");
  if (const DayNames* names = day_names(language)) return names;
  std::vector<std::string_view> known;
  for (const DayNames& names : all_day_names()) known.push_back(names.language);
  throw Error(Code::invalid_option,
              "option \"language\" of " + std::string(kDimDate) + " must be one of " +
                  listed(known.data(), known.size()),
              "Got " + in_quotes(language) + ".");
}

std::array<bool, 8> read_weekend(Options& options) {
  Json given = options.raw("weekend");
  if (given.is_null()) given = Json::array({6, 7});
  std::array<bool, 8> weekend{};
  bool good = given.is_array();
  for (const Json& day : given) {
    good = good && day.is_number_integer() && day >= 1 && day <= 7;
    if (good) weekend[day.get<std::size_t>()] = true;
  }
  if (good) return weekend;
  throw Error(Code::invalid_option,
              "option \"weekend\" of " + std::string(kDimDate) +
                  " must be an array of weekdays, 1 Monday to 7 Sunday",
              "Got " + in_quotes(document::canonical(given)) + ".", "Saturday and Sunday: [6, 7].");
}

DimDateSettings read_settings(std::string_view text) {
  Options options = Options::from_text(text, kDimDate);
  DimDateSettings settings;
  settings.fiscal.start = static_cast<int>(options.integer("fiscal_start", 1, 1, 12));
  settings.fiscal.named_by_end = options.choice("fiscal_name", {"start", "end"}, "end") == "end";
  settings.names = read_language(options);
  settings.weekend = read_weekend(options);
  settings.holidays = options.string("holidays", "");
  settings.holiday_date = options.string("holiday_date", "date");
  settings.holiday_name = options.string("holiday_name", "");
  options.finish();
  return settings;
}

std::int64_t day_of(std::string_view text, std::string_view argument) {
  const dates::Reading reading = dates::read(text);
  if (reading.verdict == dates::Verdict::date &&
      dates::loss_as_date(reading) == dates::Loss::none) {
    return dates::days_of(reading.civil);
  }
  throw Error(Code::invalid_value,
              "argument " + in_quotes(argument) + " of " + std::string(kDimDate) +
                  " is no day: " + in_quotes(text),
              {}, "Write it as 2024-03-05.");
}

// The holidays of a table from one day to another, each day once.
class Holidays {
 public:
  Holidays(engine::Session& session, const DimDateSettings& settings, std::int64_t first,
           std::int64_t last) {
    if (settings.holidays.empty()) return;
    const Relation table = session.relation(settings.holidays);
    const Column& date = table.column(settings.holiday_date);
    const engine::Dialect& dialect = session.dialect();
    const std::string day = day_expression(dialect, date);
    refuse_unreadable(session, settings, table, date, day);
    const std::string name = name_expression(dialect, settings, table);
    const std::string text = dialect.as_text("d", ColumnType::date);
    rows_ = session.query("SELECT DISTINCT " + text + ", n FROM (SELECT " + day + " AS d, " + name +
                          " AS n FROM " + table.sql + ") AS h WHERE d IS NOT NULL AND " + text +
                          " BETWEEN " + dialect.quote_literal(iso(first)) + " AND " +
                          dialect.quote_literal(iso(last)) + " ORDER BY 1, 2");
    advance();
  }

  // Whether it is one; to be asked with ascending days.
  bool on(std::int64_t date, std::string& names) {
    names.clear();
    bool found = false;
    while (rows_ && next_ == date) {
      found = true;
      if (!names.empty() && !name_.empty()) names += ", ";
      names += name_;
      advance();
    }
    return found;
  }

 private:
  static std::string iso(std::int64_t date) {
    std::array<char, dates::kTimestampBytes> out;
    const std::int64_t stamp = dates::stamp_of_microseconds(date * 86'400'000'000);
    return {out.data(), dates::format_day(stamp, out)};
  }

  static std::string day_expression(const engine::Dialect& dialect, const Column& column) {
    std::string name = dialect.quote_identifier(column.name);
    if (dialect.engine() == engine::Dialect::Engine::postgresql) {
      if (column.type == ColumnType::date) return name;
      if (column.type == ColumnType::timestamp) return name + "::date";
      if (column.type == ColumnType::timestamptz) return "(" + name + " AT TIME ZONE 'UTC')::date";
    }
    return "tamis_to_date(" + dialect.as_text(name, column.type) + ")";
  }

  // In byte order, whatever the database's collation.
  static std::string name_expression(const engine::Dialect& dialect,
                                     const DimDateSettings& settings, const Relation& table) {
    const Column* column =
        settings.holiday_name.empty() ? table.find("name") : &table.column(settings.holiday_name);
    if (column == nullptr) return "''";
    const std::string text = "coalesce(" +
                             dialect.as_text(dialect.quote_identifier(column->name), column->type) +
                             ", '')";
    return dialect.engine() == engine::Dialect::Engine::postgresql ? text + " COLLATE \"C\"" : text;
  }

  static void refuse_unreadable(engine::Session& session, const DimDateSettings& settings,
                                const Relation& table, const Column& date, const std::string& day) {
    const std::string name = session.dialect().quote_identifier(date.name);
    const auto count =
        engine::query_integer(session, "SELECT count(*) FROM " + table.sql + " WHERE " + name +
                                           " IS NOT NULL AND " + day + " IS NULL");
    if (count.value_or(0) == 0) return;
    throw Error(Code::invalid_value,
                std::to_string(*count) + (count == 1 ? " value" : " values") + " of column " +
                    in_quotes(date.name) + " of " + in_quotes(settings.holidays) +
                    (count == 1 ? " is no day" : " are no days"),
                {}, "tamis_try_cast or tamis_normalize_date show why.");
  }

  void advance() {
    if (!rows_->next()) {
      rows_.reset();
      return;
    }
    next_ = day_of(rows_->at(0).bytes(), "holidays");
    name_ = rows_->at(1).bytes();
  }

  std::unique_ptr<engine::Rows> rows_;
  std::int64_t next_ = 0;
  std::string name_;
};

class Days final : public DateRows {
 public:
  Days(engine::Session& session, const DimDateSettings& settings, std::int64_t first,
       std::int64_t last)
      : session_(session),
        settings_(settings),
        holidays_(session, settings, first, last),
        date_(first),
        last_(last) {}

  bool next(DateRow& row) override {
    if (date_ > last_) return false;
    if (date_ % kDaysBetweenChecks == 0) session_.check_interrupt();
    row.day = describe_day(date_, settings_.fiscal);
    row.month_name = settings_.names->months[static_cast<std::size_t>(row.day.month) - 1];
    row.day_name = settings_.names->weekdays[static_cast<std::size_t>(row.day.weekday) - 1];
    row.weekend = settings_.weekend[static_cast<std::size_t>(row.day.weekday)];
    row.is_holiday = holidays_.on(date_, holiday_);
    row.holiday = holiday_;
    ++date_;
    return true;
  }

 private:
  engine::Session& session_;
  DimDateSettings settings_;
  Holidays holidays_;
  std::string holiday_;
  std::int64_t date_;
  std::int64_t last_;
};

}  // namespace

std::unique_ptr<DateRows> dim_date(engine::Session& session, std::string_view first,
                                   std::string_view last, std::string_view options) {
  const DimDateSettings settings = read_settings(options);
  const std::int64_t from = day_of(first, "first_day");
  const std::int64_t to = day_of(last, "last_day");
  if (to < from) {
    throw Error(Code::invalid_value,
                "argument \"last_day\" of " + std::string(kDimDate) + " is before \"first_day\"");
  }
  return std::make_unique<Days>(session, settings, from, to);
}

}  // namespace tamis::history
