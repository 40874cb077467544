// Encrypted files: AES-256-GCM in chunks under a data key of the file's own, which is wrapped by
// the user's key.
//
// The format, described byte for byte in docs/envelope.md, makes any change show: a chunk that was
// flipped, left out, moved, cut off or added fails its tag, because each tag also covers the
// header, the chunk's number and whether it is the last. Chunks are read in any order, so a format
// that seeks (Parquet's footer) stays readable. Constructions: envelope encryption as key services
// do it; the chunked form follows "Online Authenticated-Encryption and its Nonce-Reuse
// Misuse-Resistance" (Hoang, Reyhanitabar, Rogaway and Vizár, 2015; their STREAM).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/storage/envelope_key.h"
#include "core/storage/storage.h"

namespace tamis::storage {

inline constexpr std::uint32_t kDefaultChunk = 64U << 10U;
inline constexpr std::uint32_t kSmallestChunk = 4U << 10U;
inline constexpr std::uint32_t kLargestChunk = 16U << 20U;

// Encrypts what is written to it into `file`; closing it closes the file.
std::unique_ptr<Writer> encrypting_writer(std::unique_ptr<Writer> file, const Key& key,
                                          std::uint32_t chunk_bytes = kDefaultChunk);

// Reads an encrypted file as if it were not; size() is that of the plain bytes. `name` is for
// messages. Throws corrupt_data for what is no such file, was changed or is cut off, invalid_value
// for another key; the end of the file is checked before the first byte is given.
std::unique_ptr<Reader> decrypting_reader(std::unique_ptr<Reader> file, const Key& key,
                                          std::string name);

// What a file says of itself, not yet proven by a key.
struct EnvelopeInfo {
  std::string key_id;
  std::uint32_t chunk_bytes = 0;
};
// Throws corrupt_data as decrypting_reader() does.
EnvelopeInfo describe_envelope(Reader& file, std::string_view name);

}  // namespace tamis::storage
