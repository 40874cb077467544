#include "core/quality/clean/split_replay.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error/error.h"
#include "core/quality/clean/split_judge.h"
#include "core/quality/clean/split_restore.h"
#include "core/quality/clean/split_run.h"
#include "core/quality/clean/split_targets.h"
#include "core/quality/contract/registry.h"
#include "core/runs/runs.h"

namespace tamis::quality {
namespace {

using document::Json;
using engine::Column;
using engine::Dialect;
using engine::Relation;
using engine::Value;

bool is_postgresql(const Dialect& dialect) noexcept {
  return dialect.engine() == Dialect::Engine::postgresql;
}

// What the rows were split as.
struct Origin {
  std::string source;
  std::string contract;
  std::string version;
  bool several = false;  // other open rows of the run say something else
};

// One call of the function. Members are filled step by step, in the order of run().
class Replaying {
 public:
  Replaying(engine::Session& session, std::string_view source, const Json& contract,
            const SplitOptions& options)
      : session_(session),
        source_(source),
        contract_argument_(contract),
        options_(options),
        lane_(lane_table(session, source)),
        good_(good_table()) {}

  Json run(runs::Run& run) {
    run.about(source_, *options_.good);
    lock_rows();
    columns_ = restored_columns(session_, lane_, good_, *options_.replay);
    contract_ = contract_of_rows();
    tables_ = split_tables(run.id(), false, session_.dialect());
    const SplitTables plain = split_tables(run.id(), true, session_.dialect());
    const std::int64_t restored = restore(plain);
    judge(plain);
    require_few_bad(source_, blame_, contract_.blamed, options_);
    Json document = describe();
    const std::int64_t good = append(run.id());
    if (restored != blame_.read || good != blame_.read - blame_.bad) {
      split_does_not_add_up(source_, restored, good, blame_.bad);
    }
    for (const std::string* table : {&tables_.rows, &tables_.broken, &tables_.bad}) {
      session_.execute("DROP TABLE " + *table);
    }
    run.count_rows(blame_.read, good);
    return document;
  }

 private:
  Relation good_table() {
    const auto found = session_.find_table(*options_.good);
    if (found && found->form == Relation::Form::table) return *found;
    throw Error(Code::undefined_table,
                "table " + in_quotes(*options_.good) + " of option \"good\" does not exist", {},
                "A replay appends to the table that took the good rows of the run.");
  }

  std::array<Value, 1> of_run() const { return {Value::text(*options_.replay)}; }

  // A second replay waits here, and then finds the rows no longer open.
  void lock_rows() {
    const Dialect& dialect = session_.dialect();
    if (!is_postgresql(dialect)) return;
    session_.execute(
        "SELECT 1 FROM " + lane_.relation.sql + lane_.open_rows(dialect) + " FOR UPDATE", of_run());
  }

  std::optional<Origin> origin() {
    const std::string& p = lane_.prefix;
    const auto rows = session_.query(
        "SELECT DISTINCT " + p + "source, " + p + "contract, " + p + "contract_version FROM " +
            lane_.relation.sql + lane_.open_rows(session_.dialect()) + " ORDER BY 1, 2, 3 LIMIT 2",
        of_run());
    if (!rows->next()) return std::nullopt;
    const auto text = [&](std::size_t i) { return std::string(rows->at(i).bytes()); };
    Origin out{text(0), text(1), text(2)};
    out.several = rows->next();
    return out;
  }

  SplitContract contract_of_rows() {
    const std::optional<Origin> rows = origin();
    if (!rows) return {};  // nothing is open
    Relation relation = good_;
    relation.columns = columns_;
    const bool stored = contract_argument_.is_null();
    SplitContract out =
        split_contract(stored ? stored_contract(*rows)
                              : resolve_contract(session_, contract_argument_, rows->source),
                       options_.reject_on, relation);
    if (stored) {
      out.id = rows->contract;
    } else if (auto name = referred_name(contract_argument_)) {
      out.id = std::move(*name);
    }
    return out;
  }

  // Rows split by a document carry its id, which need not be registered.
  Contract stored_contract(const Origin& rows) {
    const std::string of_run = "the open rows of run " + in_quotes(*options_.replay);
    const std::string hint = "Give the contract to judge them by.";
    if (rows.several) {
      throw Error(Code::invalid_value, of_run + " are of several contracts", {}, hint);
    }
    if (rows.contract.empty()) {
      throw Error(Code::invalid_value, of_run + " name no contract", {}, hint);
    }
    auto found = find_contract(session_, rows.contract, rows.version, rows.source);
    if (found) return std::move(*found);
    throw Error(Code::invalid_value,
                of_run + " are of contract " + in_quotes(rows.contract) + " " + rows.version +
                    ", which is not registered",
                {}, hint);
  }

  bool compares_rows() const {
    return std::any_of(contract_.blamed.begin(), contract_.blamed.end(),
                       [](const BlamedRule& r) { return r.rule.kind().mode == Mode::set; });
  }

