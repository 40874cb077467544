// The type tamis_sketch: flat bytes (ColumnSketch::encode) on disk and on the wire, an expanded
// object while it is an aggregate's state.
//
// The state of our aggregates is this type, not `internal`: parallel workers, foreign servers and
// distributed planners can ship it, and no serial function is needed.
#pragma once

#include <utility>

#include "core/sketch/intake.h"
#include "core/sketch/sketch.h"
#include "pg_extension/memory.h"

namespace tamis::pg {

// All memory stands in the object's own context; deleting that frees it, and no destructor runs.
struct ExpandedSketch {
  ExpandedObjectHeader header;  // first: PostgreSQL points to it
  ContextResource memory;
  sketch::Intake intake;

  explicit ExpandedSketch(MemoryContext context) : header{}, memory(context), intake(&memory) {}
  ExpandedSketch(MemoryContext context, std::span<const std::byte> bytes)
      : header{}, memory(context), intake(sketch::ColumnSketch::decode(bytes, &memory)) {}
};
static_assert(alignof(ExpandedSketch) <= MAXIMUM_ALIGNOF);

// An empty one in a new context under `parent`.
ExpandedSketch& new_sketch(MemoryContext parent);
// The state of an aggregate, to be added to: the object itself when it is one already, else a copy
// under `parent`.
ExpandedSketch& writable_sketch(Datum state, MemoryContext parent);

// Calls `use` with the sketch that a Datum holds, in whichever shape.
template <typename Use>
auto with_sketch(Datum datum, Use&& use);

// The object behind a Datum, or nullptr where it is flat or another module's.
ExpandedSketch* expanded_sketch(Datum datum) noexcept;
std::span<const std::byte> flat_sketch(Datum datum);

template <typename Use>
auto with_sketch(Datum datum, Use&& use) {
  if (ExpandedSketch* const expanded = expanded_sketch(datum)) {
    return use(std::as_const(expanded->intake.sketch()));
  }
  ContextResource scratch(CurrentMemoryContext);
  return use(sketch::ColumnSketch::decode(flat_sketch(datum), &scratch));
}

}  // namespace tamis::pg
