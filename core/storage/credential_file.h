// Named stores in a file, for hosts whose engine knows no users.
//
//   # comment
//   [backup]
//   kind = s3
//   endpoint = https://minio.example:9000
//   access_key = ...
//
// A section is a server, its lines are settings (server_settings.h). The file is the one that
// TAMIS_CREDENTIALS names, or ~/.config/tamis/credentials, and must be its owner's alone.
#pragma once

#include <string>
#include <string_view>

#include "core/storage/server_settings.h"

namespace tamis::storage {

// The path of the credential file. Throws invalid_value where neither variable is set.
std::string credential_path();

// The settings of the section `server`. Throws undefined_table for no such section, invalid_value
// naming the line, and nothing of it, that is none.
Settings read_credentials(const std::string& path, std::string_view server);

}  // namespace tamis::storage
