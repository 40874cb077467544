#include "core/history/upsert/watermark.h"

#include <array>
#include <charconv>

#include "core/error/error.h"
#include "core/history/moments.h"
#include "core/history/target_lock.h"
#include "core/runs/runs.h"

namespace tamis::history {
namespace {

using document::Json;
using engine::Session;
using engine::Value;

constexpr std::string_view kAdvanceName = "tamis_advance_watermark";
constexpr std::size_t kLongestName = 200;

WatermarkType type_named(std::string_view name) {
  for (const WatermarkType type :
       {WatermarkType::timestamp, WatermarkType::date, WatermarkType::integer}) {
    if (name_of(type) == name) return type;
  }
  return WatermarkType::text;
}

std::string_view hint_of(WatermarkType type) {
  if (type == WatermarkType::timestamp) return "Write it as 2024-03-05 14:30:00.";
  return type == WatermarkType::date ? "Write it as 2024-03-05." : "";
}

std::optional<std::int64_t> integer_of(std::string_view text) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

void check_name(std::string_view name) {
  if (!name.empty() && name.size() <= kLongestName) return;
  throw Error(Code::invalid_name, "a watermark's name has 1 to 200 bytes",
              "Got " + std::to_string(name.size()) + ".");
}

// What a value looks like, for a watermark that has no type yet.
WatermarkType likely_type(std::string_view value) {
  if (integer_of(value)) return WatermarkType::integer;
  if (watermark_value(WatermarkType::date, value)) return WatermarkType::date;
  if (moment_text(value)) return WatermarkType::timestamp;
  return WatermarkType::text;
}

struct AdvanceSettings {
  std::string type;
  bool back = false;
  std::string reason;
  bool dry_run = false;
};

AdvanceSettings advance_settings(std::string_view text) {
  document::Options options = document::Options::from_text(text, kAdvanceName);
  AdvanceSettings out;
  out.type = options.choice("type", {"timestamp", "date", "integer", "text"}, "");
  out.back = options.boolean("back", false);
  out.reason = options.string("reason", "");
  out.dry_run = options.boolean("dry_run", false);
  options.finish();
  if (out.back && out.reason.empty()) {
    throw Error(Code::invalid_option, R"(option "back" needs a "reason")",
                "What lies between will be loaded again: whoever reads the history of the "
                "watermark wants to know why.");
  }
  return out;
}

Json shown(std::string_view name, const std::optional<Watermark>& mark) {
  Json out = {{"version", 1}, {"name", name}};
  out["value"] = mark ? watermark_json(mark->type, mark->value) : Json();
  out["type"] = mark ? Json(name_of(mark->type)) : Json();
  out["revision"] = mark ? mark->revision : 0;
  out["set_at"] = mark ? Json(mark->set_at) : Json();
  out["run_id"] = mark ? Json(mark->run_id) : Json();
  return out;
}

class Advance {
 public:
  Advance(runs::Run& run, const AdvanceSettings& settings, std::string_view name,
          std::string_view value)
      : run_(run), settings_(settings), name_(name), given_(value) {}

  Json operator()() {
    Session& session = run_.session();
    run_.about("", name_);
    if (!settings_.dry_run) lock_watermark(session, name_);
    const std::optional<Watermark> before = find_watermark(session, name_);
    Watermark to;
    to.type = type(before);
    to.value = value(to.type);
    if (before && before->value == to.value) return document(before, *before);
    if (before && is_before(to.type, to.value, before->value)) refuse_back(*before);
    to.revision = before ? before->revision + 1 : 1;
    to.run_id = run_.id();
    to.set_at = runs::now_utc();
    if (!settings_.dry_run) store_watermark(session, {name_, to, settings_.reason});
    return document(before, to);
  }

 private:
  WatermarkType type(const std::optional<Watermark>& before) const {
    if (!before) return settings_.type.empty() ? likely_type(given_) : type_named(settings_.type);
    if (!settings_.type.empty() && settings_.type != name_of(before->type)) {
      throw Error(Code::invalid_option, "watermark " + in_quotes(name_) + " is of type " +
                                            std::string(name_of(before->type)) + ", not " +
                                            settings_.type);
    }
    return before->type;
  }

  std::string value(WatermarkType type) const {
    if (auto out = watermark_value(type, given_)) return *std::move(out);
    throw Error(Code::invalid_value,
                "invalid value for watermark " + in_quotes(name_) + " of type " +
                    std::string(name_of(type)) + ": " + in_quotes(given_),
                {}, std::string(hint_of(type)));
  }

