#include <array>

#include "core/catalog/tables.h"
#include "core/dates/normalize.h"
#include "core/history/dimension/dim_date.h"
#include "core/history/dimension/load_fact.h"

namespace tamis::catalog {
namespace {

class DimDateRows final : public RowProducer {
 public:
  explicit DimDateRows(std::unique_ptr<history::DateRows> days) : days_(std::move(days)) {}

  bool next(std::span<Value> row) override {
    history::DateRow date;
    if (!days_->next(date)) return false;
    const history::CalendarDay& d = date.day;
    const auto number = [](int n) { return Value::integer(n); };
    const bool named = date.is_holiday && !date.holiday.empty();
    const std::array values = {
        number(d.key),
        day(d.date),
        number(d.year),
        number(d.quarter),
        number(d.month),
        Value::text(date.month_name),
        number(d.day),
        number(d.day_of_year),
        number(d.weekday),
        Value::text(date.day_name),
        number(d.iso_year),
        number(d.iso_week),
        day(d.week_start),
        day(d.month_start),
        day(d.month_end),
        day(d.quarter_start),
        day(d.quarter_end),
        Value::boolean(date.weekend),
        Value::boolean(d.date == d.month_end),
        Value::boolean(d.leap_year),
        number(d.fiscal_year),
        number(d.fiscal_quarter),
        number(d.fiscal_month),
        named ? Value::text(date.holiday) : Value(),
        Value::boolean(date.is_holiday),
        Value::boolean(!date.weekend && !date.is_holiday),
    };
    std::copy(values.begin(), values.end(), row.begin());
    return true;
  }

 private:
  static Value day(std::int64_t days) {
    return Value::integer(dates::stamp_of_microseconds(days * 86'400'000'000));
  }

  std::unique_ptr<history::DateRows> days_;
};

std::unique_ptr<RowProducer> dim_date(engine::Session& session, Arguments arguments) {
  return std::make_unique<DimDateRows>(
      history::dim_date(session, arguments[0].bytes(), arguments[1].bytes(), arguments[2].bytes()));
}

document::Json load_fact(engine::Session& session, Arguments arguments) {
  return history::load_fact(session, arguments[0].bytes(), arguments[1].bytes(),
                            arguments[2].bytes());
}

}  // namespace

std::vector<Function> dimension_functions() {
  using Arity = Parameter::Arity;
  return {
      {.name = "tamis_dim_date",
       .parameters = {{"first_day", Type::text},
                      {"last_day", Type::text},
                      {"options", Type::json, Arity::optional}},
       .result = Type::text,
       .columns = {{"date_key", Type::bigint},      {"date", Type::date},
                   {"year", Type::bigint},          {"quarter", Type::bigint},
                   {"month", Type::bigint},         {"month_name", Type::text},
                   {"day", Type::bigint},           {"day_of_year", Type::bigint},
                   {"weekday", Type::bigint},       {"day_name", Type::text},
                   {"iso_year", Type::bigint},      {"iso_week", Type::bigint},
                   {"week_start", Type::date},      {"month_start", Type::date},
                   {"month_end", Type::date},       {"quarter_start", Type::date},
                   {"quarter_end", Type::date},     {"is_weekend", Type::boolean},
                   {"is_month_end", Type::boolean}, {"is_leap_year", Type::boolean},
                   {"fiscal_year", Type::bigint},   {"fiscal_quarter", Type::bigint},
                   {"fiscal_month", Type::bigint},  {"holiday", Type::text},
                   {"is_holiday", Type::boolean},   {"is_workday", Type::boolean}},
       .callable = Report{dim_date},
       .doc = "The rows of a date dimension, a day each: calendar, ISO week, fiscal year, holidays",
       .cost = 1000},
      {.name = "tamis_load_fact",
       .parameters = {{"target", Type::text}, {"source", Type::text}, {"options", Type::json}},
       .result = Type::json,
       .columns = {},
       .callable = Action{load_fact},
       .doc = "Loads facts with the surrogate keys of the dimensions' versions at their time",
       .cost = 1000},
  };
}

}  // namespace tamis::catalog
