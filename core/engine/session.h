// The port: what a table operation may ask of the engine that runs it.
//
// The hosts implement it: over SPI in the PostgreSQL extension, over the C API in the SQLite
// module, over libpq where a SQLite host writes to PostgreSQL. The core sees nothing else of an
// engine. A Session lives for one call of one SQL function and works in the caller's transaction;
// it never commits.
//
// Errors raised by the engine pass through as C++ exceptions of the host's own and must not be
// swallowed: let them unwind (a Savepoint that goes out of scope rolls back).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/engine/dialect.h"
#include "core/engine/row_print.h"
#include "core/engine/value.h"

namespace tamis::engine {

struct Column {
  std::string name;
  std::string declared;  // the engine's own words; may be empty in SQLite
  ColumnType type = ColumnType::unknown;
  bool not_null = false;
  bool primary_key = false;
};

// Something that can stand in FROM: a table, a view, or a parenthesised query.
struct Relation {
  std::string schema;  // empty for a query
  std::string name;    // the query's text for a query
  std::string sql;     // quoted and qualified, ready for FROM (a query comes with an alias)
  enum class Form : std::uint8_t { table, view, query } form = Form::table;
  std::vector<Column> columns;

  const Column* find(std::string_view column) const noexcept;
  // The column, or undefined_column naming the relation and its columns.
  const Column& column(std::string_view column) const;
};

// Rows of a running query, streamed: memory does not grow with their number.
class Rows {
 public:
  virtual ~Rows() = default;
  virtual std::span<const Column> columns() const noexcept = 0;
  // Advances; false after the last row. Checks for cancellation by itself.
  virtual bool next() = 0;
  // Value of column i of the current row; valid until next().
  virtual Value at(std::size_t i) = 0;
};

// Takes the rows of a query as they come; the values are valid during the call.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual void row(std::span<const Value> values) = 0;
};

// Rows of parameters for one statement; the values are valid until next().
class ParameterRows {
 public:
  virtual ~ParameterRows() = default;
  virtual bool next() = 0;
  virtual std::span<const Value> row() const = 0;
};

// Undoes what ran since it was made, unless released. Nests.
class Savepoint {
 public:
  virtual ~Savepoint() = default;
  virtual void release() = 0;
};

// Why the engine, or we, would not do what was tried.
struct Refusal {
  std::string code;  // SQLSTATE
  std::string message;
  std::string detail = {};
};

// One part of a dotted name; `exact` when it was written in double quotes.
struct NamePart {
  std::string text;
  bool exact = false;
};

class Session {
 public:
  virtual ~Session() = default;

  virtual const Dialect& dialect() const noexcept = 0;

  // Runs one statement that returns rows; parameters are $1.. / ?1...
  virtual std::unique_ptr<Rows> query(std::string_view sql,
                                      std::span<const Value> parameters = {}) = 0;
  // As query(), for a statement of few rows: all of them are made before this returns. What is
  // streamed can't be run by PostgreSQL's parallel workers; this can.
  virtual std::unique_ptr<Rows> query_few(std::string_view sql,
                                          std::span<const Value> parameters = {}) {
    return query(sql, parameters);
  }
  // Gives `sink` every row of a query: what reads millions of rows once. The sink must not run
  // statements of this session. Checks for cancellation by itself.
  virtual void read_rows(std::string_view sql, std::span<const Value> parameters, RowSink& sink);
  // Whether read_rows() gives dates and times as integers: days, or microseconds, since 1970-01-01
  // (a time: since midnight), infinities as the extremes of 64 bits; other columns are as query()
  // gives them.
  virtual bool reads_native_times() const noexcept { return false; }
  // Runs a query whose first column is the address of a row of a table, the next `keys` its key and
  // the others its values, and gives `sink` a print of each row; false, and nothing was run, where
  // the engine can't. The sink must not use this session. Checks for cancellation by itself.
  virtual bool read_prints(std::string_view sql, std::size_t keys, std::uint64_t seed,
                           PrintSink& sink) {
    (void)sql, (void)keys, (void)seed, (void)sink;
    return false;
  }
  // Runs one statement; returns the number of rows it inserted, updated or deleted.
  virtual std::int64_t execute(std::string_view sql, std::span<const Value> parameters = {}) = 0;

