#include "core/profile/profile.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/profile/describe.h"
#include "core/profile/judge.h"
#include "core/profile/kind.h"

namespace tamis::profile {

const ColumnProfile* TableProfile::find(std::string_view column) const noexcept {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const ColumnProfile& c) { return c.name == column; });
  return found == columns.end() ? nullptr : &*found;
}

std::size_t TableProfile::place_of(const engine::Relation& relation,
                                   std::string_view column) const {
  const ColumnProfile* const found = find(relation.column(column).name);
  if (found == nullptr) {
    throw Error(Code::invalid_option,
                "column " + in_quotes(column) + " is not among the columns to profile", {},
                R"(Name it in "columns" too, or leave "columns" out.)");
  }
  return static_cast<std::size_t>(found - columns.data());
}

ColumnProfile interpret(const sketch::ColumnSketch& sketch, const Declaration& declaration) {
  ColumnProfile column;
  column.name = declaration.name;
  column.declared = declaration.declared;
  column.declared_type = declaration.type;
  judge(sketch, column);
  judge_kind(sketch, column);
  judge_range(sketch, column);
  if (!declaration.enforced || declaration.type == engine::ColumnType::text) {
    judge_leaning(sketch, column);
  }
  column.document = describe(sketch, column, declaration.row_names);
  return column;
}

ColumnProfile interpret(const sketch::ColumnSketch& sketch, engine::ColumnType declared,
                        bool enforced) {
  return interpret(
      sketch,
      {.name = {}, .declared = {}, .type = declared, .enforced = enforced, .row_names = nullptr});
}

engine::ColumnType storage_type(const ColumnProfile& column, engine::Dialect::Engine engine) {
  using engine::ColumnType;
  constexpr int kDigitsOfDouble = 15;
  switch (column.type) {
    case types::Type::boolean: return ColumnType::boolean;
    case types::Type::integer: return ColumnType::integer;
    case types::Type::decimal:
      return engine == engine::Dialect::Engine::sqlite && column.max_digits > kDigitsOfDouble
                 ? ColumnType::text
                 : ColumnType::decimal;
    case types::Type::real: return ColumnType::real;
    case types::Type::date: return ColumnType::date;
    case types::Type::timestamp: return ColumnType::timestamp;
    case types::Type::timestamptz: return ColumnType::timestamptz;
    case types::Type::uuid: return ColumnType::uuid;
    default: return ColumnType::text;
  }
}

std::string cast_options(const types::Convention& convention) {
  document::Json options = document::Json::object();
  switch (convention.order) {
    case dates::Order::none: break;
    case dates::Order::ymd: options["order"] = "ymd"; break;
    case dates::Order::dmy: options["order"] = "dmy"; break;
    case dates::Order::mdy: options["order"] = "mdy"; break;
  }
  switch (convention.mark) {
    case types::DecimalMark::none: break;
    case types::DecimalMark::point: options["decimal_mark"] = "point"; break;
    case types::DecimalMark::comma: options["decimal_mark"] = "comma"; break;
  }
  return document::canonical(options);
}

}  // namespace tamis::profile
