// What the remote places ask of a store of objects. S3, Google Cloud Storage and Azure implement
// it; keys are whole names of objects in one bucket or container.
//
// An object appears as a whole: by put(), or by complete() after its parts have been uploaded where
// nobody sees them. All calls try again what may pass, and throw TransferError where that is in
// vain.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/storage/http/transport.h"

namespace tamis::storage {

struct Object {
  std::string key;
  std::uint64_t size = 0;
  std::string etag;
  std::optional<std::chrono::seconds> age;  // by the server's own clock, where head() asked
};

// An object under way.
struct Upload {
  std::string key;
  std::string id;
  std::optional<std::chrono::seconds> age;
};

struct Part {
  std::string tag;  // by which complete() names it
  std::string md5;  // raw
  std::uint64_t size = 0;
};

enum class PutResult : std::uint8_t { done, exists };

class ObjectStore {
 public:
  virtual ~ObjectStore() = default;

  // "s3://bucket/key"; without the slash for an empty key.
  virtual std::string address(std::string_view key) const = 0;
  virtual std::optional<Object> head(std::string_view key) = 0;
  // The bytes from `offset` on, exactly `size` of them. Throws io_error where the object is not
  // the one of that `etag` any more.
  virtual std::string get(std::string_view key, std::uint64_t offset, std::size_t size,
                          std::string_view etag) = 0;
  // Objects whose key starts with `prefix`, in the order of their keys, until `take` returns false.
  virtual void list(std::string_view prefix, const std::function<bool(Object)>& take) = 0;

  // `exists` only where it was to be created and something stands there.
  virtual PutResult put(std::string_view key, const Body& body, bool create_only) = 0;
  virtual Upload begin(std::string_view key) = 0;
  // Parts count from 1.
  virtual Part upload(const Upload& upload, unsigned number, const Body& body) = 0;
  virtual void complete(const Upload& upload, std::span<const Part> parts) = 0;
  // Nothing happens where there is no such upload.
  virtual void abort(const Upload& upload) = 0;
  // Uploads under keys with `prefix` that have been neither completed nor aborted. Empty where the
  // store forgets them by itself.
  virtual std::vector<Upload> uploads(std::string_view prefix) = 0;
  // Nothing happens where there is no such object.
  virtual void remove(std::string_view key) = 0;

  virtual unsigned most_parts() const noexcept = 0;
};

// SHA-256 in hex and MD5 in raw bytes, from one pass over a body.
struct BodyDigests {
  std::string sha256;
  std::string md5;
};
BodyDigests digests_of(const Body& body, const std::function<void()>& poll);

// Seconds between two times of a server: of "2024-03-01T12:00:00.000Z" or an HTTP date, and of an
// answer's Date header.
std::optional<std::chrono::seconds> age_at(std::string_view time, std::string_view date);

}  // namespace tamis::storage
