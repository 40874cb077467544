// tamis_clean_table: a typed, normalised copy of a table.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/profile/profile.h"
#include "core/quality/check/cells.h"
#include "core/quality/clean/align.h"
#include "core/quality/clean/amount_units.h"
#include "core/quality/clean/clean_changes.h"
#include "core/quality/clean/clean_options.h"
#include "core/quality/clean/clean_plan.h"
#include "core/quality/clean/clean_rejects.h"
#include "core/quality/clean/clean_score.h"
#include "core/quality/clean/clean_target.h"
#include "core/quality/clean/counted.h"
#include "core/quality/contract/registry.h"
#include "core/quality/quality.h"
#include "core/runs/runs.h"

namespace tamis::quality {
namespace {

using document::Json;

constexpr int kDocumentVersion = 2;

struct Counts {
  std::int64_t rows = 0;
  std::vector<std::int64_t> values;  // not NULL, by column
};

Counts count(engine::Session& session, const std::string& sql, std::size_t columns) {
  const auto rows = session.query(sql);
  rows->next();
  Counts out{count_at(*rows, 0), {}};
  for (std::size_t i = 0; i < columns; ++i) out.values.push_back(count_at(*rows, i + 1));
  return out;
}

[[noreturn]] void does_not_add_up(std::string_view source, const std::string& detail) {
  throw Error(Code::internal_error, "cleaning " + in_quotes(source) + " does not add up", detail,
              "If the source was being changed meanwhile, clean it in a REPEATABLE READ "
              "transaction.");
}

// One call of the function. Members are filled step by step, in the order of run().
class Cleaning {
 public:
  Cleaning(engine::Session& session, std::string_view source, std::string_view target,
           const engine::Relation& relation, CleanOptions options)
      : session_(session),
        source_(source),
        target_(target),
        original_(relation),
        options_(std::move(options)),
        relation_(without_markers(relation, options_, session.dialect())) {}

  Json run(runs::Run& run) {
    run.about(source_, target_);
    // What is wrong with the target should not cost a scan of the source to find out.
    const std::optional<std::string> replaced =
        table_to_replace(session_, target_, original_, options_.replace);
    // A table is replaced where it is, which need not be where a new one would be made.
    plan_.target_sql = replaced ? *replaced : session_.target_sql(target_);
    const std::string now = runs::now_utc();
    profile_ = profile::profile_table(session_, relation_, options_.columns);
    run.progress("profiled", profile_.rows);
    plan(run.id(), now);
    if (replaced) {
      session_.execute("DROP TABLE " + *replaced);
      require_independent(session_, original_, source_, target_);
    }
    session_.execute(plan_create(plan_, session_.dialect()));
    inserted_ = session_.execute(plan_insert(plan_, session_.dialect()));
    run.progress("converted", inserted_);
    count_values();
    account();
    settle_columns(run, now);
    drop_duplicates();
    run.count_rows(profile_.rows, kept_);
    return document();
  }

 private:
  void plan(const std::string& run_id, const std::string& now) {
    const engine::Dialect& dialect = session_.dialect();
    plan_.source_sql = relation_.sql;
    plan_.columns = plan_columns(relation_, profile_, options_,
                                 find_units(session_, relation_, profile_, options_), dialect);
    plan_.key = row_key();
    if (options_.align) {
      align_columns(*options_.contract, options_.align->unknown, original_, dialect, plan_.columns);
      require_key();
    }
    plan_.stamps = make_stamps(options_, run_id, now);
    require_free_names();
  }

  // What tells a row from the others: the caller's key, the contract's, or the table's own.
  std::vector<std::string> row_key() const {
    if (!options_.dedupe.key.empty()) return options_.dedupe.key;
    std::vector<std::string> names;
    if (options_.contract) {
      std::vector<std::pair<int, std::string>> places;
      for (const ContractColumn& promised : options_.contract->columns) {
        const engine::Column* column = source_of(promised, original_);
        if (promised.key_position > 0 && column != nullptr && plan_.find(column->name) != nullptr) {
          places.emplace_back(promised.key_position, column->name);
        }
      }
      std::sort(places.begin(), places.end());
      for (const auto& place : places) names.push_back(place.second);
    }
    if (!names.empty()) return names;
    for (const CleanColumn& column : plan_.columns) {
      if (column.source.primary_key) names.push_back(column.source.name);
    }
    return names;
  }

  // The contract may have dropped a column of the key.
  void require_key() const {
    std::vector<std::string> needed = plan_.key;
    if (options_.dedupe.order_by) needed.push_back(*options_.dedupe.order_by);
    for (const std::string& name : needed) {
      if (plan_.find(name) != nullptr) continue;
      throw Error(Code::undefined_column,
                  "column " + in_quotes(name) + " tells rows apart, and the contract drops it", {},
                  R"(Keep what the contract does not know: "align": {"unknown": "keep"}.)");
    }
  }

