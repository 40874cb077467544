#include "sqlite_extension/statement.h"

#include <algorithm>
#include <new>
#include <string>
#include <utility>

#include "core/error/error.h"
#include "sqlite_extension/guard.h"
#include "sqlite_extension/values.h"

namespace tamis::sqlite {
namespace {

using engine::Column;
using engine::Value;

struct Prepared {
  sqlite3_stmt* statement;
  std::string_view rest;
};

Prepared prepare(sqlite3* db, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const char* tail = nullptr;
  const int rc =
      sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()), 0, &statement, &tail);
  if (rc != SQLITE_OK) throw_engine_error(db, rc);
  return {statement, sql.substr(static_cast<std::size_t>(tail - sql.data()))};
}

}  // namespace

void throw_engine_error(sqlite3* db, int rc) {
  if ((rc & kPrimaryCode) == SQLITE_NOMEM) throw std::bad_alloc();
  if ((rc & kPrimaryCode) == SQLITE_INTERRUPT) throw Error(Code::cancelled, "interrupted");
  const int extended = sqlite3_extended_errcode(db);
  // No table can be dropped while a statement reads one, be it another.
  if (rc == SQLITE_LOCKED && extended == SQLITE_LOCKED) {
    throw Error(Code::wrong_context, sqlite3_errmsg(db), {},
                "Call the function in a SELECT of its own, which reads no table.");
  }
  throw EngineError((extended & kPrimaryCode) == (rc & kPrimaryCode) ? extended : rc,
                    sqlite3_errmsg(db));
}

bool is_blank(std::string_view sql) noexcept {
  while (!sql.empty()) {
    std::size_t skipped = 1;
    if (sql.starts_with("--")) {
      skipped = std::min(sql.find('\n'), sql.size());
    } else if (sql.starts_with("/*")) {
      const std::size_t end = sql.find("*/", 2);
      skipped = end == std::string_view::npos ? sql.size() : end + 2;
    } else if (std::string_view(" \t\r\n\f;").find(sql.front()) == std::string_view::npos) {
      return false;
    }
    sql.remove_prefix(skipped);
  }
  return true;
}

Statement::Statement(sqlite3* db, std::string_view sql) : db_(db) {
  const int longest = sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, -1);
  if (sql.size() > static_cast<std::size_t>(longest)) {
    throw Error(Code::limit_exceeded, "a statement of " + std::to_string(sql.size()) +
                                          " bytes is longer than SQLite's limit of " +
                                          std::to_string(longest));
  }
  if (sql.find('\0') != std::string_view::npos) {
    throw Error(Code::invalid_value, "SQL with a NUL byte: " + in_quotes(sql));
  }
  if (sql.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    throw Error(Code::invalid_value, "there is no SQL statement in " + in_quotes(sql));
  }
  const Prepared first = prepare(db, sql);
  handle_.reset(first.statement);
  if (handle_ == nullptr) {
    throw Error(Code::invalid_value, "there is no SQL statement in " + in_quotes(sql));
  }
  // Not given to SQLite to be compiled: compiling alone makes some PRAGMAs work.
  if (!is_blank(first.rest)) {
    throw Error(Code::invalid_value, "more than one SQL statement: " + in_quotes(sql));
  }
}

void Statement::bind(std::span<const Value> parameters) {
  const int wanted = sqlite3_bind_parameter_count(handle_.get());
  if (wanted > 0 && parameters.empty()) {
    throw Error(Code::invalid_value, "the SQL has parameters, and nothing gives their values");
  }
  if (static_cast<std::size_t>(wanted) != parameters.size()) {
    throw Error(Code::internal_error, "a statement with " + std::to_string(wanted) +
                                          " parameters was given " +
                                          std::to_string(parameters.size()));
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const int rc = sqlite::bind(handle_.get(), static_cast<int>(i) + 1, parameters[i]);
    if (rc != SQLITE_OK) throw_engine_error(db_, rc);
  }
}

bool Statement::step() {
  const int rc = sqlite3_step(handle_.get());
  if (rc == SQLITE_ROW) return true;
  if (rc != SQLITE_DONE) throw_engine_error(db_, rc);
  return false;
}

std::vector<Column> Statement::columns() const {
  const int count = sqlite3_column_count(handle_.get());
  std::vector<Column> columns;
  columns.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const char* const name = sqlite3_column_name(handle_.get(), i);
    if (name == nullptr) throw std::bad_alloc();
    const char* const declared = sqlite3_column_decltype(handle_.get(), i);
    Column column;
    column.name = name;
    if (declared != nullptr) column.declared = declared;
    column.type = engine::sqlite_dialect().column_type(column.declared);
    columns.push_back(std::move(column));
  }
  return columns;
}

Value Statement::value(std::size_t column) {
  sqlite3_stmt* const row = handle_.get();
  const int i = static_cast<int>(column);
  switch (sqlite3_column_type(row, i)) {
    case SQLITE_INTEGER: return Value::integer(sqlite3_column_int64(row, i));
    case SQLITE_FLOAT: return Value::real(sqlite3_column_double(row, i));
    case SQLITE_TEXT: {
      // The text first: making it may change the number of bytes.
      const unsigned char* const text = sqlite3_column_text(row, i);
      if (text == nullptr) throw std::bad_alloc();
      return Value::text({reinterpret_cast<const char*>(text),
                          static_cast<std::size_t>(sqlite3_column_bytes(row, i))});
    }
    case SQLITE_BLOB: {
      const void* const bytes = sqlite3_column_blob(row, i);
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(row, i));
      if (bytes == nullptr && size > 0) throw std::bad_alloc();
      return Value::blob(std::string_view(static_cast<const char*>(bytes), size));
    }
    default: return {};
  }
}

// One lock a value, where sqlite3_column_*() would take three: a value may be looked at as long as
// the mutex is held, and a call of a function of ours comes with it.
void Statement::read(std::span<Value> row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    row[i] = from_sqlite(sqlite3_column_value(handle_.get(), static_cast<int>(i)));
  }
}

StatementRows::StatementRows(Statement statement)
    : statement_(std::move(statement)), columns_(statement_.columns()) {}

bool StatementRows::next() {
  ended_ = ended_ || !statement_.step();
  return !ended_;
}

}  // namespace tamis::sqlite
