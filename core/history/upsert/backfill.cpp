#include "core/history/upsert/backfill.h"

#include <map>
#include <optional>
#include <utility>

#include "core/document/digest.h"
#include "core/error/error.h"
#include "core/history/history.h"
#include "core/history/row_hash_sql.h"
#include "core/history/scd2/merge.h"
#include "core/history/scd2/settings.h"
#include "core/history/snapshot/snapshot.h"
#include "core/history/sql.h"
#include "core/history/target_lock.h"
#include "core/history/upsert/batch.h"
#include "core/history/upsert/plan_words.h"
#include "core/history/upsert/settings.h"
#include "core/history/upsert/slices.h"
#include "core/history/upsert/upsert.h"
#include "core/history/upsert/watermark.h"
#include "core/history/upsert/watermark_reading.h"
#include "core/runs/runs.h"

namespace tamis::history {
namespace {

using document::Json;
using document::Options;
using engine::Relation;
using engine::Session;

constexpr std::string_view kBackfillName = "tamis_backfill";

[[noreturn]] void refuse(std::string message, std::string detail = {}, std::string hint = {}) {
  throw Error(Code::invalid_option, std::move(message), std::move(detail), std::move(hint));
}

struct BackfillSettings {
  std::string column;
  std::optional<WatermarkType> type;
  std::string from;
  std::string to;
  SliceRule rule = SliceRule::value;
  std::optional<UpsertSettings> merge;
  Json scd2;   // null: "merge" is given
  Json given;  // of the two, for the digest
  bool advance = false;
  bool snapshot = false;  // once, before the first slice
  std::string confirm;
  bool dry_run = false;
};

std::string bound(Options& options, std::string_view name) {
  const Json value = options.raw(name);
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return value.dump();
  refuse("option " + in_quotes(name) + " of tamis_backfill must be a text or an integer",
         R"(The range is from <= column < to.)");
}

SliceRule slice_rule(Options& options) {
  const Json value = options.raw("slice");
  if (value.is_null()) return SliceRule::value;
  const std::string name = options.choice("slice", {"hour", "day", "month"}, "day");
  return name == "hour" ? SliceRule::hour : name == "day" ? SliceRule::day : SliceRule::month;
}

void read_merge(Options& options, BackfillSettings& s) {
  const bool merge = options.has("merge");
  const bool scd2 = options.has("scd2");
  if (merge == scd2) {
    refuse(R"(tamis_backfill needs either "merge" or "scd2")",
           "They hold the options that each slice is merged with.");
  }
  s.given = options.raw(merge ? "merge" : "scd2");
  for (const char* own : {"dry_run", "token", "as_of"}) {
    if (s.given.is_object() && s.given.contains(own)) {
      refuse("option " + in_quotes(own) + " has no place in " +
                 in_quotes(merge ? "merge" : "scd2") + " of a backfill",
             "Each slice is merged by itself, as of its beginning.");
    }
  }
  if (scd2) {
    s.scd2 = s.given;
    if (!s.scd2.is_object()) refuse(R"(option "scd2" of tamis_backfill must be an object)");
    if (const auto copy = s.scd2.find("snapshot"); copy != s.scd2.end() && copy->is_boolean()) {
      s.snapshot = copy->get<bool>();
      s.scd2.erase(copy);
    }
    merge_settings(s.scd2.dump());  // so that a dry run refuses what a slice would
    return;
  }
  s.merge = upsert_settings(Options(s.given, "\"merge\" of tamis_backfill"));
  s.snapshot = std::exchange(s.merge->snapshot, false);
  if (!s.merge->watermark) return;
  if (s.advance) {
    s.merge->watermark->reads_all = true;
  } else {
    s.merge->watermark.reset();
  }
}

std::optional<WatermarkType> type_option(Options& options) {
  const std::string type = options.choice("type", {"timestamp", "date", "integer", "text"}, "");
  for (const WatermarkType t : {WatermarkType::timestamp, WatermarkType::date,
                                WatermarkType::integer, WatermarkType::text}) {
    if (type == name_of(t)) return t;
  }
  return std::nullopt;
}

BackfillSettings backfill_settings(std::string_view text) {
  Options options = Options::from_text(text, kBackfillName);
  BackfillSettings s;
  s.column = options.required_string("column");
  s.type = type_option(options);
  s.from = bound(options, "from");
  s.to = bound(options, "to");
  s.rule = slice_rule(options);
  s.advance = options.boolean("advance", false);
  read_merge(options, s);
  s.confirm = options.string("confirm", "");
  s.dry_run = options.boolean("dry_run", false);
  options.finish();
  if (s.advance && (!s.merge || !s.merge->watermark)) {
    refuse(R"(option "advance" needs a "watermark" in "merge")");
  }
  if (!s.dry_run && s.confirm.empty()) {
    refuse(R"(tamis_backfill needs "confirm")",
           "It loads again what others have read: look at the plan first.",
           R"(Call it with {"dry_run": true}, and pass the "confirm" of its answer.)");
  }
  return s;
}

class Backfill {
 public:
  Backfill(runs::Run& run, const BackfillSettings& settings, std::string_view target,
           std::string_view source)
      : run_(run),
        session_(run.session()),
        settings_(settings),
        target_argument_(target),
        source_argument_(source) {}

