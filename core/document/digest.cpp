#include "core/document/digest.h"

#include <openssl/evp.h>

#include "core/error/error.h"

namespace tamis::document {

std::string digest(const Json& document) {
  const std::string text = canonical(document);
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), bytes, &size, EVP_sha256(), nullptr) != 1) {
    throw Error(Code::internal_error, "SHA-256 is not available");
  }
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out = "sha256:";
  for (unsigned int i = 0; i < size; ++i) {
    out += kHex[bytes[i] >> 4U];
    out += kHex[bytes[i] & 15U];
  }
  return out;
}

}  // namespace tamis::document
