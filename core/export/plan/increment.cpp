#include "core/export/plan/increment.h"

#include "core/document/digest.h"
#include "core/export/format/option_checks.h"
#include "core/history/moments.h"

namespace tamis::exports {
namespace {

using engine::Relation;
using history::WatermarkType;

constexpr std::size_t kLongestName = 200;
constexpr std::int64_t kDaySeconds = 86'400;

std::int64_t lookback(const Lookback& given, WatermarkType type, std::string_view column) {
  if (given.amount == 0) return 0;
  if (!given.seconds) return given.amount;
  switch (type) {
    case WatermarkType::timestamp: return given.amount;
    // A day that is only partly looked back to counts whole.
    case WatermarkType::date: return (given.amount + kDaySeconds - 1) / kDaySeconds;
    case WatermarkType::integer:
    case WatermarkType::text: break;
  }
  bad_option("\"lookback\" is a time, but column " + in_quotes(column) + " holds none",
             "Of a column of integers it is a number.");
}

history::WatermarkSettings settings_of(const engine::Dialect& dialect, const ModeOptions& options,
                                       const std::string& name, const Relation& relation) {
  const engine::Column& column = relation.column(options.change_column);
  history::WatermarkSettings out;
  out.name = name;
  out.column = column.name;
  out.lookback =
      lookback(options.lookback, history::ordered_type(dialect, column, std::nullopt), column.name);
  out.missing = options.missing;
  out.inclusive = false;
  out.horizon = options.horizon;
  return out;
}

// A change from the future would take the watermark with it.
std::string latest(engine::Session& session) {
  return history::later(history::clock_text(session), kDaySeconds * history::kSecond).value();
}

}  // namespace

std::string usual_watermark(const Relation& relation, std::string_view destination) {
  const bool query = relation.form == Relation::Form::query;
  const std::string source = query ? relation.name : relation.schema + "." + relation.name;
  std::string name = "export of " + source + " to " + std::string(destination);
  if (query || name.size() > kLongestName) {
    name = "export " + document::digest({source, destination}).substr(7, 32);
  }
  return name;
}

Increment::Increment(engine::Session& session, const ModeOptions& options, const std::string& name,
                     const Relation& relation, bool dry_run)
    : settings_(settings_of(session.dialect(), options, name, relation)),
      reading_(session, settings_, relation, latest(session), dry_run) {
  reading_.look_up_horizon();
  std::string seen =
      "(SELECT " + session.dialect().quote_identifier(settings_.column) + " AS changed";
  if (!reading_.safe().empty()) seen += ", (" + reading_.safe() + ") AS safe";
  seen += " FROM " + relation.sql;
  if (!reading_.filter().empty()) seen += " WHERE " + reading_.filter();
  reading_.check(seen + ") AS tamis_seen", "changed");
}

WatermarkRange Increment::range() const {
  return {settings_.name, settings_.column, reading_.low(), reading_.high()};
}

std::string Increment::held_back() const {
  const document::Json reason = reading_.document()["held_back"];
  return reason.is_string() ? reason.get<std::string>() : std::string();
}

}  // namespace tamis::exports
