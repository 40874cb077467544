#include "core/version/version.h"

namespace tamis::version {

std::string_view number() noexcept { return TAMIS_VERSION; }

document::Json describe() {
  return {{"tamis", number()}, {"formats", {{"manifest", 2}, {"profile", 3}, {"sketch", 3}}}};
}

}  // namespace tamis::version
