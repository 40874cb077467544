// Requests to an S3-like store: addressed, with the headers of the store, signed.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/storage/access.h"
#include "core/storage/http/transport.h"
#include "core/storage/remote/object_store.h"
#include "core/storage/remote/remote_options.h"
#include "core/storage/s3/sigv4.h"

namespace tamis::storage {

struct S3Call {
  std::string_view method;
  std::string_view key{};
  Query query{};
  Headers headers{};
  std::string deed{};
  const Body* body = nullptr;
  const BodyDigests* digests = nullptr;  // of the body
  std::size_t most = std::size_t{1} << 20U;
};

class S3Requests {
 public:
  S3Requests(Store store, std::string bucket, Access access, const RemoteOptions& options);

  const Access& access() const noexcept { return access_; }
  std::string address(std::string_view key) const;
  // Signed for `now`.
  Request make(const S3Call& call, std::chrono::system_clock::time_point now) const;
  // Encryption and class, of requests that begin an object.
  Headers object_headers() const;
  Header create_only_header() const;
  // Whether the store's ETags are made of MD5 digests, as far as is known here.
  bool etags_are_md5() const noexcept;

 private:
  Url url(std::string_view key, const Query& query) const;

  Store store_;
  SigningScheme scheme_;
  std::string bucket_;
  Access access_;
  Endpoint endpoint_;
  bool path_style_;
  std::string region_;
  std::string sse_;
  std::string sse_key_id_;
  std::string storage_class_;
};

// In double quotes, whole: an address that has been checked when it was parsed.
std::string in_quotes_whole(std::string_view address);

}  // namespace tamis::storage
