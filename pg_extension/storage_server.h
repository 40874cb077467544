// Servers of the foreign data wrapper tamis_storage: stores that exports go to, and whose keys open
// them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tamis::pg {

// The options of a server and of the user's mapping to it. Throws undefined_table for no such
// server of ours, insufficient_privilege without USAGE on it.
std::vector<std::pair<std::string, std::string>> storage_server_settings(std::string_view server);

}  // namespace tamis::pg
