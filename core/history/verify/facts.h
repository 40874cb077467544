// Facts that refer to the versions of a history table: which rows find none.
//
// A fact names its version by a surrogate key, or its key and a moment, from which the version
// follows. With both a surrogate key and a moment, the version must hold at that moment.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/history/history_table.h"

namespace tamis::history {

struct FactSettings {
  std::string table;
  // By surrogate key: the fact's column and the history table's.
  std::string column;
  std::string surrogate_key;
  // By key: the fact's column for each key column of the history table.
  std::vector<std::pair<std::string, std::string>> key;
  std::string event_time;  // empty: none
  bool report_nulls = true;
};

std::vector<FactSettings> read_facts(document::Options& options);

// A query over facts that are wrong, grouped by what they refer to: f1..fn, the number of rows, the
// earliest moment (NULL where there is none). `columns` are what f1..fn are called.
struct FactCheck {
  std::string_view problem;
  std::string sql;
  std::vector<engine::Column> columns;
  std::string table;
  std::string_view words;
};
// Throws undefined_table, undefined_column, invalid_option.
std::vector<FactCheck> fact_checks(engine::Session& session, const HistoryTable& history,
                                   const std::vector<FactSettings>& facts);

}  // namespace tamis::history