  Json operator()() {
    run_.about(source_argument_, target_argument_);
    const Relation source = session_.relation(source_argument_);
    find_target(source);
    range_ = range(source);
    refuse_malformed(source);
    slices_ = slices_of(session_, range_, source);
    const Json state = state_of_target();
    Json planned = plan(state);
    const std::string digest = document::digest(evidence(planned, state));
    Json out = std::move(planned);
    out["dry_run"] = settings_.dry_run;
    out["confirm"] = settings_.dry_run ? digest : settings_.confirm;
    if (settings_.dry_run) return out;
    if (digest != settings_.confirm) refuse_changed();
    return merged(source, std::move(out));
  }

 private:
  Range range(const Relation& source) const {
    const engine::Column& column = source.column(settings_.column);
    Range out{settings_.column, ordered_type(session_.dialect(), column, settings_.type), "", "",
              settings_.rule};
    const bool days = out.type == WatermarkType::timestamp || out.type == WatermarkType::date;
    if (settings_.rule != SliceRule::value && !days) {
      refuse(R"(option "slice" needs a column of dates or times)",
             "Column " + in_quotes(settings_.column) + " holds values of type " +
                 std::string(name_of(out.type)) + ".",
             "Without it, each value is a slice.");
    }
    if (settings_.rule == SliceRule::hour && out.type == WatermarkType::date) {
      refuse(R"(option "slice" can't be "hour": column )" + in_quotes(settings_.column) +
             " holds dates");
    }
    out.from = bound_value(out.type, settings_.from, "from");
    out.to = bound_value(out.type, settings_.to, "to");
    if (!is_before(out.type, out.from, out.to)) {
      refuse(R"(option "from" must lie before "to")", "The range is from <= column < to.");
    }
    return out;
  }

  static std::string bound_value(WatermarkType type, const std::string& text,
                                 std::string_view option) {
    if (auto value = watermark_value(type, text)) return *std::move(value);
    refuse("option " + in_quotes(option) + " of tamis_backfill is no " +
           std::string(name_of(type)) + ": " + in_quotes(text));
  }

  // A merge that ended between the comparison with the plan and the first slice would go unseen.
  void find_target(const Relation& source) {
    target_ = session_.find_table(target_argument_);
    if (target_ && source.form != Relation::Form::query && source.sql == target_->sql) {
      throw Error(Code::invalid_value,
                  "source and target are the same table " + in_quotes(target_argument_));
    }
    if (settings_.dry_run) return;
    lock_target(session_, settings_.merge ? kUpsertLock : kVersionLock,
                target_ ? target_->sql : session_.target_sql(target_argument_));
    target_ = session_.find_table(target_argument_);
  }

  // Values that compare wrongly might lie in the range and not be found.
  void refuse_malformed(const Relation& source) {
    const std::string column = session_.dialect().quote_identifier(settings_.column);
    const bool sqlite = on_sqlite(session_.dialect());
    const std::string wrong = sqlite ? malformed_value(range_.type, column) : "false";
    const auto rows =
        session_.query("SELECT count(*) FILTER (WHERE " + column +
                       " IS NULL), count(*) FILTER (WHERE " + wrong + ") FROM " + source.sql);
    rows->next();
    without_value_ = rows->at(0).as_integer();
    const std::int64_t malformed = rows->at(1).as_integer();
    if (malformed == 0) return;
    throw Error(Code::invalid_value,
                std::to_string(malformed) + (malformed == 1 ? " value" : " values") +
                    " of column " + in_quotes(settings_.column) +
                    (malformed == 1 ? " is no " : " are no ") + std::string(name_of(range_.type)) +
                    " as SQLite compares them",
                {}, "Convert them in a query: a query in parentheses can be the source.");
  }

  Json state_of_target() {
    if (!target_) return {{"exists", false}, {"rows", 0}, {"checksum", nullptr}};
    std::vector<std::string> columns;
    for (const engine::Column& column : target_->columns) columns.push_back(column.name);
    const auto rows = engine::query_integer(session_, "SELECT count(*) FROM " + target_->sql);
    return {{"exists", true},
            {"rows", *rows},
            {"checksum", checksum_of_rows(session_, hash_expression(session_.dialect(), columns),
                                          target_->sql)}};
  }

  // What the target has of each slice: the rows whose column lies in it or, of a history, the
  // versions that hold when it begins. Null where it lacks the columns that would say so.
  std::map<std::string, Json> target_rows() {
    std::map<std::string, Json> out;
    for (const Slice& slice : slices_) out[slice.begin] = target_ ? Json() : Json(0);
    if (!target_) return out;
    if (settings_.scd2.is_object()) {
      for (auto& [begin, count] : out) count = versions_at(begin);
      return out;
    }
    if (target_->find(range_.column) == nullptr) return out;
    for (auto& [begin, count] : out) count = 0;
    for (const Slice& slice : slices_of(session_, range_, *target_)) {
      if (const auto at = out.find(slice.begin); at != out.end()) at->second = slice.rows;
    }
    return out;
  }

