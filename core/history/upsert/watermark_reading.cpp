#include "core/history/upsert/watermark_reading.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/history/moments.h"
#include "core/history/sql.h"
#include "core/history/upsert/plan_words.h"
#include "core/runs/runs.h"

namespace tamis::history {
namespace {

using document::Json;
using engine::ColumnType;
using engine::Dialect;
using engine::Relation;
using engine::Session;

constexpr std::string_view kDate = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]";
constexpr std::string_view kTime = " [0-9][0-9]:[0-9][0-9]:[0-9][0-9]";

// Everything that runs a transaction of its own and may write rows. Background processes without a
// user (autovacuum) write none.
constexpr std::string_view kRunning =
    "SELECT (min(a.xact_start))::timestamp::text, count(*) FILTER (WHERE a.xact_start IS NULL AND "
    "EXISTS (SELECT FROM pg_locks AS l WHERE l.pid = a.pid AND l.locktype = 'virtualxid' AND "
    "l.mode = 'ExclusiveLock')), (SELECT count(*) FROM pg_prepared_xacts WHERE database = "
    "current_database()), current_setting('transaction_isolation') FROM pg_stat_activity AS a "
    "WHERE a.datname = current_database() AND a.usesysid IS NOT NULL AND "
    "a.backend_type IS DISTINCT FROM 'walsender'";

std::optional<WatermarkType> type_of(ColumnType type) {
  switch (type) {
    case ColumnType::timestamp:
    case ColumnType::timestamptz: return WatermarkType::timestamp;
    case ColumnType::date: return WatermarkType::date;
    case ColumnType::integer: return WatermarkType::integer;
    case ColumnType::text: return WatermarkType::text;
    default: return std::nullopt;
  }
}

bool is_moment(WatermarkType type) {
  return type == WatermarkType::timestamp || type == WatermarkType::date;
}

}  // namespace

std::string malformed_value(WatermarkType type, const std::string& column) {
  const auto glob = [&](std::string_view pattern) {
    return " AND " + column + " NOT GLOB '" + std::string(pattern) + "'";
  };
  const std::string date(kDate);
  const std::string time = date + std::string(kTime);
  const std::string no_text = "typeof(" + column + ") <> 'text'";
  std::string wrong;
  switch (type) {
    case WatermarkType::integer: wrong = "typeof(" + column + ") <> 'integer'"; break;
    case WatermarkType::text: wrong = no_text; break;
    case WatermarkType::date: wrong = no_text + " OR true" + glob(date); break;
    case WatermarkType::timestamp:
      wrong = no_text + " OR true" + glob(date) + glob(time) + glob(time + ".[0-9]*") + " OR " +
              column + " GLOB '*[^0-9. :-]*'";
      break;
  }
  return "(" + column + " IS NOT NULL AND (" + wrong + "))";
}

WatermarkType ordered_type(const Dialect& dialect, const engine::Column& column,
                           std::optional<WatermarkType> wanted) {
  const bool typed = !on_sqlite(dialect);
  const std::optional<WatermarkType> natural = type_of(column.type);
  if (!wanted && natural) return *natural;
  if (wanted && (!typed || natural == wanted)) return *wanted;
  const std::string declared = column.declared.empty() ? "unknown" : column.declared;
  throw Error(Code::invalid_option,
              "column " + in_quotes(column.name) + " is of type " + declared +
                  (wanted ? ", not " + std::string(name_of(*wanted)) : std::string()),
              "It is to be a timestamp, a date, an integer or a text.",
              typed ? "Convert the column in a query: a query in parentheses can be the source."
                    : R"(Name what it holds with the option "type".)");
}

WatermarkReading::WatermarkReading(Session& session, const WatermarkSettings& settings,
                                   const Relation& source, std::string latest, bool dry_run)
    : session_(session),
      settings_(settings),
      column_(source.column(settings.column)),
      is_table_(source.form == Relation::Form::table),
      latest_(std::move(latest)) {
  type_ = ordered_type(session.dialect(), column_, settings.type);
  if (type_ == WatermarkType::text && settings.lookback > 0) {
    throw Error(Code::invalid_option, "a text watermark has no \"lookback\"",
                "Nothing says how far one text lies from another.");
  }
  if (!dry_run) lock_watermark(session, settings.name);
  before_ = find_watermark(session, settings.name);
  if (before_ && before_->type != type_) {
    throw Error(Code::invalid_option, "watermark " + in_quotes(settings.name) + " is of type " +
                                          std::string(name_of(before_->type)) + ", but column " +
                                          in_quotes(settings.column) + " of type " +
                                          std::string(name_of(type_)));
  }
  after_ = before_ ? std::optional(before_->value) : std::nullopt;
  make_filter();
}

