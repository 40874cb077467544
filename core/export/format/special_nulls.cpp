#include "core/export/format/special_nulls.h"

namespace tamis::exports {
namespace {

bool is_meant(FieldKind kind, const TypedPolicy& policy) noexcept {
  switch (kind) {
    case FieldKind::decimal: return policy.numbers == Special::null;
    case FieldKind::date:
    case FieldKind::timestamp:
    case FieldKind::timestamptz: return policy.dates == Special::null;
    default: return false;
  }
}

}  // namespace

SpecialNulls::SpecialNulls(std::span<const Field> fields, const TypedPolicy& policy) {
  for (const Field& field : fields) {
    columns_.emplace_back();
    if (is_meant(field.kind, policy)) columns_.back().emplace(field, policy);
  }
}

std::span<const engine::Value> SpecialNulls::shape(std::span<const engine::Value> values,
                                                   std::int64_t number) {
  row_.assign(values.begin(), values.end());
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i] && is_null(*columns_[i], row_[i], number)) row_[i] = {};
  }
  return row_;
}

bool SpecialNulls::is_null(const TypedValues& column, const engine::Value& value,
                           std::int64_t number) const {
  if (column.field().kind == FieldKind::decimal) {
    Int128 out = 0;
    return !column.decimal(value, number, out);
  }
  if (column.field().kind == FieldKind::date) {
    std::int32_t out = 0;
    return !column.date(value, number, out);
  }
  std::int64_t out = 0;
  return !column.timestamp(value, number, out);
}

}  // namespace tamis::exports
