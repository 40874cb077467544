#include "core/storage/envelope_format.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>

#include "core/error/error.h"
#include "core/storage/envelope.h"
#include "core/storage/local.h"

namespace tamis::storage {
namespace {

constexpr std::string_view kMagic = "TAMISENC";
constexpr unsigned char kVersion = 1;
constexpr unsigned char kAes256Gcm = 1;
// Magic, version, cipher, length of the key id, chunk size.
constexpr std::size_t kFixedBytes = 8 + 1 + 1 + 2 + 4;
constexpr std::size_t kLongestId = 255;

void require(bool success) {
  if (!success) throw Error(Code::internal_error, "the AES-256-GCM implementation failed");
}

void random_bytes(std::span<unsigned char> out) {
  require(RAND_bytes(out.data(), static_cast<int>(out.size())) == 1);
}

[[noreturn]] void corrupt(std::string_view name, std::string detail) {
  throw Error(Code::corrupt_data, "file " + quoted_path(name) + " is not an encrypted file of ours",
              std::move(detail));
}

void append_number(std::vector<unsigned char>& out, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) out.push_back(static_cast<unsigned char>(value >> 8 * i));
}

// What the wrapping of the data key covers: all of the header that stands before it.
std::vector<unsigned char> wrap_associated(const EnvelopeHeader& header) {
  std::vector<unsigned char> out(kMagic.begin(), kMagic.end());
  out.push_back(kVersion);
  out.push_back(kAes256Gcm);
  append_number(out, header.key_id.size(), 2);
  append_number(out, header.chunk_bytes, 4);
  out.insert(out.end(), header.key_id.begin(), header.key_id.end());
  out.insert(out.end(), header.nonce_prefix.begin(), header.nonce_prefix.end());
  return out;
}

std::uint64_t number_at(const unsigned char* bytes, std::size_t size) noexcept {
  std::uint64_t value = 0;
  for (std::size_t i = size; i > 0; --i) value = value << 8U | bytes[i - 1];
  return value;
}

// Fills `out` from the file or says that it is cut off.
void read_exactly(Reader& file, std::uint64_t offset, std::span<unsigned char> out,
                  std::string_view name) {
  const std::span<char> chars(reinterpret_cast<char*>(out.data()), out.size());
  if (file.read_at(offset, chars) != out.size()) corrupt(name, "Its header is cut off.");
}

}  // namespace

void Gcm::Free::operator()(evp_cipher_ctx_st* context) const noexcept {
  EVP_CIPHER_CTX_free(context);
}

Gcm::Gcm(std::span<const unsigned char, kKeyBytes> key, Way way) : context_(EVP_CIPHER_CTX_new()) {
  require(context_ != nullptr);
  require(EVP_CipherInit_ex(context_.get(), EVP_aes_256_gcm(), nullptr, key.data(), nullptr,
                            way == Way::seal ? 1 : 0) == 1);
}

void Gcm::start(const Nonce& nonce, Bytes associated) {
  int size = 0;
  require(EVP_CipherInit_ex(context_.get(), nullptr, nullptr, nullptr, nonce.data(), -1) == 1);
  require(EVP_CipherUpdate(context_.get(), nullptr, &size, associated.data(),
                           static_cast<int>(associated.size())) == 1);
}

void Gcm::seal(const Nonce& nonce, Bytes associated, Bytes plain, std::span<unsigned char> out) {
  start(nonce, associated);
  int size = 0;
  require(EVP_CipherUpdate(context_.get(), out.data(), &size, plain.data(),
                           static_cast<int>(plain.size())) == 1);
  int rest = 0;
  require(EVP_CipherFinal_ex(context_.get(), out.data() + size, &rest) == 1);
  require(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes,
                              out.data() + plain.size()) == 1);
}

bool Gcm::open(const Nonce& nonce, Bytes associated, Bytes sealed, std::span<unsigned char> out) {
  start(nonce, associated);
  const std::size_t plain = sealed.size() - kTagBytes;
  int size = 0;
  require(EVP_CipherUpdate(context_.get(), out.data(), &size, sealed.data(),
                           static_cast<int>(plain)) == 1);
  std::array<unsigned char, kTagBytes> tag{};
  std::copy_n(sealed.begin() + static_cast<std::ptrdiff_t>(plain), kTagBytes, tag.begin());
  require(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) == 1);
  int rest = 0;
  return EVP_CipherFinal_ex(context_.get(), out.data() + size, &rest) == 1;
}