  // The good rows come first, and only where a rule compares rows with each other.
  std::int64_t restore(const SplitTables& plain) {
    const Dialect& dialect = session_.dialect();
    const std::string list = column_list(columns_, "", dialect);
    const std::string names = list.empty() ? "" : list + ", ";
    const std::string good = "SELECT " + names + "0, NULL, NULL FROM " + good_.sql;
    if (is_postgresql(dialect)) {
      session_.execute("CREATE TEMPORARY TABLE " + plain.rows + " ON COMMIT DROP AS SELECT " +
                       names +
                       "0 AS tamis_origin, CAST(NULL AS text) AS tamis_error_id, CAST(NULL AS "
                       "text) AS tamis_key FROM " +
                       good_.sql + (compares_rows() ? "" : " WITH NO DATA"));
    } else {
      const std::string declared = declared_columns(columns_, dialect);
      session_.execute("CREATE TEMPORARY TABLE " + plain.rows + " (" + declared +
                       (declared.empty() ? "" : ", ") +
                       "tamis_origin INTEGER, tamis_error_id TEXT, tamis_key TEXT)");
      if (compares_rows()) session_.execute("INSERT INTO " + tables_.rows + " " + good);
    }
    if (columns_.empty()) return 0;
    return restore_rows(session_, lane_, columns_, *options_.replay, tables_.rows);
  }

  void judge(const SplitTables& plain) {
    const Dialect& dialect = session_.dialect();
    std::vector<std::string> names;
    for (const Column& column : columns_) names.push_back(column.name);
    rows_ = {.schema = tables_.schema,
             .name = tables_.rows_name,
             .sql = tables_.rows,
             .columns = columns_,
             .copied = false,
             .at = std::string(dialect.row_address(names)),
             .key = "tamis_key",
             .where = "tamis_origin = 1"};
    for (Column& column : rows_.columns) column.primary_key = false;
    Relation relation = good_;
    relation.sql = rows_.sql;
    relation.columns = rows_.columns;
    execute_all(session_, plan_tables(plain, dialect));
    blame_ = blame_rows(session_, rows_, violations_sql(session_, relation, contract_.blamed),
                        contract_.blamed, tables_);
  }

  // Returns how many rows were appended and marked.
  std::int64_t append(const std::string& run_id) {
    const Dialect& dialect = session_.dialect();
    const std::string& p = lane_.prefix;
    if (blame_.bad > 0) update_rules();
    if (blame_.read == blame_.bad) return 0;
    const std::int64_t good =
        session_.execute("INSERT INTO " + good_.sql + " (" + column_list(columns_, "", dialect) +
                         ") " + plan_good(rows_, tables_, dialect));
    const std::string now = runs::now_utc();
    const std::array values = {Value::text(*options_.replay), Value::text(now),
                               Value::text(run_id)};
    const std::int64_t marked = session_.execute(
        "UPDATE " + lane_.relation.sql + " SET " + p + "status = 'replayed', " + p +
            "replayed_at = " + dialect.parameter(2) + ", " + p +
            "replay_run_id = " + dialect.parameter(3) + lane_.open_rows(dialect) + " AND " + p +
            "error_id IN (SELECT s.tamis_error_id FROM " + rows_.sql + " AS s WHERE s." +
            rows_.where + " AND NOT EXISTS (SELECT 1 FROM " + tables_.bad +
            " AS b WHERE b.row_at = s." + rows_.at + "))",
        values);
    if (marked == good) return good;
    throw Error(
        Code::internal_error, "replaying " + in_quotes(source_) + " does not add up",
        std::to_string(good) + " rows were appended and " + std::to_string(marked) + " marked.",
        "Each row of it needs an error_id of its own.");
  }

  // Rows that stay say why they do now; those that break the same rules as before stay untouched.
  void update_rules() {
    const Dialect& dialect = session_.dialect();
    const std::string& p = lane_.prefix;
    const std::string rules = dialect.from_canonical_text("b.rules", engine::ColumnType::json);
    session_.execute("UPDATE " + lane_.relation.sql + " SET " + p + "rules = n.new_rules, " + p +
                         "reason = n.new_reason FROM (SELECT s.tamis_error_id AS new_id, " + rules +
                         " AS new_rules, " + reason_sql(contract_.blamed, dialect) +
                         " AS new_reason FROM " + rows_.sql + " AS s JOIN " + tables_.bad +
                         " AS b ON b.row_at = s." + rows_.at + ") AS n" + lane_.open_rows(dialect) +
                         " AND " + p + "error_id = n.new_id AND " +
                         dialect.is_distinct(p + "rules", "n.new_rules"),
                     of_run());
  }

  Json describe() {
    return {{"version", 1},
            {"kind", "split"},
            {"source", source_},
            {"replay", *options_.replay},
            {"contract", {{"id", contract_.id}, {"version", contract_.version}}},
            {"targets", {{"good", *options_.good}, {"bad", source_}}},
            {"rows",
             {{"read", blame_.read},
              {"good", blame_.read - blame_.bad},
              {"bad", blame_.bad},
              {"warned", blame_.warned}}},
            {"rules",
             rules_document(session_, rows_, blame_, contract_.blamed, tables_, options_.check)},
            {"table_rules", Json::array()}};
  }

  engine::Session& session_;
  std::string source_;
  const Json& contract_argument_;
  const SplitOptions& options_;
  LaneTable lane_;
  Relation good_;
  std::vector<Column> columns_;
  SplitContract contract_;
  SplitTables tables_;
  SplitRows rows_;
  Blame blame_;
};

}  // namespace

Json replay(engine::Session& session, std::string_view source, const Json& contract,
            const SplitOptions& options) {
  Replaying replaying(session, source, contract, options);
  return runs::run_action(session, {"tamis_split", options.dry_run}, [&](runs::Run& run) {
    if (!options.dry_run) return replaying.run(run);
    // A dry run does all of it and leaves its savepoint unreleased: its counts are the real ones.
    const auto savepoint = session.savepoint();
    return replaying.run(run);
  });
}

}  // namespace tamis::quality
