// What the generated C symbols call: one function for each form of catalog::Function.
//
// `index` is the function's place in catalog::catalog(), which the generator and the module share.
#pragma once

#include "pg_extension/values.h"

namespace tamis::pg {

Datum call_scalar(std::size_t index, FunctionCallInfo call);
Datum call_action(std::size_t index, FunctionCallInfo call);
Datum call_report(std::size_t index, FunctionCallInfo call);

// How an overload of an aggregate takes the row of a value: not at all, as a bigint, or as an oid
// and a tid.
enum class RowForm : std::uint8_t { none, number, place };

// Support functions of aggregates. The forms are those of the overload's declared arguments; an
// aggregate may be run without the expression that would tell them.
Datum aggregate_step(std::size_t index, Form form, RowForm row, FunctionCallInfo call);
Datum aggregate_finish(std::size_t index, FunctionCallInfo call);
Datum aggregate_combine(FunctionCallInfo call);

// The row that a row's arguments name. A NULL in them is no row: an outer join gives such.
sketch::RowRef row_reference(RowForm form, const NullableDatum* at) noexcept;

// Of the aggregate over whole rows.
Datum row_aggregate_step(RowForm row, FunctionCallInfo call);
Datum row_aggregate_combine(FunctionCallInfo call);
Datum row_aggregate_serialize(FunctionCallInfo call);
Datum row_aggregate_deserialize(FunctionCallInfo call);
Datum row_aggregate_finish(std::size_t index, FunctionCallInfo call);

// The type tamis_sketch.
Datum sketch_in(FunctionCallInfo call);
Datum sketch_out(FunctionCallInfo call);
Datum sketch_receive(FunctionCallInfo call);
Datum sketch_send(FunctionCallInfo call);
Datum sketch_from(FunctionCallInfo call);  // of its text form as text

// Of the foreign data wrapper tamis_storage.
Datum validate_storage(FunctionCallInfo call);

}  // namespace tamis::pg