  // Runs one statement for each row of parameters, all rows of one length; returns the sum of what
  // execute() would. The statement is prepared once, and takes every parameter as a text in
  // PostgreSQL (a blob as \x and hex digits): say its type with from_canonical_text().
  virtual std::int64_t execute_many(std::string_view sql, ParameterRows& rows);

  virtual std::unique_ptr<Savepoint> savepoint() = 0;

  // Runs `reading`, which only reads. An error that ends it is returned, not thrown, and what comes
  // after runs as if it had not been tried: a user's condition that is no SQL must not take
  // everything else with it. Cancellation and lack of memory pass through.
  // Meanwhile the engine itself refuses writes, also those of functions that a query calls: what a
  // user's SQL may do is not to be told from its words. Rows that are opened inside end with it.
  virtual std::optional<Refusal> attempt(const std::function<void()>& reading);

  // Runs `work`, which may write. An error that ends it undoes what it did and is returned, not
  // thrown: for what must leave a record of its failure. Cancellation and lack of memory pass
  // through.
  virtual std::optional<Refusal> attempt_work(const std::function<void()>& work);

  // Resolves a table argument: `tickets`, `main.tickets`, `"odd name"."x"`, `(select ...)`.
  // An unquoted part is taken as written first; PostgreSQL then tries it in lower case.
  // Throws undefined_table, invalid_name.
  Relation relation(std::string_view argument);
  // As relation(), but no such table is nullopt. A query is invalid_name: it can't be a target.
  std::optional<Relation> find_table(std::string_view argument);
  // A condition that a user wrote on the rows of `relation`, ready to stand in a WHERE clause; its
  // names mean what the user means by them. Throws what the engine says of it, and invalid_value
  // for a text that is no single expression. To be called, and used, in attempt().
  std::string condition(const Relation& relation, std::string_view text);
  // Where a table of that name would be made: schema and name, quoted and qualified; not looked
  // up. Throws invalid_name.
  virtual std::string target_sql(std::string_view argument) = 0;

  // A message for the user while the work goes on. Never row data.
  virtual void notice(std::string_view text) = 0;
  // Throws if the statement was cancelled. Cheap: call it in every loop over rows.
  virtual void check_interrupt() = 0;
  // Whether the engine undoes a failed statement by itself (PostgreSQL) or the action must bring
  // its own savepoint and can record its failure afterwards (SQLite).
  virtual bool statement_is_atomic() const noexcept = 0;
  // Whether the transaction, or the database, takes no writes.
  virtual bool read_only() = 0;
  // Throws insufficient_privilege unless the user may read / write files of the server.
  virtual void require_file_access(bool write) = 0;
  // Throws insufficient_privilege unless the user may run programs of the server.
  virtual void require_program_execution();
  // What is kept under the name of a remote store for this user: names and values, secrets among
  // them, not looked at. Throws undefined_table where there is no such name, insufficient_privilege
  // where it is not the user's.
  virtual std::vector<std::pair<std::string, std::string>> server_settings(std::string_view server);
  // Who runs this, for the run log. Empty where the engine knows no users.
  virtual std::string user() = 0;

 protected:
  virtual std::optional<Relation> lookup(std::span<const NamePart> parts) = 0;
  virtual Relation describe_query(std::string_view query) = 0;
  // Statements that hold this text are to be read as the caller would.
  virtual void read_as_caller(std::string_view) {}
};

// Splits a table argument at its dots. One to two parts, none empty.
// Throws invalid_name saying what is wrong with it.
std::vector<NamePart> parse_name(std::string_view argument);
// Whether the argument is a parenthesised query; `inner` is then the text between.
bool is_query(std::string_view argument, std::string_view* inner = nullptr) noexcept;

// The single value of a query of one row and column, as an integer (NULL: nullopt).
std::optional<std::int64_t> query_integer(Session& session, std::string_view sql,
                                          std::span<const Value> parameters = {});
// Likewise as text.
std::optional<std::string> query_text(Session& session, std::string_view sql,
                                      std::span<const Value> parameters = {});

}  // namespace tamis::engine
