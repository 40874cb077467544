#include "core/export/parquet/reader/thrift_reader.h"

#include <limits>
#include <string>

#include "core/error/error.h"

namespace tamis::exports::parquet {
namespace {

using Wire = compact::Type;

constexpr std::int64_t unzigzag(std::uint64_t n) noexcept {
  return static_cast<std::int64_t>((n >> 1U) ^ (~(n & 1U) + 1U));
}

constexpr bool is_type(unsigned nibble) noexcept {
  return nibble >= static_cast<unsigned>(Wire::boolean_true) &&
         nibble <= static_cast<unsigned>(Wire::structure);
}

}  // namespace

void ThriftReader::fail(std::string_view why) const {
  throw Error(Code::corrupt_data,
              std::string(what_) + " " + std::string(why) + " at its byte " + std::to_string(at_));
}

std::uint8_t ThriftReader::byte() {
  if (at_ >= bytes_.size()) fail("ends too early");
  return static_cast<std::uint8_t>(bytes_[at_++]);
}

std::uint64_t ThriftReader::varint() {
  std::uint64_t n = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint8_t b = byte();
    n |= std::uint64_t{b & 0x7FU} << shift;
    if ((b & 0x80U) == 0) {
      if (shift == 63 && b > 1) break;
      return n;
    }
  }
  fail("has a number of more than 64 bits");
}

std::string_view ThriftReader::take(std::uint64_t size) {
  if (size > bytes_.size() - at_) fail("ends within a value");
  const std::string_view taken = bytes_.substr(at_, size);
  at_ += size;
  return taken;
}

Wire ThriftReader::field_head(int& id) {
  const std::uint8_t head = byte();
  if (head == 0) return Wire::stop;
  const unsigned nibble = head & 0x0FU;
  if (!is_type(nibble)) fail("has a field of unknown type");
  const unsigned step = head >> 4U;
  std::int64_t next = id + static_cast<std::int64_t>(step);
  if (step == 0) next = unzigzag(varint());
  if (next < 0 || next > std::numeric_limits<std::int16_t>::max()) fail("has a field of no number");
  id = static_cast<int>(next);
  return static_cast<Wire>(nibble);
}

std::size_t ThriftReader::list_head(Wire& element) {
  const std::uint8_t head = byte();
  const unsigned nibble = head & 0x0FU;
  std::uint64_t size = head >> 4U;
  if (size == 15) size = varint();
  if (size > 0 && !is_type(nibble)) fail("has a list of unknown type");
  if (size > bytes_.size() - at_) fail("has a list longer than itself");
  element = static_cast<Wire>(nibble);
  return size;
}

bool ThriftReader::boolean(Wire type) {
  if (type == Wire::boolean_true) return true;
  expect(type, Wire::boolean_false);
  return false;
}

// Writers differ in whether false is 2 or 0.
bool ThriftReader::flag() { return byte() == 1; }

std::int64_t ThriftReader::integer(Wire type) {
  if (type == Wire::i8) return static_cast<std::int8_t>(byte());
  if (type != Wire::i16 && type != Wire::i32) expect(type, Wire::i64);
  return unzigzag(varint());
}

std::int32_t ThriftReader::count(Wire type) {
  const std::int64_t n = integer(type);
  if (n < 0 || n > std::numeric_limits<std::int32_t>::max()) fail("has a size out of range");
  return static_cast<std::int32_t>(n);
}

std::string_view ThriftReader::binary(Wire type) {
  expect(type, Wire::binary);
  return take(varint());
}

void ThriftReader::skip_list() {
  enter();
  Wire element = Wire::stop;
  for (std::size_t left = list_head(element); left > 0; --left) {
    if (element == Wire::boolean_true || element == Wire::boolean_false) {
      byte();
    } else {
      skip(element);
    }
  }
  leave();
}

void ThriftReader::skip_map() {
  enter();
  const std::uint64_t size = varint();
  if (size > bytes_.size() - at_) fail("has a map longer than itself");
  const unsigned types = size == 0 ? 0U : byte();
  if (size > 0 && (!is_type(types >> 4U) || !is_type(types & 0x0FU))) {
    fail("has a map of unknown type");
  }
  const auto skip_entry = [this](unsigned nibble) {
    const auto type = static_cast<Wire>(nibble);
    if (type == Wire::boolean_true || type == Wire::boolean_false) {
      byte();
    } else {
      skip(type);
    }
  };
  for (std::uint64_t left = size; left > 0; --left) {
    skip_entry(types >> 4U);
    skip_entry(types & 0x0FU);
  }
  leave();
}

void ThriftReader::skip(Wire type) {
  switch (type) {
    case Wire::stop: fail("has a field without a type");
    case Wire::boolean_true:
    case Wire::boolean_false: return;
    case Wire::i8: byte(); return;
    case Wire::i16:
    case Wire::i32:
    case Wire::i64: varint(); return;
    case Wire::float64: take(sizeof(double)); return;
    case Wire::binary: take(varint()); return;
    case Wire::list:
    case Wire::set: return skip_list();
    case Wire::map: return skip_map();
    case Wire::structure: return structure([](int, Wire) { return false; });
  }
}

}  // namespace tamis::exports::parquet
