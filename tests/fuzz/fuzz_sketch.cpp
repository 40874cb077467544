// Any bytes either decode to a sketch that reports, merges and encodes to a fixpoint, or are
// refused with an Error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory_resource>
#include <span>
#include <vector>

#include "core/error/error.h"
#include "core/profile/profile.h"
#include "core/sketch/sketch.h"

namespace {

using tamis::sketch::ColumnSketch;

std::vector<std::byte> bytes_of(const ColumnSketch& sketch) {
  std::vector<std::byte> bytes(sketch.encoded_size());
  sketch.encode(bytes);
  return bytes;
}

ColumnSketch decoded(std::span<const std::byte> bytes) {
  return ColumnSketch::decode(bytes, std::pmr::new_delete_resource());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    ColumnSketch sketch = decoded(std::as_bytes(std::span(data, size)));
    const auto bytes = bytes_of(sketch);
    if (bytes_of(decoded(bytes)) != bytes) std::abort();
    (void)tamis::profile::interpret(sketch).document.dump(-1, ' ', false,
                                                          nlohmann::json::error_handler_t::replace);
    ColumnSketch other(std::pmr::new_delete_resource());
    for (const char* text : {"1", "2,5", "3/4/2024", "yes", "-", "x"}) {
      other.add(tamis::engine::Value::text(text));
    }
    other.merge(sketch);
    sketch.merge(other);
    (void)bytes_of(decoded(bytes_of(sketch)));
  } catch (const tamis::Error&) {
  }
  return 0;
}
