#include "pg_extension/spi_session.h"

#include <algorithm>

#include "core/error/error.h"
#include "pg_extension/guard.h"
#include "pg_extension/memory.h"
#include "pg_extension/print_receiver.h"
#include "pg_extension/repeated_statement.h"
#include "pg_extension/row_receiver.h"
#include "pg_extension/spi_rows.h"
#include "pg_extension/storage_server.h"
#include "pg_extension/values.h"

namespace tamis::pg {
namespace {

using engine::NamePart;
using engine::Relation;
using engine::Value;

constexpr std::string_view kColumnsOfTable =
    "SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull, "
    "EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = a.attrelid AND i.indisprimary "
    "AND a.attnum = ANY (i.indkey)) "
    "FROM pg_attribute AS a "
    "WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

class SpiSavepoint final : public engine::Savepoint {
 public:
  explicit SpiSavepoint(Settings& settings)
      : settings_(settings), context_(CurrentMemoryContext), owner_(CurrentResourceOwner) {
    call_pg([this] {
      BeginInternalSubTransaction(nullptr);
      MemoryContextSwitchTo(context_);
    });
  }

  ~SpiSavepoint() override {
    // With an error in flight the boundary rolls back, once it has copied the error.
    if (released_ || error_in_flight()) return;
    call_pg_quietly([this] {
      RollbackAndReleaseCurrentSubTransaction();
      restore();
    });
  }

  void release() override {
    call_pg([this] {
      ReleaseCurrentSubTransaction();
      restore();
    });
    released_ = true;
  }

 private:
  void restore() noexcept {
    MemoryContextSwitchTo(context_);
    CurrentResourceOwner = owner_;
    settings_.forget();
  }

