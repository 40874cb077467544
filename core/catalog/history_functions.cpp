#include "core/catalog/tables.h"
#include "core/error/error.h"
#include "core/history/row_hash.h"
#include "core/history/scd2/merge.h"
#include "core/history/scd_id.h"

namespace tamis::catalog {
namespace {

Value row_hash(CallContext& context, Arguments values) {
  if (values.empty()) throw Error(Code::invalid_value, "tamis_row_hash needs at least one value");
  const std::span<char> out = context.buffer(history::kHashDigits);
  history::row_hash(values, out.first<history::kHashDigits>());
  return Value::text({out.data(), history::kHashDigits});
}

Value scd_id(CallContext& context, Arguments values) {
  if (values.size() < 2) {
    throw Error(Code::invalid_value, "tamis_scd_id needs a moment and at least one key value");
  }
  const std::span<char> out = context.buffer(history::kScdIdDigits);
  history::scd_id(values[0], values.subspan(1), out.first<history::kScdIdDigits>());
  return Value::text({out.data(), history::kScdIdDigits});
}

document::Json scd2_merge(engine::Session& session, Arguments arguments) {
  return history::merge(session, arguments[0].bytes(), arguments[1].bytes(), arguments[2].bytes());
}

}  // namespace

std::vector<Function> history_functions() {
  using enum Parameter::Arity;
  return {
      {"tamis_row_hash",
       {{"value", Type::value, variadic}},
       Type::text,
       {},
       Scalar{row_hash, false},
       "128-bit hash of a row's values as hex digits, equal on both engines for equal values",
       10},
      {"tamis_scd_id",
       {{"moment", Type::text}, {"key", Type::value, variadic}},
       Type::text,
       {},
       Scalar{scd_id, false},
       "The id that dbt gives a version: md5 of its key and its moment",
       10},
      {"tamis_scd2_merge",
       {{"target", Type::text}, {"source", Type::text}, {"options", Type::json}},
       Type::json,
       {},
       Action{scd2_merge},
       "Merges a batch into a history table (SCD2): closes changed versions and adds new ones"},
  };
}

}  // namespace tamis::catalog
