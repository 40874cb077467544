#include "core/storage/s3/sigv4.h"

#include <algorithm>
#include <map>

#include "core/storage/http/digest.h"
#include "core/storage/http/retry.h"

namespace tamis::storage {
namespace {

// Runs of spaces count as one.
std::string squeezed(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

// By name; headers of the same name are one, their values joined.
std::map<std::string, std::string> signed_headers(const Request& request) {
  std::map<std::string, std::string> out{{"host", request.url.endpoint.host}};
  for (const Header& header : request.headers) {
    const auto [it, added] = out.try_emplace(header.name, squeezed(header.value));
    if (!added) it->second += "," + squeezed(header.value);
  }
  return out;
}

std::string names_of(const std::map<std::string, std::string>& headers) {
  std::string out;
  for (const auto& [name, value] : headers) out += (out.empty() ? "" : ";") + name;
  return out;
}

}  // namespace

std::string signing_time(std::chrono::system_clock::time_point now) {
  std::string out;
  for (const char c : rfc3339(now)) {
    if (c != '-' && c != ':') out += c;
  }
  return out;
}

std::string canonical_request(const Request& request, std::string_view payload) {
  const auto headers = signed_headers(request);
  std::string out(request.method);
  out += "\n" + request.url.path + "\n" + request.url.query_text() + "\n";
  for (const auto& [name, value] : headers) out += name + ":" + value + "\n";
  out += "\n" + names_of(headers) + "\n";
  out += payload;
  return out;
}

std::string authorization(const Request& request, const SigningScheme& scheme,
                          const SigningKey& key, std::string_view payload, std::string_view time) {
  const std::string date(time.substr(0, 8));
  const std::string scope = date + "/" + std::string(key.region) + "/" +
                            std::string(scheme.service) + "/" + std::string(scheme.terminator);
  const std::string to_sign = std::string(scheme.algorithm) + "\n" + std::string(time) + "\n" +
                              scope + "\n" + hex(sha256(canonical_request(request, payload)));
  std::string secret = std::string(scheme.key_prefix) + std::string(key.secret_key);
  secret = hmac_sha256(secret, date);
  secret = hmac_sha256(secret, key.region);
  secret = hmac_sha256(secret, scheme.service);
  secret = hmac_sha256(secret, scheme.terminator);
  return std::string(scheme.algorithm) + " Credential=" + std::string(key.access_key) + "/" +
         scope + ", SignedHeaders=" + names_of(signed_headers(request)) +
         ", Signature=" + hex(hmac_sha256(secret, to_sign));
}

}  // namespace tamis::storage
