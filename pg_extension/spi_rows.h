// Rows of a query, fetched from a cursor in batches: memory stays bounded whatever their number.
#pragma once

#include "core/engine/session.h"
#include "pg_extension/memory.h"
#include "pg_extension/settings.h"
#include "pg_extension/values.h"

namespace tamis::pg {

class SpiRows final : public engine::Rows {
 public:
  SpiRows(Settings& settings, Settings::Path path, const engine::Dialect& dialect,
          std::string_view sql, std::span<const engine::Value> parameters);
  ~SpiRows() override;

  std::span<const engine::Column> columns() const noexcept override { return columns_; }
  bool next() override;
  engine::Value at(std::size_t i) override;

 private:
  bool fetch();
  void free_batch();

  Settings& settings_;
  Settings::Path path_;
  OwnContext row_context_;
  // By name: a subtransaction that is rolled back takes the portal with it.
  std::string portal_;
  std::vector<engine::Column> columns_;
  std::vector<Reader> readers_;
  std::vector<SmallText> small_;
  std::unique_ptr<Datum[]> datums_;
  std::unique_ptr<bool[]> nulls_;

  SPITupleTable* batch_ = nullptr;
  std::size_t batch_rows_ = 0;
  std::size_t at_ = 0;
  std::size_t ask_for_;
};

}  // namespace tamis::pg
