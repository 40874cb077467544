// One thing that would help a table, with the figure that says so.
//
// Every piece of advice carries what was measured and the statement to run: whoever reads it can
// judge it. Estimates (row counts, widths, bloat) come from the statistics the engine keeps, so
// they cost no scan and are as old as these.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::history {

struct Advice {
  std::string_view action;  // one of kActions
  std::string reason;       // a sentence
  document::Json figures;   // what was measured
  std::string sql;          // empty where no single statement does it
  bool can_do = true;  // whether "do" runs it: not what no transaction may, nor what needs thought
};

struct MaintenanceSettings {
  std::vector<std::string> key;  // of a history table, or of any
  std::string valid_from;
  std::string valid_to;
  std::string is_current;
  std::optional<std::string> open_end;
  std::vector<std::string> actions;  // to be done
  bool check = false;
  bool dry_run = false;
};

struct Findings {
  document::Json facts = document::Json::object();
  std::vector<Advice> advice;
  double rows = 0;           // an estimate
  bool partitioned = false;  // and no unique index without the columns it is divided by
};

// What the engine's own statistics say of `table`.
Findings examine_postgresql(engine::Session& session, const engine::Relation& table);
Findings examine_sqlite(engine::Session& session, const engine::Relation& table, bool check);

// Indexes: those a key needs, those that are there twice, unusable or never used.
void advise_indexes(engine::Session& session, const engine::Relation& table,
                    const MaintenanceSettings& settings, Findings& findings);

// 1234567 as 1,234,567.
std::string with_thousands(std::int64_t n);
// 0.257 as 26%.
std::string percent(double share);

}  // namespace tamis::history
