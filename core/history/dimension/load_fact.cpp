#include "core/history/dimension/load_fact.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/history/dimension/load_plan.h"
#include "core/history/dimension/unknown_member.h"
#include "core/history/messages.h"
#include "core/history/results.h"
#include "core/history/target_lock.h"
#include "core/runs/runs.h"

namespace tamis::history {
namespace {

using document::Json;
using engine::Column;
using engine::Dialect;
using engine::Relation;
using engine::Session;
using engine::Value;

std::int64_t count(Session& session, const std::string& sql) {
  return engine::query_integer(session, sql).value_or(0);
}

// What became of the facts at one dimension.
struct Tally {
  std::int64_t found = 0;
  std::int64_t early = 0;
  std::int64_t gap = 0;
  std::int64_t missing = 0;
  std::int64_t null_key = 0;
  std::int64_t inferred = 0;
  bool unknown_row = false;
};

class Load {
 public:
  Load(runs::Run& run, const LoadSettings& settings, std::string_view target,
       std::string_view source)
      : run_(run),
        session_(run.session()),
        settings_(settings),
        target_argument_(target),
        source_argument_(source) {}

  Json operator()() {
    run_.about(source_argument_, target_argument_);
    LoadPlan plan = make_plan();
    tallies_.resize(plan.dimensions.size());
    if (settings_.dry_run) {
      // Never released: going out of scope, it takes the temporary tables back with it.
      const auto savepoint = session_.savepoint();
      look_up(plan);
    } else {
      lock_all(plan);
      look_up(plan);
      write(plan);
      for (const std::string& sql : plan.drop()) session_.execute(sql);
    }
    const std::int64_t added = rows_ - known_;
    run_.count_rows(rows_, settings_.dry_run ? 0 : added);
    return document(plan);
  }

 private:
  LoadPlan make_plan() {
    const Relation source = session_.relation(source_argument_);
    target_ = session_.find_table(target_argument_);
    if (target_ && target_->form != Relation::Form::table) {
      throw Error(Code::unsupported,
                  "the target " + in_quotes(target_argument_) + " is a view, not a table", {},
                  "Name a fact table, or one that does not exist yet.");
    }
    LoadPlan plan{session_.dialect(),
                  settings_,
                  source.sql,
                  source.columns,
                  loaded_columns(source),
                  {},
                  target_ ? target_->sql : session_.target_sql(target_argument_),
                  runs::new_id()};
    if (source.form != Relation::Form::query && target_ && source.sql == target_->sql) {
      throw Error(Code::invalid_value,
                  "source and target are the same table " + in_quotes(target_argument_));
    }
    for (const DimensionSettings& dimension : settings_.dimensions) {
      plan.dimensions.push_back(look_at(dimension, source));
    }
    check_names(plan);
    return plan;
  }

  std::vector<std::string> loaded_columns(const Relation& source) const {
    for (const auto* names : {&settings_.key, &settings_.columns, &settings_.exclude}) {
      for (const std::string& name : *names) source.column(name);
    }
    std::vector<std::string> out = settings_.columns;
    if (out.empty()) {
      for (const Column& column : source.columns) {
        if (std::find(settings_.exclude.begin(), settings_.exclude.end(), column.name) ==
            settings_.exclude.end()) {
          out.push_back(column.name);
        }
      }
    }
    for (const std::string& name : settings_.key) {
      if (std::find(out.begin(), out.end(), name) != out.end()) continue;
      throw Error(Code::invalid_option,
                  "key column " + in_quotes(name) + " must be loaded, or it can't be known again");
    }
    return out;
  }

  Lookup look_at(const DimensionSettings& settings, const Relation& source) {
    Relation relation = session_.relation(settings.table);
    Lookup lookup{settings, relation, std::nullopt, {}, {}};
    for (const auto& [of_fact, of_dimension] : settings.key) {
      lookup.of_fact.push_back(source.column(of_fact));
      lookup.key.push_back(relation.column(of_dimension));
    }
    relation.column(settings.surrogate_key);
    if (!settings.event_time.empty()) source.column(settings.event_time);
    if (settings.history) {
      lookup.history.emplace(session_.dialect(), relation, settings.names);
    }
    const bool writes = settings.missing == Member::inferred || !settings.unknown_row.is_null();
    if (writes && relation.form != Relation::Form::table) {
      throw Error(Code::unsupported,
                  "members can be added to a table only: " + in_quotes(settings.table));
    }
    if (!settings.inferred_column.empty() && relation.find(settings.inferred_column) == nullptr) {
      throw Error(Code::undefined_column,
                  "dimension " + in_quotes(settings.table) + " has no column " +
                      in_quotes(settings.inferred_column) + " to mark inferred members",
                  {}, R"(Add it, a boolean, or say "inferred_column": null.)");
    }
    return lookup;
  }

