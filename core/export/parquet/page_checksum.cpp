#include "core/export/parquet/page_checksum.h"

#ifdef TAMIS_HAS_ISAL
#include <isa-l/crc.h>
#else
#include <zlib.h>
#endif

namespace tamis::exports::parquet::writer {

std::uint32_t page_checksum(std::string_view bytes) noexcept {
  const auto* const data = reinterpret_cast<const unsigned char*>(bytes.data());
#ifdef TAMIS_HAS_ISAL
  return crc32_gzip_refl(0, data, bytes.size());
#else
  return static_cast<std::uint32_t>(crc32_z(0, data, bytes.size()));
#endif
}

}  // namespace tamis::exports::parquet::writer
