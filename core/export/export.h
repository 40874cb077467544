// Exports: rows of a table, view or query as files that anyone can check.
//
// tamis_export() reads its source with one query, so from one snapshot; writes CSV or JSON lines,
// compressed and partitioned by a date; reads every file back and counts its rows; writes the
// manifest, then the SUCCESS marker; and makes all of it visible in one step (see
// core/storage/storage.h). Nothing is left behind by an export that fails before that step. Files
// do not roll back with the caller's transaction: the manifest's row in tamis_export does.
//
// tamis_verify_export() needs the manifest alone and believes none of it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::exports {

// Returns the manifest, or the plan of a dry run.
document::Json export_relation(engine::Session& session, std::string_view source,
                               std::string_view destination, std::string_view options);

// One thing that was checked. It passed where `expected` equals `actual`.
struct Finding {
  std::string file;        // "manifest.json", "SUCCESS", "data/2024/03/tickets_001.csv.gz"
  std::string_view check;  // exists, size, checksum, format, rows, schema, ...
  std::string expected;
  std::string actual;
};

// Findings, one at a time, in the order of the manifest; each file is read when its turn comes.
class Verification {
 public:
  virtual ~Verification() = default;
  // False after the last one.
  virtual bool next(Finding& out) = 0;
};

// `manifest`: path of a manifest or of the folder it is in. Throws corrupt_data where that is no
// manifest, io_error where it can't be read.
std::unique_ptr<Verification> verify_export(engine::Session& session, std::string_view manifest,
                                            std::string_view options);

}  // namespace tamis::exports
