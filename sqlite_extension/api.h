// SQLite's functions, called through the table that SQLite hands to the entry point.
//
// Every source file of the module includes this instead of sqlite3.h. Nothing newer than
// SQLite 3.38 may be called: a slot that an older library lacks is a jump into nowhere.
#pragma once

#include <sqlite3ext.h>

SQLITE_EXTENSION_INIT3

// Names that headers before 3.45 lack; older libraries ignore the bit.
#ifndef SQLITE_RESULT_SUBTYPE
#define SQLITE_RESULT_SUBTYPE 0x001000000
#endif
