// Support functions of the aggregates. A state comes in three shapes: NULL (no row yet), an object
// of ours to add to, or flat bytes (a worker's, a foreign server's or a stored value).
#include "core/catalog/function.h"
#include "core/error/error.h"
#include "pg_extension/entry.h"
#include "pg_extension/guard.h"
#include "pg_extension/sketch_type.h"

namespace tamis::pg {
namespace {

MemoryContext aggregate_context(FunctionCallInfo call) {
  MemoryContext context = nullptr;
  if (AggCheckCallContext(call, &context) == 0) {
    throw Error(Code::wrong_context, "an aggregate's support function was called by itself", {},
                "Call the aggregate.");
  }
  return context;
}

ExpandedSketch& state_of(FunctionCallInfo call, MemoryContext context) {
  if (call->args[0].isnull) return new_sketch(context);
  return writable_sketch(call->args[0].value, context);
}

const catalog::Aggregate& aggregate(std::size_t index) {
  return std::get<catalog::Aggregate>(catalog::catalog()[index].callable);
}

}  // namespace

sketch::RowRef row_reference(RowForm form, const NullableDatum* at) noexcept {
  switch (form) {
    case RowForm::none: break;
    case RowForm::number:
      if (at[0].isnull) break;
      return {.table = 0, .row = DatumGetInt64(at[0].value), .known = true};
    case RowForm::place: {
      if (at[0].isnull || at[1].isnull) break;
      const auto* const place = reinterpret_cast<const ItemPointerData*>(at[1].value);
      return {.table = DatumGetObjectId(at[0].value),
              .row = sketch::pack_place(ItemPointerGetBlockNumberNoCheck(place),
                                        ItemPointerGetOffsetNumberNoCheck(place)),
              .known = true};
    }
  }
  return {};
}

Datum aggregate_step(std::size_t index, Form form, RowForm row, FunctionCallInfo call) {
  return guarded([index, form, row, call] {
    ExpandedSketch& state = state_of(call, aggregate_context(call));
    const NullableDatum& argument = call->args[1];
    SmallText small;
    aggregate(index).step(
        state.intake, argument.isnull ? engine::Value() : Reader(form).read(argument.value, small),
        row_reference(row, &call->args[2]));
    return EOHPGetRWDatum(&state.header);
  });
}

Datum aggregate_combine(FunctionCallInfo call) {
  return guarded([call]() -> Datum {
    MemoryContextData* const context = aggregate_context(call);
    if (call->args[0].isnull && call->args[1].isnull) {
      call->isnull = true;
      return 0;
    }
    ExpandedSketch& state = state_of(call, context);
    if (!call->args[1].isnull) {
      with_sketch(call->args[1].value, [&state](const sketch::ColumnSketch& other) {
        state.intake.sketch().merge(other);
      });
    }
    return EOHPGetRWDatum(&state.header);
  });
}

Datum aggregate_finish(std::size_t index, FunctionCallInfo call) {
  return guarded([index, call] {
    const std::string result = with_sketch(call->args[0].value, aggregate(index).finish);
    return to_datum(engine::Value::text(result), catalog::catalog()[index].result);
  });
}

}  // namespace tamis::pg
