// The bytes of an encrypted file's header. Private to storage/.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/storage/envelope_key.h"
#include "core/storage/storage.h"

struct evp_cipher_ctx_st;

namespace tamis::storage {

inline constexpr std::size_t kTagBytes = 16;
inline constexpr std::size_t kNonceBytes = 12;
inline constexpr std::size_t kPrefixBytes = 8;
// The counter of a nonce has four bytes.
inline constexpr std::uint64_t kMostChunks = std::uint64_t{1} << 32U;

using Bytes = std::span<const unsigned char>;
using Nonce = std::array<unsigned char, kNonceBytes>;

// AES-256-GCM under one key.
class Gcm {
 public:
  enum class Way : std::uint8_t { seal, open };
  Gcm(std::span<const unsigned char, kKeyBytes> key, Way way);

  // Encrypts `plain` to `out`, which has kTagBytes more.
  void seal(const Nonce& nonce, Bytes associated, Bytes plain, std::span<unsigned char> out);
  // False where the tag at the end of `sealed` is not theirs; `out` then holds nothing of use.
  bool open(const Nonce& nonce, Bytes associated, Bytes sealed, std::span<unsigned char> out);

 private:
  void start(const Nonce& nonce, Bytes associated);

  struct Free {
    void operator()(evp_cipher_ctx_st* context) const noexcept;
  };
  std::unique_ptr<evp_cipher_ctx_st, Free> context_;
};

struct EnvelopeHeader {
  std::uint32_t chunk_bytes = 0;
  std::string key_id;
  std::array<unsigned char, kPrefixBytes> nonce_prefix{};
  Nonce wrap_nonce{};
  std::array<unsigned char, kKeyBytes + kTagBytes> wrapped_key{};
};

// A data key of a new file, with the header that gives it back.
struct NewEnvelope {
  Key data_key;
  EnvelopeHeader header;
};
NewEnvelope make_envelope(const Key& key, std::uint32_t chunk_bytes);

std::vector<unsigned char> header_bytes(const EnvelopeHeader& header);
// Reads a header at the front of a file; throws corrupt_data naming the file.
EnvelopeHeader read_header(Reader& file, std::string_view name);
// Throws invalid_value where it was wrapped by another key, or the header was changed.
Key unwrap_key(const EnvelopeHeader& header, const Key& key, std::string_view name);

// What the tag of a chunk covers beside its bytes, and its nonce.
class ChunkLabel {
 public:
  explicit ChunkLabel(const EnvelopeHeader& header);
  // Valid until the next call.
  Bytes associated(std::uint64_t index, bool last);
  Nonce nonce(std::uint64_t index) const noexcept;

 private:
  std::array<unsigned char, 32 + 8 + 1> associated_{};
  std::array<unsigned char, kPrefixBytes> prefix_;
};

}  // namespace tamis::storage
