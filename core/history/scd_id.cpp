#include "core/history/scd_id.h"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <string_view>

#include "core/error/error.h"

namespace tamis::history {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

class Md5 {
 public:
  Md5() : context_(EVP_MD_CTX_new()) {
    check(context_ && EVP_DigestInit_ex(context_.get(), EVP_md5(), nullptr) == 1);
  }
  void add(std::string_view bytes) {
    check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    check(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1);
    return digest;
  }

 private:
  static void check(bool done) {
    if (!done) throw Error(Code::unsupported, "this system's crypto library has no MD5");
  }
  std::unique_ptr<EVP_MD_CTX, FreeContext> context_;
};

}  // namespace

void scd_id(const engine::Value& moment, std::span<const engine::Value> key,
            std::span<char, kScdIdDigits> out) {
  Md5 md5;
  std::array<char, engine::kNumberText> buffer;
  const auto add = [&](const engine::Value& value) {
    if (!value.is_null()) md5.add(engine::to_text(value, buffer));
  };
  for (const engine::Value& value : key) {
    add(value);
    md5.add("|");
  }
  add(moment);
  const auto digest = md5.finish();
  constexpr std::string_view kHex = "0123456789abcdef";
  for (std::size_t i = 0; i < kScdIdDigits / 2; ++i) {
    out[2 * i] = kHex[digest[i] >> 4U];
    out[2 * i + 1] = kHex[digest[i] & 0xFU];
  }
}

}  // namespace tamis::history
