#include "core/export/parquet/encode_fixed.h"

#include "core/export/parquet/encode_runs.h"

namespace tamis::exports::parquet::writer {
namespace {

std::span<const std::uint8_t> numbers_of(std::string_view bytes) noexcept {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

}  // namespace

void encode_bits(std::string_view booleans, Bytes& out) { pack_bits(numbers_of(booleans), 1, out); }

void encode_boolean_runs(std::string_view booleans, Bytes& out) {
  Bytes runs;
  encode_runs(numbers_of(booleans), 1, runs);
  out.append_number(static_cast<std::uint32_t>(runs.size()));
  out.append(runs.view());
}

void encode_split(std::string_view plain, std::size_t width, Bytes& out) {
  const std::size_t count = plain.size() / width;
  char* to = out.room(plain.size());
  for (std::size_t place = 0; place < width; ++place) {
    const char* from = plain.data() + place;
    for (std::size_t i = 0; i < count; ++i, from += width) *to++ = *from;
  }
  out.extend(plain.size());
}

}  // namespace tamis::exports::parquet::writer
