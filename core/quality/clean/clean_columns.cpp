#include "core/quality/clean/clean_columns.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "core/error/error.h"
#include "core/quality/check/cells.h"
#include "core/quality/score/facts.h"
#include "core/text/utf8.h"

namespace tamis::quality {
namespace {

using engine::ColumnType;
using engine::Dialect;
using profile::ColumnProfile;
using profile::Evidence;

constexpr std::size_t kMostNameBytes = 63;  // PostgreSQL, NAMEDATALEN - 1

// A column of PostgreSQL can hold nothing but its type, and reading it as text could only lose
// (infinity, years before Christ, digits, an array's elements). SQLite's declarations promise
// nothing.
bool travels_as_is(const engine::Column& column, const Dialect& dialect) noexcept {
  if (column.type == ColumnType::blob || column.type == ColumnType::json) return true;
  if (column.type == ColumnType::unknown && column.declared.empty()) return false;
  return dialect.engine() == Dialect::Engine::postgresql && column.type != ColumnType::text;
}

bool is_number(types::Type type) noexcept {
  return type == types::Type::integer || type == types::Type::decimal || type == types::Type::real;
}

std::string listed(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
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
              "Say which years are 20yy, those below it, with {\"two_digit_pivot\": {" + name +
                  ": 50}}, or keep the text with {\"types\": {" + name + ": \"text\"}}.");
}

// What the options say about a column whose own evidence may decide, or not.
template <typename Choice>
std::optional<Choice> said(const ColumnProfile& column, const PerColumn<Choice>& choices,
                           bool open) {
  if (choices.columns.contains(column.name)) return choices.of(column.name);
  return open ? choices.others : std::nullopt;
}

bool is_open(Evidence evidence) noexcept {
  return evidence == Evidence::ambiguous || evidence == Evidence::conflict;
}

void decide_dates(const ColumnProfile& profiled, const CleanOptions& options, CleanColumn& column) {
  column.two_digit_pivot = options.two_digit_pivot.of(profiled.name);
  const auto century = profiled.dates.century;
  const std::int64_t undecided =
      profiled.undecided - (column.two_digit_pivot ? std::min(century, profiled.undecided) : 0);
  const bool open = is_open(profiled.date_order) || undecided > 0;
  const auto order = said(profiled, options.order, open);
  if (open && !order) {
    if (!is_open(profiled.date_order) && century > 0 && undecided <= century) {
      open_century(profiled);
    }
    open_meaning(profiled, "dates", profiled.date_order == Evidence::conflict,
                 "Its open dates: " + date_evidence(profiled) + ".", "order",
                 is_open(profiled.date_order) ? order_choices(profiled) : R"("ymd")");
  }
  if (order) column.convention.order = *order;
}

void decide_mark(const ColumnProfile& profiled, const CleanOptions& options, CleanColumn& column) {
  const bool open = is_open(profiled.decimal_mark) && column.type != types::Type::integer;
  const auto mark = said(profiled, options.decimal_mark, open);
  if (open && !mark) {
    const std::int64_t undecided = column.amount ? profiled.kind_undecided : profiled.undecided;
    open_meaning(profiled, "numbers", profiled.decimal_mark == Evidence::conflict,
                 undecided == 0 ? ""
                                : std::to_string(undecided) + " of " +
                                      std::to_string(profiled.present) + " values are open.",
                 "decimal_mark", R"("point" or "comma")");
  }
  if (mark) column.convention.mark = *mark;
}

// Decides how the column's dates and numbers are read, and whether the caller had to say it.
void decide(const ColumnProfile& profiled, const CleanOptions& options, CleanColumn& column) {
  column.convention = profiled.convention;
  if (sketch::is_date(column.type)) decide_dates(profiled, options, column);
  if (is_number(column.type)) decide_mark(profiled, options, column);
}

bool holds_amounts(const ColumnProfile& profiled) noexcept {
  return profiled.kind == types::Type::currency || profiled.kind == types::Type::percent;
}

// Amounts become numbers where it is clear what they count.
void decide_amount(const ColumnProfile& profiled, const CleanOptions& options, bool asked,
                   const ByColumn<std::vector<std::string>>& units, CleanColumn& column) {
  const auto found = units.find(profiled.name);
  if (found != units.end() && found->second.size() > 1) {
    const std::string several = "its amounts are of several currencies: " + listed(found->second);
    if (asked) {
      throw Error(Code::ambiguous_value,
                  "column " + in_quotes(profiled.name) + " can't become a number", several + ".",
                  "Keep the text with {\"types\": {" + in_quotes(profiled.name) + ": \"text\"}}.");
    }
    column.note = several;
    return;
  }
  column.amount = profiled.kind;
  column.type = types::Type::decimal;
  if (found != units.end() && !found->second.empty()) column.unit = found->second.front();
  if (profiled.kind == types::Type::percent) {
    column.unit = "%";
    column.as_ratio = options.percent_as_ratio.of(profiled.name).value_or(false);
  }
}

types::Type type_of(engine::ColumnType type) noexcept {
  switch (type) {
    case ColumnType::boolean: return types::Type::boolean;
    case ColumnType::integer: return types::Type::integer;
    case ColumnType::decimal: return types::Type::decimal;
    case ColumnType::real: return types::Type::real;
    case ColumnType::date: return types::Type::date;
    case ColumnType::timestamp: return types::Type::timestamp;
    case ColumnType::timestamptz: return types::Type::timestamptz;
    case ColumnType::uuid: return types::Type::uuid;
    default: return types::Type::text;
  }
}

// The decided type, the caller's before the profile's.
void decide_type(const engine::Column& source, const ColumnProfile& profiled,
                 const CleanOptions& options, const ByColumn<std::vector<std::string>>& units,
                 const Dialect& dialect, CleanColumn& column) {
  column.type = intended_type(profiled);
  const auto override_type = options.types.find(source.name);
  const bool asked = override_type != options.types.end();
  if (asked) column.type = override_type->second;
  if (travels_as_is(source, dialect) && (!asked || type_of(source.type) == column.type)) {
    column.storage = source.type;
    column.copied = true;
    return;
  }
  const bool wants_number = asked && column.type == types::Type::decimal;
  if (holds_amounts(profiled) && (wants_number || !asked)) {
    decide_amount(profiled, options, asked, units, column);
  }
}

CleanColumn plan_column(const engine::Column& source, const ColumnProfile& profiled,
                        const CleanOptions& options,
                        const ByColumn<std::vector<std::string>>& units, const Dialect& dialect) {
  CleanColumn out;
  out.source = source;
  out.target_name = source.name;
  out.on_reject = options.on_reject.of(source.name).value_or(OnReject::null);
  decide_type(source, profiled, options, units, dialect, out);
  if (out.copied) return out;
  ColumnProfile as_planned = profiled;
  as_planned.type = out.type;
  // No value says anything: the declaration is all there is to go by.
  out.storage = out.type == types::Type::empty && source.type != ColumnType::unknown
                    ? source.type
                    : profile::storage_type(as_planned, dialect.engine());
  if (out.type == types::Type::text) {
    out.keep_missing = options.keeps_missing(source.name);
    out.casing = options.casing.of(source.name).value_or(text::Casing::as_is);
  }
  decide(profiled, options, out);
  return out;
}

// trim() takes blanks alone, as the documentation says.
std::string trimmed_sql(const engine::Column& column, const Dialect& dialect) {
  return "trim(" + cell_text(dialect, column) + ")";
}

bool holds_texts(const engine::Column& column) noexcept {
  return column.type != ColumnType::blob && column.type != ColumnType::json;
}

}  // namespace

