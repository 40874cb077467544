#include "core/catalog/tables.h"

namespace tamis::catalog {

std::vector<Function> snapshot_functions() { return {}; }

}  // namespace tamis::catalog
