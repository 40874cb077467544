// Rows of a query over SPI: from a cursor in batches, so that memory stays bounded whatever their
// number, or all at once, which the planner may give to parallel workers.
#pragma once

#include "core/engine/session.h"
#include "pg_extension/memory.h"
#include "pg_extension/settings.h"
#include "pg_extension/values.h"

namespace tamis::pg {

// One row of a result as Values.
class RowReader {
 public:
  void open(TupleDesc row, const engine::Dialect& dialect);

  std::span<const engine::Column> columns() const noexcept { return columns_; }
  void take(HeapTuple tuple, TupleDesc row);
  engine::Value at(std::size_t i);
  // Where values live that are made on the way; emptied for each row.
  MemoryContext context() const noexcept { return context_.get(); }

 private:
  OwnContext context_;
  std::vector<engine::Column> columns_;
  std::vector<Reader> readers_;
  std::vector<SmallText> small_;
  std::unique_ptr<Datum[]> datums_;
  std::unique_ptr<bool[]> nulls_;
};

class SpiRows final : public engine::Rows {
 public:
  SpiRows(Settings& settings, Settings::Path path, const engine::Dialect& dialect,
          std::string_view sql, std::span<const engine::Value> parameters);
  ~SpiRows() override;

  std::span<const engine::Column> columns() const noexcept override { return row_.columns(); }
  bool next() override;
  engine::Value at(std::size_t i) override { return row_.at(i); }

 private:
  bool fetch();
  void free_batch();

  Settings& settings_;
  Settings::Path path_;
  RowReader row_;
  // By name: a subtransaction that is rolled back takes the portal with it.
  std::string portal_;

  SPITupleTable* batch_ = nullptr;
  std::size_t batch_rows_ = 0;
  std::size_t at_ = 0;
  std::size_t ask_for_;
};

// A result that is there as a whole. Only for few rows: all of them stand in memory.
class SpiResult final : public engine::Rows {
 public:
  SpiResult(Settings& settings, Settings::Path path, const engine::Dialect& dialect,
            std::string_view sql, std::span<const engine::Value> parameters);
  ~SpiResult() override;

  std::span<const engine::Column> columns() const noexcept override { return row_.columns(); }
  bool next() override;
  engine::Value at(std::size_t i) override { return row_.at(i); }

 private:
  RowReader row_;
  SPITupleTable* rows_ = nullptr;
  std::size_t size_ = 0;
  std::size_t taken_ = 0;
};

}  // namespace tamis::pg
