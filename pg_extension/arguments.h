// The arguments of a call as Values, by the function's declaration.
#pragma once

#include "core/catalog/function.h"
#include "pg_extension/values.h"

namespace tamis::pg {

// Made once for a place in a query, and asked for each call. The Values point into the call's own
// memory or into this object; they are valid until the next read().
class CallArguments {
 public:
  CallArguments(const catalog::Function& function, FunctionCallInfo call);

  catalog::Arguments read(FunctionCallInfo call);
  // Whether a required argument of the call is NULL.
  bool lacks_required(FunctionCallInfo call) const noexcept;

 private:
  struct Slot {
    Reader reader;
    SmallText small{};
    // jsonb as it came last, and its text: options seldom change from row to row.
    std::string json_bytes;
    std::string json_text;
    // jsonb that is a constant of the query: read once.
    bool constant = false;
    bool settled = false;
  };

  engine::Value read_slot(Slot& slot, const NullableDatum& argument);
  struct Elements {
    Datum* datums;
    bool* nulls;
    std::size_t count;
  };
  // The elements of `VARIADIC array`, with a slot for each.
  Elements open_array(FunctionCallInfo call);

  int required_;
  int fixed_;
  bool array_ = false;
  std::vector<Slot> slots_;
  std::vector<engine::Value> values_;
};

}  // namespace tamis::pg
