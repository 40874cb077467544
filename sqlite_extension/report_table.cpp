// Reports: rows of a producer as a table-valued function.
//
// A Report is an eponymous virtual table: it exists in every database without CREATE, its
// arguments are hidden columns behind the result's. xBestIndex notes in idxNum which parameters
// the query gives, a bit each; xFilter gets their values in the order of declaration.
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "sqlite_extension/arguments.h"
#include "sqlite_extension/guard.h"
#include "sqlite_extension/register.h"
#include "sqlite_extension/session.h"
#include "sqlite_extension/values.h"

namespace tamis::sqlite {
namespace {

using catalog::Function;
using catalog::Parameter;
using catalog::Type;

struct Table final : sqlite3_vtab {
  Table(sqlite3* connection, const Function& report)
      : sqlite3_vtab{}, db(connection), function(report) {}

  sqlite3* db;
  const Function& function;
};

struct FreeValue {
  void operator()(sqlite3_value* value) const noexcept { sqlite3_value_free(value); }
};
using OwnedValue = std::unique_ptr<sqlite3_value, FreeValue>;

struct Cursor final : sqlite3_vtab_cursor {
  explicit Cursor(Table& table) : sqlite3_vtab_cursor{}, session(table.db, table.function.name) {}

  // The producer may look at the arguments as long as it lives; it goes first.
  std::vector<OwnedValue> given;  // one a parameter; empty: not given
  SqliteSession session;
  std::unique_ptr<catalog::RowProducer> producer;
  std::vector<engine::Value> row;
  sqlite3_int64 number = 0;
  bool ended = true;
};

Table& table_of(sqlite3_vtab* table) noexcept { return static_cast<Table&>(*table); }
Cursor& cursor_of(sqlite3_vtab_cursor* cursor) noexcept { return static_cast<Cursor&>(*cursor); }
const Function& function_of(const Cursor& cursor) noexcept {
  return static_cast<const Table*>(cursor.pVtab)->function;
}

engine::ColumnType column_type(Type type) noexcept {
  switch (type) {
    case Type::text: return engine::ColumnType::text;
    case Type::bigint: return engine::ColumnType::integer;
    case Type::number: return engine::ColumnType::real;
    case Type::boolean: return engine::ColumnType::boolean;
    case Type::json: return engine::ColumnType::json;
    case Type::date: return engine::ColumnType::date;
    case Type::timestamp: return engine::ColumnType::timestamp;
    case Type::sketch: return engine::ColumnType::blob;
    case Type::value: return engine::ColumnType::unknown;
  }
  return engine::ColumnType::unknown;
}

std::string declaration(const Function& function) {
  const engine::Dialect& dialect = engine::sqlite_dialect();
  std::string sql = "CREATE TABLE x(";
  for (const catalog::ResultColumn& column : function.columns) {
    sql += dialect.quote_identifier(column.name) + " ";
    sql += dialect.type_name(column_type(column.type));
    sql += ", ";
  }
  for (const Parameter& parameter : function.parameters) {
    sql += dialect.quote_identifier(parameter.name) + " HIDDEN, ";
  }
  sql.resize(sql.size() - 2);
  return sql + ")";
}

int connect(sqlite3* db, void* registered, int, const char* const*, sqlite3_vtab** made,
            char** error) {
  try {
    auto table = std::make_unique<Table>(db, *static_cast<Registration*>(registered)->function);
    if (const int rc = sqlite3_declare_vtab(db, declaration(table->function).c_str())) {
      throw_engine_error(db, rc);
    }
    if (const int rc = sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY)) throw_engine_error(db, rc);
    *made = table.release();
    return SQLITE_OK;
  } catch (...) {
    const Failure failure = failure_in_flight();
    *error = sqlite3_mprintf("%s", failure.text.c_str());
    return failure.code;
  }
}

int disconnect(sqlite3_vtab* table) {
  delete &table_of(table);
  return SQLITE_OK;
}

constexpr double kHopeless = 1e90;

enum class Given { no, later, yes };

// Whether the query says `column = something`, and whether that is known when the table is read.
Given find_constraint(const sqlite3_index_info& info, int column, int& constraint) noexcept {
  Given given = Given::no;
  for (int i = 0; i < info.nConstraint; ++i) {
    const auto& candidate = info.aConstraint[i];
    if (candidate.iColumn != column || candidate.op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
    if (candidate.usable != 0) {
      constraint = i;
      return Given::yes;
    }
    given = Given::later;
  }
  return given;
}

[[noreturn]] void missing_argument(const Function& function, const Parameter& parameter) {
  throw Error(Code::invalid_value,
              "argument \"" + std::string(parameter.name) + "\" of " + std::string(function.name) +
                  " is missing",
              {}, "Call it as " + catalog::signature(function) + ".");
}

int best_index(sqlite3_vtab* table, sqlite3_index_info* info) {
  return guarded(table, [&] {
    const Function& function = table_of(table).function;
    int given_mask = 0;
    int given_count = 0;
    bool lacking = false;
    for (std::size_t i = 0; i < function.parameters.size(); ++i) {
      int constraint = 0;
      const int column = static_cast<int>(function.columns.size() + i);
      switch (find_constraint(*info, column, constraint)) {
        case Given::yes:
          given_mask |= 1 << i;
          info->aConstraintUsage[constraint].argvIndex = ++given_count;
          info->aConstraintUsage[constraint].omit = 1;
          break;
        case Given::later:
          // An order of the join in which the argument is not known yet.
          return SQLITE_CONSTRAINT;
        case Given::no:
          if (function.parameters[i].arity == Parameter::Arity::required) lacking = true;
      }
    }
    info->idxNum = given_mask;
    // Asked about one branch of an OR alone, SQLite does not show the arguments, which stand beside
    // it: such a plan is never the cheapest where they are given, and fails where they are not.
    info->estimatedCost = lacking ? kHopeless : function.cost;
    return SQLITE_OK;
  });
}

int open(sqlite3_vtab* table, sqlite3_vtab_cursor** made) {
  return guarded(table, [&] {
    *made = new Cursor(table_of(table));
    return SQLITE_OK;
  });
}

int close(sqlite3_vtab_cursor* cursor) {
  delete &cursor_of(cursor);
  return SQLITE_OK;
}

void advance(Cursor& cursor) {
  // Should the producer throw, the cursor is at its end.
  cursor.ended = true;
  cursor.ended = !cursor.producer->next(cursor.row);
  ++cursor.number;
}

// The arguments outlive the call: SQLite's own values end with xFilter.
void keep_arguments(Cursor& cursor, int given_mask, sqlite3_value** values) {
  cursor.given.clear();
  for (std::size_t i = 0; i < function_of(cursor).parameters.size(); ++i) {
    OwnedValue& kept = cursor.given.emplace_back();
    if ((given_mask & (1 << i)) == 0) continue;
    kept.reset(sqlite3_value_dup(*values++));
    if (kept == nullptr) throw std::bad_alloc();
  }
}

int filter(sqlite3_vtab_cursor* opened, int given_mask, const char*, int, sqlite3_value** values) {
  return guarded(opened->pVtab, [&] {
    Cursor& cursor = cursor_of(opened);
    const Function& function = function_of(cursor);
    cursor.producer.reset();
    cursor.ended = true;
    keep_arguments(cursor, given_mask, values);
    for (std::size_t i = 0; i < function.parameters.size(); ++i) {
      const Parameter& parameter = function.parameters[i];
      if (parameter.arity == Parameter::Arity::required && (given_mask & (1 << i)) == 0) {
        missing_argument(function, parameter);
      }
    }
    std::vector<engine::Value> arguments;
    for (std::size_t i = 0; i < cursor.given.size(); ++i) {
      arguments.push_back(
          cursor.given[i] == nullptr
              ? engine::Value()
              : checked_argument(function, function.parameters[i], cursor.given[i].get()));
    }
    catalog::require_arguments(function, arguments);
    cursor.row.assign(function.columns.size(), {});
    cursor.number = 0;
    cursor.producer = std::get<catalog::Report>(function.callable).call(cursor.session, arguments);
    advance(cursor);
    return SQLITE_OK;
  });
}

int next(sqlite3_vtab_cursor* opened) {
  return guarded(opened->pVtab, [&] {
    advance(cursor_of(opened));
    return SQLITE_OK;
  });
}

int eof(sqlite3_vtab_cursor* opened) { return cursor_of(opened).ended ? 1 : 0; }

int column(sqlite3_vtab_cursor* opened, sqlite3_context* context, int index) {
  const Cursor& cursor = cursor_of(opened);
  const std::vector<catalog::ResultColumn>& columns = function_of(cursor).columns;
  const auto i = static_cast<std::size_t>(index);
  if (i < columns.size()) {
    set_result(context, cursor.row[i], columns[i].type);
  } else if (const OwnedValue& argument = cursor.given[i - columns.size()]) {
    sqlite3_result_value(context, argument.get());
  }
  return SQLITE_OK;
}

int rowid(sqlite3_vtab_cursor* opened, sqlite3_int64* number) {
  *number = cursor_of(opened).number;
  return SQLITE_OK;
}

constexpr sqlite3_module report_module() noexcept {
  sqlite3_module module{};
  module.xConnect = connect;  // no xCreate: eponymous only
  module.xBestIndex = best_index;
  module.xDisconnect = disconnect;
  module.xOpen = open;
  module.xClose = close;
  module.xFilter = filter;
  module.xNext = next;
  module.xEof = eof;
  module.xColumn = column;
  module.xRowid = rowid;
  return module;
}

constexpr sqlite3_module kReportModule = report_module();

}  // namespace

int create_report_table(sqlite3* db, const Function& function) {
  // SQLite calls forget() also where it fails.
  return sqlite3_create_module_v2(db, std::string(function.name).c_str(), &kReportModule,
                                  new Registration{&function, {}}, forget);
}

}  // namespace tamis::sqlite