  void check_names(const LoadPlan& plan) const {
    std::vector<std::string> names = plan.loaded;
    for (const Lookup& lookup : plan.dimensions) names.push_back(lookup.settings.into);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto at = names.begin() + static_cast<std::ptrdiff_t>(i);
      if (std::find(names.begin(), at, names[i]) != at) {
        throw Error(Code::duplicate_column,
                    "the target would get two columns named " + in_quotes(names[i]), {},
                    R"(Name another one with "into", or leave the source's out with "exclude".)");
      }
      if (target_) target_->column(names[i]);
    }
  }

  void lock_all(const LoadPlan& plan) {
    lock_target(session_, kFactLock, plan.target);
    for (const Lookup& lookup : plan.dimensions) {
      const DimensionSettings& given = lookup.settings;
      // A merge into a dimension must not run while members are added to it.
      if (given.missing == Member::inferred || !given.unknown_row.is_null()) {
        lock_target(session_, kVersionLock, lookup.relation.sql);
      }
    }
  }

  // Everything that can be told without a write to a user's table, but for inferred members.
  void look_up(const LoadPlan& plan) {
    session_.execute(plan.make_rows());
    rows_ = count(session_, "SELECT count(*) FROM " + plan.temporary("rows"));
    check_keys(plan);
    for (std::size_t i = 0; i < plan.dimensions.size(); ++i) {
      const Lookup& lookup = plan.dimensions[i];
      if (!lookup.settings.event_time.empty()) refuse_timeless(plan, i);
      session_.execute(plan.make_versions(i));
      refuse_ambiguous(plan, i);
      if (lookup.settings.missing == Member::inferred) infer(plan, i);
      run_.progress("looking up " + lookup.settings.table, rows_, rows_);
    }
    session_.execute(plan.make_found());
    for (std::size_t i = 0; i < plan.dimensions.size(); ++i) tally(plan, i);
  }

  void check_keys(const LoadPlan& plan) {
    if (settings_.key.empty()) return;
    if (const std::int64_t nulls = count(session_, plan.count_null_keys()); nulls > 0) {
      throw Error(Code::invalid_value,
                  counted(nulls, "source row has", "source rows have") + " NULL in the key", {},
                  "Every fact needs a key: clean the source, or leave such rows out of it.");
    }
    std::vector<Column> key;
    for (const std::string& name : settings_.key) {
      key.push_back(*std::find_if(plan.columns.begin(), plan.columns.end(),
                                  [&](const Column& column) { return column.name == name; }));
    }
    std::int64_t repeated = 0;
    std::string first;
    {
      const auto rows = session_.query(plan.repeated_keys());
      while (rows->next()) {
        repeated = rows->at(key.size()).as_integer();
        first += (first.empty() ? "" : ", ") + key_json(key, *rows);
      }
    }
    if (repeated > 0) {
      throw Error(Code::duplicate_key,
                  counted(repeated, "key has", "keys have") + " several rows in the source",
                  "They are " + first + (repeated > 10 ? ", ..." : "") + ".",
                  "A fact is one row: dedupe the source, or name more key columns.");
    }
    if (target_) known_ = count(session_, plan.count_known());
    if (known_ > 0 && settings_.refuse_known) {
      throw Error(
          Code::duplicate_key,
          counted(known_, "source row stands", "source rows stand") + " in the target already", {},
          "With \"known\": \"skip\" such rows are left out.");
    }
  }

  void refuse_timeless(const LoadPlan& plan, std::size_t i) {
    const std::int64_t timeless = count(session_, plan.count_timeless(i));
    if (timeless == 0) return;
    throw Error(Code::invalid_value,
                counted(timeless, "source row has", "source rows have") + " no moment in column " +
                    in_quotes(plan.dimensions[i].settings.event_time),
                "It is NULL, or no date or timestamp that can be read in one way.",
                "Clean the source, or leave such rows out of it.");
  }

  void refuse_ambiguous(const LoadPlan& plan, std::size_t i) {
    std::int64_t keys = 0;
    std::string first;
    {
      const auto rows = session_.query(plan.ambiguous(i));
      for (; rows->next(); ++keys) {
        if (keys < 10)
          first += (first.empty() ? "" : ", ") + key_json(plan.dimensions[i].key, *rows);
      }
    }
    if (keys == 0) return;
    const bool history = plan.dimensions[i].history.has_value();
    throw Error(Code::corrupt_data,
                counted(keys, "key of dimension ", "keys of dimension ") +
                    in_quotes(plan.dimensions[i].settings.table) + (keys == 1 ? " has" : " have") +
                    (history ? " versions that overlap" : " several rows"),
                "They are " + first + (keys > 10 ? ", ..." : "") + ".",
                history ? "tamis_scd2_verify lists them, tamis_scd2_repair mends them."
                        : "A dimension without history has one row of each key.");
  }

  void infer(const LoadPlan& plan, std::size_t i) {
    tallies_[i].inferred = count(session_, plan.count_inferred(i));
    if (tallies_[i].inferred == 0 || settings_.dry_run) return;
    expect(session_.execute(plan.add_inferred(i)), tallies_[i].inferred,
           plan.dimensions[i].settings.table);
    session_.execute("DROP TABLE " + plan.temporary("d" + std::to_string(i + 1)));
    session_.execute(plan.make_versions(i));
  }

