// SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104), one value after the other.
//
// One object serves any number of values and allocates for none of them: the library's own HMAC
// makes a copy of its state for every value.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

struct evp_md_ctx_st;

namespace tamis::mask {

using Digest = std::array<unsigned char, 32>;

class Sha256 {
 public:
  Sha256();
  void start();
  void update(std::span<const unsigned char> bytes);
  void update(std::string_view bytes);
  Digest finish();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const noexcept;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

class HmacSha256 {
 public:
  explicit HmacSha256(std::string_view key);
  HmacSha256(HmacSha256&&) noexcept = default;
  HmacSha256& operator=(HmacSha256&&) noexcept = default;
  ~HmacSha256();

  void start();
  void update(std::span<const unsigned char> bytes) { hash_.update(bytes); }
  void update(std::string_view bytes) { hash_.update(bytes); }
  Digest finish();

 private:
  using Block = std::array<unsigned char, 64>;
  Sha256 hash_;
  Block inner_{};
  Block outer_{};
};

}  // namespace tamis::mask
