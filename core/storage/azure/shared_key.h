// Shared Key: what proves to Azure Storage who asks.
// Source: Microsoft, "Authorize with Shared Key", for versions 2015-02-21 and later.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/storage/http/transport.h"

namespace tamis::storage {

// "Fri, 01 Mar 2024 12:00:00 GMT"
std::string http_time(std::chrono::system_clock::time_point time);

// The text that is signed. The request has all its headers but Authorization.
std::string shared_key_text(const Request& request, std::string_view account);

// The value of the Authorization header. `key` is in base64, as Azure gives it.
std::string shared_key(const Request& request, std::string_view account, std::string_view key);

}  // namespace tamis::storage
