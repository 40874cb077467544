// Checks of an export before a row is read and after the last one was written; their results stand
// in the manifest.
//
// Before: how old the newest row is, how much will be written and at what price, whether it fits.
// Sizes are guessed from the engine's row count (PostgreSQL's statistics, SQLite's largest rowid)
// and the first thousand rows: they are for a decision, not for a bill. After: the key, and how
// well the files were compressed. That rows and checksums are right is checked file by file (see
// core/export/verify/).
#pragma once

#include <string>
#include <string_view>

#include "core/engine/session.h"
#include "core/export/manifest/manifest.h"
#include "core/export/validate/validation_options.h"

namespace tamis::exports {

struct Validated {
  engine::Session& session;
  const engine::Relation& relation;
  std::string from;              // behind FROM: the relation, and WHERE if rows are left out
  std::string_view destination;  // as the caller names it
};

// Adds to manifest.validation. Throws gate_failed for a check that failed, unless the options say
// to record it; undefined_column for a column that is not there.
void check_before(const Validated& subject, const ValidationOptions& options, Manifest& manifest);
void check_after(const Validated& subject, const ValidationOptions& options, Manifest& manifest);

}  // namespace tamis::exports
