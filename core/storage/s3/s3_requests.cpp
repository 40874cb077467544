#include "core/storage/s3/s3_requests.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/storage/http/digest.h"
#include "core/storage/remote/remote_place.h"

namespace tamis::storage {
namespace {

constexpr std::string_view kDefaultRegion = "us-east-1";
// SHA-256 of nothing.
constexpr std::string_view kEmptyPayload =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

void check_bucket(std::string_view bucket) {
  const bool plain = std::all_of(bucket.begin(), bucket.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
  if (!plain || bucket.size() < 3 || bucket.size() > 222 || bucket.starts_with('.') ||
      bucket.find("..") != std::string_view::npos) {
    throw Error(Code::invalid_value, "invalid name of a bucket",
                "It has 3 to 222 letters, digits, dots, hyphens and underscores.",
                "Give s3://bucket/folder or gs://bucket/folder. Keys and options do not belong in "
                "it.");
  }
}

std::string own_endpoint(Store store, const std::string& region) {
  if (store == Store::gcs) return "https://storage.googleapis.com";
  return "https://s3." + region + ".amazonaws.com" + (region.starts_with("cn-") ? ".cn" : "");
}

const std::string& first_of(const std::string& a, const std::string& b) {
  return a.empty() ? b : a;
}

}  // namespace

S3Requests::S3Requests(Store store, std::string bucket, Access access, const RemoteOptions& options)
    : store_(store),
      scheme_(store == Store::gcs ? kGoogleScheme : kAwsScheme),
      bucket_(std::move(bucket)),
      access_(std::move(access)),
      path_style_(options.path_style.value_or(true)),
      region_(first_of(options.region, access_.region)),
      sse_(options.sse),
      sse_key_id_(options.sse_key_id),
      storage_class_(options.storage_class) {
  check_bucket(bucket_);
  if (region_.empty()) region_ = store == Store::gcs ? "auto" : kDefaultRegion;
  const std::string& named = first_of(options.endpoint, access_.endpoint);
  endpoint_ = Endpoint::parse(named.empty() ? own_endpoint(store, region_) : named);
  // A certificate for *.s3.region.amazonaws.com covers no bucket with dots.
  if (!options.path_style && named.empty() && store == Store::s3) {
    path_style_ = bucket_.find('.') != std::string::npos;
  }
  check_access(access_, endpoint_, options.endpoint, scheme_of(store));
}

std::string S3Requests::address(std::string_view key) const {
  std::string out = std::string(scheme_of(store_)) + "://" + bucket_;
  return key.empty() ? out : out + "/" + std::string(key);
}

Url S3Requests::url(std::string_view key, const Query& query) const {
  Url out{endpoint_, endpoint_.base + "/", query};
  if (path_style_) {
    out.path += percent_encoded(bucket_, false);
    if (!key.empty()) out.path += "/";
  } else {
    out.endpoint.host.insert(0, bucket_ + ".");
  }
  out.path += percent_encoded(key, true);
  return out;
}

Request S3Requests::make(const S3Call& call, std::chrono::system_clock::time_point now) const {
  Request request{call.method, url(call.key, call.query), call.headers, call.body};
  const std::string vendor(scheme_.vendor);
  if (call.digests != nullptr) {
    request.headers.push_back({"content-md5", base64(call.digests->md5)});
  }
  if (!access_.bearer.empty()) {
    request.headers.push_back({"authorization", "Bearer " + access_.bearer});
    return request;
  }
  const std::string payload(call.digests != nullptr ? call.digests->sha256 : kEmptyPayload);
  const std::string time = signing_time(now);
  request.headers.push_back({vendor + "content-sha256", payload});
  request.headers.push_back({vendor + "date", time});
  if (!access_.session_token.empty()) {
    request.headers.push_back({vendor + "security-token", access_.session_token});
  }
  std::string signature = authorization(
      request, scheme_, {access_.access_key, access_.secret_key, region_}, payload, time);
  request.headers.push_back({"authorization", std::move(signature)});
  return request;
}

Headers S3Requests::object_headers() const {
  Headers out{{"content-type", "application/octet-stream"}};
  const std::string vendor(scheme_.vendor);
  if (store_ == Store::gcs) {
    if (!sse_key_id_.empty()) out.push_back({"x-goog-encryption-kms-key-name", sse_key_id_});
  } else if (!sse_.empty()) {
    out.push_back({"x-amz-server-side-encryption", sse_});
    if (!sse_key_id_.empty()) {
      out.push_back({"x-amz-server-side-encryption-aws-kms-key-id", sse_key_id_});
    }
  }
  if (!storage_class_.empty()) out.push_back({vendor + "storage-class", storage_class_});
  return out;
}

Header S3Requests::create_only_header() const {
  if (store_ == Store::gcs) return {"x-goog-if-generation-match", "0"};
  return {"if-none-match", "*"};
}

bool S3Requests::etags_are_md5() const noexcept { return store_ == Store::s3 && sse_ != "aws:kms"; }

std::string in_quotes_whole(std::string_view address) { return "\"" + std::string(address) + "\""; }

}  // namespace tamis::storage
