#include "core/quality/contract/string_formats.h"

#include "core/quality/check/formats.h"

namespace tamis::quality {

std::string known_format(const ContractNode& format) {
  const auto& written = format.value().get_ref<const std::string&>();
  if (written == "password" || written == "binary") return {};
  if (find_format(written) == nullptr) format.invalid("one of " + listed_formats());
  return written;
}

}  // namespace tamis::quality
