// Requests to a container of Azure Storage: addressed, with its headers, authorized.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/storage/access.h"
#include "core/storage/http/retry.h"
#include "core/storage/http/transport.h"
#include "core/storage/remote/remote_options.h"
#include "core/storage/remote/remote_place.h"

namespace tamis::storage {

struct AzureCall {
  std::string_view method;
  std::string_view key{};
  Query query{};
  Headers headers{};
  std::string deed{};
  const Body* body = nullptr;
  std::string md5{};  // of the body, raw
  std::size_t most = std::size_t{1} << 20U;
};

class AzureRequests {
 public:
  AzureRequests(const RemoteAddress& address, Access access, const RemoteOptions& options);

  const Access& access() const noexcept { return access_; }
  std::string address(std::string_view key) const;
  Request make(const AzureCall& call, std::chrono::system_clock::time_point now) const;
  // Encryption and tier, of requests that make a blob; encryption alone of those that send a block.
  Headers blob_headers() const;
  Headers block_headers() const;

 private:
  std::string container_;
  std::string account_;
  Access access_;
  Endpoint endpoint_;
  std::string shown_;  // "az://container" or "https://account.../container"
  bool shown_as_url_;
  std::string encryption_scope_;
  std::string access_tier_;
};

// What is wrong with an answer, or nothing for 2xx.
std::optional<Failure> azure_failure(const std::string& deed, const Response& response,
                                     const Access& access);

}  // namespace tamis::storage