NewEnvelope make_envelope(const Key& key, std::uint32_t chunk_bytes) {
  std::array<unsigned char, kKeyBytes> bytes{};
  random_bytes(bytes);
  NewEnvelope out{Key(bytes), {}};
  OPENSSL_cleanse(bytes.data(), bytes.size());
  out.header.chunk_bytes = chunk_bytes;
  out.header.key_id = key.id();
  random_bytes(out.header.nonce_prefix);
  random_bytes(out.header.wrap_nonce);
  Gcm(key.bytes(), Gcm::Way::seal)
      .seal(out.header.wrap_nonce, wrap_associated(out.header), out.data_key.bytes(),
            out.header.wrapped_key);
  return out;
}

std::vector<unsigned char> header_bytes(const EnvelopeHeader& header) {
  std::vector<unsigned char> out = wrap_associated(header);
  out.insert(out.end(), header.wrap_nonce.begin(), header.wrap_nonce.end());
  out.insert(out.end(), header.wrapped_key.begin(), header.wrapped_key.end());
  return out;
}

EnvelopeHeader read_header(Reader& file, std::string_view name) {
  std::array<unsigned char, kFixedBytes> fixed{};
  read_exactly(file, 0, fixed, name);
  if (!std::equal(kMagic.begin(), kMagic.end(), fixed.begin())) {
    corrupt(name, "It does not start as one.");
  }
  if (fixed[8] != kVersion || fixed[9] != kAes256Gcm) {
    corrupt(name, "Its version " + std::to_string(fixed[8]) + " or cipher " +
                      std::to_string(fixed[9]) + " is not known.");
  }
  const std::uint64_t id_bytes = number_at(fixed.data() + 10, 2);
  EnvelopeHeader header;
  header.chunk_bytes = static_cast<std::uint32_t>(number_at(fixed.data() + 12, 4));
  if (id_bytes > kLongestId || header.chunk_bytes < kSmallestChunk ||
      header.chunk_bytes > kLargestChunk) {
    corrupt(name, "A length in its header is out of range.");
  }
  header.key_id.resize(id_bytes);
  std::uint64_t offset = fixed.size();
  const auto take = [&](std::span<unsigned char> part) {
    read_exactly(file, offset, part, name);
    offset += part.size();
  };
  take({reinterpret_cast<unsigned char*>(header.key_id.data()), header.key_id.size()});
  take(header.nonce_prefix);
  take(header.wrap_nonce);
  take(header.wrapped_key);
  return header;
}

Key unwrap_key(const EnvelopeHeader& header, const Key& key, std::string_view name) {
  const auto refuse = [&](std::string detail) {
    throw Error(Code::invalid_value, "file " + quoted_path(name) + " can't be decrypted",
                std::move(detail));
  };
  if (!key.id().empty() && key.id() != header.key_id) {
    refuse("It was encrypted under the key " + in_quotes(header.key_id) + ", not " +
           in_quotes(key.id()) + ".");
  }
  std::array<unsigned char, kKeyBytes> bytes{};
  if (!Gcm(key.bytes(), Gcm::Way::open)
           .open(header.wrap_nonce, wrap_associated(header), header.wrapped_key, bytes)) {
    refuse("The key is not the one it was encrypted under, or its header was changed; it names " +
           (header.key_id.empty() ? "no key" : "the key " + in_quotes(header.key_id)) + ".");
  }
  Key out(bytes);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return out;
}

ChunkLabel::ChunkLabel(const EnvelopeHeader& header) : prefix_(header.nonce_prefix) {
  const std::vector<unsigned char> bytes = header_bytes(header);
  require(EVP_Digest(bytes.data(), bytes.size(), associated_.data(), nullptr, EVP_sha256(),
                     nullptr) == 1);
}

Bytes ChunkLabel::associated(std::uint64_t index, bool last) {
  for (std::size_t i = 0; i < 8; ++i) {
    associated_[32 + i] = static_cast<unsigned char>(index >> 8 * i);
  }
  associated_[40] = last ? 1 : 0;
  return associated_;
}

Nonce ChunkLabel::nonce(std::uint64_t index) const noexcept {
  Nonce nonce{};
  std::copy(prefix_.begin(), prefix_.end(), nonce.begin());
  for (std::size_t i = 0; i < 4; ++i) {
    nonce[kPrefixBytes + i] = static_cast<unsigned char>(index >> 8 * i);
  }
  return nonce;
}

}  // namespace tamis::storage
