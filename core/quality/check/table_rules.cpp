#include "core/quality/check/table_rules.h"

#include <utility>

#include "core/dates/calendar.h"
#include "core/error/error.h"

namespace tamis::quality {
namespace {

using document::Json;

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;
constexpr std::size_t kFractionDigits = 6;

// The digits at a place; -1 where something else is there.
std::int64_t digits(std::string_view text, std::size_t from, std::size_t count) {
  if (text.size() < from + count) return -1;
  std::int64_t value = 0;
  for (const char c : text.substr(from, count)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

[[noreturn]] void no_moment(std::string_view text) {
  throw Error(Code::invalid_value, "no moment: " + in_quotes(text), {},
              "Write it as 2024-01-31 12:00:00, in UTC.");
}

}  // namespace

RuleResult run_table_rule(engine::Session& session, const engine::Relation& relation,
                          const Rule& rule, const CheckOptions& options) {
  const TableCheck check{session, relation, rule, options};
  switch (rule.check) {
    case Check::columns: return run_columns(check);
    case Check::identifiers: return run_identifiers(check);
    case Check::schema_drift: return run_schema_drift(check);
    case Check::rows_compared: return run_rows_compared(check);
    case Check::equals: return run_equals(check);
    case Check::metric_compared: return run_metric_compared(check);
    case Check::freshness: return run_freshness(check);
    case Check::volume: return run_volume(check);
    case Check::anomaly: return run_anomaly(check);
    case Check::drift: return run_drift(check);
    case Check::sql: return run_sql(check);
    case Check::failed_rows: return run_failed_rows(check);
    case Check::file: return run_file(check);
    default:
      throw Error(Code::unsupported,
                  "check " + in_quotes(rule.kind().name) + " can't be run on a table as a whole");
  }
}

RuleResult result_of(const TableCheck& check) {
  RuleResult out;
  out.rule = check.rule;
  return out;
}

void add_problem(const TableCheck& check, RuleResult& result, Json what) {
  ++result.failed;
  if (result.samples.size() < check.options.samples) {
    result.samples.push_back({{"value", std::move(what)}});
  }
}

std::string from_sql(const TableCheck& check) {
  std::string out = " FROM " + check.relation.sql;
  if (!check.rule.where.empty()) {
    out += " WHERE " + check.session.condition(check.relation, check.rule.where);
  }
  return out;
}

std::string text_argument(const Rule& rule, std::string_view name, std::string fallback) {
  const Json& value = rule.argument(name);
  return value.is_string() ? value.get<std::string>() : std::move(fallback);
}

double number_argument(const Rule& rule, std::string_view name, double fallback) {
  const Json& value = rule.argument(name);
  return value.is_number() ? value.get<double>() : fallback;
}

std::int64_t microseconds_of(std::string_view moment) {
  const std::int64_t year = digits(moment, 0, 4);
  const std::int64_t month = digits(moment, 5, 2);
  const std::int64_t day = digits(moment, 8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31) no_moment(moment);
  std::int64_t out = kDay * dates::days_from_civil(static_cast<int>(year), static_cast<int>(month),
                                                   static_cast<int>(day));
  if (moment.size() == 10) return out;
  const std::int64_t hour = digits(moment, 11, 2);
  const std::int64_t minute = digits(moment, 14, 2);
  const std::int64_t second = moment.size() > 16 ? digits(moment, 17, 2) : 0;
  if (hour < 0 || minute < 0 || second < 0) no_moment(moment);
  out += kSecond * (hour * 3600 + minute * 60 + second);
  if (moment.size() <= 20 || moment[19] != '.') return out;
  std::int64_t unit = kSecond;
  for (std::size_t i = 20; i < moment.size() && i < 20 + kFractionDigits; ++i) {
    const std::int64_t digit = digits(moment, i, 1);
    if (digit < 0) break;
    unit /= 10;
    out += digit * unit;
  }
  return out;
}

std::string text_of_microseconds(std::int64_t moment) {
  std::int64_t day = moment / kDay;
  std::int64_t rest = moment % kDay;
  if (rest < 0) {
    --day;
    rest += kDay;
  }
  const dates::Day date = dates::calendar_day(day);
  std::string out;
  const auto put = [&](std::int64_t value, std::size_t width, std::string_view before) {
    const std::string digits_of = std::to_string(value);
    out += before;
    out.append(width > digits_of.size() ? width - digits_of.size() : 0, '0').append(digits_of);
  };
  put(date.year, 4, "");
  put(date.month, 2, "-");
  put(date.day, 2, "-");
  put(rest / kSecond / 3600, 2, " ");
  put(rest / kSecond / 60 % 60, 2, ":");
  put(rest / kSecond % 60, 2, ":");
  if (rest % kSecond != 0) put(rest % kSecond, kFractionDigits, ".");
  while (rest % kSecond != 0 && out.back() == '0') out.pop_back();
  return out;
}

std::int64_t now_of(const TableCheck& check) {
  if (!check.options.now.empty()) return microseconds_of(check.options.now);
  const std::string now(check.dialect().now());
  return microseconds_of(
      engine::query_text(check.session, "SELECT CAST(" + now + " AS text)").value_or(""));
}

}  // namespace tamis::quality
