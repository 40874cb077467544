// Values on their way into a sketch, a batch at a time.
//
// An engine hands over a row of a table after the other, so that with twenty columns each value
// finds the state of its sketch, and what the processor has learnt about its column, displaced by
// the other nineteen. An Intake copies values until a batch is full, and then adds them all. That
// is the state of an aggregate; what the sketch reports is the same.
//
// The batch starts small, for groups of few rows, and grows each time it is full, to at most
// kMostBytes of text and kMostValues values: 8 KiB.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <vector>

#include "core/engine/value.h"
#include "core/sketch/row_ref.h"
#include "core/sketch/sketch.h"

namespace tamis::sketch {

class Intake {
 public:
  static constexpr std::size_t kMostValues = 128;
  static constexpr std::size_t kMostBytes = 5 * 1024;

  explicit Intake(std::pmr::memory_resource* memory) : Intake(ColumnSketch(memory)) {}
  explicit Intake(ColumnSketch sketch);

  void add(const engine::Value& value, const RowRef& row = {}) {
    if (waiting_.size() == waiting_.capacity() ||
        texts_.capacity() - texts_.size() < value.bytes().size()) {
      make_room(value.bytes().size());
    }
    take(value, row);
  }

  // All values are in it. May throw what adding one does, after which the sketch is of no use.
  ColumnSketch& sketch() {
    if (!waiting_.empty()) add_waiting();
    return sketch_;
  }

 private:
  struct Waiting {
    std::int64_t row;
    union {
      std::int64_t integer;
      double real;
    };
    std::uint32_t table;
    std::uint16_t size;
    engine::Kind kind;
    bool known;
  };

  void make_room(std::size_t bytes);
  void add_waiting();
  void take(const engine::Value& value, const RowRef& row);

  ColumnSketch sketch_;
  std::pmr::vector<Waiting> waiting_;
  std::pmr::vector<char> texts_;
};

}  // namespace tamis::sketch
