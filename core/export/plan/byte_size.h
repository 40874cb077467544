// Sizes as options write them: 1048576, "200MB", "1.5 GiB".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/document/options.h"

namespace tamis::exports {

// kB, MB, GB and TB count by thousands, KiB, MiB, GiB and TiB by 1024; case does not matter.
// Nothing for what is no size.
std::optional<std::int64_t> byte_size(std::string_view text) noexcept;

// Throws invalid_option for what is no size, or a smaller one than `least`.
std::optional<std::int64_t> read_byte_size(document::Options& options, std::string_view key,
                                           std::int64_t least);

}  // namespace tamis::exports
