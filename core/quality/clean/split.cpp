#include "core/quality/clean/split.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/profile/row_address.h"
#include "core/quality/check/cells.h"
#include "core/quality/check/run.h"
#include "core/quality/clean/split_judge.h"
#include "core/quality/clean/split_lane.h"
#include "core/quality/clean/split_replay.h"
#include "core/quality/clean/split_run.h"
#include "core/quality/clean/split_targets.h"
#include "core/quality/contract/registry.h"
#include "core/runs/runs.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Relation;

constexpr std::string_view kErrorTable = "tamis_error_row";

// One call of the function. Members are filled step by step, in the order of run().
class Splitting {
 public:
  Splitting(engine::Session& session, std::string_view source, const Relation& relation,
            SplitContract contract, const SplitOptions& options)
      : session_(session),
        source_(source),
        relation_(relation),
        contract_(std::move(contract)),
        options_(options) {}

  Json run(runs::Run& run) {
    facts_ = {.source = source_,
              .contract = contract_.id,
              .contract_version = contract_.version,
              .layer = options_.layer,
              .now = runs::now_utc()};
    check_targets(run);
    run.about(source_, good_ ? good_->name : "");
    table_rules_ = judge_table();
    tables_ = split_tables(run.id(), false, session_.dialect());
    judge_rows(split_tables(run.id(), true, session_.dialect()));
    run.progress("judged", blame_.read);
    require_few_bad(source_, blame_, contract_.blamed, options_);
    Json document = describe();
    write(run, document);
    run.count_rows(blame_.read, blame_.read);
    return document;
  }

 private:
  // What is wrong with a target should not cost a scan to find out.
  void check_targets(const runs::Run& run) {
    if (options_.good) {
      good_ = check_target(session_, "good", *options_.good, relation_, {}, options_.if_taken);
    }
    if (options_.lane == Lane::table) {
      bad_ = check_target(session_, "bad", options_.bad_table, relation_, lane_columns(),
                          options_.if_taken);
      if (good_ && good_->sql == bad_->sql) {
        throw Error(Code::invalid_option, R"(options "good" and "bad" name the same table: )" +
                                              in_quotes(options_.bad_table));
      }
    }
    if (options_.lane == Lane::files) {
      const bool query = relation_.form == Relation::Form::query;
      files_.emplace(session_, options_.bad_root, query ? "query" : relation_.name, facts_,
                     run.id());
    }
  }

  // Rules about the table as a whole reject no row; one that can't run ends the split all the same.
  Json judge_table() {
    Json out = Json::array();
    for (const RuleResult& result :
         run_rules(session_, relation_, contract_.whole, options_.check)) {
      if (result.status == Status::error) {
        throw Error(Code::invalid_value,
                    "rule " + in_quotes(result.rule.id) + " can't be judged: " + result.message);
      }
      out.push_back(result.document());
    }
    return out;
  }

  void judge_rows(const SplitTables& plain) {
    const engine::Dialect& dialect = session_.dialect();
    const profile::RowNames names = profile::row_names(session_, relation_);
    const std::string violations = violations_sql(session_, relation_, contract_.blamed);
    if (needs_copy(names, dialect)) {
      execute_all(session_,
                  plan_copy(relation_, names, options_.key, violations, tables_, plain, dialect));
      rows_ = rows_of_copy(relation_, tables_, dialect);
    } else {
      rows_ = rows_in_place(relation_, names, options_.key, dialect);
    }
    execute_all(session_, plan_tables(plain, dialect));
    blame_ = blame_rows(session_, rows_, violations, contract_.blamed, tables_);
  }

