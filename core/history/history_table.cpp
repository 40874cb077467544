#include "core/history/history_table.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/error/error.h"
#include "core/history/history_columns.h"
#include "core/history/moments.h"
#include "core/history/names.h"
#include "core/history/sql.h"

namespace tamis::history {
namespace {

using engine::Column;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;

// dbt makes some of its columns only where they are configured.
Names present(Names names, bool dbt, const Relation& relation) {
  if (!dbt) return names;
  for (std::string* name : {&names.is_deleted, &names.version_id, &names.updated_at}) {
    if (relation.find(*name) == nullptr) name->clear();
  }
  return names;
}

bool is_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

constexpr std::string_view kDay = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]";
constexpr std::string_view kTime = " [0-9][0-9]:[0-9][0-9]:[0-9][0-9]";

// SQLite: the texts that compare as their moments do, and dates. length() of a text ends at a NUL.
std::string well_formed_text(const std::string& text) {
  const std::string day(kDay);
  const std::string time(kTime);
  return "(CASE length(CAST(" + text + " AS BLOB)) WHEN 19 THEN " + text + " GLOB '" + day + time +
         "' WHEN 10 THEN " + text + " GLOB '" + day + "' ELSE " + text + " GLOB '" + day + time +
         ".[0-9]*' AND " + text + " NOT GLOB '*[^-0-9 :.]*' END)";
}

}  // namespace

HistoryTable::HistoryTable(const Dialect& dialect, Relation relation, const TableSettings& settings)
    : dialect_(dialect),
      relation_(std::move(relation)),
      names_(present(settings.names, settings.dbt, relation_)),
      open_end_(settings.open_end),
      open_text_(settings.open_text) {
  require_history_columns(names_, relation_, true);
  for (const std::string& name : settings.key) key_.push_back(relation_.column(name));
  const auto counts = [&](const std::string& name) {
    return relation_.column(name).type == ColumnType::integer;
  };
  integers_ = counts(names_.valid_from);
  if (integers_ != counts(names_.valid_to)) {
    throw Error(Code::unsupported, "history columns " + in_quotes(names_.valid_from) + " and " +
                                       in_quotes(names_.valid_to) + " of " +
                                       in_quotes(relation_.name) +
                                       " must both hold timestamps, or both integers");
  }
  const bool wrong = integers_ != is_integer(open_end_);
  if (!open_end_.empty() && wrong) {
    throw Error(Code::invalid_option,
                "option \"open_end\" must be " +
                    std::string(integers_ ? "an integer" : "a date, a timestamp or \"infinity\""),
                "That is what " + in_quotes(names_.valid_to) + " of " + in_quotes(relation_.name) +
                    " holds.");
  }
}

bool HistoryTable::is_sqlite() const noexcept { return on_sqlite(dialect_); }

std::vector<Column> HistoryTable::data() const {
  const std::vector<std::string> own = names_.all();
  std::vector<Column> out;
  for (const Column& column : relation_.columns) {
    const bool key = std::any_of(key_.begin(), key_.end(),
                                 [&](const Column& k) { return k.name == column.name; });
    if (!key && !contains(own, column.name)) out.push_back(column);
  }
  return out;
}

std::vector<std::string> HistoryTable::hashed(const TableSettings& settings) const {
  for (const auto* names : {&settings.tracked, &settings.untracked}) {
    for (const std::string& name : *names) relation_.column(name);
  }
  std::vector<std::string> out;
  for (const Column& column : data()) {
    if (column.primary_key) continue;
    const bool covered = settings.tracked.empty() ? !contains(settings.untracked, column.name)
                                                  : contains(settings.tracked, column.name);
    if (covered) out.push_back(column.name);
  }
  return out;
}

std::string HistoryTable::column(std::string_view alias, std::string_view name) const {
  const std::string quoted = dialect_.quote_identifier(name);
  return alias.empty() ? quoted : std::string(alias) + "." + quoted;
}

std::string HistoryTable::normal(std::string_view expression, const Column& column) const {
  return moment_expression(dialect_, expression, column.type, integers_);
}

std::string HistoryTable::begin(std::string_view alias) const {
  return normal(column(alias, names_.valid_from), relation_.column(names_.valid_from));
}

std::string HistoryTable::end(std::string_view alias) const {
  const Column& to = relation_.column(names_.valid_to);
  std::string end = normal(column(alias, names_.valid_to), to);
  if (open_end_.empty()) return end;
  const std::string open = open_literal(to);
  if (is_sqlite()) return "nullif(" + end + ", " + open + ")";
  return "nullif(" + end + ", " + normal(open, to) + ")";
}

// SQLite: as comparable_text() leaves it.
std::string HistoryTable::open_literal(const Column& column) const {
  if (open_text_.empty()) return raw_literal(open_end_, column);
  return raw_literal(open_text_, column);
}

std::string HistoryTable::current(std::string_view alias) const {
  return has_flag() ? column(alias, names_.is_current) : is_open(alias);
}

