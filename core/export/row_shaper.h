// Rows between the engine and the writer: values masked, and held to what was claimed of them.
//
// Types that a profile, a contract or the caller claims bind every format: Parquet and Avro check
// values anyway, CSV and JSON lines would show whatever comes.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/engine/session.h"
#include "core/export/format/typed_value.h"
#include "core/export/plan/export_plan.h"
#include "core/mask/mask.h"

namespace tamis::exports {

class RowShaper {
 public:
  // `key`: of the masks that take one. Throws invalid_value for a rule without its key.
  RowShaper(const ExportPlan& plan, const ExportOptions& options,
            const std::optional<std::string>& key);

  // The row as it is written; valid until the next call, and no longer than `values`. Throws
  // invalid_value naming row and column.
  std::span<const engine::Value> shape(std::span<const engine::Value> values, std::int64_t row);

 private:
  struct Mask {
    std::size_t field;
    engine::ColumnType type;  // before it was masked
    mask::Masker masker;
  };
  void mask(Mask& mask);
  static void check(const TypedValues& typed, const engine::Value& value, std::int64_t row);

  std::vector<Mask> masks_;
  std::vector<std::size_t> required_;
  std::vector<std::pair<std::size_t, TypedValues>> checks_;
  std::vector<const Field*> fields_;
  std::vector<engine::Value> row_;
};

}  // namespace tamis::exports
