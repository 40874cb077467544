#include "core/export/output/checksum.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "core/error/error.h"

namespace tamis::exports {
namespace {

constexpr std::string_view kPrefix = "sha256:";
constexpr std::size_t kDigestBytes = 32;

void require(int success) {
  if (success != 1) throw Error(Code::internal_error, "the SHA-256 implementation failed");
}

}  // namespace

void Checksum::Free::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }

Checksum::Checksum() : context_(EVP_MD_CTX_new()) {
  require(context_ != nullptr ? 1 : 0);
  require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

void Checksum::update(std::string_view bytes) {
  require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

std::string Checksum::finish() {
  static constexpr char kHex[] = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  require(EVP_DigestFinal_ex(context_.get(), digest.data(), &size));
  std::string out(kPrefix);
  for (unsigned int i = 0; i < size; ++i) {
    out += kHex[digest[i] >> 4U];
    out += kHex[digest[i] & 15U];
  }
  return out;
}

std::string Checksum::of(std::string_view bytes) {
  Checksum checksum;
  checksum.update(bytes);
  return checksum.finish();
}

bool is_checksum(std::string_view text) noexcept {
  if (!text.starts_with(kPrefix) || text.size() != kPrefix.size() + 2 * kDigestBytes) return false;
  text.remove_prefix(kPrefix.size());
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace tamis::exports
