#include "core/mask/keyed_hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>

#include "core/error/error.h"

namespace tamis::mask {
namespace {

void require(bool success) {
  if (!success) throw Error(Code::internal_error, "the SHA-256 implementation failed");
}

}  // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  require(context_ != nullptr);
  require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
}

// Without naming the algorithm again, the context is used as it is.
void Sha256::start() { require(EVP_DigestInit_ex(context_.get(), nullptr, nullptr) == 1); }

void Sha256::update(std::span<const unsigned char> bytes) {
  require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

void Sha256::update(std::string_view bytes) {
  require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

Digest Sha256::finish() {
  Digest digest{};
  unsigned int size = 0;
  require(EVP_DigestFinal_ex(context_.get(), digest.data(), &size) == 1 && size == digest.size());
  return digest;
}

HmacSha256::HmacSha256(std::string_view key) {
  Block block{};
  if (key.size() > block.size()) {
    hash_.start();
    hash_.update(key);
    Digest digest = hash_.finish();
    std::copy(digest.begin(), digest.end(), block.begin());
    OPENSSL_cleanse(digest.data(), digest.size());
  } else {
    std::copy(key.begin(), key.end(), block.begin());
  }
  for (std::size_t i = 0; i < block.size(); ++i) {
    inner_[i] = static_cast<unsigned char>(block[i] ^ 0x36U);
    outer_[i] = static_cast<unsigned char>(block[i] ^ 0x5CU);
  }
  OPENSSL_cleanse(block.data(), block.size());
}

HmacSha256::~HmacSha256() {
  OPENSSL_cleanse(inner_.data(), inner_.size());
  OPENSSL_cleanse(outer_.data(), outer_.size());
}

void HmacSha256::start() {
  hash_.start();
  hash_.update(inner_);
}

Digest HmacSha256::finish() {
  const Digest inner = hash_.finish();
  hash_.start();
  hash_.update(outer_);
  hash_.update(inner);
  return hash_.finish();
}

}  // namespace tamis::mask
