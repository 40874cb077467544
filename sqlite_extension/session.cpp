#include "sqlite_extension/session.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <utility>

#include "core/error/error.h"
#include "core/storage/credential_file.h"
#include "sqlite_extension/guard.h"
#include "sqlite_extension/read_only.h"
#include "sqlite_extension/savepoint.h"

namespace tamis::sqlite {
namespace {

using engine::Column;
using engine::NamePart;
using engine::Relation;
using engine::Value;

// Far below the 100 ms in which a cancel must work, and far above what a probe costs.
constexpr std::chrono::milliseconds kProbeInterval{10};

// SQLite's own folding of names: ASCII letters.
bool same_name(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() &&
         sqlite3_strnicmp(a.data(), b.data(), static_cast<int>(a.size())) == 0;
}

void reject_duplicates(std::span<const Column> columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (same_name(columns[i].name, columns[j].name)) {
        throw Error(Code::duplicate_column,
                    "the query has more than one column " + in_quotes(columns[i].name), {},
                    "Give each a name of its own with AS.");
      }
    }
  }
}

}  // namespace

const engine::Dialect& SqliteSession::dialect() const noexcept { return engine::sqlite_dialect(); }

std::unique_ptr<engine::Rows> SqliteSession::query(std::string_view sql,
                                                   std::span<const Value> parameters) {
  Statement statement(db_, sql);
  statement.bind(parameters);
  return std::make_unique<StatementRows>(std::move(statement));
}

void SqliteSession::read_rows(std::string_view sql, std::span<const Value> parameters,
                              engine::RowSink& sink) {
  Statement statement(db_, sql);
  statement.bind(parameters);
  std::vector<Value> values(static_cast<std::size_t>(sqlite3_column_count(statement.handle())));
  while (statement.step()) {
    statement.read(values);
    sink.row(values);
  }
}

std::int64_t SqliteSession::execute(std::string_view sql, std::span<const Value> parameters) {
  Statement statement(db_, sql);
  statement.bind(parameters);
  const std::int64_t before = sqlite3_total_changes64(db_);
  while (statement.step()) {
  }
  // Statements other than INSERT, UPDATE and DELETE leave the count of the last one in place.
  return sqlite3_total_changes64(db_) == before ? 0 : sqlite3_changes64(db_);
}

std::int64_t SqliteSession::execute_many(std::string_view sql, engine::ParameterRows& rows) {
  Statement statement(db_, sql);
  const std::int64_t before = sqlite3_total_changes64(db_);
  while (rows.next()) {
    statement.bind(rows.row());
    while (statement.step()) {
    }
    statement.reset();
  }
  return sqlite3_total_changes64(db_) - before;
}

std::unique_ptr<engine::Savepoint> SqliteSession::savepoint() {
  return std::make_unique<SqliteSavepoint>(db_, "tamis_" + std::to_string(++savepoints_),
                                           function_);
}

std::optional<engine::Refusal> SqliteSession::attempt(const std::function<void()>& reading) {
  const ReadOnly read_only(db_);
  // A reading statement that fails leaves nothing to undo, and a savepoint could not be opened
  // while the caller's own statement writes.
  return refusal_of(reading);
}

std::optional<engine::Refusal> SqliteSession::attempt_work(const std::function<void()>& work) {
  const auto undone = savepoint();
  std::optional<engine::Refusal> refusal = refusal_of(work);
  if (!refusal) undone->release();
  return refusal;
}

std::optional<engine::Refusal> SqliteSession::refusal_of(const std::function<void()>& work) {
  try {
    return Session::attempt(work);
  } catch (const EngineError& e) {
    const int code = e.code() & kPrimaryCode;
    if (code == SQLITE_INTERRUPT || code == SQLITE_NOMEM || code == SQLITE_FULL ||
        code == SQLITE_IOERR || code == SQLITE_CORRUPT || e.code() == SQLITE_ABORT_ROLLBACK) {
      throw;
    }
    return engine::Refusal{std::string(sqlstate(Code::engine_error)), e.what()};
  }
}

std::string SqliteSession::target_sql(std::string_view argument) {
  if (engine::is_query(argument)) {
    throw Error(Code::invalid_name, "a query can't be a target: " + in_quotes(argument), {},
                "Name a table.");
  }
  const std::vector<NamePart> parts = engine::parse_name(argument);
  const std::string_view schema = parts.size() == 2 ? std::string_view(parts[0].text) : "main";
  return dialect().quote_identifier(schema) + "." + dialect().quote_identifier(parts.back().text);
}

