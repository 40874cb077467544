// A stream of rows as files: one open at a time, each read back before the next is opened.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/export/format/column_statistics.h"
#include "core/export/format/special_nulls.h"
#include "core/export/format/table_writer.h"
#include "core/export/manifest/manifest.h"
#include "core/export/output/output.h"
#include "core/export/output/summed_writer.h"
#include "core/export/output/worker.h"
#include "core/export/plan/export_options.h"
#include "core/export/plan/export_plan.h"
#include "core/export/row_shaper.h"
#include "core/runs/runs.h"
#include "core/storage/envelope_key.h"
#include "core/storage/storage.h"

namespace tamis::exports {

class FileSeries final : public engine::RowSink {
 public:
  // All of these outlive the series.
  struct Target {
    runs::Run& run;
    const ExportPlan& plan;
    const ExportOptions& options;
    storage::Staging& staging;
    Manifest& manifest;  // gets the files
    RowShaper& shaper;
    const storage::Key* key = nullptr;  // of encrypted files
  };
  explicit FileSeries(const Target& target);

  // Into the file of the row's partition, whose keys follow the fields.
  void row(std::span<const engine::Value> values) override;
  // An empty source still gives one file, where no partition says which; no changes give none.
  void finish();

  std::int64_t rows() const noexcept { return rows_; }

 private:
  bool is_current(std::span<const engine::Value> keys) const;
  void enter(std::span<const engine::Value> keys);
  bool is_full() const noexcept;
  void open();
  std::unique_ptr<storage::Writer> create();
  void close();
  void verify(const ManifestFile& file);

  Target to_;
  std::unique_ptr<TableWriter> writer_;
  std::optional<SpecialNulls> specials_;
  ColumnCollector collector_;
  Worker worker_;
  SummedWriter::Sums stored_;  // of an encrypted file
  std::unique_ptr<Output> output_;
  ManifestFile current_;
  std::vector<Key> keys_;
  std::string folder_;
  std::int64_t number_ = 0;
  std::int64_t rows_ = 0;
};

}  // namespace tamis::exports
