// Columns that say where a row came from, one value each for all rows of a run.
//
//   _ingest_ts       when the run wrote it, UTC
//   _batch_id        the caller's, or the run's id
//   _source_system   the caller's, or NULL
//   _run_date        the day the data is of: the caller's, or today in UTC
//   _schema_version  the caller's, or the contract's version, or NULL
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/dialect.h"
#include "core/quality/clean/clean_options.h"

namespace tamis::quality {

struct Stamp {
  std::string name;
  engine::ColumnType storage = engine::ColumnType::text;
  std::optional<std::string> value;  // canonical text
};

// `now`: RFC 3339 UTC with microseconds.
std::vector<Stamp> make_stamps(const CleanOptions& options, std::string_view run_id,
                               std::string_view now);

// The value as SQL.
std::string stamp_sql(const Stamp& stamp, const engine::Dialect& dialect);

}  // namespace tamis::quality
