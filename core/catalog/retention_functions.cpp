#include "core/catalog/tables.h"

namespace tamis::catalog {

std::vector<Function> retention_functions() { return {}; }

}  // namespace tamis::catalog
