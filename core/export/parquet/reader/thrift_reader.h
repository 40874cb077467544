// Thrift's compact protocol, read from bytes that nobody vouches for.
//
// A pull parser over a view: nothing is copied, nothing is allocated. Structures nest to a bounded
// depth, a list may not claim more elements than bytes are left, a length not more than the bytes
// left. Fields that are not asked for are skipped, as later versions of a format may add some.
//
// Source: apache/thrift, thrift-compact-protocol.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/export/parquet/format.h"

namespace tamis::exports::parquet {

class ThriftReader {
 public:
  // `what` is for messages: "the footer".
  ThriftReader(std::string_view bytes, std::string_view what) noexcept
      : bytes_(bytes), what_(what) {}

  // How many bytes have been read.
  std::size_t position() const noexcept { return at_; }

  // A structure: on_field(id, type) reads the field's value and returns true, or returns false to
  // have it skipped.
  template <typename OnField>
  void structure(OnField&& on_field) {
    enter();
    for (int id = 0;;) {
      const compact::Type type = field_head(id);
      if (type == compact::Type::stop) break;
      if (!on_field(id, type)) skip(type);
    }
    leave();
  }
  template <typename OnField>
  void structure(compact::Type type, OnField&& on_field) {
    expect(type, compact::Type::structure);
    structure(on_field);
  }

  // A list: on_element(type) reads one element.
  template <typename OnElement>
  void list(compact::Type type, OnElement&& on_element) {
    expect(type, compact::Type::list);
    enter();
    compact::Type element = compact::Type::stop;
    for (std::size_t left = list_head(element); left > 0; --left) on_element(element);
    leave();
  }

  // The value of a field or element of that type. A boolean in a list is read by flag().
  bool boolean(compact::Type type);
  bool flag();
  std::int64_t integer(compact::Type type);
  // As integer(), but within 32 bits and not negative.
  std::int32_t count(compact::Type type);
  std::string_view binary(compact::Type type);
  void skip(compact::Type type);

  [[noreturn]] void fail(std::string_view why) const;

 private:
  static constexpr int kMostDepth = 32;

  void expect(compact::Type type, compact::Type wanted) const {
    if (type != wanted) fail("has a value of another type than the format says");
  }
  void enter() {
    if (++depth_ > kMostDepth) fail("nests too deeply");
  }
  void leave() noexcept { --depth_; }
  std::uint8_t byte();
  std::uint64_t varint();
  std::string_view take(std::uint64_t size);
  compact::Type field_head(int& id);
  std::size_t list_head(compact::Type& element);
  void skip_list();
  void skip_map();

  std::string_view bytes_;
  std::string_view what_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace tamis::exports::parquet