  Settings& settings_;
  MemoryContext context_;
  ResourceOwner owner_;
  bool released_ = false;
};

// The ways a part of a name may be meant, the likeliest first.
std::vector<std::string> spellings(const NamePart& part) {
  std::vector<std::string> out{part.text};
  if (part.exact) return out;
  std::string folded = call_pg([&part] {
    return downcase_identifier(part.text.c_str(), static_cast<int>(part.text.size()), false, false);
  });
  if (folded != part.text) out.push_back(std::move(folded));
  return out;
}

// The first spelling of a schema that exists; InvalidOid where none does.
Oid find_schema(const NamePart& part) {
  for (const std::string& name : spellings(part)) {
    const Oid schema = call_pg([&name] { return LookupNamespaceNoError(name.c_str()); });
    if (OidIsValid(schema)) return schema;
  }
  return InvalidOid;
}

Relation::Form form_of(char kind, const std::string& name) {
  switch (kind) {
    case RELKIND_RELATION:
    case RELKIND_PARTITIONED_TABLE:
    case RELKIND_FOREIGN_TABLE: return Relation::Form::table;
    case RELKIND_VIEW:
    case RELKIND_MATVIEW: return Relation::Form::view;
    default:
      throw Error(Code::undefined_table, in_quotes(name) + " is not a table or view", {},
                  "Name a table or view, or give a query in parentheses: (select ...).");
  }
}

}  // namespace

SpiSession::SpiSession(Oid extension_schema) : settings_(extension_schema) {
  const int code = call_pg([] { return SPI_connect(); });
  if (code != SPI_OK_CONNECT) {
    throw Error(Code::engine_error,
                std::string("SPI is not to be had: ") + SPI_result_code_string(code));
  }
}

void SpiSession::finish() {
  call_pg([] { SPI_finish(); });
  settings_.revert();
}

const engine::Dialect& SpiSession::dialect() const noexcept {
  return engine::postgresql_dialect(PG_VERSION_NUM);
}

Settings::Path SpiSession::path_for(std::string_view sql) const noexcept {
  const bool holds_query = std::any_of(
      queries_.begin(), queries_.end(),
      [sql](const std::string& query) { return sql.find(query) != std::string_view::npos; });
  return holds_query ? Settings::Path::callers : Settings::Path::ours;
}

std::unique_ptr<engine::Rows> SpiSession::query(std::string_view sql,
                                                std::span<const Value> parameters) {
  return std::make_unique<SpiRows>(settings_, path_for(sql), dialect(), sql, parameters);
}

std::unique_ptr<engine::Rows> SpiSession::query_few(std::string_view sql,
                                                    std::span<const Value> parameters) {
  return std::make_unique<SpiResult>(settings_, path_for(sql), dialect(), sql, parameters);
}

void SpiSession::read_rows(std::string_view sql, std::span<const Value> parameters,
                           engine::RowSink& sink) {
  settings_.use(path_for(sql));
  if (!receive_rows(sql, parameters, sink)) Session::read_rows(sql, parameters, sink);
}

bool SpiSession::read_prints(std::string_view sql, std::size_t keys, std::uint64_t seed,
                             engine::PrintSink& sink) {
  settings_.use(path_for(sql));
  return receive_prints(sql, keys, seed, sink);
}

std::int64_t SpiSession::execute(std::string_view sql, std::span<const Value> parameters) {
  const OwnContext scratch;
  const InContext in_scratch(scratch.get());
  const std::string statement(sql);
  Parameters given(parameters);
  settings_.use(path_for(sql));
  const int code = call_pg([&statement, &given] {
    const int result = SPI_execute_with_args(statement.c_str(), given.count(), given.types(),
                                             given.datums(), given.nulls(), false, 0);
    if (SPI_tuptable != nullptr) SPI_freetuptable(SPI_tuptable);
    return result;
  });
  if (code < 0) {
    throw Error(Code::engine_error,
                std::string("a statement could not be run: ") + SPI_result_code_string(code));
  }
  return static_cast<std::int64_t>(SPI_processed);
}

std::int64_t SpiSession::execute_many(std::string_view sql, engine::ParameterRows& rows) {
  settings_.use(path_for(sql));
  return run_for_each(sql, rows);
}

std::unique_ptr<engine::Savepoint> SpiSession::savepoint() {
  return std::make_unique<SpiSavepoint>(settings_);
}

// The subtransaction is undone even where all went well: a read-only one may still write to
// temporary tables and set settings. Its end puts back whether the transaction may write.
std::optional<engine::Refusal> SpiSession::attempt(const std::function<void()>& reading) {
  const SpiSavepoint undone(settings_);
  XactReadOnly = true;
  return refusal_of(reading);
}

std::optional<engine::Refusal> SpiSession::attempt_work(const std::function<void()>& work) {
  SpiSavepoint undone(settings_);
  std::optional<engine::Refusal> refusal = refusal_of(work);
  if (!refusal) undone.release();
  return refusal;
}

std::optional<engine::Refusal> SpiSession::refusal_of(const std::function<void()>& work) {
  try {
    return Session::attempt(work);
  } catch (const PgErrorInFlight&) {
    std::optional<PgRefusal> refusal = take_error_in_flight();
    if (!refusal) throw;
    return engine::Refusal{unpack_sql_state(refusal->sqlstate), std::move(refusal->message)};
  }
}

std::optional<Relation> SpiSession::lookup(std::span<const NamePart> parts) {
  // The caches that answer below are refreshed by taking a relation's lock, which a name without
  // a relation has none of: after a wait for an advisory lock, another's new table would be missed.
  call_pg([] { AcceptInvalidationMessages(); });
  std::vector<Oid> schemas = settings_.callers_schemas();
  if (parts.size() == 2) schemas = {find_schema(parts[0])};
  for (const std::string& name : spellings(parts.back())) {
    for (const Oid schema : schemas) {
      const Oid table =
          call_pg([&name, schema] { return get_relname_relid(name.c_str(), schema); });
      if (OidIsValid(table)) return describe_table(table);
    }
  }
  return std::nullopt;
}

Relation SpiSession::describe_table(Oid table) {
  struct Names {
    const char* schema;
    const char* name;
    char kind;
  };
  const auto names = call_pg([table]() -> Names {
    return {get_namespace_name(get_rel_namespace(table)), get_rel_name(table),
            get_rel_relkind(table)};
  });
  if (names.schema == nullptr || names.name == nullptr) {
    throw Error(Code::undefined_table, "a table was dropped while it was looked up");
  }
  Relation out;
  out.schema = names.schema;
  out.name = names.name;
  out.form = form_of(names.kind, out.name);
  out.sql = dialect().quote_identifier(out.schema) + "." + dialect().quote_identifier(out.name);

  const Value parameters[] = {Value::integer(table)};
  const auto rows = query(kColumnsOfTable, parameters);
  while (rows->next()) {
    engine::Column column;
    column.name = rows->at(0).bytes();
    column.declared = rows->at(1).bytes();
    column.type = dialect().column_type(column.declared);
    column.not_null = rows->at(2).as_boolean();
    column.primary_key = rows->at(3).as_boolean();
    out.columns.push_back(std::move(column));
  }
  return out;
}

Relation SpiSession::describe_query(std::string_view query_text) {
  Relation out;
  out.form = Relation::Form::query;
  out.name = query_text;
  // The line break ends a comment that the query may end with.
  out.sql = "(" + out.name + "\n) AS \"query\"";
  queries_.push_back(out.name);
  // A cursor takes one statement, so a text that closes the parenthesis and goes on with another
  // statement ends here, before anything ran.
  const auto rows = query("SELECT * FROM " + out.sql + " LIMIT 0", {});
  out.columns.assign(rows->columns().begin(), rows->columns().end());
  return out;
}

std::string SpiSession::target_sql(std::string_view argument) {
  if (engine::is_query(argument)) {
    throw Error(Code::invalid_name, "a query can't be a target: " + in_quotes(argument), {},
                "Name a table.");
  }
  const std::vector<NamePart> parts = engine::parse_name(argument);
  Oid schema = InvalidOid;
  if (parts.size() == 2) {
    schema = find_schema(parts[0]);
    if (!OidIsValid(schema)) {
      throw Error(Code::invalid_name, "schema " + in_quotes(parts[0].text) + " does not exist", {},
                  "Make it with CREATE SCHEMA, or name another.");
    }
  } else {
    schema = settings_.callers_creation_schema();
    if (!OidIsValid(schema)) {
      throw Error(Code::invalid_name, "no schema has been selected to make a table in", {},
                  "Write schema.name, or set search_path.");
    }
  }
  const char* const schema_name = call_pg([schema] { return get_namespace_name(schema); });
  if (schema_name == nullptr) {
    throw Error(Code::invalid_name, "a schema was dropped while it was looked up");
  }
  // New names are folded as CREATE TABLE would fold them: the last spelling is the folded one.
  return dialect().quote_identifier(schema_name) + "." +
         dialect().quote_identifier(spellings(parts.back()).back());
}

void SpiSession::notice(std::string_view text) {
  const std::string message(text);
  call_pg([&message] { ereport(NOTICE, (errmsg_internal("%s", message.c_str()))); });
}

void SpiSession::check_interrupt() {
  if (InterruptPending) call_pg([] { CHECK_FOR_INTERRUPTS(); });
}

bool SpiSession::read_only() {
  return XactReadOnly || call_pg([] { return RecoveryInProgress(); });
}

void SpiSession::require_file_access(bool write) {
  const Oid role = write ? kWriteServerFiles : kReadServerFiles;
  if (call_pg([role] { return has_privs_of_role(GetUserId(), role); })) return;
  const std::string name = write ? "pg_write_server_files" : "pg_read_server_files";
  throw Error(
      Code::insufficient_privilege,
      std::string("permission denied to ") + (write ? "write" : "read") + " files of the server",
      "It takes the privileges of the role \"" + name + "\".",
      "A superuser can GRANT " + name + " TO the user.");
}

void SpiSession::require_program_execution() {
  if (call_pg([] { return has_privs_of_role(GetUserId(), kRunServerPrograms); })) return;
  throw Error(Code::insufficient_privilege, "permission denied to run programs of the server",
              "It takes the privileges of the role \"pg_execute_server_program\".",
              "A superuser can GRANT pg_execute_server_program TO the user.");
}

std::vector<std::pair<std::string, std::string>> SpiSession::server_settings(
    std::string_view server) {
  return storage_server_settings(server);
}

std::string SpiSession::user() {
  return call_pg([] { return GetUserNameFromId(GetUserId(), false); });
}

}  // namespace tamis::pg
