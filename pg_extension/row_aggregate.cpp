// Support functions of the aggregate that judges rows. Its state is `internal`: a tally in the
// aggregate's memory context, whose bytes go between parallel workers.
//
// The rules are no part of the state. Each support function compiles them once for its place in
// the plan.
#include <memory>
#include <new>

#include "core/error/error.h"
#include "core/quality/check/tally.h"
#include "pg_extension/entry.h"
#include "pg_extension/guard.h"
#include "pg_extension/memory.h"

namespace tamis::pg {
namespace {

using engine::Value;
using quality::CompiledRules;
using quality::Tally;

// No destructor runs: all of it goes with the context.
struct State {
  ContextResource memory;
  Tally tally;

  State(MemoryContext context, const CompiledRules& rules, std::string_view source)
      : memory(context), tally(rules, source, &memory) {}
  State(MemoryContext context, const CompiledRules& rules, std::span<const std::byte> bytes)
      : memory(context), tally(Tally::decode(rules, bytes, &memory)) {}
};
static_assert(alignof(State) <= MAXIMUM_ALIGNOF);

template <typename... Args>
State& make_state(MemoryContext context, Args&&... args) {
  void* const place = allocate_in(context, sizeof(State));
  return *new (place) State(context, std::forward<Args>(args)...);
}

// What one place in a plan keeps between calls; dies with the place's memory context.
struct Site {
  std::string source;
  std::unique_ptr<const CompiledRules> rules;
  bool constant = false;  // of the step: the rules are a constant of the query
  // Of the step: how the values are read, and room for them.
  std::vector<Reader> readers;
  std::vector<SmallText> small;
  std::vector<Value> row;
  MemoryContextCallback farewell{};

