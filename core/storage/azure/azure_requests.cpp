#include "core/storage/azure/azure_requests.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/storage/azure/shared_key.h"
#include "core/storage/http/caller.h"
#include "core/storage/http/digest.h"
#include "core/storage/http/xml.h"

namespace tamis::storage {
namespace {

constexpr std::string_view kVersion = "2021-08-06";

void check_container(std::string_view name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (!(plain && name.size() >= 3 && name.size() <= 63) && name != "$web" && name != "$root") {
    throw Error(Code::invalid_value, "invalid name of a container",
                "It has 3 to 63 lower-case letters, digits and hyphens.",
                "Give az://container/folder. Keys and options do not belong in it.");
  }
}

// "sv=2021&sig=abc%3D", as Azure gives it.
void append_signature(Query& query, std::string_view sas) {
  while (!sas.empty()) {
    const std::string_view pair = sas.substr(0, sas.find('&'));
    sas.remove_prefix(std::min(pair.size() + 1, sas.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const auto value = percent_decoded(pair.substr(std::min(equals + 1, pair.size())));
    if (!value || equals == 0) {
      throw Error(Code::invalid_value, "the shared access signature has a broken part");
    }
    query.emplace_back(pair.substr(0, equals), *value);
  }
}

std::string hint_for(std::string_view word, int status) {
  if (word == "ContainerNotFound") return "Make the container first, or check its name.";
  if (word == "AuthenticationFailed") return "Check the account's key and this machine's clock.";
  if (status == 401 || status == 403) return "Check the credentials and what they allow.";
  return {};
}

}  // namespace

AzureRequests::AzureRequests(const RemoteAddress& address, Access access,
                             const RemoteOptions& options)
    : container_(address.bucket),
      account_(address.account.empty() ? access.account : address.account),
      access_(std::move(access)),
      shown_as_url_(!address.endpoint.empty()),
      encryption_scope_(options.encryption_scope),
      access_tier_(options.storage_class) {
  check_container(container_);
  if (access_.account.empty()) access_.account = account_;
  std::string named = options.endpoint.empty() ? access_.endpoint : options.endpoint;
  if (shown_as_url_) named = address.endpoint;
  if (named.empty() && account_.empty()) {
    throw Error(Code::insufficient_privilege, "no storage account for az://", {},
                "Name it in the address, as in https://account.blob.core.windows.net/container, or "
                "with the credentials.");
  }
  endpoint_ =
      Endpoint::parse(named.empty() ? "https://" + account_ + ".blob.core.windows.net" : named);
  shown_ = (shown_as_url_ ? endpoint_.text() + "/" : "az://") + container_;
  check_access(access_, endpoint_, options.endpoint, "az");
}

std::string AzureRequests::address(std::string_view key) const {
  if (key.empty()) return shown_;
  return shown_ + "/" + (shown_as_url_ ? percent_encoded(key, true) : std::string(key));
}

Request AzureRequests::make(const AzureCall& call,
                            std::chrono::system_clock::time_point now) const {
  Url url{endpoint_, endpoint_.base + "/" + percent_encoded(container_, false), call.query};
  if (!call.key.empty()) url.path += "/" + percent_encoded(call.key, true);
  Request request{call.method, std::move(url), call.headers, call.body};
  request.headers.push_back({"x-ms-version", std::string(kVersion)});
  request.headers.push_back({"x-ms-date", http_time(now)});
  if (!call.md5.empty()) request.headers.push_back({"content-md5", base64(call.md5)});
  if (!access_.bearer.empty()) {
    request.headers.push_back({"authorization", "Bearer " + access_.bearer});
  } else if (!access_.account_key.empty()) {
    std::string proof = shared_key(request, account_, access_.account_key);
    request.headers.push_back({"authorization", std::move(proof)});
  } else {
    append_signature(request.url.query, access_.sas);
  }
  return request;
}

Headers AzureRequests::block_headers() const {
  if (encryption_scope_.empty()) return {};
  return {{"x-ms-encryption-scope", encryption_scope_}};
}

Headers AzureRequests::blob_headers() const {
  Headers out = block_headers();
  if (!access_tier_.empty()) out.push_back({"x-ms-access-tier", access_tier_});
  return out;
}

std::optional<Failure> azure_failure(const std::string& deed, const Response& response,
                                     const Access& access) {
  if (response.status >= 200 && response.status < 300) return std::nullopt;
  const auto root = parse_xml(response.body);
  const bool is_error = root && root->name == "Error";
  std::string word = fit_for_message(
      is_error ? root->text_of("Code") : response.header("x-ms-error-code"), access);
  const std::string said =
      is_error ? fit_for_message(root->text_of("Message"), access) : std::string();
  const bool transient = word == "Md5Mismatch" || is_transient_status(response.status);
  std::string hint = hint_for(word, response.status);
  return answer_failure(deed, response, std::move(word), said, transient, std::move(hint));
}

}  // namespace tamis::storage
