// Signature Version 4: what proves to S3, and to Google Cloud Storage, who asks.
//
// The signature covers method, path, query, the headers sent and the SHA-256 of the payload, which
// is never left unsigned here. The path is escaped once and not normalised, as S3 wants it, unlike
// other services of AWS. Google's variant differs in its words only; its requests may not mix
// "x-goog-" and "x-amz-" headers.
// Sources: AWS, "Authenticating Requests: Using the Authorization Header (AWS Signature Version
// 4)"; Google, "V4 signing process with your own program".
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/storage/http/transport.h"

namespace tamis::storage {

struct SigningScheme {
  std::string_view algorithm;
  std::string_view key_prefix;
  std::string_view service;
  std::string_view terminator;
  std::string_view vendor;  // of header names
};
constexpr SigningScheme kAwsScheme{"AWS4-HMAC-SHA256", "AWS4", "s3", "aws4_request", "x-amz-"};
constexpr SigningScheme kGoogleScheme{"GOOG4-HMAC-SHA256", "GOOG4", "storage", "goog4_request",
                                      "x-goog-"};

struct SigningKey {
  std::string_view access_key;
  std::string_view secret_key;
  std::string_view region;
};

// "20240301T120000Z"
std::string signing_time(std::chrono::system_clock::time_point now);

// The text whose digest is signed. `payload` is the SHA-256 of the body in hex.
std::string canonical_request(const Request& request, std::string_view payload);

// The value of the Authorization header for a request that has all its other headers.
std::string authorization(const Request& request, const SigningScheme& scheme,
                          const SigningKey& key, std::string_view payload, std::string_view time);

}  // namespace tamis::storage
