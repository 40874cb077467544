// Reading files that hold secrets.
#pragma once

#include <string>
#include <string_view>

namespace tamis::storage {

// All of a small file that only its owner can read: mode 0600, or 0640 of root's, as PostgreSQL
// asks of the private key of its certificate. `what` names it in messages ("key file"), which never
// hold what is in it. Throws insufficient_privilege for a file that is open to others,
// limit_exceeded for one of more than `most` bytes.
std::string read_private_file(const std::string& path, std::string_view what, std::size_t most);

}  // namespace tamis::storage
