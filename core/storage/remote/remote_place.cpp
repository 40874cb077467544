#include "core/storage/remote/remote_place.h"

#include <algorithm>

#include "core/error/error.h"
#include "core/storage/azure/azure_store.h"
#include "core/storage/s3/s3_store.h"

namespace tamis::storage {
namespace {

constexpr std::string_view kAzureHost = ".blob.core.";

[[noreturn]] void bad_address(std::string_view scheme, std::string detail) {
  throw Error(Code::invalid_value,
              "invalid address of a remote place: " + std::string(scheme) + "...",
              std::move(detail),
              "Give s3://bucket/folder, gs://bucket/folder, az://container/folder or "
              "https://account.blob.core.windows.net/container/folder.");
}

// The folder: as relative paths are, or empty.
std::string checked_key(std::string_view scheme, std::string_view key) {
  while (key.ends_with('/')) key.remove_suffix(1);
  if (key.empty()) return {};
  if (const auto fault = relative_path_fault(key)) {
    bad_address(scheme, "The part behind the bucket can't be used: " + std::string(*fault) + ".");
  }
  return std::string(key);
}

RemoteAddress azure_url(std::string_view argument) {
  constexpr std::string_view kScheme = "https://";
  const std::size_t slash = std::min(argument.find('/', kScheme.size()), argument.size());
  RemoteAddress out;
  out.store = Store::azure;
  out.endpoint = argument.substr(0, slash);
  const std::string_view host = argument.substr(kScheme.size(), slash - kScheme.size());
  out.account = host.substr(0, host.find('.'));
  const auto path = percent_decoded(argument.substr(std::min(slash + 1, argument.size())));
  if (!path) bad_address(kScheme, "It has a broken escape.");
  const std::size_t end = std::min(path->find('/'), path->size());
  out.bucket = path->substr(0, end);
  out.key = checked_key(kScheme, std::string_view(*path).substr(std::min(end + 1, path->size())));
  return out;
}

}  // namespace

std::optional<RemoteAddress> remote_address(std::string_view argument) {
  constexpr std::pair<std::string_view, Store> kSchemes[] = {
      {"s3://", Store::s3}, {"gs://", Store::gcs}, {"az://", Store::azure}};
  const bool url = argument.starts_with("https://");
  const auto* known =
      std::find_if(std::begin(kSchemes), std::end(kSchemes),
                   [&](const auto& entry) { return argument.starts_with(entry.first); });
  if (!url && known == std::end(kSchemes)) return std::nullopt;
  const std::string_view scheme = url ? "https://" : known->first;
  // Signatures and passwords come behind these.
  if (argument.find_first_of("?#@") != std::string_view::npos) {
    bad_address(scheme, "It has one of ? # @ in it: keys and options do not belong in an address.");
  }
  if (url) {
    const std::size_t host = argument.find(kAzureHost);
    if (host == std::string_view::npos || argument.substr(8, host - 8).find('/') != argument.npos) {
      bad_address(scheme, "Its host is none of Azure's.");
    }
    return azure_url(argument);
  }
  RemoteAddress out;
  out.store = known->second;
  argument.remove_prefix(scheme.size());
  const std::size_t slash = std::min(argument.find('/'), argument.size());
  out.bucket = argument.substr(0, slash);
  out.key = checked_key(scheme, argument.substr(std::min(slash + 1, argument.size())));
  return out;
}

void check_access(const Access& access, const Endpoint& endpoint, std::string_view option,
                  std::string_view scheme) {
  const bool token = !access.bearer.empty() || !access.sas.empty();
  const bool key = (!access.access_key.empty() && !access.secret_key.empty()) ||
                   (!access.account.empty() && !access.account_key.empty());
  if (!token && !key) {
    throw Error(Code::insufficient_privilege, "no credentials for " + std::string(scheme) + "://",
                {}, "See docs/storage.md for where they can stand.");
  }
  if (!token || endpoint.is_loopback()) return;
  if (!option.empty() && option != access.endpoint) {
    throw Error(Code::insufficient_privilege,
                "a token is not sent to an endpoint that an option names", {},
                "Store the endpoint together with the token.");
  }
  if (!endpoint.tls) {
    throw Error(Code::insufficient_privilege, "a token is not sent unencrypted", {},
                "Use an https:// endpoint.");
  }
}

std::shared_ptr<ObjectStore> open_store(const RemoteAddress& address, const Context& context) {
  const std::string_view scheme = scheme_of(address.store);
  std::optional<Access> access;
  if (context.access) {
    access = context.access(address.store,
                            std::string(scheme) + "://" + address.bucket + "/" + address.key);
  }
  if (!access) access = environment_access(address.store);
  if (!access) access.emplace();
  if (address.store == Store::azure) {
    return azure_store(address, std::move(*access), context.remote, context.poll);
  }
  return s3_store(address.store, address.bucket, std::move(*access), context.remote, context.poll);
}

}  // namespace tamis::storage