types::Type judged_type(const CleanColumn& column) noexcept {
  const types::Type type = column.copied ? type_of(column.source.type) : column.type;
  return type == types::Type::empty ? types::Type::text : type;
}

std::string is_marker_sql(const engine::Column& column, const CleanOptions& options,
                          const Dialect& dialect) {
  std::string list;
  if (!holds_texts(column)) return list;
  for (const std::string& marker : options.markers(column.name)) {
    if (!list.empty()) list += ", ";
    list += dialect.quote_literal(text::trimmed(marker));
  }
  return list.empty() ? list : trimmed_sql(column, dialect) + " IN (" + list + ")";
}

std::string is_sentinel_sql(const engine::Column& column, const CleanOptions& options,
                            const Dialect& dialect) {
  std::string out;
  const auto found = options.sentinels.find(column.name);
  if (found == options.sentinels.end() || !holds_texts(column)) return out;
  for (const Sentinel& sentinel : found->second) {
    if (!out.empty()) out += " OR ";
    const std::string value =
        sentinel.type == types::Type::text
            ? trimmed_sql(column, dialect)
            : try_cast_sql(dialect, cell_text(dialect, column), types::name_of(sentinel.type));
    out += "coalesce(" + value + " = " + dialect.quote_literal(sentinel.text) + ", " +
           (dialect.engine() == Dialect::Engine::postgresql ? "false" : "0") + ")";
  }
  return out.empty() ? out : "(" + out + ")";
}

engine::Relation without_markers(const engine::Relation& source, const CleanOptions& options,
                                 const Dialect& dialect) {
  std::string select;
  bool any = false;
  for (const engine::Column& column : source.columns) {
    const std::string name = dialect.quote_identifier(column.name);
    std::string absent = is_marker_sql(column, options, dialect);
    const std::string sentinel = is_sentinel_sql(column, options, dialect);
    if (!sentinel.empty()) absent += (absent.empty() ? "" : " OR ") + sentinel;
    if (!select.empty()) select += ", ";
    any = any || !absent.empty();
    select += absent.empty()
                  ? name
                  : "CASE WHEN " + absent + " THEN NULL ELSE " + name + " END AS " + name;
  }
  if (!any) return source;
  engine::Relation out = source;
  out.form = engine::Relation::Form::query;
  out.sql = "(SELECT " + select + " FROM " + source.sql + ") AS without_markers";
  return out;
}

std::vector<CleanColumn> plan_columns(const engine::Relation& source,
                                      const profile::TableProfile& profile,
                                      const CleanOptions& options,
                                      const ByColumn<std::vector<std::string>>& units,
                                      const Dialect& dialect) {
  std::vector<CleanColumn> out;
  for (const engine::Column& column : source.columns) {
    const ColumnProfile* profiled = profile.find(column.name);
    if (profiled != nullptr) out.push_back(plan_column(column, *profiled, options, units, dialect));
  }
  if (options.snake_case) {
    std::vector<std::string> names;
    for (const CleanColumn& column : out) names.push_back(column.source.name);
    names = snake_case_names(names);
    for (std::size_t i = 0; i < out.size(); ++i) out[i].target_name = std::move(names[i]);
  }
  return out;
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
