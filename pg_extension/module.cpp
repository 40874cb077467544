// What PostgreSQL looks up when it loads the library.
#include "pg_extension/pg.h"

extern "C" {
PG_MODULE_MAGIC;

PGDLLEXPORT void _PG_init(void);  // NOLINT: the name is PostgreSQL's

// Text is UTF-8 throughout the core. SQL_ASCII promises nothing, and broken bytes are dealt with;
// any other encoding would be read as what it is not.
void _PG_init(void) {                     // NOLINT
  if (!OidIsValid(MyDatabaseId)) return;  // preloaded: there is no database yet
  const int encoding = GetDatabaseEncoding();
  if (encoding == PG_UTF8 || encoding == PG_SQL_ASCII) return;
  ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                  errmsg("tamis does not work in a database with encoding \"%s\"",
                         GetDatabaseEncodingName()),
                  errhint("Use a database with encoding UTF8.")));
}
}