  void require_free_names() const {
    for (const Stamp& stamp : plan_.stamps) {
      for (const CleanColumn& column : plan_.columns) {
        if (column.target_name != stamp.name) continue;
        throw Error(Code::duplicate_column,
                    "column " + in_quotes(stamp.name) + " is there already, and a stamp too", {},
                    "Leave it out with \"columns\", or call it without \"stamps\".");
      }
    }
  }

  // What stood in the source and what arrived. Where the caller named markers, the profile saw
  // those as NULL already, and only the source itself can tell.
  void count_values() {
    const engine::Dialect& dialect = session_.dialect();
    const Counts arrived =
        count(session_, plan_counts(plan_.target_sql, plan_.target_names(), dialect),
              plan_.columns.size());
    if (arrived.rows != inserted_) {
      does_not_add_up(source_, "It wrote " + counted(inserted_, "row") + ", of which " +
                                   std::to_string(arrived.rows) + " are there.");
    }
    const bool leaves_out = plan_.rejects_rows();
    const Counts left_out =
        leaves_out ? count(session_, plan_left_out(plan_, dialect), plan_.columns.size())
                   : Counts{0, std::vector<std::int64_t>(plan_.columns.size())};
    left_out_ = left_out.rows;
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
      const CleanColumn& column = plan_.columns[i];
      ColumnCounts counts;
      counts.converted = arrived.values[i];
      counts.withdrawn = left_out.values[i];
      if (!column.is_added()) {
        const profile::ColumnProfile& profiled = *profile_.find(column.source.name);
        counts.present = profiled.present + (column.keep_missing ? profiled.missing : 0);
        counts.original = profiled.rows - profiled.nulls;
      }
      counts_.push_back(counts);
    }
    absent_.resize(plan_.columns.size());
    if (relation_.sql != original_.sql) count_markers();
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      absent_[i].missing =
          counts_[i].original - counts_[i].present - absent_[i].markers - absent_[i].sentinels;
    }
  }

