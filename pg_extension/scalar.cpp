// Scalars: values in, value out, on PostgreSQL's fastest path.
#include <new>

#include "core/catalog/function.h"
#include "pg_extension/arguments.h"
#include "pg_extension/entry.h"
#include "pg_extension/guard.h"
#include "pg_extension/memory.h"

namespace tamis::pg {
namespace {

// What one place in a query keeps between its calls; dies with the place's memory context.
struct ScalarSite {
  ScalarSite(const catalog::Function& f, FunctionCallInfo call)
      : function(f), scalar(std::get<catalog::Scalar>(f.callable)), arguments(f, call) {}

  const catalog::Function& function;
  const catalog::Scalar& scalar;
  CallArguments arguments;
  catalog::CallSite site;
  MemoryContextCallback farewell{};
};

ScalarSite& site_of(std::size_t index, FunctionCallInfo call) {
  FmgrInfo* const info = call->flinfo;
  if (info->fn_extra != nullptr) return *static_cast<ScalarSite*>(info->fn_extra);
  void* const place = allocate_in(info->fn_mcxt, sizeof(ScalarSite));
  auto* const site = new (place) ScalarSite(catalog::catalog()[index], call);
  site->farewell.func = [](void* dying) noexcept {
    static_cast<ScalarSite*>(dying)->~ScalarSite();
  };
  site->farewell.arg = site;
  MemoryContextRegisterResetCallback(info->fn_mcxt, &site->farewell);
  info->fn_extra = site;
  return *site;
}

}  // namespace

Datum call_scalar(std::size_t index, FunctionCallInfo call) {
  return guarded([index, call]() -> Datum {
    ScalarSite& site = site_of(index, call);
    if (site.scalar.strict && site.arguments.lacks_required(call)) {
      call->isnull = true;
      return 0;
    }
    ContextResource memory(CurrentMemoryContext);
    catalog::CallContext context(site.site, &memory);
    const engine::Value result = site.scalar.call(context, site.arguments.read(call));
    call->isnull = result.is_null();
    return result.is_null() ? 0 : to_datum(result, site.function.result);
  });
}

}  // namespace tamis::pg
