// NULL for the values that a format with types can't hold, where the options ask for it: before
// anybody looks at a row, so that what is counted of a file is what stands in it.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/export/format/typed_value.h"

namespace tamis::exports {

class SpecialNulls {
 public:
  SpecialNulls(std::span<const Field> fields, const TypedPolicy& policy);

  // The row with infinite dates and the like as NULL; valid until the next. Throws invalid_value
  // for what is none of its column's kind, as a writer would.
  std::span<const engine::Value> shape(std::span<const engine::Value> values, std::int64_t number);

 private:
  bool is_null(const TypedValues& column, const engine::Value& value, std::int64_t number) const;

  std::vector<std::optional<TypedValues>> columns_;  // those that the policy speaks of
  std::vector<engine::Value> row_;
};

}  // namespace tamis::exports