  Json versions_at(const std::string& begin) {
    const Json names = settings_.scd2.value("names", Json::object());
    const auto named = [&](const char* name) {
      return names.is_object() && names.contains(name) && names[name].is_string()
                 ? names[name].get<std::string>()
                 : std::string(name);
    };
    const engine::Column* from = target_->find(named("valid_from"));
    const engine::Column* to = target_->find(named("valid_to"));
    if (from == nullptr || to == nullptr) return nullptr;
    const engine::Dialect& dialect = session_.dialect();
    const auto literal = [&](const engine::Column& column) {
      return range_.type == WatermarkType::integer
                 ? begin
                 : dialect.from_canonical_text(dialect.quote_literal(begin), column.type);
    };
    const std::string start = dialect.quote_identifier(from->name);
    const std::string end = dialect.quote_identifier(to->name);
    return *engine::query_integer(session_, "SELECT count(*) FROM " + target_->sql + " WHERE " +
                                                start + " <= " + literal(*from) + " AND (" + end +
                                                " IS NULL OR " + end + " > " + literal(*to) + ")");
  }

  Json plan(const Json& state) {
    static constexpr std::string_view kRules[] = {"value", "hour", "day", "month"};
    const std::map<std::string, Json> existing = target_rows();
    Json slices = Json::array();
    std::int64_t rows = 0;
    for (const Slice& slice : slices_) {
      slices.push_back({{"from", watermark_json(range_.type, slice.begin)},
                        {"rows", slice.rows},
                        {"target_rows", existing.at(slice.begin)},
                        {"counts", nullptr}});
      rows += slice.rows;
    }
    return {{"version", 1},
            {"target", target_argument_},
            {"source", source_argument_},
            {"kind", settings_.merge ? "merge" : "scd2"},
            {"column", range_.column},
            {"slice", kRules[static_cast<std::size_t>(range_.rule)]},
            {"from", watermark_json(range_.type, range_.from)},
            {"to", watermark_json(range_.type, range_.to)},
            {"rows", rows},
            {"without_value", without_value_},
            {"target_rows", state["rows"]},
            {"slices", std::move(slices)}};
  }

  // All that a confirmation stands for.
  Json evidence(const Json& planned, const Json& state) const {
    Json contents = Json::array();
    for (const Slice& slice : slices_) contents.push_back(slice.sums);
    return {{"plan", planned},
            {"contents", std::move(contents)},
            {"target", state},
            {"options", settings_.given},
            {"advance", settings_.advance}};
  }

  [[noreturn]] void refuse_changed() const {
    throw Error(Code::gate_failed, "the backfill is not what was confirmed",
                "Source, target or options are no longer those of the dry run that gave " +
                    in_quotes(settings_.confirm) + ".",
                R"(Look at a new dry run, and pass the "confirm" of its answer.)");
  }

  Json merged(const Relation& source, Json out) {
    const engine::Column& column = source.column(range_.column);
    std::int64_t read = 0;
    if (settings_.snapshot) {
      out["snapshot"] =
          target_ ? Json(take_snapshot(run_, *target_, "before tamis_backfill")) : Json();
    }
    for (std::size_t i = 0; i < slices_.size(); ++i) {
      const Slice& slice = slices_[i];
      const std::string rows = "(SELECT * FROM " + source.sql + " WHERE " +
                               in_slice(session_.dialect(), range_, column, slice.begin) + ")";
      const Json document = merge_slice(rows, slice.begin);
      const Json& counts = document.at("counts");
      if (counts.at("source_rows") != slice.rows) {
        throw Error(Code::wrong_context, "the source changed while it was loaded");
      }
      out["slices"][i]["counts"] = counts;
      read += slice.rows;
      run_.progress("slice " + std::to_string(i + 1), read, out["rows"].get<std::int64_t>());
    }
    run_.count_rows(read, 0);
    return out;
  }

  Json merge_slice(const std::string& rows, const std::string& begin) {
    if (settings_.merge) return upsert(session_, target_argument_, rows, *settings_.merge);
    Json options = settings_.scd2;
    options["as_of"] =
        range_.type == WatermarkType::integer ? watermark_json(range_.type, begin) : Json(begin);
    return merge(session_, target_argument_, rows, options.dump());
  }

  runs::Run& run_;
  Session& session_;
  const BackfillSettings& settings_;
  std::string target_argument_;
  std::string source_argument_;
  std::optional<Relation> target_;
  Range range_;
  std::vector<Slice> slices_;
  std::int64_t without_value_ = 0;
};

}  // namespace

Json backfill(Session& session, std::string_view target, std::string_view source,
              std::string_view options) {
  const BackfillSettings settings = backfill_settings(options);
  return runs::run_action(session, {kBackfillName, settings.dry_run}, [&](runs::Run& run) {
    return Backfill(run, settings, target, source)();
  });
}

}  // namespace tamis::history