void WatermarkReading::refuse_new_target(std::string_view target) const {
  if (settings_.reads_all || !before_ || before_->target.empty()) return;
  throw Error(Code::wrong_context,
              "the target " + in_quotes(target) + " does not exist, but watermark " +
                  in_quotes(settings_.name) + " stands at " + before_->value + " after a load of " +
                  in_quotes(before_->target),
              "A new target would lack all that was read before.",
              "Set the watermark back with tamis_advance_watermark, or use another name.");
}

std::string WatermarkReading::literal(std::string_view value) const {
  const Dialect& dialect = session_.dialect();
  if (type_ == WatermarkType::integer) return std::string(value);
  if (on_sqlite(dialect) || type_ == WatermarkType::text) return dialect.quote_literal(value);
  const bool zoned = column_.type == ColumnType::timestamptz;
  return dialect.from_canonical_text(
      dialect.quote_literal(std::string(value) + (zoned ? "+00" : "")), column_.type);
}

std::string WatermarkReading::lower_bound() const {
  const std::string& value = before_->value;
  switch (type_) {
    case WatermarkType::integer: {
      const std::int64_t at = std::stoll(value);
      const std::int64_t low = std::numeric_limits<std::int64_t>::min();
      return std::to_string(at < low + settings_.lookback ? low : at - settings_.lookback);
    }
    case WatermarkType::date:
      return moment_of(*microseconds_of(value) - settings_.lookback * 86'400 * kSecond)
          .substr(0, 10);
    case WatermarkType::timestamp:
      return moment_of(*microseconds_of(value) - settings_.lookback * kSecond);
    case WatermarkType::text: break;
  }
  return value;
}

void WatermarkReading::make_filter() {
  const std::string column = session_.dialect().quote_identifier(settings_.column);
  const bool without_null = settings_.missing == MissingRule::exclude;
  if (!before_ || settings_.reads_all) {
    if (without_null) filter_ = column + " IS NOT NULL";
    return;
  }
  std::string compared = column;
  if (!on_sqlite(session_.dialect()) && type_ == WatermarkType::text) compared += " COLLATE \"C\"";
  filter_ = compared + (settings_.inclusive ? " >= " : " > ") + literal(lower_bound());
  if (!without_null) filter_ += " OR " + column + " IS NULL";
  if (on_sqlite(session_.dialect())) filter_ += " OR " + malformed_value(type_, column);
  filter_ = "(" + filter_ + ")";
}

std::optional<std::string> WatermarkReading::low() const {
  if (!before_ || settings_.reads_all) return std::nullopt;
  return lower_bound();
}

std::string WatermarkReading::range() const {
  const std::string column = session_.dialect().quote_identifier(settings_.column);
  std::string compared = column;
  if (!on_sqlite(session_.dialect()) && type_ == WatermarkType::text) compared += " COLLATE \"C\"";
  std::string upto = after_ ? compared + " <= " + literal(*after_) : "1 = 0";
  if (settings_.missing == MissingRule::include) upto += " OR " + column + " IS NULL";
  return (filter_.empty() ? "" : filter_ + " AND ") + "(" + upto + ")";
}

void WatermarkReading::look_up_horizon() {
  if (on_sqlite(session_.dialect()) || !settings_.horizon) return;
  if (!is_moment(type_)) {
    safe_ = is_table_ ? "age(xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid)"
                      : "NOT EXISTS (SELECT FROM pg_snapshot_xip(pg_current_snapshot()))";
    return;
  }
  // Else an earlier look of this transaction is repeated.
  session_.query("SELECT pg_stat_clear_snapshot() IS NULL")->next();
  const auto rows = session_.query(kRunning);
  rows->next();
  if (!rows->at(0).is_null()) oldest_ = microseconds_of(rows->at(0).bytes());
  const std::int64_t hidden = rows->at(1).as_integer();
  const std::int64_t prepared = rows->at(2).as_integer();
  const std::string isolation(rows->at(3).bytes());
  if (isolation != "read committed") {
    blind_ = "the isolation level is " + isolation + ": its snapshot is older than the look at it";
  } else if (prepared > 0) {
    blind_ = "a prepared transaction is open, whose start is not known";
  } else if (hidden > 0) {
    blind_ = "a transaction of another user is open: its start takes pg_read_all_stats to see";
  }
}

void WatermarkReading::check(const std::string& stage, const std::string& column) {
  const Dialect& dialect = session_.dialect();
  const bool sqlite = on_sqlite(dialect);
  const std::string wrong = sqlite ? malformed_value(type_, column) : "false";
  const std::string ahead = is_moment(type_) ? later_than(dialect, column, latest_) : "false";
  const std::string open = safe_.empty() ? "false" : "NOT safe";
  std::string value = column;
  if (!sqlite && type_ == WatermarkType::text) value += " COLLATE \"C\"";
  if (!sqlite && type_ == WatermarkType::timestamp) value += "::timestamp";
  std::optional<std::string> highest;
  std::int64_t still_open = 0;
  {
    const auto rows = session_.query(
        "SELECT count(*) FILTER (WHERE " + column + " IS NULL), count(*) FILTER (WHERE " + wrong +
        "), count(*) FILTER (WHERE " + ahead + "), count(*) FILTER (WHERE " + open + "), " +
        dialect.as_text("max(" + value + ") FILTER (WHERE NOT (" + open + "))",
                        ColumnType::unknown) +
        " FROM " + stage);
    rows->next();
    refuse(rows->at(0).as_integer(), rows->at(1).as_integer(), rows->at(2).as_integer());
    still_open = rows->at(3).as_integer();
    if (!rows->at(4).is_null()) highest = std::string(rows->at(4).bytes());
  }
  cap(std::move(highest), still_open);
}

void WatermarkReading::refuse(std::int64_t nulls, std::int64_t malformed,
                              std::int64_t ahead) const {
  const std::string column = "watermark column " + in_quotes(settings_.column);
  if (nulls > 0 && settings_.missing == MissingRule::error) {
    throw Error(Code::invalid_value,
                std::to_string(nulls) + (nulls == 1 ? " source row has" : " source rows have") +
                    " NULL in the " + column,
                {}, R"("missing" in the option "watermark" can be "include" or "exclude".)");
  }
  if (malformed > 0) {
    throw Error(Code::invalid_value,
                std::to_string(malformed) + (malformed == 1 ? " value" : " values") + " of the " +
                    column + (malformed == 1 ? " is no " : " are no ") +
                    std::string(name_of(type_)) + " as SQLite compares them",
                {},
                is_moment(type_) ? "Write moments as 2024-03-05 14:30:00, in UTC: "
                                   "tamis_to_timestamp() in a query does it."
                                 : "Convert them in a query.");
  }
  if (ahead > 0) {
    throw Error(
        Code::out_of_range,
        std::to_string(ahead) + (ahead == 1 ? " value" : " values") + " of the " + column +
            (ahead == 1 ? " lies" : " lie") + " too far ahead",
        "The watermark would follow, and rows stamped before that be skipped. The limit is " +
            latest_ + " UTC.",
        R"(Mend or exclude such rows, or raise "max_ahead" (seconds).)");
  }
}

void WatermarkReading::cap_moments(std::string& highest) {
  if (!blind_.empty()) {
    held_back_ = blind_;
    highest.clear();
    return;
  }
  if (!oldest_) return;
  // A stamp equal to the start must stay beyond the watermark.
  const std::int64_t limit = *oldest_ - settings_.skew * kSecond - 1;
  std::string most = moment_of(limit);
  if (type_ == WatermarkType::date) {
    // A day that has rows already may get more; only an inclusive watermark reads it again.
    const std::int64_t day = settings_.inclusive ? 0 : 86'400 * kSecond;
    most = moment_of(limit - day).substr(0, 10);
  }
  if (highest <= most) return;
  highest = most;
  held_back_ = "rows stamped after " + moment_of(limit) + " UTC may still come";
}

void WatermarkReading::cap(std::optional<std::string> highest, std::int64_t open) {
  if (open > 0) held_back_ = "transactions are open that may add rows before these";
  if (!highest) return;
  std::optional<std::string> value = watermark_value(type_, *highest);
  if (!value) throw Error(Code::internal_error, "a watermark's maximum is none of its type");
  if (is_moment(type_) && !on_sqlite(session_.dialect()) && settings_.horizon) cap_moments(*value);
  if (value->empty() && type_ != WatermarkType::text) return;
  if (!after_ || is_before(type_, *after_, *value)) after_ = std::move(value);
}

std::string WatermarkReading::is_late(const std::string& column) const {
  if (!before_) return "";
  std::string compared = column;
  if (!on_sqlite(session_.dialect()) && type_ == WatermarkType::text) compared += " COLLATE \"C\"";
  return compared + " < " + literal(before_->value);
}

void WatermarkReading::advance(const std::string& target, const std::string& run_id) const {
  if (!after_ || (before_ && before_->value == *after_)) return;
  Watermark to{type_,  *after_,         before_ ? before_->revision + 1 : 1,
               run_id, runs::now_utc(), target};
  store_watermark(session_, {settings_.name, std::move(to), ""});
}

Json WatermarkReading::document() const {
  const auto shown = [&](const std::optional<std::string>& value) {
    return value ? watermark_json(type_, *value) : Json();
  };
  return {{"name", settings_.name},
          {"type", name_of(type_)},
          {"before", before_ ? watermark_json(type_, before_->value) : Json()},
          {"after", shown(after_)},
          {"read_from",
           before_ && !settings_.reads_all ? watermark_json(type_, lower_bound()) : Json()},
          {"held_back", held_back_.empty() ? Json() : Json(held_back_)}};
}

}  // namespace tamis::history
