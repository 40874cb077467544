#include "core/sketch/intake.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace tamis::sketch {
namespace {

using engine::Kind;
using engine::Value;

constexpr std::size_t kFirstValues = 8;
constexpr std::size_t kBytesOfValue = Intake::kMostBytes / Intake::kMostValues;

Value with_bytes(Kind kind, std::string_view bytes) noexcept {
  switch (kind) {
    case Kind::decimal: return Value::decimal(bytes);
    case Kind::blob: return Value::blob(bytes);
    default: return Value::text(bytes);
  }
}

}  // namespace

Intake::Intake(ColumnSketch sketch)
    : sketch_(std::move(sketch)), waiting_(sketch_.memory()), texts_(sketch_.memory()) {}

// Empties the batch. Texts that need more than their share of it make it grow in bytes alone.
void Intake::make_room(std::size_t bytes) {
  const bool full = waiting_.size() == waiting_.capacity();
  add_waiting();
  if (full && waiting_.capacity() < kMostValues) {
    waiting_.reserve(std::clamp(2 * waiting_.capacity(), kFirstValues, kMostValues));
    texts_.reserve(waiting_.capacity() * kBytesOfValue);
  }
  if (bytes > texts_.capacity() && bytes <= kMostBytes) {
    texts_.reserve(std::min(std::max(2 * texts_.capacity(), bytes), kMostBytes));
  }
}

void Intake::take(const Value& value, const RowRef& row) {
  const std::string_view bytes = value.bytes();
  if (bytes.size() > texts_.capacity()) {
    sketch_.add(value, row);
    return;
  }
  Waiting& waiting = waiting_.emplace_back();
  waiting.row = row.row;
  waiting.table = row.table;
  waiting.known = row.known;
  waiting.kind = value.kind();
  waiting.size = static_cast<std::uint16_t>(bytes.size());
  if (value.kind() == Kind::real) {
    waiting.real = value.as_real();
  } else {
    waiting.integer = value.as_integer();
  }
  texts_.insert(texts_.end(), bytes.begin(), bytes.end());
}

void Intake::add_waiting() {
  const char* bytes = texts_.data();
  for (const Waiting& waiting : waiting_) {
    const RowRef row{.table = waiting.table, .row = waiting.row, .known = waiting.known};
    switch (waiting.kind) {
      case Kind::null: sketch_.add(Value(), row); break;
      case Kind::boolean: sketch_.add(Value::boolean(waiting.integer != 0), row); break;
      case Kind::integer: sketch_.add(Value::integer(waiting.integer), row); break;
      case Kind::real: sketch_.add(Value::real(waiting.real), row); break;
      default: sketch_.add(with_bytes(waiting.kind, {bytes, waiting.size}), row);
    }
    bytes += waiting.size;
  }
  waiting_.clear();
  texts_.clear();
}

}  // namespace tamis::sketch
