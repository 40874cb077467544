// What a contract says about how its columns are cleaned.
#include <algorithm>
#include <string>
#include <string_view>

#include "core/quality/clean/align.h"
#include "core/quality/clean/clean_options.h"

namespace tamis::quality {
namespace {

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

void apply(const ContractColumn& promised, const std::string& column, CleanOptions& options) {
  if (const auto type = contracted_type(promised)) options.types.emplace(column, *type);
  if (promised.date_order != dates::Order::none) {
    options.order.columns.emplace(column, promised.date_order);
  }
  if (promised.decimal_mark != types::DecimalMark::none) {
    options.decimal_mark.columns.emplace(column, promised.decimal_mark);
  }
  if (promised.two_digit_pivot) {
    options.two_digit_pivot.columns.emplace(column, *promised.two_digit_pivot);
  }
  // Its markers stand instead of the usual ones.
  if (promised.missing && options.missing.columns.emplace(column, *promised.missing).second &&
      !options.keeps_missing(column)) {
    options.keep_missing.push_back(column);
  }
  const std::string& fold = promised.case_fold;
  if (!fold.empty()) {
    options.casing.columns.emplace(column, fold == "lower"   ? text::Casing::lower
                                           : fold == "upper" ? text::Casing::upper
                                                             : text::Casing::title);
  }
}

}  // namespace

std::optional<types::Type> contracted_type(const ContractColumn& promised) {
  const std::string& logical = promised.logical_type;
  const std::string physical = lowered(promised.physical_type);
  const auto says = [&](std::string_view word) { return physical.find(word) != physical.npos; };
  if (logical == "string") return says("uuid") ? types::Type::uuid : types::Type::text;
  if (logical == "integer") return types::Type::integer;
  if (logical == "number") {
    return says("double") || says("real") || says("float") ? types::Type::real
                                                           : types::Type::decimal;
  }
  if (logical == "boolean") return types::Type::boolean;
  if (logical == "date") return types::Type::date;
  if (logical == "timestamp") {
    const bool zoned = promised.zoned() || says("timestamptz") || says("with time zone");
    return zoned ? types::Type::timestamptz : types::Type::timestamp;
  }
  return std::nullopt;
}

const engine::Column* source_of(const ContractColumn& promised, const engine::Relation& source) {
  for (const std::string* name : {&promised.physical_name, &promised.name}) {
    if (const engine::Column* column = source.find(*name)) return column;
  }
  const std::string wanted = text::snake_case(promised.physical_name);
  const auto found = std::find_if(
      source.columns.begin(), source.columns.end(),
      [&](const engine::Column& column) { return text::snake_case(column.name) == wanted; });
  return found == source.columns.end() ? nullptr : &*found;
}

void apply_contract(const engine::Relation& source, CleanOptions& options) {
  for (const ContractColumn& promised : options.contract->columns) {
    const engine::Column* column = source_of(promised, source);
    if (column != nullptr && options.keeps(column->name)) apply(promised, column->name, options);
  }
}

}  // namespace tamis::quality
