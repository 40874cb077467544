// PostgreSQL's planner takes the read of one row by an index for four times that of the next page
// of a scan, as on a turning disk, and joins 10,000 rows to a million by reading the million.
// Within a merge what is looked up was just read, or is a small part of the target: single reads
// cost what others cost.
#pragma once

#include <string>

#include "core/engine/session.h"

namespace tamis::history {

class CheapLookups {
 public:
  explicit CheapLookups(engine::Session& session);
  // To be called when all has gone well. After an error the end of the transaction, or of the
  // subtransaction that caught it, puts the setting back.
  void end();

 private:
  void set(std::string_view value);

  engine::Session& session_;
  std::string before_;  // empty where nothing was set
};

}  // namespace tamis::history
