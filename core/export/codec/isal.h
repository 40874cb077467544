// Which of gzip's levels ISA-L writes, and what it needs for them.
#pragma once

#ifdef TAMIS_HAS_ISAL
#include <isa-l/igzip_lib.h>

#include <cstddef>

namespace tamis::exports {

inline constexpr int kSlowestIsalLevel = 3;

constexpr std::size_t isal_work_size(int level) noexcept {
  switch (level) {
    case 1: return ISAL_DEF_LVL1_DEFAULT;
    case 2: return ISAL_DEF_LVL2_DEFAULT;
    default: return ISAL_DEF_LVL3_DEFAULT;
  }
}

}  // namespace tamis::exports
#endif
