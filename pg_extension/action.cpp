// Actions and reports: functions that run SQL.
#include "core/catalog/function.h"
#include "core/document/json.h"
#include "core/error/error.h"
#include "pg_extension/arguments.h"
#include "pg_extension/entry.h"
#include "pg_extension/guard.h"
#include "pg_extension/memory.h"
#include "pg_extension/spi_session.h"

namespace tamis::pg {
namespace {

using catalog::Function;
using engine::Value;

Oid own_schema(FunctionCallInfo call) {
  return call_pg([call] { return get_func_namespace(call->flinfo->fn_oid); });
}

catalog::Arguments checked(const Function& function, CallArguments& arguments,
                           FunctionCallInfo call) {
  const catalog::Arguments given = arguments.read(call);
  catalog::require_arguments(function, given);
  return given;
}

// The rows of a report, kept by the query that called it; spills to disk beyond work_mem.
class Output {
 public:
  Output(const Function& function, FunctionCallInfo call) : columns_(function.columns) {
    auto* const info = reinterpret_cast<ReturnSetInfo*>(call->resultinfo);
    if (info == nullptr || !IsA(info, ReturnSetInfo) ||
        (info->allowedModes & SFRM_Materialize) == 0) {
      throw Error(Code::wrong_context, "a report can't be called where one value is expected", {},
                  "Call it in FROM: select * from " + std::string(function.name) + "(...).");
    }
    call_pg([this, call, info] { open(call, info); });
  }

  void put(std::span<const Value> row) {
    row_context_.reset();
    const InContext in_row_context(row_context_.get());
    datums_.resize(row.size());
    nulls_ = std::make_unique<bool[]>(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
      nulls_[i] = row[i].is_null();
      datums_[i] = nulls_[i] ? 0 : to_datum(row[i], columns_[i].type);
    }
    call_pg([this] { tuplestore_putvalues(store_, shape_, datums_.data(), nulls_.get()); });
  }

 private:
  void open(FunctionCallInfo call, ReturnSetInfo* info) {
    MemoryContext before = MemoryContextSwitchTo(info->econtext->ecxt_per_query_memory);
    Oid type = InvalidOid;
    TupleDesc row = nullptr;
    if (get_call_result_type(call, &type, &row) == TYPEFUNC_COMPOSITE) {
      shape_ = CreateTupleDescCopy(row);
    } else {  // RETURNS TABLE of one column is a set of that type
      shape_ = CreateTemplateTupleDesc(1);
      TupleDescInitEntry(shape_, 1, "value", type, -1, 0);
    }
    if (static_cast<std::size_t>(shape_->natts) != columns_.size()) {
      elog(ERROR, "the installed script and the library of tamis differ");
    }
    store_ =
        tuplestore_begin_heap((info->allowedModes & SFRM_Materialize_Random) != 0, false, work_mem);
    info->returnMode = SFRM_Materialize;
    info->setResult = store_;
    info->setDesc = shape_;
    MemoryContextSwitchTo(before);
  }

  std::span<const catalog::ResultColumn> columns_;
  OwnContext row_context_;
  Tuplestorestate* store_ = nullptr;
  TupleDesc shape_ = nullptr;
  std::vector<Datum> datums_;
  std::unique_ptr<bool[]> nulls_;
};

}  // namespace

Datum call_action(std::size_t index, FunctionCallInfo call) {
  return guarded([index, call]() -> Datum {
    const Function& function = catalog::catalog()[index];
    CallArguments arguments(function, call);
    const catalog::Arguments given = checked(function, arguments, call);
    SpiSession session(own_schema(call));
    const std::string document =
        document::canonical(std::get<catalog::Action>(function.callable).call(session, given));
    session.finish();
    return to_datum(Value::text(document), function.result);
  });
}

Datum call_report(std::size_t index, FunctionCallInfo call) {
  return guarded([index, call]() -> Datum {
    const Function& function = catalog::catalog()[index];
    CallArguments arguments(function, call);
    const catalog::Arguments given = checked(function, arguments, call);
    Output output(function, call);
    SpiSession session(own_schema(call));
    {
      const auto rows = std::get<catalog::Report>(function.callable).call(session, given);
      std::vector<Value> row(function.columns.size());
      while (rows->next(row)) {
        session.check_interrupt();
        output.put(row);
      }
    }
    session.finish();
    call->isnull = true;
    return 0;
  });
}

}  // namespace tamis::pg
