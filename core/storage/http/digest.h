// Digests and keyed digests as signing and checksums need them, over OpenSSL.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace tamis::storage {

// A digest of bytes that pass by.
class Digest {
 public:
  enum class Kind { sha256, md5 };
  explicit Digest(Kind kind);
  void update(std::string_view bytes);
  // The raw bytes. Ends the computation.
  std::string finish();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const noexcept;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

std::string sha256(std::string_view bytes);
std::string md5(std::string_view bytes);
// Source: RFC 2104.
std::string hmac_sha256(std::string_view key, std::string_view bytes);

// Lower case.
std::string hex(std::string_view bytes);
std::string from_hex(std::string_view digits);
// With padding.
std::string base64(std::string_view bytes);
// Empty where the text is no base64.
std::string from_base64(std::string_view text);

}  // namespace tamis::storage
