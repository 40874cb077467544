#include "core/catalog/tables.h"

namespace tamis::catalog {

std::vector<Function> upkeep_functions() { return {}; }

}  // namespace tamis::catalog