  void tally(const LoadPlan& plan, std::size_t i) {
    Tally& out = tallies_[i];
    std::int64_t all = 0;
    std::int64_t keyless = 0;
    {
      const auto rows = session_.query(plan.statuses(i));
      if (!rows->next()) throw Error(Code::internal_error, "a count gave no row");
      const auto at = [&](std::size_t n) { return rows->at(n).as_integer(); };
      all = at(0);
      out.found = at(1);
      out.early = at(2);
      out.gap = at(3);
      out.missing = at(4);
      out.null_key = at(5);
      keyless = at(6);
    }
    const DimensionSettings& given = plan.dimensions[i].settings;
    if (all != rows_) {
      throw Error(Code::internal_error, "a lookup in " + in_quotes(given.table) + " made " +
                                            std::to_string(all) + " rows of " +
                                            std::to_string(rows_));
    }
    if (keyless > 0) {
      throw Error(Code::corrupt_data, counted(keyless, "fact meets", "facts meet") +
                                          " versions of " + in_quotes(given.table) +
                                          " whose surrogate key " + in_quotes(given.surrogate_key) +
                                          " is NULL");
    }
    refuse(plan, i, given.missing, out.missing, status::kMissing, "find no member of dimension ",
           R"("missing" says what they get instead: "unknown", "null" or "inferred".)");
    refuse(plan, i, given.before_first, out.early, status::kEarly,
           "are earlier than the first version of their member of dimension ",
           R"("before_first" says what they get instead: "first", "unknown" or "null".)");
    refuse(plan, i, given.in_gap, out.gap, status::kGap,
           "meet no version of their member of dimension ",
           R"("in_gap" says what they get instead: "previous", "unknown" or "null".)");
    refuse(plan, i, given.null_key, out.null_key, status::kNullKey,
           "have a NULL in their key of dimension ",
           R"("null_key" says what they get instead: "unknown" or "null".)");
  }

  void refuse(const LoadPlan& plan, std::size_t i, Member member, std::int64_t rows,
              std::string_view status, std::string_view what, std::string hint) {
    if (member != Member::error || rows == 0) return;
    std::string first;
    {
      const auto keys = session_.query(plan.keys_with(i, status));
      while (keys->next()) {
        first += (first.empty() ? "" : ", ") + key_json(plan.dimensions[i].of_fact, *keys);
      }
    }
    throw Error(Code::gate_failed,
                counted(rows, "of the source's rows", "of the source's rows") + " " +
                    std::string(what) + in_quotes(plan.dimensions[i].settings.table),
                "Their first keys are " + first + ".", "Option " + hint);
  }

  void write(const LoadPlan& plan) {
    for (std::size_t i = 0; i < plan.dimensions.size(); ++i) {
      tallies_[i].unknown_row = add_unknown_member(session_, plan.dimensions[i]);
    }
    if (!target_) session_.execute(plan.create_target());
    expect(session_.execute(plan.insert()), rows_ - known_, target_argument_);
  }

  static void expect(std::int64_t written, std::int64_t planned, std::string_view table) {
    if (written == planned) return;
    throw Error(Code::wrong_context,
                in_quotes(table) + " took " + std::to_string(written) + " of " +
                    counted(planned, "row", "rows"),
                {}, "Keep triggers and row policies off tables that are loaded.");
  }

  Json document(const LoadPlan& plan) const {
    Json dimensions = Json::array();
    for (std::size_t i = 0; i < plan.dimensions.size(); ++i) {
      const Tally& tally = tallies_[i];
      dimensions.push_back({{"dimension", plan.dimensions[i].settings.table},
                            {"into", plan.dimensions[i].settings.into},
                            {"found", tally.found},
                            {"before_first", tally.early},
                            {"in_gap", tally.gap},
                            {"missing", tally.missing},
                            {"null_key", tally.null_key},
                            {"inferred", tally.inferred},
                            {"unknown_row", tally.unknown_row}});
    }
    return {{"version", 1},
            {"target", target_argument_},
            {"source", source_argument_},
            {"created", !target_},
            {"counts", {{"source_rows", rows_}, {"inserted", rows_ - known_}, {"known", known_}}},
            {"dimensions", std::move(dimensions)}};
  }

  runs::Run& run_;
  Session& session_;
  const LoadSettings& settings_;
  std::string target_argument_;
  std::string source_argument_;
  std::optional<Relation> target_;
  std::int64_t rows_ = 0;
  std::int64_t known_ = 0;
  std::vector<Tally> tallies_;
};

}  // namespace

Json load_fact(Session& session, std::string_view target, std::string_view source,
               std::string_view options) {
  const LoadSettings settings = read_load(options);
  return runs::run_action(session, {kLoadFact, settings.dry_run},
                          [&](runs::Run& run) { return Load(run, settings, target, source)(); });
}

}  // namespace tamis::history