  // In the order of precedence: what is a marker is no sentinel besides.
  void count_markers() {
    const engine::Dialect& dialect = session_.dialect();
    std::string select;
    for (const CleanColumn& column : plan_.columns) {
      const std::string name =
          column.is_added() ? "NULL" : dialect.quote_identifier(column.source.name);
      select += ", count(" + name + ")";
      const std::string marker = is_marker_sql(column.source, options_, dialect);
      const std::string sentinel = is_sentinel_sql(column.source, options_, dialect);
      select += marker.empty() ? ", 0" : ", count(CASE WHEN " + marker + " THEN 1 END)";
      select += sentinel.empty() ? ", 0"
                                 : ", count(CASE WHEN " +
                                       (marker.empty() ? "" : "(" + marker + ") IS NOT TRUE AND ") +
                                       sentinel + " THEN 1 END)";
    }
    const Counts counts = count(session_, "SELECT count(*)" + select + " FROM " + original_.sql,
                                3 * plan_.columns.size());
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
      counts_[i].original = counts.values[3 * i];
      absent_[i].markers = counts.values[3 * i + 1];
      absent_[i].sentinels = counts.values[3 * i + 2];
    }
  }

  void account() {
    if (inserted_ + left_out_ == profile_.rows) return;
    does_not_add_up(source_, "Of " + counted(profile_.rows, "row") + " " +
                                 std::to_string(inserted_) + " were written and " +
                                 std::to_string(left_out_) + " left out.");
  }

  // Rejects are looked for wherever fewer values arrived than were present.
  void settle_columns(runs::Run& run, const std::string& now) {
    std::int64_t present = 0;
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
      const CleanColumn& column = plan_.columns[i];
      ColumnCounts& counts = counts_[i];
      present += counts.present;
      if (column.copied || column.is_added()) continue;
      const std::int64_t arrived = counts.converted + counts.withdrawn;
      if (arrived != counts.present) {
        counts.rejected = settle_rejects(session_, run, plan_, column, options_.dry_run, now);
      }
      if (counts.present != arrived + counts.rejected) {
        does_not_add_up(source_, "Column " + in_quotes(column.source.name) + " has " +
                                     counted(counts.present, "value") + ", of which " +
                                     std::to_string(arrived) + " were converted and " +
                                     std::to_string(counts.rejected) + " rejected.");
      }
      rejected_values_ += counts.rejected;
    }
    require_bearable(rejected_values_, present, options_.max_reject, source_);
  }

  std::int64_t keyed_rows() {
    return engine::query_integer(session_, plan_keyed(plan_, options_.dedupe, session_.dialect()))
        .value_or(0);
  }

  void drop_duplicates() {
    const engine::Dialect& dialect = session_.dialect();
    const Dedupe& dedupe = options_.dedupe;
    for (const std::string& name : dedupe.key) {
      key_.columns.push_back(plan_.find(name)->target_name);
    }
    if (!dedupe.key.empty()) key_.rows = keyed_rows();
    if (dedupe.rows) deduplicated_ = session_.execute(plan_dedupe_rows(plan_, dialect));
    if (dedupe.rows && dedupe.key.empty()) key_ = {plan_.target_names(), inserted_, deduplicated_};
    if (!dedupe.key.empty()) {
      deduplicated_ += session_.execute(plan_dedupe(plan_, dedupe, dialect));
      key_.repeated = key_.rows - keyed_rows();
    }
    kept_ = deduplicated_ == 0 && key_.columns.empty()
                ? inserted_
                : count(session_, plan_counts(plan_.target_sql, {}, dialect), 0).rows;
    if (kept_ + left_out_ + deduplicated_ != profile_.rows) {
      does_not_add_up(source_, "Of " + counted(profile_.rows, "row") + " " + std::to_string(kept_) +
                                   " stay, " + std::to_string(left_out_) + " were rejected and " +
                                   std::to_string(deduplicated_) + " were duplicates.");
    }
  }

  Json document() {
    Json columns = Json::array();
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
      columns.push_back(column_document(plan_.columns[i], counts_[i], absent_[i]));
    }
    Json stamps = Json::object();
    for (const Stamp& stamp : plan_.stamps) {
      stamps[stamp.name] = stamp.value ? Json(*stamp.value) : Json();
    }
    const profile::TableProfile after =
        profile::profile_table(session_, session_.relation(target_), judged_names());
    Json out = {{"version", kDocumentVersion},
                {"source", source_},
                {"target", target_},
                {"rows",
                 {{"read", profile_.rows},
                  {"kept", kept_},
                  {"rejected", left_out_},
                  {"deduplicated", deduplicated_},
                  {"rejected_values", rejected_values_}}},
                {"columns", std::move(columns)},
                {"quality", score_document(plan_, profile_, after, counts_, key_)}};
    if (!plan_.stamps.empty()) out["stamps"] = std::move(stamps);
    return out;
  }

  // Stamps and columns that the source lacks are no part of what was cleaned.
  std::vector<std::string> judged_names() const {
    std::vector<std::string> names;
    for (const CleanColumn& column : plan_.columns) {
      if (!column.is_added()) names.push_back(column.target_name);
    }
    return names;
  }

  Json column_document(const CleanColumn& column, const ColumnCounts& counts,
                       const Absent& absent) {
    Changes changes;
    if (!column.is_added()) {
      changes = find_changes(session_, original_, plan_, options_, column, profile_, absent);
    }
    Json out = {{"name", column.target_name},
                {"source_name", column.is_added() ? Json() : Json(column.source.name)},
                {"from", column.is_added() ? Json() : Json(column.source.declared)},
                {"type", type_word(column)},
                {"present", counts.present},
                {"rejected", counts.rejected},
                {"changes", std::move(changes.counts)},
                {"samples", std::move(changes.samples)}};
    if (!column.unit.empty()) out["unit"] = column.unit;
    if (!column.note.empty()) out["note"] = column.note;
    return out;
  }

  static std::string type_word(const CleanColumn& column) {
    const bool has_own_words = column.copied && column.storage == engine::ColumnType::unknown;
    return has_own_words ? column.source.declared : std::string(engine::name_of(column.storage));
  }

  engine::Session& session_;
  std::string source_;
  std::string target_;
  engine::Relation original_;
  CleanOptions options_;
  engine::Relation relation_;  // the original without the caller's markers and sentinels
  profile::TableProfile profile_;
  CleanPlan plan_;
  std::vector<ColumnCounts> counts_;  // of the plan's columns
  std::vector<Absent> absent_;
  KeyCounts key_;
  std::int64_t inserted_ = 0;
  std::int64_t left_out_ = 0;
  std::int64_t rejected_values_ = 0;
  std::int64_t deduplicated_ = 0;
  std::int64_t kept_ = 0;
};

}  // namespace

Json clean_table(engine::Session& session, std::string_view source, std::string_view target,
                 document::Options options) {
  const engine::Relation relation = session.relation(source);
  require_distinct_columns(relation);
  CleanOptions chosen = read_clean_options(std::move(options), relation,
                                           [&](const Json& contract, std::string_view table) {
                                             return resolve_contract(session, contract, table);
                                           });
  const bool dry_run = chosen.dry_run;
  Cleaning cleaning(session, source, target, relation, std::move(chosen));
  return runs::run_action(session, {"tamis_clean_table", dry_run}, [&](runs::Run& run) {
    if (!dry_run) return cleaning.run(run);
    // A dry run does all of it and leaves its savepoint unreleased: its counts are the real ones.
    const auto savepoint = session.savepoint();
    return cleaning.run(run);
  });
}

}  // namespace tamis::quality