  void refuse_back(const Watermark& before) const {
    if (settings_.back) return;
    throw Error(Code::out_of_range, "watermark " + in_quotes(name_) + " would move back",
                "It is at " + in_quotes(before.value) + ".",
                R"(To load again what lies between, pass {"back": true, "reason": "..."}.)");
  }

  Json document(const std::optional<Watermark>& before, const Watermark& to) const {
    Json out = shown(name_, to);
    out.erase("run_id");
    out["dry_run"] = settings_.dry_run;
    out["before"] = before ? watermark_json(before->type, before->value) : Json();
    out["moved"] = !before || before->value != to.value;
    return out;
  }

  runs::Run& run_;
  const AdvanceSettings& settings_;
  std::string name_;
  std::string given_;
};

}  // namespace

std::optional<std::string> watermark_value(WatermarkType type, std::string_view text) {
  switch (type) {
    case WatermarkType::timestamp: return moment_text(text);
    case WatermarkType::date: {
      const auto moment = moment_text(text);
      if (!moment || moment->compare(10, std::string::npos, " 00:00:00") != 0) return std::nullopt;
      return moment->substr(0, 10);
    }
    case WatermarkType::integer: {
      const auto integer = integer_of(text);
      return integer ? std::optional(std::to_string(*integer)) : std::nullopt;
    }
    case WatermarkType::text: break;
  }
  return std::string(text);
}

bool is_before(WatermarkType type, std::string_view a, std::string_view b) {
  if (type == WatermarkType::integer) return *integer_of(a) < *integer_of(b);
  return a < b;
}

Json watermark_json(WatermarkType type, const std::string& value) {
  if (type == WatermarkType::integer) return *integer_of(value);
  if (type != WatermarkType::timestamp) return value;
  std::string out = value + "Z";
  out[10] = 'T';
  return out;
}

void lock_watermark(Session& session, std::string_view name) {
  lock_target(session, kWatermarkLock, name);
}

std::optional<Watermark> find_watermark(Session& session, std::string_view name) {
  // A dry run, or a reading one, may come before the first that makes SQLite's state tables.
  if (session.dialect().engine() == engine::Dialect::Engine::sqlite &&
      !session.find_table("main.tamis_watermark")) {
    return std::nullopt;
  }
  const std::array<Value, 1> parameters = {Value::text(name)};
  const auto rows = session.query(
      "SELECT type, value, revision, run_id, set_at, target FROM tamis_watermark WHERE name = " +
          session.dialect().parameter(1) + " ORDER BY revision DESC LIMIT 1",
      parameters);
  if (!rows->next()) return std::nullopt;
  return Watermark{type_named(rows->at(0).bytes()),  std::string(rows->at(1).bytes()),
                   rows->at(2).as_integer(),         std::string(rows->at(3).bytes()),
                   std::string(rows->at(4).bytes()), std::string(rows->at(5).bytes())};
}

void store_watermark(Session& session, const WatermarkMove& move) {
  const engine::Dialect& dialect = session.dialect();
  std::string sql =
      "INSERT INTO tamis_watermark (name, revision, type, value, target, reason, run_id, set_at) "
      "VALUES (";
  for (std::size_t n = 1; n <= 8; ++n) sql += (n > 1 ? ", " : "") + dialect.parameter(n);
  const auto optional = [](const std::string& text) {
    return text.empty() ? Value() : Value::text(text);
  };
  const std::array<Value, 8> values = {Value::text(move.name),
                                       Value::integer(move.to.revision),
                                       Value::text(name_of(move.to.type)),
                                       Value::text(move.to.value),
                                       optional(move.to.target),
                                       optional(move.reason),
                                       Value::text(move.to.run_id),
                                       Value::text(move.to.set_at)};
  session.execute(sql + ")", values);
}

Json watermark(Session& session, std::string_view name) {
  check_name(name);
  return shown(name, find_watermark(session, name));
}

Json advance_watermark(Session& session, std::string_view name, std::string_view value,
                       std::string_view options) {
  check_name(name);
  const AdvanceSettings settings = advance_settings(options);
  return runs::run_action(session, {kAdvanceName, settings.dry_run},
                          [&](runs::Run& run) { return Advance(run, settings, name, value)(); });
}

}  // namespace tamis::history