void SqliteSession::notice(std::string_view text) {
  if (isatty(STDERR_FILENO) == 0) return;
  std::fprintf(stderr, "NOTICE:  %.*s\n", static_cast<int>(text.size()), text.data());
}

// sqlite3_is_interrupted() came with 3.41; a statement that is stepped while the interrupt stands
// fails at once in every version.
void SqliteSession::check_interrupt() {
  const auto now = std::chrono::steady_clock::now();
  if (probe_ && now - probed_ < kProbeInterval) return;
  if (!probe_) probe_.emplace(db_, "SELECT 1");
  probed_ = now;
  probe_->reset();
  probe_->step();
  probe_->reset();
}

std::vector<std::pair<std::string, std::string>> SqliteSession::server_settings(
    std::string_view server) {
  return storage::read_credentials(storage::credential_path(), server);
}

bool SqliteSession::read_only() {
  return sqlite3_db_readonly(db_, "main") == 1 ||
         engine::query_integer(*this, "PRAGMA query_only") == 1;
}

std::vector<std::string> SqliteSession::schemas(std::span<const NamePart> parts) {
  // temp comes before main, the attached ones after it.
  Statement list(db_, "SELECT name FROM pragma_database_list ORDER BY seq <> 1, seq");
  std::vector<std::string> found;
  while (list.step()) {
    const std::string_view name = list.value(0).bytes();
    if (parts.size() == 1 || same_name(name, parts[0].text)) found.emplace_back(name);
  }
  return found;
}

std::vector<Column> SqliteSession::table_columns(std::string_view schema, std::string_view table) {
  // hidden: 1 for what a virtual table hides, 2 and 3 for generated columns.
  Statement list(db_,
                 "SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(?1, ?2)"
                 " WHERE hidden <> 1 ORDER BY cid");
  list.bind(std::array{Value::text(table), Value::text(schema)});
  std::vector<Column> columns;
  while (list.step()) {
    Column column;
    column.name = list.value(0).bytes();
    column.declared = list.value(1).bytes();
    column.type = dialect().column_type(column.declared);
    column.not_null = list.value(2).as_integer() != 0;
    column.primary_key = list.value(3).as_integer() > 0;
    columns.push_back(std::move(column));
  }
  return columns;
}

std::optional<Relation> SqliteSession::lookup(std::span<const NamePart> parts) {
  const std::string& name = parts.back().text;
  for (const std::string& schema : schemas(parts)) {
    Statement find(db_, "SELECT name, type FROM " + dialect().quote_identifier(schema) +
                            ".sqlite_schema WHERE type IN ('table', 'view') AND name = ?1"
                            " COLLATE NOCASE");
    find.bind(std::array{Value::text(name)});
    if (!find.step()) continue;
    Relation relation;
    relation.schema = schema;
    relation.name = find.value(0).bytes();
    relation.form = find.value(1).bytes() == "view" ? Relation::Form::view : Relation::Form::table;
    relation.sql =
        dialect().quote_identifier(schema) + "." + dialect().quote_identifier(relation.name);
    relation.columns = table_columns(schema, relation.name);
    return relation;
  }
  return std::nullopt;
}

Relation SqliteSession::describe_query(std::string_view query) {
  if (is_blank(query)) {
    throw Error(Code::invalid_value, "there is no SQL statement in " + in_quotes(query));
  }
  // On lines of its own, because the query may end in a comment. Enclosed first: some PRAGMAs work
  // while they are compiled, and here they are a syntax error.
  const std::string enclosed = "(\n" + std::string(query) + "\n) AS \"tamis_query\"";
  std::vector<Column> columns = Statement(db_, "SELECT * FROM " + enclosed).columns();
  // Then alone: text that closes the parenthesis itself must not pass as a query.
  const Statement alone(db_, query);
  if (sqlite3_column_count(alone.handle()) == 0 || sqlite3_stmt_readonly(alone.handle()) == 0) {
    throw Error(Code::invalid_value, "a query in parentheses must only read: " + in_quotes(query));
  }
  // They would be mixed up with those of the statement that the query becomes a part of.
  if (sqlite3_bind_parameter_count(alone.handle()) > 0) {
    throw Error(Code::invalid_value,
                "the query has parameters, and nothing gives their values: " + in_quotes(query));
  }
  reject_duplicates(alone.columns());
  Relation relation;
  relation.form = Relation::Form::query;
  relation.name = query;
  relation.sql = enclosed;
  relation.columns = std::move(columns);
  return relation;
}

}  // namespace tamis::sqlite
