#include "core/export/row_shaper.h"

#include "core/error/error.h"
#include "core/export/format/cell.h"

namespace tamis::exports {

using engine::Value;

RowShaper::RowShaper(const ExportPlan& plan, const ExportOptions& options,
                     const std::optional<std::string>& key) {
  const bool text = options.format == Format::csv || options.format == Format::jsonl;
  std::optional<std::string_view> given;
  if (key) given = *key;
  for (std::size_t i = 0; i < plan.fields.size(); ++i) {
    const Field& field = plan.fields[i];
    fields_.push_back(&field);
    const auto rule = options.privacy.masks.find(field.name());
    if (rule != options.privacy.masks.end()) {
      const bool keyed = mask::takes_key(rule->second);
      masks_.push_back(
          {i, plan.unmasked[i], mask::Masker(rule->second, keyed ? given : std::nullopt)});
      continue;
    }
    if (!plan.claimed[i]) continue;
    if (!field.nullable) required_.push_back(i);
    const bool open = field.kind == FieldKind::text || field.kind == FieldKind::json ||
                      field.kind == FieldKind::list;
    if (text && !open) checks_.emplace_back(i, TypedValues(field, options.typed));
  }
  row_.resize(masks_.empty() ? 0 : plan.fields.size());
}

std::span<const Value> RowShaper::shape(std::span<const Value> values, std::int64_t row) {
  if (!row_.empty()) {
    std::copy(values.begin(), values.end(), row_.begin());
    for (Mask& each : masks_) mask(each);
    values = row_;
  }
  for (const std::size_t i : required_) {
    if (!values[i].is_null()) continue;
    throw Error(Code::invalid_value, "row " + std::to_string(row) + ", column " +
                                         in_quotes(fields_[i]->name()) +
                                         ": NULL where the contract requires a value");
  }
  for (const auto& [i, typed] : checks_) {
    if (!values[i].is_null()) check(typed, values[i], row);
  }
  return values;
}

void RowShaper::mask(Mask& each) {
  Value& value = row_[each.field];
  std::array<char, engine::kNumberText> scratch;
  const Cell cell = cell_of(value, each.type, TimeStyle::space, scratch);
  if (cell.shape == Cell::Shape::null) return;
  const std::optional<std::string_view> masked = each.masker.apply(cell.text);
  value = masked ? Value::text(*masked) : Value();
}

void RowShaper::check(const TypedValues& typed, const Value& value, std::int64_t row) {
  std::int64_t whole = 0;
  double real = 0;
  bool truth = false;
  Int128 digits = 0;
  std::int32_t days = 0;
  std::string_view bytes;
  std::array<unsigned char, 16> id{};
  switch (typed.field().kind) {
    case FieldKind::boolean: (void)typed.boolean(value, row, truth); break;
    case FieldKind::int16:
    case FieldKind::int32:
    case FieldKind::int64: (void)typed.integer(value, row, whole); break;
    case FieldKind::float32:
    case FieldKind::float64: (void)typed.real(value, row, real); break;
    case FieldKind::decimal: (void)typed.decimal(value, row, digits); break;
    case FieldKind::uuid: (void)typed.uuid(value, row, id); break;
    case FieldKind::bytes: (void)typed.bytes(value, row, bytes); break;
    case FieldKind::date: (void)typed.date(value, row, days); break;
    case FieldKind::time: (void)typed.time(value, row, whole); break;
    case FieldKind::timestamp:
    case FieldKind::timestamptz: (void)typed.timestamp(value, row, whole); break;
    case FieldKind::text:
    case FieldKind::json:
    case FieldKind::list: break;
  }
}

}  // namespace tamis::exports
