// The one query behind an export, and where each of its rows goes.
//
// Rows come ordered by partition, so that one file is open at a time whatever the number of
// partitions: the keys of the levels (partition_key.h) follow the fields in every row.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"
#include "core/export/format/field.h"
#include "core/export/manifest/manifest.h"
#include "core/export/plan/export_options.h"
#include "core/export/plan/fields.h"
#include "core/export/plan/file_names.h"
#include "core/export/plan/folders.h"

namespace tamis::exports {

struct ExportPlan {
  engine::Relation relation;
  std::vector<Field> fields;  // in the order of the files
  std::vector<bool> claimed;  // by field: its type is claimed by others than the engine
  std::vector<engine::ColumnType> unmasked;  // by field: its column's type before it was masked
  std::optional<ContractUsed> contract;
  std::string select;  // the fields, then a key for each level
  std::string count;   // a key for each level, then rows
  std::size_t levels = 0;
  std::string data_folder;  // empty: the destination itself
  Folders folders;
  FileNames names;

  // data/2024/03/tickets_001.csv.gz; `number` from 1.
  std::string file_path(const std::string& folder, std::int64_t number) const;
};

// What tokens of names stand for: the entity, the table's names, the variables and the stamp.
Constants name_tokens(const engine::Relation& relation, const LayoutOptions& layout,
                      const Constants& stamp);

// The columns that are exported. Throws undefined_column, duplicate_column, invalid_option.
std::vector<engine::Column> chosen_columns(const engine::Relation& relation,
                                           const Selection& selection);

// `condition`: of the rows that are exported; empty for all. Throws as chosen_columns().
ExportPlan plan_export(const engine::Dialect& dialect, engine::Relation relation,
                       const ExportOptions& options, const Constants& tokens, Fields fields,
                       const std::string& condition);

// Everything a manifest says before a row is read.
Manifest describe(const ExportPlan& plan, const ExportOptions& options,
                  const engine::Dialect& dialect, std::string uri);

}  // namespace tamis::exports
