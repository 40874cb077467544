#include "core/catalog/tables.h"

namespace tamis::catalog {

std::vector<Function> dimension_functions() { return {}; }

}  // namespace tamis::catalog
