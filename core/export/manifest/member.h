// Reading documents of unknown origin: each member is asked for by name and type, and what is
// wrong names the member.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/document/json.h"
#include "core/error/error.h"

namespace tamis::exports {

// Throws corrupt_data for text that is no JSON, `what` ("the manifest") saying of which document.
document::Json parse_document(std::string_view text, std::string_view what);

// A member of such a document: where it is, for messages, and what it holds.
class Member {
 public:
  Member(std::string_view document, const document::Json& value, std::string where)
      : document_(document), value_(value), where_(std::move(where)) {}

  const std::string& where() const noexcept { return where_; }
  const document::Json& value() const noexcept { return value_; }
  [[noreturn]] void fail(std::string_view problem) const;

  // The member of an object; fails where it is missing.
  Member operator[](std::string_view key) const;
  // Whether it is there and not null.
  bool has(std::string_view key) const;
  bool is_null() const noexcept { return value_.is_null(); }

  template <typename Take>
  void each(std::size_t most, const Take& take) const {
    if (!value_.is_array()) fail("is not an array");
    if (value_.size() > most) fail("has more than " + std::to_string(most) + " members");
    std::size_t i = 0;
    for (const document::Json& item : value_) {
      take(Member(document_, item, where_ + "[" + std::to_string(i++) + "]"));
    }
  }

  const std::string& text() const;
  bool boolean() const;
  std::int64_t count() const;
  std::string checksum() const;
  template <typename T>
  T named() const {
    T out{};
    if (!from_name(text(), out)) fail("is not known: " + in_quotes(text()));
    return out;
  }

 private:
  std::string_view document_;
  const document::Json& value_;
  std::string where_;
};

}  // namespace tamis::exports
