#include "core/profile/parts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "core/error/error.h"

namespace tamis::profile {
namespace {

using engine::ColumnType;
using engine::Dialect;

constexpr std::array<std::string_view, 5> kNames = {"day", "month", "year", "value", "partition"};

bool is_postgresql(const Dialect& dialect) noexcept {
  return dialect.engine() == Dialect::Engine::postgresql;
}

bool is_moment(ColumnType type) noexcept {
  return type == ColumnType::date || type == ColumnType::timestamp ||
         type == ColumnType::timestamptz;
}

// Characters of a part: 2024-03-05, 2024-03, 2024.
std::size_t length_of(Grain grain) noexcept {
  return grain == Grain::day ? 10 : grain == Grain::month ? 7 : 4;
}

int number_at(std::string_view text, std::size_t at, std::size_t size) noexcept {
  int number = 0;
  std::from_chars(text.data() + at, text.data() + at + size, number);
  return number;
}

std::chrono::year_month_day first_of(Grain grain, std::string_view part) noexcept {
  using std::chrono::day;
  using std::chrono::month;
  using std::chrono::year;
  const auto number = [&](std::size_t at) { return static_cast<unsigned>(number_at(part, at, 2)); };
  return {year(number_at(part, 0, 4)), month(grain == Grain::year ? 1 : number(5)),
          day(grain == Grain::day ? number(8) : 1)};
}

std::string text_of(const std::chrono::year_month_day& date) {
  std::array<char, 32> out{};
  const int size =
      std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return {out.data(), static_cast<std::size_t>(size)};
}

bool has_shape(std::string_view text, std::string_view shape) noexcept {
  return text.size() == shape.size() &&
         std::equal(text.begin(), text.end(), shape.begin(),
                    [](char c, char s) { return s == '-' ? c == '-' : c >= '0' && c <= '9'; });
}

// Native types of PostgreSQL: the moment in UTC, as a day.
std::string native_part(const Dialect& dialect, const std::string& name, ColumnType type,
                        Grain grain) {
  constexpr std::array<std::string_view, 3> kFormats = {"YYYY-MM-DD", "YYYY-MM", "YYYY"};
  const std::string moment =
      type == ColumnType::timestamptz ? "(" + name + " AT TIME ZONE 'UTC')" : name;
  // Infinities and years before Christ would else be other years.
  return "CASE WHEN " + moment + " >= '0001-01-01' AND " + moment +
         " < '10000-01-01' THEN to_char(" + moment + ", " +
         dialect.quote_literal(kFormats[static_cast<std::size_t>(grain)]) + ") ELSE 'none' END";
}

std::string begins_iso(const Dialect& dialect, const std::string& text) {
  return is_postgresql(dialect) ? text + " ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}'"
                                : text + " GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'";
}

std::string in_byte_order(const Dialect& dialect, std::string text) {
  return is_postgresql(dialect) ? std::move(text) + " COLLATE \"C\"" : std::move(text);
}

// Texts, as they are written: 2024-03 has no day, and is none where days are asked for.
std::string text_part(const Dialect& dialect, const std::string& text, Grain grain,
                      std::string_view order) {
  std::string date = "tamis_normalize_date(" + text;
  if (!order.empty()) {
    date += ", " + dialect.quote_literal("{\"order\": \"" + std::string(order) + "\"}");
  }
  date += ")";
  const std::string length = std::to_string(length_of(grain));
  return "CASE WHEN length(" + date + ") >= " + length + " THEN substr(" + date + ", 1, " + length +
         ") ELSE 'none' END";
}

// The column as text; bytes in a column of SQLite are none.
std::string plain_text(const Dialect& dialect, const std::string& name, ColumnType type) {
  if (is_postgresql(dialect)) return dialect.as_text(name, type);
  return "CASE WHEN typeof(" + name + ") <> 'blob' THEN CAST(" + name + " AS TEXT) END";
}

}  // namespace

std::string_view name_of(Grain grain) noexcept { return kNames[static_cast<std::size_t>(grain)]; }

std::string first_day(Grain grain, std::string_view part) { return text_of(first_of(grain, part)); }

std::string day_behind(Grain grain, std::string_view part) {
  const std::chrono::year_month_day first = first_of(grain, part);
  if (grain == Grain::year) return text_of(first + std::chrono::years(1));
  if (grain == Grain::month) return text_of(first + std::chrono::months(1));
  return text_of(std::chrono::sys_days(first) + std::chrono::days(1));
}

PartColumn::PartColumn(const Dialect& dialect, const engine::Column& column, Grain grain, bool iso,
                       std::string_view order)
    : dialect_(dialect),
      column_(column),
      name_(dialect.quote_identifier(column.name)),
      grain_(grain),
      form_(grain == Grain::value ? Form::value
            : iso                 ? Form::iso
                                  : Form::text) {
  const ColumnType type = column.type;
  if (is_postgresql(dialect) && is_moment(type) && form_ != Form::value) form_ = Form::native;
  if (type == ColumnType::blob || type == ColumnType::json ||
      (form_ == Form::value && is_postgresql(dialect) && type == ColumnType::unknown)) {
    throw Error(Code::unsupported, "column " + in_quotes(column.name) + " can't divide a table",
                "It holds " + column.declared + ".", "Name a column of dates, texts or numbers.");
  }
  if ((form_ == Form::text || form_ == Form::iso) && is_postgresql(dialect) &&
      type != ColumnType::text) {
    throw Error(Code::unsupported, "column " + in_quotes(column.name) + " holds no dates",
                "It is declared " + column.declared + ".",
                R"(Name a column of dates, or divide by its values with {"grain": "value"}.)");
  }
  switch (form_) {
    case Form::native: part_ = native_part(dialect, name_, type, grain); break;
    case Form::iso:
      part_ = "CASE WHEN " + begins_iso(dialect, name_) + " THEN substr(" + name_ + ", 1, " +
              std::to_string(length_of(grain)) + ") ELSE 'none' END";
      break;
    case Form::text:
      part_ = text_part(dialect, plain_text(dialect, name_, type), grain, order);
      break;
    case Form::value:
      part_ = "coalesce(" + (is_postgresql(dialect) ? dialect.as_text(name_, type)
                                                    : "CAST(" + name_ + " AS TEXT)");
      part_ += ", 'none')";
      break;
  }
}

bool PartColumn::is_part(std::string_view part) const noexcept {
  if (form_ == Form::value || part == kNoPart) return true;
  return has_shape(part, std::string_view("0000-00-00").substr(0, length_of(grain_))) &&
         first_of(grain_, part).ok();
}

// A day as a literal of the column's type.
std::string PartColumn::bound(const std::string& day) const {
  return dialect_.quote_literal(column_.type == ColumnType::timestamptz ? day + " 00:00:00+00"
                                                                        : day);
}

// '~' sorts behind whatever can follow a day in ISO 8601.
std::string PartColumn::range(const std::string& part) const {
  switch (form_) {
    case Form::native:
      return "(" + name_ + " >= " + bound(first_day(grain_, part)) + " AND " + name_ + " < " +
             bound(day_behind(grain_, part)) + ")";
    case Form::iso: {
      const std::string text = in_byte_order(dialect_, name_);
      return "(" + text + " >= " + dialect_.quote_literal(part) + " AND " + text + " < " +
             dialect_.quote_literal(part + "~") + ")";
    }
    case Form::text: break;
    case Form::value: {
      // The column itself, for its index: a literal takes its type. Where SQLite has none, 5 is no
      // '5'.
      const ColumnType type = column_.type;
      const bool typed = is_postgresql(dialect_) || type == ColumnType::text ||
                         type == ColumnType::integer || type == ColumnType::decimal;
      if (typed) return name_ + " = " + dialect_.quote_literal(part);
    }
  }
  return "(" + part_ + ") = " + dialect_.quote_literal(part);
}

std::string PartColumn::from(const Selection& selection) const {
  const std::string& part = *selection.from;
  switch (form_) {
    case Form::native:
      return name_ +
             " >= " + bound(selection.behind ? day_behind(grain_, part) : first_day(grain_, part));
    case Form::iso:
      return in_byte_order(dialect_, name_) +
             " >= " + dialect_.quote_literal(selection.behind ? part + "~" : part);
    default:
      return in_byte_order(dialect_, "(" + part_ + ")") + (selection.behind ? " > " : " >= ") +
             dialect_.quote_literal(part);
  }
}

std::string PartColumn::condition(const Selection& selection) const {
  if (selection.all) return {};
  std::string out;
  const auto add = [&out](const std::string& term) {
    if (!out.empty()) out += " OR ";
    out += term;
  };
  if (selection.from) add(from(selection));
  for (const std::string& part : selection.parts) {
    if (part != kNoPart) add(range(part));
  }
  if (form_ == Form::text) {
    add("(" + part_ + ") = 'none'");
  } else {
    add(name_ + " IS NULL");
  }
  if (form_ == Form::native) add(name_ + " < " + bound("0001-01-01"));
  if (form_ == Form::native) add(name_ + " >= " + bound("10000-01-01"));
  if (form_ == Form::iso) add(name_ + " = ''");
  return out;
}

std::string PartColumn::broken_promise() const {
  if (form_ != Form::iso) return {};
  return name_ + " <> '' AND NOT (" + begins_iso(dialect_, name_) + ")";
}

}  // namespace tamis::profile
