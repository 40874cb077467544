// The settings that our own statements run under.
//
// A statement planned here must mean the same whoever calls: names resolve along a path that the
// caller can't steer, and values print in one form.
//
// search_path is, for the whole action or report,
//     pg_catalog, <the schema of the extension>, pg_temp
// A statement that holds a query of the caller's, '(select ...)', has to read that query as the
// caller does. It alone runs under
//     pg_catalog, <the caller's path>, <the schema of the extension>
// The caller's temporary tables stand where the caller's path has them. Statements about state
// tables hold no query of the caller's, so nothing on the caller's path can stand in for a state
// table. Nothing here raises anybody's rights: all of it runs as the caller.
#pragma once

#include <string>
#include <vector>

#include "pg_extension/pg.h"

namespace tamis::pg {

// Pins what output functions follow: DateStyle, IntervalStyle, TimeZone, extra_float_digits,
// bytea_output. Returns the nest level for AtEOXact_GUC. Plain C: may raise.
int pin_output_settings();

class Settings {
 public:
  // Captures the caller's path, then pins. An error reverts by the (sub)transaction's end.
  explicit Settings(Oid extension_schema);
  Settings(const Settings&) = delete;
  Settings& operator=(const Settings&) = delete;

  // Reverts all; call it when the work has gone well.
  void revert();

  enum class Path : std::uint8_t { ours, callers };
  // The path that statements run under from now on.
  void use(Path path);
  // The end of a subtransaction has put back an earlier path.
  void forget() noexcept { known_ = false; }

  // The schemas that the caller's unqualified names are looked up in, in this order.
  const std::vector<Oid>& callers_schemas() const noexcept { return callers_; }
  // Where the caller's new tables go; InvalidOid where nowhere.
  Oid callers_creation_schema() const noexcept { return creation_; }

 private:
  std::vector<Oid> callers_;
  Oid creation_ = InvalidOid;
  std::string our_path_;
  std::string callers_path_;
  int level_ = 0;
  Path path_ = Path::ours;
  bool known_ = false;
};

}  // namespace tamis::pg