  const CompiledRules& rules_of(std::string_view text) {
    if (rules == nullptr || text != source) {
      rules = std::make_unique<const CompiledRules>(CompiledRules::compile(text));
      source = text;
    }
    return *rules;
  }
};

Site& site_of(FunctionCallInfo call) {
  FmgrInfo* const info = call->flinfo;
  if (info->fn_extra != nullptr) return *static_cast<Site*>(info->fn_extra);
  void* const place = allocate_in(info->fn_mcxt, sizeof(Site));
  auto* const site = new (place) Site;
  site->farewell.func = [](void* dying) noexcept { static_cast<Site*>(dying)->~Site(); };
  site->farewell.arg = site;
  MemoryContextRegisterResetCallback(info->fn_mcxt, &site->farewell);
  info->fn_extra = site;
  return *site;
}

MemoryContext aggregate_context(FunctionCallInfo call) {
  MemoryContext context = nullptr;
  if (AggCheckCallContext(call, &context) == 0) {
    throw Error(Code::wrong_context, "an aggregate's support function was called by itself", {},
                "Call the aggregate.");
  }
  return context;
}

// Comparing the rules of each row with those of the last would take longer than judging it.
bool has_constant_rules(FunctionCallInfo call) {
  const Aggref* const aggregate = call_pg([call] { return AggGetAggref(call); });
  if (aggregate == nullptr || aggregate->args == NIL) return false;
  const auto* const first = reinterpret_cast<const TargetEntry*>(linitial(aggregate->args));
  return IsA(first->expr, Const);
}

State& state_at(FunctionCallInfo call, int argument) {
  return *reinterpret_cast<State*>(DatumGetPointer(call->args[argument].value));
}

// What the values of the call are, once for each place: they are of the same types in every row.
void learn_types(Site& site, FunctionCallInfo call, int first) {
  if (call_pg([call] { return get_fn_expr_variadic(call->flinfo); })) {
    throw Error(Code::unsupported, "tamis_check_rows takes no VARIADIC array", {},
                "Write the values one by one.");
  }
  for (int i = first; i < call->nargs; ++i) {
    const Oid type = call_pg([call, i] { return get_fn_expr_argtype(call->flinfo, i); });
    if (!OidIsValid(type)) {
      throw Error(Code::invalid_value,
                  "could not determine the type of argument " + std::to_string(i));
    }
    site.readers.emplace_back(type);
  }
  site.small.resize(site.readers.size() + 1);  // never empty, once the types are known
  site.row.resize(site.readers.size());
}

std::span<const Value> read_row(Site& site, FunctionCallInfo call, int first) {
  const NullableDatum* const given = &call->args[first];
  const CompiledRules& rules = *site.rules;
  for (std::size_t i = 0; i < site.readers.size(); ++i) {
    if (given[i].isnull) {
      site.row[i] = Value();
    } else if (site.readers[i].form() == Form::text) {
      // A value of which only the presence counts stays where it is stored.
      site.row[i] = i < rules.width() && !rules.looks_at(i)
                        ? Value::boolean(true)
                        : Value::text(varlena_bytes(given[i].value));
    } else {
      site.row[i] = site.readers[i].read(given[i].value, site.small[i]);
    }
  }
  return site.row;
}

}  // namespace

Datum row_aggregate_step(RowForm row, FunctionCallInfo call) {
  return guarded([row, call] {
    constexpr int kRules = 1;
    constexpr int kRow = 2;
    const int first = row == RowForm::place ? kRow + 2 : kRow + 1;
    MemoryContextData* const context = aggregate_context(call);
    if (call->args[kRules].isnull) {
      throw Error(Code::invalid_value, "argument \"rules\" of tamis_check_rows must not be null");
    }
    Site& site = site_of(call);
    if (!site.constant) {
      (void)site.rules_of(varlena_bytes(call->args[kRules].value));
      site.constant = has_constant_rules(call);
    }
    const CompiledRules& rules = *site.rules;
    if (site.small.empty()) learn_types(site, call, first);
    State& state =
        call->args[0].isnull ? make_state(context, rules, site.source) : state_at(call, 0);
    if (!site.constant && state.tally.source() != site.source) {
      throw Error(Code::invalid_value, "the rules differ from row to row", {},
                  "The rules of one aggregate are one constant text.");
    }
    state.tally.add(rules, row_reference(row, &call->args[kRow]), read_row(site, call, first));
    return PointerGetDatum(&state);
  });
}

Datum row_aggregate_combine(FunctionCallInfo call) {
  return guarded([call]() -> Datum {
    MemoryContextData* const context = aggregate_context(call);
    if (call->args[1].isnull) {
      call->isnull = call->args[0].isnull;
      return call->args[0].value;
    }
    State& other = state_at(call, 1);
    const CompiledRules& rules = site_of(call).rules_of(other.tally.source());
    State& state =
        call->args[0].isnull ? make_state(context, rules, other.tally.source()) : state_at(call, 0);
    state.tally.merge(rules, other.tally);
    return PointerGetDatum(&state);
  });
}

Datum row_aggregate_serialize(FunctionCallInfo call) {
  return guarded([call] {
    (void)aggregate_context(call);
    Tally& tally = state_at(call, 0).tally;
    const std::size_t size = tally.encoded_size();
    varlena* const out = allocate_varlena(size);
    tally.encode({reinterpret_cast<std::byte*>(VARDATA(out)), size});
    return PointerGetDatum(out);
  });
}

Datum row_aggregate_deserialize(FunctionCallInfo call) {
  return guarded([call] {
    (void)aggregate_context(call);
    const std::string_view bytes = varlena_bytes(call->args[0].value);
    const auto view = std::as_bytes(std::span(bytes));
    const CompiledRules& rules = site_of(call).rules_of(Tally::source_in(view));
    return PointerGetDatum(&make_state(CurrentMemoryContext, rules, view));
  });
}

Datum row_aggregate_finish(std::size_t index, FunctionCallInfo call) {
  return guarded([index, call]() -> Datum {
    (void)aggregate_context(call);
    if (call->args[0].isnull) {
      call->isnull = true;
      return 0;
    }
    Tally& tally = state_at(call, 0).tally;
    const std::string result = tally.result(site_of(call).rules_of(tally.source()));
    return to_datum(Value::text(result), catalog::catalog()[index].result);
  });
}

}  // namespace tamis::pg
