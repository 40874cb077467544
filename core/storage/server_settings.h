// What a named store is and what opens it, as users write it down: in the options of a PostgreSQL
// server and user mapping, or in a section of a credential file.
//
//   kind        "s3", "gcs" or "azure"; must be given
//   endpoint    "https://host[:port]"           region      of S3
//   account     of Azure
// and secrets, which belong to a user:
//   access_key, secret_key, session_token       S3; the first two also HMAC keys of Google's
//   bearer_token                                Google Cloud Storage, Azure
//   account_key, sas_token                      Azure
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/storage/access.h"

namespace tamis::storage {

using Settings = std::vector<std::pair<std::string, std::string>>;

// Where PostgreSQL keeps a setting: secrets in a user mapping only.
enum class SettingPlace : std::uint8_t { nowhere, server, user };

// Throws invalid_option, naming the setting and never its value, for one that has no place there,
// is empty or not printable ASCII, and for a kind that is none.
void check_settings(const Settings& settings, SettingPlace place);

// The access to all addresses of the server's kind; for those of another kind there is none, and
// asking is an error that says so. Throws invalid_option as check_settings(), and where the kind is
// missing. `server` is for messages.
AccessLookup server_lookup(const Settings& settings, std::string_view server);

}  // namespace tamis::storage
