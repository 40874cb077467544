// How much more a file system takes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tamis::storage {

// Bytes free for the user who runs this, where files at that path would stand, be it there or not;
// nothing where the argument is no local path, or nobody can tell.
std::optional<std::uint64_t> free_bytes(std::string_view argument) noexcept;

}  // namespace tamis::storage
