// tamis_clean_table: a typed, normalised copy of a table.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/profile/profile.h"
#include "core/quality/check/cells.h"
#include "core/quality/clean/clean_options.h"
#include "core/quality/clean/clean_plan.h"
#include "core/quality/quality.h"
#include "core/quality/score/default_rules.h"
#include "core/quality/score/facts.h"
#include "core/quality/score/score.h"
#include "core/runs/runs.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Value;

struct Counts {
  std::int64_t rows = 0;
  std::vector<std::int64_t> values;  // not NULL, by column
};

Counts count(engine::Session& session, const std::string& from,
             std::span<const std::string> columns) {
  const auto rows = session.query(plan_counts(from, columns, session.dialect()));
  rows->next();
  Counts out{count_at(*rows, 0), {}};
  for (std::size_t i = 0; i < columns.size(); ++i) out.values.push_back(count_at(*rows, i + 1));
  return out;
}

[[noreturn]] void does_not_add_up(std::string_view source, const std::string& detail) {
  throw Error(
      Code::internal_error, "cleaning " + in_quotes(source) + " does not add up", detail,
      "If the source reads the table that is replaced, name another target; if it was being "
      "changed meanwhile, clean it in a REPEATABLE READ transaction.");
}

std::string counted(std::int64_t n, std::string_view what) {
  return std::to_string(n) + " " + std::string(what) + (n == 1 ? "" : "s");
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
        relation_(without_markers(relation, options_.missing, session.dialect())) {}

  Json run(runs::Run& run) {
    run.about(source_, target_);
    // What is wrong with the target should not cost a scan of the source to find out.
    const std::optional<std::string> replaced = table_to_replace();
    // A table is replaced where it is, which need not be where a new one would be made.
    plan_.target_sql = replaced ? *replaced : session_.target_sql(target_);
    profile_ = profile::profile_table(session_, relation_, options_.columns);
    run.progress("profiled", profile_.rows);
    plan_.source_sql = relation_.sql;
    plan_.columns = plan_columns(relation_, profile_, options_, session_.dialect());
    if (replaced) session_.execute("DROP TABLE " + *replaced);
    session_.execute(plan_create(plan_, session_.dialect()));
    const std::int64_t inserted = session_.execute(plan_insert(plan_, session_.dialect()));
    run.progress("converted", inserted);
    account(inserted);
    settle_rejects(run);
    drop_duplicates();
    run.count_rows(profile_.rows, kept_);
    return document();
  }

 private:
  std::vector<std::string> target_names() const {
    std::vector<std::string> names;
    for (const CleanColumn& column : plan_.columns) names.push_back(column.target_name);
    return names;
  }

  void refuse_state_table() const {
    if (engine::is_query(target_)) return;  // find_table() says what is wrong with that
    std::string name = engine::parse_name(target_).back().text;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (const runs::StateTable& table : runs::state_tables()) {
      if (table.name != name) continue;
      throw Error(Code::invalid_name, "target " + in_quotes(target_) + " is a state table of Tamis",
                  {}, "Name another target.");
    }
  }

  // The existing target, where it may be dropped.
  std::optional<std::string> table_to_replace() {
    refuse_state_table();
    const auto existing = session_.find_table(target_);
    if (!existing) return std::nullopt;
    if (existing->sql == original_.sql) {
      throw Error(Code::duplicate_table,
                  "source and target are the same table: " + in_quotes(target_), {},
                  "Cleaning never changes its source; name another target.");
    }
    const bool is_table = existing->form == engine::Relation::Form::table;
    if (!options_.replace || !is_table) {
      throw Error(Code::duplicate_table, "target " + in_quotes(target_) + " already exists", {},
                  is_table ? "Name another target, or replace it with \"if_exists\": \"replace\"."
                           : "It is a view; name another target.");
    }
    return existing->sql;
  }

  // Compares what arrived with what the profile saw.
  void account(std::int64_t inserted) {
    const Counts arrived = count(session_, plan_.target_sql, target_names());
    if (inserted != profile_.rows || arrived.rows != profile_.rows) {
      does_not_add_up(source_, "It read " + counted(profile_.rows, "row") + " and wrote " +
                                   std::to_string(arrived.rows) + ".");
    }
    converted_ = arrived.values;
  }

  // Rejects are looked for wherever fewer values arrived than were present.
  void settle_rejects(runs::Run& run) {
    const std::string now = runs::now_utc();
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
      const CleanColumn& column = plan_.columns[i];
      std::int64_t rejected = 0;
      const std::int64_t present = present_of(column);
      if (!column.copied && converted_[i] != present) rejected = record_rejects(run, column, now);
      if (!column.copied && present != converted_[i] + rejected) {
        does_not_add_up(source_, "Column " + in_quotes(column.source.name) + " has " +
                                     counted(present, "value") + ", of which " +
                                     std::to_string(converted_[i]) + " were converted and " +
                                     std::to_string(rejected) + " rejected.");
      }
      rejected_.push_back(rejected);
      rejected_total_ += rejected;
    }
    if (options_.max_reject && rejected_total_ > *options_.max_reject) {
      throw Error(Code::limit_exceeded,
                  counted(rejected_total_, "value") + " of " + in_quotes(source_) +
                      " can't be converted, more than the " + std::to_string(*options_.max_reject) +
                      " that \"max_reject\" allows");
    }
  }

  std::int64_t record_rejects(runs::Run& run, const CleanColumn& column, const std::string& now) {
    const engine::Dialect& dialect = session_.dialect();
    const std::string rejects = plan_rejects(plan_, column, row_key(), dialect);
    if (options_.stop_on_reject) refuse(column, rejects);
    if (options_.dry_run) {
      return *engine::query_integer(session_, "SELECT count(*) FROM (" + rejects + ") AS rejects");
    }
    const std::array<Value, 4> values{Value::text(run.id()), Value::text(source_),
                                      Value::text(column.source.name), Value::text(now)};
    return session_.execute(
        "INSERT INTO tamis_error_row (run_id, source, column_name, row_key, raw_value, reason, "
        "created_at) SELECT " +
            dialect.parameter(1) + ", " + dialect.parameter(2) + ", " + dialect.parameter(3) +
            ", row_key, raw_value, reason, " + dialect.parameter(4) + " FROM (" + rejects +
            ") AS rejects",
        values);
  }

  [[noreturn]] void refuse(const CleanColumn& column, const std::string& rejects) {
    const auto total =
        engine::query_integer(session_, "SELECT count(*) FROM (" + rejects + ") AS rejects");
    const auto rows = session_.query(rejects);
    std::string detail;
    if (rows->next()) {
      detail = "Among them " + in_quotes(rows->at(1).bytes()) + " (" +
               std::string(rows->at(2).bytes()) + ").";
    }
    throw Error(
        Code::invalid_value,
        counted(total.value_or(0), "value") + " of column " + in_quotes(column.source.name) +
            " can't be converted to " + std::string(types::name_of(column.type)),
        detail, "With \"on_reject\": \"null\" they become NULL and are kept in tamis_error_row.");
  }

  void drop_duplicates() {
    kept_ = profile_.rows;
    if (options_.dedupe.key.empty()) return;
    deduplicated_ = session_.execute(plan_dedupe(plan_, options_.dedupe, session_.dialect()));
    kept_ = count(session_, plan_.target_sql, {}).rows;
    if (kept_ + deduplicated_ != profile_.rows) {
      does_not_add_up(source_, "Of " + counted(profile_.rows, "row") + " " + std::to_string(kept_) +
                                   " stay and " + std::to_string(deduplicated_) +
                                   " were duplicates.");
    }
  }

  // What tells a rejected row from the others: the caller's key, or else the table's own.
  std::vector<std::string> row_key() const {
    if (!options_.dedupe.key.empty()) return options_.dedupe.key;
    std::vector<std::string> names;
    for (const CleanColumn& column : plan_.columns) {
      if (column.source.primary_key) names.push_back(column.source.name);
    }
    return names;
  }

  std::int64_t present_of(const CleanColumn& column) const {
    const profile::ColumnProfile& profiled = *profile_.find(column.source.name);
    return profiled.present + (column.keep_missing ? profiled.missing : 0);
  }

  // Values that were not NULL in the source. Where the caller named markers, the profile saw those
  // as NULL already, and only the source itself can tell.
  std::vector<std::int64_t> original_values() {
    std::vector<std::int64_t> values;
    std::vector<std::string> names;
    for (const CleanColumn& column : plan_.columns) {
      const profile::ColumnProfile& profiled = *profile_.find(column.source.name);
      names.push_back(column.source.name);
      values.push_back(profiled.rows - profiled.nulls);
    }
    return options_.missing.empty() ? values : count(session_, original_.sql, names).values;
  }

  Json document() {
    const std::vector<std::int64_t> original = original_values();
    Json columns = Json::array();
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
      columns.push_back(column_document(plan_.columns[i], original[i], rejected_[i]));
    }
    const engine::Relation target = session_.relation(target_);
    const Score before = compute_score(default_results(profile_), plan_.columns.size());
    const Score after = compute_score(default_results(profile::profile_table(session_, target)),
                                      plan_.columns.size());
    return {{"version", 1},
            {"source", source_},
            {"target", target_},
            {"rows",
             {{"read", profile_.rows},
              {"kept", kept_},
              {"deduplicated", deduplicated_},
              {"rejected_values", rejected_total_}}},
            {"columns", std::move(columns)},
            {"quality", {{"before", shown(before)}, {"after", shown(after)}}}};
  }

  Json column_document(const CleanColumn& column, std::int64_t original,
                       std::int64_t rejected) const {
    const profile::ColumnProfile& profiled = *profile_.find(column.source.name);
    Json changes = Json::object();
    if (!column.copied) {
      changes = change_counts(profiled, column.type);
      const std::int64_t present = present_of(column);
      if (original > present) changes["missing_to_null"] = original - present;
    }
    return {{"name", column.target_name},     {"source_name", column.source.name},
            {"from", column.source.declared}, {"type", type_word(column)},
            {"present", present_of(column)},  {"rejected", rejected},
            {"changes", std::move(changes)}};
  }

  static std::string type_word(const CleanColumn& column) {
    const bool has_own_words = column.copied && column.storage == engine::ColumnType::unknown;
    return has_own_words ? column.source.declared : std::string(engine::name_of(column.storage));
  }

  static Json shown(const Score& score) {
    return score.value ? Json(document::rounded(*score.value, 2)) : Json();
  }

  engine::Session& session_;
  std::string source_;
  std::string target_;
  engine::Relation original_;
  CleanOptions options_;
  engine::Relation relation_;  // the original without the markers that the caller named
  profile::TableProfile profile_;
  CleanPlan plan_;
  std::vector<std::int64_t> converted_;
  std::vector<std::int64_t> rejected_;
  std::int64_t rejected_total_ = 0;
  std::int64_t kept_ = 0;
  std::int64_t deduplicated_ = 0;
};

}  // namespace

Json clean_table(engine::Session& session, std::string_view source, std::string_view target,
                 document::Options options) {
  const engine::Relation relation = session.relation(source);
  require_distinct_columns(relation);
  CleanOptions chosen = read_clean_options(std::move(options), relation);
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
