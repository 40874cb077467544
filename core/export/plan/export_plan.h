// The one query behind an export, and where each of its rows goes.
//
// Rows come ordered by partition, so that one file is open at a time whatever the number of
// partitions. The partition key is a text that both engines compute alike: 2024, 2024-03 or
// 2024-03-05, NULL for no date. A value that is no date becomes a key of no such form, and
// ends the export: it is never put somewhere by guess.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"
#include "core/export/format/field.h"
#include "core/export/manifest/manifest.h"
#include "core/export/plan/export_options.h"

namespace tamis::exports {

struct ExportPlan {
  engine::Relation relation;
  std::vector<Field> fields;  // in the order of the files
  std::string select;         // the fields, then the partition key if there is one
  std::string count;          // partition key (NULL without), rows
  std::string entity;
};

// Throws undefined_column, duplicate_column, invalid_option.
ExportPlan plan_export(const engine::Dialect& dialect, engine::Relation relation,
                       const ExportOptions& options);

// Where rows of a partition go, below data/: "2024/03/", "year=2024/month=03/"; empty for none.
// Throws invalid_value for a key that is no date.
std::string partition_folder(std::optional<std::string_view> key, const ExportOptions& options);

// data/2024/03/tickets_001.csv.gz; `number` from 1.
std::string file_name(const ExportPlan& plan, const ExportOptions& options,
                      const std::string& folder, std::int64_t number);

// Everything a manifest says before a row is read.
Manifest describe(const ExportPlan& plan, const ExportOptions& options,
                  const engine::Dialect& dialect, std::string uri);

}  // namespace tamis::exports
