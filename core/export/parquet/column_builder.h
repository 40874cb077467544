// Rows into columns: each value becomes a typed one at the end of its column's page.
#pragma once

#include <memory>

#include "core/export/format/list_text.h"
#include "core/export/format/typed_value.h"
#include "core/export/parquet/column_values.h"
#include "core/export/parquet/schema.h"

namespace tamis::exports::parquet::writer {

class ColumnBuilder {
 public:
  virtual ~ColumnBuilder() = default;
  // Throws invalid_value.
  virtual void add(const engine::Value& value, std::int64_t row) = 0;

  // What has come since it was last taken; swapped for an empty one by whoever encodes it.
  ColumnValues& values() noexcept { return values_; }

 protected:
  ColumnValues values_;
};

std::unique_ptr<ColumnBuilder> make_column_builder(const Field& field, const Leaf& leaf,
                                                   const TypedPolicy& policy);

}  // namespace tamis::exports::parquet::writer
