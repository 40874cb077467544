// A value as an engine hands it over or takes it: a cheap, trivially copyable view.
//
// A Value never owns memory. Text and blobs point into the engine's row, an argument or a buffer
// of the call; each function that returns Values says how long they live. `decimal` is a number
// too exact for a double (PostgreSQL numeric): its digits travel as text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tamis::engine {

enum class Kind : std::uint8_t { null, boolean, integer, real, decimal, text, blob };

class Value {
 public:
  constexpr Value() noexcept = default;  // NULL

  static constexpr Value boolean(bool v) noexcept {
    Value r(Kind::boolean);
    r.integer_ = v ? 1 : 0;
    return r;
  }
  static constexpr Value integer(std::int64_t v) noexcept {
    Value r(Kind::integer);
    r.integer_ = v;
    return r;
  }
  static constexpr Value real(double v) noexcept {
    Value r(Kind::real);
    r.real_ = v;
    return r;
  }
  static constexpr Value decimal(std::string_view digits) noexcept {
    return Value(Kind::decimal, digits);
  }
  static constexpr Value text(std::string_view v) noexcept { return Value(Kind::text, v); }
  static constexpr Value blob(std::string_view v) noexcept { return Value(Kind::blob, v); }
  static Value blob(std::span<const std::byte> v) noexcept {
    return Value(Kind::blob, {reinterpret_cast<const char*>(v.data()), v.size()});
  }

  constexpr Kind kind() const noexcept { return kind_; }
  constexpr bool is_null() const noexcept { return kind_ == Kind::null; }

  // Valid for the kind named only.
  constexpr bool as_boolean() const noexcept { return integer_ != 0; }
  constexpr std::int64_t as_integer() const noexcept { return integer_; }
  constexpr double as_real() const noexcept { return real_; }
  // Bytes of a text, decimal or blob; empty for the others.
  constexpr std::string_view bytes() const noexcept { return bytes_; }
  std::span<const std::byte> byte_span() const noexcept {
    return {reinterpret_cast<const std::byte*>(bytes_.data()), bytes_.size()};
  }

 private:
  constexpr explicit Value(Kind kind, std::string_view bytes = {}) noexcept
      : bytes_(bytes), kind_(kind) {}

  union {
    std::int64_t integer_ = 0;
    double real_;
  };
  std::string_view bytes_;
  Kind kind_ = Kind::null;
};

// The longest text a number of any kind but decimal needs.
inline constexpr std::size_t kNumberText = 400;

// The canonical text of a value: integers in decimal, reals as the shortest plain decimal that
// reads back equal (always with a fraction: "1.0"; NaN, Infinity and -Infinity spelt so), booleans
// "true" / "false", everything else as its bytes. `buffer` is used only where the value has no
// bytes of its own and must hold kNumberText characters.
std::string_view to_text(const Value& value, std::span<char> buffer) noexcept;

}  // namespace tamis::engine
