#include "core/quality/clean/clean_plan.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "core/document/json.h"
#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/score/facts.h"
#include "core/text/text.h"
#include "core/text/utf8.h"

namespace tamis::quality {
namespace {

using engine::ColumnType;
using engine::Dialect;
using profile::ColumnProfile;
using profile::Evidence;

constexpr std::size_t kMostNameBytes = 63;  // PostgreSQL, NAMEDATALEN - 1

bool is_postgresql(const Dialect& dialect) noexcept {
  return dialect.engine() == Dialect::Engine::postgresql;
}

// A column of PostgreSQL can hold nothing but its type, and reading it as text could only lose
// (infinity, years before Christ, digits, an array's elements). SQLite's declarations promise
// nothing.
bool travels_as_is(const engine::Column& column, const Dialect& dialect) noexcept {
  if (column.type == ColumnType::blob || column.type == ColumnType::json) return true;
  if (column.type == ColumnType::unknown && column.declared.empty()) return false;
  return is_postgresql(dialect) && column.type != ColumnType::text;
}

bool is_date(types::Type type) noexcept {
  return type == types::Type::date || type == types::Type::timestamp ||
         type == types::Type::timestamptz;
}

bool is_number(types::Type type) noexcept {
  return type == types::Type::integer || type == types::Type::decimal || type == types::Type::real;
}

[[noreturn]] void open_meaning(const ColumnProfile& column, std::string_view what, bool conflict,
                               std::string detail, std::string_view option,
                               std::string_view choices) {
  const std::string name = in_quotes(column.name);
  throw Error(Code::ambiguous_value,
              "column " + name + " holds " + std::string(what) +
                  (conflict ? " that contradict each other" : " that can be read in two ways"),
              std::move(detail),
              "Decide with {\"" + std::string(option) + "\": {" + name + ": " +
                  std::string(choices) + "}}, or keep the text with {\"types\": {" + name +
                  ": \"text\"}}.");
}

// Those that the column's values leave; all that numbers with a year of four digits can have where
// the values contradict each other.
std::string_view order_choices(const ColumnProfile& column) noexcept {
  switch (column.dates.candidates) {
    case dates::kDayFirst | dates::kMonthFirst | dates::kYearFirst:
      return R"("dmy", "mdy" or "ymd")";
    case dates::kDayFirst | dates::kYearFirst: return R"("dmy" or "ymd")";
    case dates::kMonthFirst | dates::kYearFirst: return R"("mdy" or "ymd")";
    default: return R"("dmy" or "mdy")";
  }
}

// No order tells 1945 from 2045.
[[noreturn]] void open_century(const ColumnProfile& column) {
  const std::string name = in_quotes(column.name);
  throw Error(Code::ambiguous_value,
              "column " + name + " holds years of two digits that may be of either century",
              "Its open dates: " + date_evidence(column) + ".",
              "Keep the text with {\"types\": {" + name +
                  ": \"text\"}} and read it with tamis_normalize_date and its option "
                  "\"two_digit_pivot\".");
}

// What the options say about a column whose own evidence may decide, or not.
template <typename Choice>
std::optional<Choice> said(const ColumnProfile& column, const PerColumn<Choice>& choices,
                           bool open) {
  if (const auto it = choices.columns.find(column.name); it != choices.columns.end()) {
    return it->second;
  }
  return open ? choices.others : std::nullopt;
}

bool is_open(Evidence evidence) noexcept {
  return evidence == Evidence::ambiguous || evidence == Evidence::conflict;
}

// Decides how the column's dates and numbers are read, and whether the caller had to say it.
void decide(const ColumnProfile& profiled, const CleanOptions& options, CleanColumn& column) {
  column.convention = profiled.convention;
  if (is_date(column.type)) {
    const bool open = is_open(profiled.date_order) || profiled.undecided > 0;
    const auto order = said(profiled, options.order, open);
    if (open && !order) {
      const auto century = profiled.dates.century;
      if (!is_open(profiled.date_order) && century > 0 && profiled.undecided <= century) {
        open_century(profiled);
      }
      open_meaning(profiled, "dates", profiled.date_order == Evidence::conflict,
                   "Its open dates: " + date_evidence(profiled) + ".", "order",
                   is_open(profiled.date_order) ? order_choices(profiled) : R"("ymd")");
    }
    if (order) column.convention.order = *order;
  } else if (is_number(column.type)) {
    const bool open = is_open(profiled.decimal_mark) && column.type != types::Type::integer;
    const auto mark = said(profiled, options.decimal_mark, open);
    if (open && !mark) {
      open_meaning(profiled, "numbers", profiled.decimal_mark == Evidence::conflict,
                   profiled.undecided == 0
                       ? ""
                       : std::to_string(profiled.undecided) + " of " +
                             std::to_string(profiled.present) + " values are open.",
                   "decimal_mark", R"("point" or "comma")");
    }
    if (mark) column.convention.mark = *mark;
  }
}

CleanColumn plan_column(const engine::Column& source, const ColumnProfile& profiled,
                        const CleanOptions& options, const Dialect& dialect) {
  CleanColumn out;
  out.source = source;
  out.target_name = source.name;
  out.type = intended_type(profiled);
  const auto override_type = options.types.find(source.name);
  if (override_type != options.types.end()) {
    out.type = override_type->second;
  } else if (travels_as_is(source, dialect)) {
    out.storage = source.type;
    out.copied = true;
    return out;
  }
  ColumnProfile as_planned = profiled;
  as_planned.type = out.type;
  // No value says anything: the declaration is all there is to go by.
  out.storage = out.type == types::Type::empty && source.type != ColumnType::unknown
                    ? source.type
                    : profile::storage_type(as_planned, dialect.engine());
  out.keep_missing = out.type == types::Type::text && options.keeps_missing(source.name);
  decide(profiled, options, out);
  return out;
}

bool is_stored_number(ColumnType type) noexcept {
  return type == ColumnType::integer || type == ColumnType::decimal || type == ColumnType::real;
}

std::string cast_sql(const CleanColumn& column, const Dialect& dialect) {
  const std::string cast =
      try_cast_sql(dialect, cell_text(dialect, column.source), types::name_of(column.type),
                   profile::cast_options(column.convention));
  return dialect.from_canonical_text(cast, column.storage);
}

// SQLite keeps numbers beside texts in one column. A number is passed on as it is: its text would
// keep 15 of up to 17 digits. Infinity is no number we keep.
std::string sqlite_number(const CleanColumn& column, const Dialect& dialect) {
  const std::string name = dialect.quote_identifier(column.source.name);
  std::string out = "CASE WHEN typeof(" + name + ") = 'integer' THEN " + name;
  if (column.storage != ColumnType::integer) {
    out += " WHEN typeof(" + name + ") = 'real' AND abs(" + name +
           ") <= 1.7976931348623157e308 THEN " + name;
  }
  return out + " ELSE " + cast_sql(column, dialect) + " END";
}

// Binary data in a text column of SQLite is no text: cleaning would mend it until it is another.
std::string clean_sql(const CleanColumn& column, const Dialect& dialect) {
  std::string out = "tamis_clean(" + cell_text(dialect, column.source);
  if (column.keep_missing) out += R"(, '{"keep_missing": true}')";
  out += ")";
  if (is_postgresql(dialect)) return out;
  return "CASE WHEN typeof(" + dialect.quote_identifier(column.source.name) + ") <> 'blob' THEN " +
         out + " END";
}

std::string value_sql(const CleanColumn& column, const Dialect& dialect) {
  if (column.copied) {
    const std::string name = dialect.quote_identifier(column.source.name);
    // 0.1 as a single precision number is 0.1, not the 0.10000000149 of widening its bits.
    return column.source.type == ColumnType::real
               ? dialect.from_canonical_text(dialect.as_text(name, ColumnType::real),
                                             ColumnType::real)
               : name;
  }
  if (column.type == types::Type::empty) return "NULL";
  if (column.type == types::Type::text) return clean_sql(column, dialect);
  if (!is_postgresql(dialect) && is_stored_number(column.storage) &&
      column.source.type != ColumnType::boolean) {
    return sqlite_number(column, dialect);
  }
  return cast_sql(column, dialect);
}

std::string raw_bytes(const CleanColumn& column, const Dialect& dialect) {
  const std::string name = dialect.quote_identifier(column.source.name);
  if (is_postgresql(dialect)) {
    return "convert_to(" + cell_text(dialect, column.source) + ", 'UTF8')";
  }
  return "CAST(" + name + " AS BLOB)";
}

// How the dates of a column are read, and one thing more, for the functions that read dates.
std::string date_options(const CleanColumn& column, std::string_view flag, const Dialect& dialect) {
  document::Json options = document::Json::parse(profile::cast_options({column.convention.order}));
  if (!flag.empty()) options[flag] = true;
  return dialect.quote_literal(document::canonical(options));
}

// Why a value that is one date all the same could not become one of that type.
std::string unfit_date_sql(const CleanColumn& column, const std::string& cell,
                           const Dialect& dialect) {
  const bool zoned = column.type == types::Type::timestamptz;
  const std::string not_one = "'not_a_" + std::string(types::name_of(column.type)) + "'";
  const std::string day = zoned ? "'no_zone'" : not_one;
  // A time that can be read, and yet not be kept, has digits beyond the microsecond.
  const std::string local = zoned                                   ? "'no_zone'"
                            : column.type == types::Type::timestamp ? "'too_fine'"
                                                                    : "'has_time'";
  const std::string instant = "CASE WHEN tamis_to_timestamp(" + cell + ", " +
                              date_options(column, "truncate", dialect) +
                              ") IS NULL THEN 'out_of_range' ELSE 'too_fine' END";
  return "CASE tamis_type(tamis_normalize_date(" + cell + ", " + date_options(column, {}, dialect) +
         ")) WHEN 'date' THEN " + day + " WHEN 'timestamp' THEN " + local +
         " WHEN 'timestamptz' THEN " + (zoned ? instant : "'has_zone'") +
         " ELSE 'incomplete_date' END";
}

// Why a value could not become a date.
std::string date_reason_sql(const CleanColumn& column, const std::string& cell,
                            const Dialect& dialect) {
  const std::string explained =
      "tamis_date_formats(" + cell + ", " + date_options(column, "explain", dialect) + ")";
  return "CASE " + explained + " ->> 'verdict' WHEN 'ambiguous' THEN CASE " + explained +
         " ->> 'reason' WHEN 'no_year' THEN 'incomplete_date' ELSE 'ambiguous_date' END" +
         // What is a date in another order is not impossible.
         " WHEN 'invalid' THEN CASE WHEN tamis_type(" + cell +
         ") IN ('date', 'timestamp', 'timestamptz') THEN 'contradicts_order' ELSE 'invalid_date' "
         "END WHEN 'date' THEN " +
         unfit_date_sql(column, cell, dialect) + " ELSE 'not_a_" +
         std::string(types::name_of(column.type)) + "' END";
}

// Why a value could not become the column's: a code for each tamis_type() that has one of its own.
std::string reason_sql(const CleanColumn& column, const Dialect& dialect) {
  std::string whens;
  const auto when = [&](std::string_view type, std::string_view reason) {
    whens += " WHEN '" + std::string(type) + "' THEN '" + std::string(reason) + "'";
  };
  const std::string cell = cell_text(dialect, column.source);
  std::string otherwise = "not_a_" + std::string(types::name_of(column.type));
  if (is_number(column.type)) {
    const bool mark_known = column.convention.mark != types::DecimalMark::none;
    const bool whole = column.type == types::Type::integer;
    when("code", "code");
    when("decimal",
         whole ? "not_an_integer" : (mark_known ? "contradicts_decimal_mark" : "ambiguous_number"));
    when("real", whole                                 ? "not_an_integer"
                 : column.type == types::Type::decimal ? "has_exponent"
                                                       : "out_of_range");
    otherwise = "not_a_number";
  } else if (column.type == types::Type::text) {
    otherwise = "nothing_left";  // control characters only
  }
  std::string out = "CASE tamis_type(" + cell + ")" + whens + " ELSE '" + otherwise + "' END";
  if (whens.empty()) out = "'" + otherwise + "'";
  if (is_date(column.type)) out = date_reason_sql(column, cell, dialect);
  if (is_postgresql(dialect)) return out;
  return "CASE WHEN typeof(" + dialect.quote_identifier(column.source.name) +
         ") = 'blob' THEN 'binary' ELSE " + out + " END";
}

std::string row_key_sql(const CleanPlan& plan, std::span<const std::string> key,
                        const Dialect& dialect) {
  std::string out;
  for (const std::string& name : key) {
    const auto column = std::find_if(plan.columns.begin(), plan.columns.end(),
                                     [&](const CleanColumn& c) { return c.source.name == name; });
    if (!out.empty()) out += " || ' / ' || ";
    out += "tamis_clean(" + cell_text(dialect, column->source) + ")";
  }
  return out.empty() ? "NULL" : out;
}

std::string target_name_of(const CleanPlan& plan, const std::string& source_name) {
  const auto column =
      std::find_if(plan.columns.begin(), plan.columns.end(),
                   [&](const CleanColumn& c) { return c.source.name == source_name; });
  return column->target_name;
}

std::string_view address_of(const CleanPlan& plan, const Dialect& dialect) {
  std::vector<std::string> names;
  for (const CleanColumn& column : plan.columns) names.push_back(column.target_name);
  return dialect.row_address(names);
}

// A column to order by, so that both engines agree: absent values are the last choice, texts are
// compared as bytes.
std::string ordering(const CleanPlan& plan, const Dedupe& dedupe, const Dialect& dialect) {
  const std::string direction = dedupe.keep_last ? " DESC" : " ASC";
  std::string out;
  if (dedupe.order_by) {
    const std::string name = dialect.quote_identifier(target_name_of(plan, *dedupe.order_by));
    const auto column =
        std::find_if(plan.columns.begin(), plan.columns.end(),
                     [&](const CleanColumn& c) { return c.source.name == *dedupe.order_by; });
    const bool text = is_postgresql(dialect) && column->storage == ColumnType::text;
    out = "CASE WHEN " + name + " IS NULL THEN 1 ELSE 0 END, " + name +
          (text ? " COLLATE \"C\"" : "") + direction + ", ";
  }
  return out + std::string(address_of(plan, dialect)) + direction;
}

}  // namespace

engine::Relation without_markers(const engine::Relation& source,
                                 std::span<const std::string> missing, const Dialect& dialect) {
  if (missing.empty()) return source;
  std::string list;
  for (const std::string& marker : missing) {
    if (!list.empty()) list += ", ";
    list += dialect.quote_literal(text::trimmed(marker));
  }
  std::string select;
  for (const engine::Column& column : source.columns) {
    const std::string name = dialect.quote_identifier(column.name);
    if (!select.empty()) select += ", ";
    if (column.type == ColumnType::blob || column.type == ColumnType::json) {
      select += name;
    } else {
      select += "CASE WHEN trim(" + cell_text(dialect, column) + ") IN (" + list +
                ") THEN NULL ELSE " + name + " END AS " + name;
    }
  }
  engine::Relation out = source;
  out.form = engine::Relation::Form::query;
  out.sql = "(SELECT " + select + " FROM " + source.sql + ") AS without_markers";
  return out;
}

std::vector<CleanColumn> plan_columns(const engine::Relation& source,
                                      const profile::TableProfile& profile,
                                      const CleanOptions& options, const Dialect& dialect) {
  std::vector<CleanColumn> out;
  for (const engine::Column& column : source.columns) {
    const ColumnProfile* profiled = profile.find(column.name);
    if (profiled != nullptr) out.push_back(plan_column(column, *profiled, options, dialect));
  }
  if (options.snake_case) {
    std::vector<std::string> names;
    for (const CleanColumn& column : out) names.push_back(column.source.name);
    names = snake_case_names(names);
    for (std::size_t i = 0; i < out.size(); ++i) out[i].target_name = std::move(names[i]);
  }
  return out;
}

std::string plan_create(const CleanPlan& plan, const Dialect& dialect) {
  std::string columns;
  for (const CleanColumn& column : plan.columns) {
    if (!columns.empty()) columns += ", ";
    const bool own_words =
        column.copied && is_postgresql(dialect) && !column.source.declared.empty();
    columns +=
        dialect.quote_identifier(column.target_name) + " " +
        (own_words ? column.source.declared : std::string(dialect.type_name(column.storage)));
  }
  return "CREATE TABLE " + plan.target_sql + " (" + columns + ")";
}

std::string plan_insert(const CleanPlan& plan, const Dialect& dialect) {
  std::string names;
  std::string values;
  for (const CleanColumn& column : plan.columns) {
    if (!names.empty()) {
      names += ", ";
      values += ", ";
    }
    names += dialect.quote_identifier(column.target_name);
    values += value_sql(column, dialect);
  }
  return "INSERT INTO " + plan.target_sql + " (" + names + ") SELECT " + values + " FROM " +
         plan.source_sql;
}

std::string plan_counts(std::string_view from, std::span<const std::string> columns,
                        const Dialect& dialect) {
  std::string out = "SELECT count(*)";
  for (const std::string& column : columns) {
    out += ", count(" + dialect.quote_identifier(column) + ")";
  }
  return out + " FROM " + std::string(from);
}

std::string plan_rejects(const CleanPlan& plan, const CleanColumn& column,
                         std::span<const std::string> key, const Dialect& dialect) {
  const std::string text = cell_text(dialect, column.source);
  return "SELECT " + row_key_sql(plan, key, dialect) + " AS row_key, " +
         raw_bytes(column, dialect) + " AS raw_value, " + reason_sql(column, dialect) +
         " AS reason FROM " + plan.source_sql + " WHERE " + text + " IS NOT NULL AND (" +
         value_sql(column, dialect) + ") IS NULL AND " + holds_value("tamis_type(" + text + ")");
}

std::string plan_dedupe(const CleanPlan& plan, const Dedupe& dedupe, const Dialect& dialect) {
  std::string key;
  std::string complete;
  for (const std::string& name : dedupe.key) {
    const std::string quoted = dialect.quote_identifier(target_name_of(plan, name));
    if (!key.empty()) {
      key += ", ";
      complete += " AND ";
    }
    key += quoted;
    complete += quoted + " IS NOT NULL";
  }
  const std::string address(address_of(plan, dialect));
  return "DELETE FROM " + plan.target_sql + " WHERE " + address + " IN (SELECT address FROM (" +
         "SELECT " + address + " AS address, row_number() OVER (PARTITION BY " + key +
         " ORDER BY " + ordering(plan, dedupe, dialect) + ") AS place FROM " + plan.target_sql +
         " WHERE " + complete + ") AS ranked WHERE place > 1)";
}

std::vector<std::string> snake_case_names(std::span<const std::string> names) {
  const auto cut = [](const std::string& name, std::size_t most) {
    std::size_t at = 0;
    while (at < name.size()) {
      const std::size_t step =
          std::max<std::size_t>(1, text::utf8_length(std::string_view(name).substr(at)));
      if (at + step > most) break;
      at += step;
    }
    return name.substr(0, at);
  };
  std::set<std::string> taken;
  std::vector<std::string> out;
  for (const std::string& name : names) {
    const std::string base = text::snake_case(name);
    std::string candidate = cut(base, kMostNameBytes);
    for (int n = 2; !taken.insert(candidate).second; ++n) {
      const std::string suffix = "_" + std::to_string(n);
      candidate = cut(base, kMostNameBytes - suffix.size()) + suffix;
    }
    out.push_back(std::move(candidate));
  }
  return out;
}

}  // namespace tamis::quality