  void write(runs::Run& run, Json& document) {
    const BadRows bad{rows_, tables_, contract_.blamed};
    std::int64_t good_rows = blame_.read - blame_.bad;
    if (good_) good_rows = write_good();
    run.progress("wrote good rows", good_rows);
    if (bad_) make_target(session_, *bad_, rows_.sql, rows_.columns, lane_columns());
    std::int64_t bad_rows = 0;
    if (blame_.bad > 0) bad_rows = write_bad(run, bad);
    if (good_rows != blame_.read - blame_.bad || bad_rows != blame_.bad) {
      split_does_not_add_up(source_, blame_.read, good_rows, bad_rows);
    }
    drop_tables();
    if (files_ && blame_.bad > 0 && !options_.dry_run) document["files"] = files_->publish();
  }

  std::int64_t write_good() {
    make_target(session_, *good_, rows_.sql, rows_.columns, {});
    const engine::Dialect& dialect = session_.dialect();
    return session_.execute("INSERT INTO " + good_->sql + " (" +
                            column_list(rows_.columns, "", dialect) + ") " +
                            plan_good(rows_, tables_, dialect));
  }

  std::int64_t write_bad(runs::Run& run, const BadRows& bad) {
    switch (options_.lane) {
      case Lane::table: return write_bad_table(run, facts_, bad, *bad_);
      // A dry run stages nothing: files are not undone with a savepoint.
      case Lane::files: return options_.dry_run ? blame_.bad : files_->write(run, facts_, bad);
      case Lane::errors: break;
    }
    // A dry run in a new SQLite database finds no state table to try it on.
    return options_.dry_run ? blame_.bad : write_error_rows(run, facts_, bad);
  }

  void drop_tables() {
    if (rows_.copied) session_.execute("DROP TABLE " + tables_.rows);
    session_.execute("DROP TABLE " + tables_.broken);
    session_.execute("DROP TABLE " + tables_.bad);
  }

  Json describe() {
    std::string lane(kErrorTable);
    if (bad_) lane = bad_->name;
    if (files_) lane = files_->uri();
    return {{"version", 1},
            {"kind", "split"},
            {"source", source_},
            {"contract", {{"id", contract_.id}, {"version", contract_.version}}},
            {"targets", {{"good", good_ ? Json(good_->name) : Json()}, {"bad", lane}}},
            {"rows",
             {{"read", blame_.read},
              {"good", blame_.read - blame_.bad},
              {"bad", blame_.bad},
              {"warned", blame_.warned}}},
            {"rules",
             rules_document(session_, rows_, blame_, contract_.blamed, tables_, options_.check)},
            {"table_rules", std::move(table_rules_)}};
  }

  engine::Session& session_;
  std::string source_;
  const Relation& relation_;
  SplitContract contract_;
  const SplitOptions& options_;
  LaneFacts facts_;
  std::optional<SplitTarget> good_;
  std::optional<SplitTarget> bad_;
  std::optional<ErrorFiles> files_;
  Json table_rules_;
  SplitTables tables_;
  SplitRows rows_;
  Blame blame_;
};

}  // namespace

Json split(engine::Session& session, std::string_view source, const Json& contract,
           document::Options options) {
  const SplitOptions chosen = read_split_options(std::move(options));
  if (contract.is_null() && !chosen.replay) {
    throw Error(Code::invalid_value, "argument \"contract\" of tamis_split is NULL", {},
                "Rows are good or bad by the rules of a contract.");
  }
  if (chosen.replay) return replay(session, source, contract, chosen);
  const Relation relation = session.relation(source);
  require_distinct_columns(relation);
  require_no_own_columns(relation);
  for (const std::string& column : chosen.key) relation.column(column);
  SplitContract rules =
      split_contract(resolve_contract(session, contract, source), chosen.reject_on, relation);
  if (auto name = referred_name(contract)) rules.id = std::move(*name);
  Splitting splitting(session, source, relation, std::move(rules), chosen);
  return runs::run_action(session, {"tamis_split", chosen.dry_run}, [&](runs::Run& run) {
    if (!chosen.dry_run) return splitting.run(run);
    // A dry run does all of it and leaves its savepoint unreleased: its counts are the real ones.
    const auto savepoint = session.savepoint();
    return splitting.run(run);
  });
}

}  // namespace tamis::quality
