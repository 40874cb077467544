// Addresses of remote places, and who may be asked about them with what.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/storage/http/url.h"
#include "core/storage/remote/object_store.h"
#include "core/storage/storage.h"

namespace tamis::storage {

// "s3://bucket/folder", "gs://bucket/folder", "az://container/folder" or
// "https://account.blob.core.windows.net/container/folder".
struct RemoteAddress {
  Store store = Store::s3;
  std::string account;   // of an Azure URL, else empty
  std::string bucket;    // or container
  std::string key;       // without a slash at either end; may be empty
  std::string endpoint;  // of an Azure URL, else empty
};

// Nothing for what has no scheme of a remote store. Throws invalid_value for an address that has
// one and is none, without repeating what may be a secret in it.
std::optional<RemoteAddress> remote_address(std::string_view argument);

// The store of an address, opened with the context's access or the environment's. Throws
// insufficient_privilege where there is none.
std::shared_ptr<ObjectStore> open_store(const RemoteAddress& address, const Context& context);

// Throws insufficient_privilege where `access` has neither a key pair nor a token, or where a token
// would go to an endpoint that came from an option, or unencrypted to another machine.
void check_access(const Access& access, const Endpoint& endpoint, std::string_view option,
                  std::string_view scheme);

}  // namespace tamis::storage
