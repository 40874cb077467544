#include "core/catalog/tables.h"

namespace tamis::catalog {

std::vector<Function> profile_functions() { return {}; }

}  // namespace tamis::catalog
