// Reconciliation: do two tables hold the same rows.
//
// Three answers, each surer than the one before:
//   facts   rows, and of each common column its NULLs, distinct values, sum, least and greatest
//           value, from the sketches of one scan of each side;
//   hash    the sum of the rows' tamis_row_hash over the common columns, as 128-bit numbers: equal
//           for equal rows in any order, and each duplicate counts. One scan of each side.
//   keys    with "key": which keys one side lacks, and of the others which columns differ. The
//           engine groups the keys of both sides, and joins both where the hash differs.
// Nothing is joined by a key that is NULL or repeated: such rows are counted and said.
//
// Memory here does not grow with the rows; the engine's sorts and hash tables are its own (work_mem
// in PostgreSQL, temporary B-trees in SQLite), at about 40 bytes a key and side.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/document/options.h"
#include "core/engine/session.h"
#include "core/quality/compare/canonical.h"
#include "core/quality/compare/selected_columns.h"

namespace tamis::quality {

// Numbers within either of these are equal.
struct NumberTolerance {
  double absolute = 0;
  double relative = 0;  // of the larger number

  // What binary fractions lose is no difference.
  static constexpr double kNoise = 1e-12;
  bool holds(double a, double b, double scale = 1) const noexcept;
};

struct ReconcileOptions {
  ColumnSelection selection;
  std::vector<std::string> key;
  Ignored ignored;
  std::map<std::string, NumberTolerance, std::less<>> tolerance;
  std::size_t samples = 5;
  bool mask_all = false;  // but for the key
  std::vector<std::string> masked;
  bool raise = false;

  explicit ReconcileOptions(document::Options& options);
  bool masks(std::string_view column) const noexcept;
};

// tamis_reconcile: docs/documents.md, "Reconciliation". With "raise", tables that don't match are
// thrown as gate_failed with the document as detail.
document::Json reconcile(engine::Session& session, std::string_view a, std::string_view b,
                         document::Options options);

}  // namespace tamis::quality
