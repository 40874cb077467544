// Thrift's compact protocol, as far as Parquet's metadata needs it written: structs of integers,
// booleans, strings, lists and structs. Fields go out in ascending order of their ids.
//
// Source: apache/thrift, thrift-compact-protocol.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/export/parquet/format.h"

namespace tamis::exports::parquet::writer {

inline void append_varint(std::uint64_t value, std::string& out) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80U));
    value >>= 7U;
  }
  out.push_back(static_cast<char>(value));
}

constexpr std::uint64_t zigzag(std::int64_t value) noexcept {
  return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63U);
}

class ThriftOut {
 public:
  explicit ThriftOut(std::string& out) : out_(out) { last_.push_back(0); }

  void boolean(int id, bool value) {
    field(id, value ? compact::Type::boolean_true : compact::Type::boolean_false);
  }
  void i8(int id, std::int8_t value) {
    field(id, compact::Type::i8);
    out_.push_back(static_cast<char>(value));
  }
  void i16(int id, std::int16_t value) { number(id, compact::Type::i16, value); }
  void i32(int id, std::int64_t value) { number(id, compact::Type::i32, value); }
  void i64(int id, std::int64_t value) { number(id, compact::Type::i64, value); }
  template <typename Enumeration>
  void enumeration(int id, Enumeration value) {
    number(id, compact::Type::i32, static_cast<std::int64_t>(value));
  }
  void binary(int id, std::string_view bytes) {
    field(id, compact::Type::binary);
    element(bytes);
  }

  // A struct as a field; as a list's element it needs no more than begin() and end().
  void begin(int id) {
    field(id, compact::Type::structure);
    begin();
  }
  void begin() { last_.push_back(0); }
  void end() {
    last_.pop_back();
    out_.push_back(0);
  }
  // A struct that was written before, with its end.
  void begin_written(int id, std::string_view bytes) {
    field(id, compact::Type::structure);
    out_.append(bytes);
  }
  // A struct without fields, which says what it says by being there.
  void empty(int id) {
    begin(id);
    end();
  }

  // Elements follow by element() or begin() and end().
  void list(int id, compact::Type type, std::size_t size) {
    field(id, compact::Type::list);
    const auto low = static_cast<unsigned>(type);
    if (size < 15) {
      out_.push_back(static_cast<char>(size << 4U | low));
    } else {
      out_.push_back(static_cast<char>(0xF0U | low));
      append_varint(size, out_);
    }
  }
  void element(std::string_view bytes) {
    append_varint(bytes.size(), out_);
    out_.append(bytes);
  }
  void element(std::int64_t value) { append_varint(zigzag(value), out_); }
  void element(bool value) { out_.push_back(value ? 1 : 2); }

 private:
  void field(int id, compact::Type type) {
    const int delta = id - last_.back();
    const auto low = static_cast<unsigned>(type);
    if (delta > 0 && delta < 16) {
      out_.push_back(static_cast<char>(static_cast<unsigned>(delta) << 4U | low));
    } else {
      out_.push_back(static_cast<char>(low));
      append_varint(zigzag(id), out_);
    }
    last_.back() = id;
  }
  void number(int id, compact::Type type, std::int64_t value) {
    field(id, type);
    append_varint(zigzag(value), out_);
  }

  std::string& out_;
  std::vector<int> last_;  // field ids, of each open struct
};

}  // namespace tamis::exports::parquet::writer
