#include "core/catalog/tables.h"

namespace tamis::catalog {

std::vector<Function> history_functions() { return {}; }

}  // namespace tamis::catalog