// dbt's flag is a text.
std::string HistoryTable::and_alive(std::string_view alias) const {
  if (names_.is_deleted.empty()) return {};
  const std::string flag = column(alias, names_.is_deleted);
  if (relation_.column(names_.is_deleted).type == ColumnType::text) {
    return " AND coalesce(lower(" + flag + "), '') NOT IN ('true', 't', '1')";
  }
  return " AND NOT coalesce(" + flag + ", false)";
}

std::string HistoryTable::is_open(std::string_view alias) const {
  const Column& to = relation_.column(names_.valid_to);
  const std::string end = column(alias, to.name);
  if (open_end_.empty()) return "(" + end + " IS NULL)";
  std::string out = "(" + end + " IS NULL OR " + end + " = " + open_literal(to);
  if (is_sqlite() && open_end_ != open_text_ && !open_text_.empty()) {
    out += " OR " + end + " = " + dialect_.quote_literal(open_end_);
  }
  return out + ")";
}

std::string HistoryTable::holds_at(std::string_view alias, std::string_view moment) const {
  const Column& from = relation_.column(names_.valid_from);
  const Column& to = relation_.column(names_.valid_to);
  const std::string end = column(alias, to.name);
  return "(" + column(alias, from.name) + " <= " + raw_literal(moment, from) + " AND (" + end +
         " IS NULL OR " + end + " > " + raw_literal(moment, to) + "))";
}

std::string HistoryTable::holds_at_expression(std::string_view alias, std::string_view expression,
                                              ColumnType type) const {
  const Column& from = relation_.column(names_.valid_from);
  const Column& to = relation_.column(names_.valid_to);
  const std::string end = column(alias, to.name);
  const auto as = [&](const Column& compared) {
    if (integers_) return std::string(expression);
    if (is_sqlite()) return "tamis_to_timestamp(" + std::string(expression) + ")";
    std::string plain = moment_expression(dialect_, expression, type, false);
    if (compared.type != ColumnType::timestamptz) return plain;
    return type == ColumnType::timestamptz ? std::string(expression)
                                           : "(" + plain + " AT TIME ZONE 'UTC')";
  };
  return "(" + column(alias, from.name) + " <= " + as(from) + " AND (" + end + " IS NULL OR " +
         end + " > " + as(to) + ") AND " + std::string(expression) + " IS NOT NULL)";
}

std::string HistoryTable::malformed(std::string_view alias) const {
  if (!is_sqlite()) return "false";
  std::string out;
  for (const std::string* name : {&names_.valid_from, &names_.valid_to}) {
    const std::string moment = column(alias, *name);
    if (!out.empty()) out += " OR ";
    out += "(" + moment + " IS NOT NULL AND NOT ";
    out += integers_ ? "typeof(" + moment + ") = 'integer'" : well_formed_text(moment);
    if (name == &names_.valid_to && !open_end_.empty()) {
      out += " AND " + moment + " <> " + dialect_.quote_literal(open_end_);
    }
    out += ")";
  }
  return "(" + out + ")";
}

std::string HistoryTable::raw_literal(std::string_view moment, const Column& column) const {
  if (is_sqlite() && integers_) return std::string(moment);
  if (moment == "infinity" && !is_sqlite()) {
    return dialect_.from_canonical_text(dialect_.quote_literal(moment), column.type);
  }
  return moment_literal(dialect_, moment, column.type);
}

std::string HistoryTable::literal(std::string_view moment) const {
  if (integers_) return "(" + std::string(moment) + ")";
  if (is_sqlite()) return dialect_.quote_literal(moment);
  return dialect_.from_canonical_text(dialect_.quote_literal(moment), ColumnType::timestamp);
}

std::string HistoryTable::moment(std::string_view given, std::string_view what) const {
  if (integers_) {
    if (is_integer(given)) return std::string(given);
    throw Error(Code::invalid_value, std::string(what) + " is no integer: " + in_quotes(given),
                "The versions of " + in_quotes(relation_.name) + " hold from integer to integer.");
  }
  if (auto text = moment_text(given)) return *std::move(text);
  throw Error(Code::invalid_value,
              std::string(what) + " is no date or timestamp: " + in_quotes(given), {},
              "Write it as 2024-03-05 or 2024-03-05T14:30:00Z.");
}

std::string HistoryTable::stored(std::string_view expression, const Column& column) const {
  std::string sql(expression);
  if (is_sqlite() || column.type == ColumnType::timestamp) return sql;
  if (column.type == ColumnType::timestamptz) return "(" + sql + " AT TIME ZONE 'UTC')";
  return "(" + sql + ")::" +
         (column.declared.empty() ? std::string(dialect_.type_name(column.type)) : column.declared);
}

std::string HistoryTable::as_begin(std::string_view expression) const {
  return stored(expression, relation_.column(names_.valid_from));
}

std::string HistoryTable::as_end(std::string_view expression) const {
  return stored(expression, relation_.column(names_.valid_to));
}

std::string HistoryTable::open_value() const {
  return open_end_.empty() ? "NULL" : open_literal(relation_.column(names_.valid_to));
}

std::string HistoryTable::end_of_time() const {
  if (integers_) return "9223372036854775807";
  return is_sqlite() ? "'9999-12-31 23:59:59.999999'" : "'infinity'::timestamp";
}

}  // namespace tamis::history
