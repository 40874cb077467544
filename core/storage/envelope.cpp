#include "core/storage/envelope.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstring>

#include "core/error/error.h"
#include "core/storage/envelope_format.h"
#include "core/storage/local.h"

namespace tamis::storage {
namespace {

Bytes bytes_of(std::string_view text) noexcept {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

std::string_view chars_of(Bytes bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Plain bytes in memory, wiped when they go.
class PlainBuffer {
 public:
  explicit PlainBuffer(std::size_t size) : bytes_(size) {}
  PlainBuffer(const PlainBuffer&) = delete;
  PlainBuffer& operator=(const PlainBuffer&) = delete;
  ~PlainBuffer() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
  std::span<unsigned char> bytes() noexcept { return bytes_; }

 private:
  std::vector<unsigned char> bytes_;
};

class EncryptingWriter final : public Writer {
 public:
  EncryptingWriter(std::unique_ptr<Writer> file, const NewEnvelope& envelope)
      : file_(std::move(file)),
        gcm_(envelope.data_key.bytes(), Gcm::Way::seal),
        label_(envelope.header),
        plain_(envelope.header.chunk_bytes),
        sealed_(envelope.header.chunk_bytes + kTagBytes) {
    file_->write(chars_of(header_bytes(envelope.header)));
  }

  // A full chunk waits for a byte more: only then is it known not to be the last.
  void write(std::string_view bytes) override {
    while (!bytes.empty()) {
      if (filled_ == plain_.bytes().size()) {
        seal(plain_.bytes(), false);
        filled_ = 0;
      }
      if (filled_ == 0 && bytes.size() > plain_.bytes().size()) {
        seal(bytes_of(bytes.substr(0, plain_.bytes().size())), false);
        bytes.remove_prefix(plain_.bytes().size());
        continue;
      }
      const std::size_t taken = std::min(bytes.size(), plain_.bytes().size() - filled_);
      std::memcpy(plain_.bytes().data() + filled_, bytes.data(), taken);
      filled_ += taken;
      bytes.remove_prefix(taken);
    }
  }

  void close() override {
    seal(plain_.bytes().first(filled_), true);
    file_->close();
  }

 private:
  void seal(Bytes plain, bool last) {
    if (index_ == kMostChunks) {
      throw Error(Code::limit_exceeded, "an encrypted file can't have more than 2^32 chunks");
    }
    const std::span<unsigned char> out = std::span(sealed_).first(plain.size() + kTagBytes);
    gcm_.seal(label_.nonce(index_), label_.associated(index_, last), plain, out);
    file_->write(chars_of(out));
    ++index_;
  }

  std::unique_ptr<Writer> file_;
  Gcm gcm_;
  ChunkLabel label_;
  PlainBuffer plain_;
  std::vector<unsigned char> sealed_;
  std::size_t filled_ = 0;
  std::uint64_t index_ = 0;
};

class DecryptingReader final : public Reader {
 public:
  DecryptingReader(std::unique_ptr<Reader> file, const EnvelopeHeader& header, const Key& data_key,
                   std::string name)
      : file_(std::move(file)),
        name_(std::move(name)),
        gcm_(data_key.bytes(), Gcm::Way::open),
        label_(header),
        header_bytes_(storage::header_bytes(header).size()),
        chunk_bytes_(header.chunk_bytes) {
    measure();
    plain_ = std::make_unique<PlainBuffer>(std::min<std::uint64_t>(chunk_bytes_, size_));
    sealed_.resize(plain_->bytes().size() + kTagBytes);
    load(chunks_ - 1);
  }

  std::size_t read(std::span<char> buffer) override {
    const std::size_t n = read_at(position_, buffer);
    position_ += n;
    return n;
  }

  std::size_t read_at(std::uint64_t offset, std::span<char> buffer) override {
    std::size_t filled = 0;
    while (filled < buffer.size() && offset < size_) {
      load(offset / chunk_bytes_);
      const std::size_t start = offset % chunk_bytes_;
      const std::size_t taken = std::min(buffer.size() - filled, loaded_bytes_ - start);
      std::memcpy(buffer.data() + filled, plain_->bytes().data() + start, taken);
      filled += taken;
      offset += taken;
    }
    return filled;
  }

  std::uint64_t size() const noexcept override { return size_; }

 private:
  // What the file's own length says; that it is true, the tag of the last chunk says.
  void measure() {
    const std::uint64_t whole = std::uint64_t{chunk_bytes_} + kTagBytes;
    const std::uint64_t body =
        file_->size() - std::min<std::uint64_t>(file_->size(), header_bytes_);
    chunks_ = body / whole + (body % whole == 0 ? 0 : 1);
    const std::uint64_t last = chunks_ == 0 ? 0 : body - (chunks_ - 1) * whole;
    // Only an empty file has an empty chunk.
    if (chunks_ == 0 || chunks_ > kMostChunks || last < kTagBytes + (chunks_ > 1 ? 1 : 0)) {
      corrupt("It is cut off.");
    }
    size_ = body - chunks_ * kTagBytes;
  }

  void load(std::uint64_t index) {
    if (loaded_ == index) return;
    loaded_ = kMostChunks;
    const bool last = index + 1 == chunks_;
    const std::size_t bytes = last ? size_ - index * chunk_bytes_ : chunk_bytes_;
    const std::span<unsigned char> sealed = std::span(sealed_).first(bytes + kTagBytes);
    const std::uint64_t offset = header_bytes_ + index * (std::uint64_t{chunk_bytes_} + kTagBytes);
    if (file_->read_at(offset, {reinterpret_cast<char*>(sealed.data()), sealed.size()}) !=
        sealed.size()) {
      corrupt("It became shorter while it was read.");
    }
    if (!gcm_.open(label_.nonce(index), label_.associated(index, last), sealed, plain_->bytes())) {
      corrupt("Chunk " + std::to_string(index + 1) + " of " + std::to_string(chunks_) +
              " was changed, or chunks are missing or out of order.");
    }
    loaded_ = index;
    loaded_bytes_ = bytes;
  }

  [[noreturn]] void corrupt(std::string detail) const {
    throw Error(Code::corrupt_data, "encrypted file " + quoted_path(name_) + " is damaged",
                std::move(detail));
  }

  std::unique_ptr<Reader> file_;
  std::string name_;
  Gcm gcm_;
  ChunkLabel label_;
  std::uint64_t header_bytes_;
  std::uint32_t chunk_bytes_;
  std::uint64_t chunks_ = 0;
  std::uint64_t size_ = 0;
  std::unique_ptr<PlainBuffer> plain_;
  std::vector<unsigned char> sealed_;
  std::uint64_t loaded_ = kMostChunks;
  std::size_t loaded_bytes_ = 0;
  std::uint64_t position_ = 0;
};

}  // namespace

std::unique_ptr<Writer> encrypting_writer(std::unique_ptr<Writer> file, const Key& key,
                                          std::uint32_t chunk_bytes) {
  if (chunk_bytes < kSmallestChunk || chunk_bytes > kLargestChunk) {
    throw Error(Code::internal_error, "a chunk of that size can't be read back");
  }
  return std::make_unique<EncryptingWriter>(std::move(file), make_envelope(key, chunk_bytes));
}

std::unique_ptr<Reader> decrypting_reader(std::unique_ptr<Reader> file, const Key& key,
                                          std::string name) {
  const EnvelopeHeader header = read_header(*file, name);
  const Key data_key = unwrap_key(header, key, name);
  return std::make_unique<DecryptingReader>(std::move(file), header, data_key, std::move(name));
}

EnvelopeInfo describe_envelope(Reader& file, std::string_view name) {
  EnvelopeHeader header = read_header(file, name);
  return {std::move(header.key_id), header.chunk_bytes};
}

}  // namespace tamis::storage
