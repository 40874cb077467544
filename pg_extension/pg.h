// PostgreSQL's headers for C++, and the few places where its versions differ.
//
// Include after every header of the standard library and the core: postgres.h redefines printf,
// snprintf, strerror and gettext as macros. No other file of the extension tests a version.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

// A global type called "text" would be shadowed by half of our variables.
#define text pg_text
extern "C" {
#include "postgres.h"

#include "access/htup_details.h"
#include "access/reloptions.h"
#include "access/xact.h"
#include "access/xlog.h"
#include "catalog/namespace.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_class.h"
#include "catalog/pg_foreign_data_wrapper.h"
#include "catalog/pg_foreign_server.h"
#include "catalog/pg_type.h"
#include "catalog/pg_user_mapping.h"
#include "commands/defrem.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "foreign/foreign.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/params.h"
#include "parser/scansup.h"
#include "tcop/dest.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/expandeddatum.h"
#include "utils/fmgrprotos.h"
#include "utils/guc.h"
#include "utils/inval.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/resowner.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif
}
#undef text
#undef snprintf
#undef vsnprintf
#undef printf
#undef fprintf
#undef vprintf
#undef vfprintf
#undef sprintf
#undef vsprintf
#undef strerror
#undef strerror_r
#undef gettext
#undef ngettext

static_assert(SIZEOF_DATUM == 8, "Tamis needs a 64-bit server");

namespace tamis::pg {

#if PG_VERSION_NUM >= 140000
inline constexpr Oid kReadServerFiles = ROLE_PG_READ_SERVER_FILES;
inline constexpr Oid kWriteServerFiles = ROLE_PG_WRITE_SERVER_FILES;
inline constexpr Oid kRunServerPrograms = ROLE_PG_EXECUTE_SERVER_PROGRAM;
#else
inline constexpr Oid kReadServerFiles = DEFAULT_ROLE_READ_SERVER_FILES;
inline constexpr Oid kWriteServerFiles = DEFAULT_ROLE_WRITE_SERVER_FILES;
inline constexpr Oid kRunServerPrograms = DEFAULT_ROLE_EXECUTE_SERVER_PROGRAM;
#endif

// Whether the user may use a foreign server.
inline bool may_use_server(Oid server) {
#if PG_VERSION_NUM >= 160000
  return object_aclcheck(ForeignServerRelationId, server, GetUserId(), ACL_USAGE) == ACLCHECK_OK;
#else
  return pg_foreign_server_aclcheck(server, GetUserId(), ACL_USAGE) == ACLCHECK_OK;
#endif
}

// Runs a query and gives each row to `receiver` where it lies: as SPI_execute_extended(), which
// came with version 14. Before that false, and nothing was run.
inline bool execute_into(const char* sql, DestReceiver* receiver) {
#if PG_VERSION_NUM >= 140000
  SPIExecuteOptions options{};
  options.must_return_tuples = true;
  options.dest = receiver;
  const int code = SPI_execute_extended(sql, &options);
  if (code != SPI_OK_SELECT) elog(ERROR, "SPI_execute_extended: %s", SPI_result_code_string(code));
  return true;
#else
  (void)sql, (void)receiver;
  return false;
#endif
}

// Whether execute_query_into() runs anything.
inline constexpr bool kExecutesInto = PG_VERSION_NUM >= 140000;

// As execute_into(), for any query and with parameters. A cursor's plan: of one statement that
// returns rows, and without parallel workers, which would give the rows in any order.
inline bool execute_query_into(const char* sql, int count, Oid* types, const Datum* values,
                               const char* nulls, DestReceiver* receiver) {
#if PG_VERSION_NUM >= 140000
  SPIPlanPtr plan = SPI_prepare_cursor(sql, count, types, 0);
  if (plan == nullptr) elog(ERROR, "SPI_prepare_cursor: %s", SPI_result_code_string(SPI_result));
  if (!SPI_is_cursor_plan(plan)) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_CURSOR_DEFINITION),
                    errmsg("a query must be one statement that returns rows")));
  }
  ParamListInfo parameters = makeParamList(count);
  for (int i = 0; i < count; ++i) {
    ParamExternData& parameter = parameters->params[i];
    parameter.value = values[i];
    parameter.isnull = nulls[i] == 'n';
    parameter.pflags = PARAM_FLAG_CONST;
    parameter.ptype = types[i];
  }
  SPIExecuteOptions options{};
  options.params = parameters;
  options.must_return_tuples = true;
  options.dest = receiver;
  const int code = SPI_execute_plan_extended(plan, &options);
  if (code < 0) elog(ERROR, "SPI_execute_plan_extended: %s", SPI_result_code_string(code));
  SPI_freeplan(plan);
  return true;
#else
  (void)sql, (void)count, (void)types, (void)values, (void)nulls, (void)receiver;
  return false;
#endif
}

}  // namespace tamis::pg
