#include "core/catalog/tables.h"

namespace tamis::catalog {

std::vector<Function> quality_functions() { return {}; }

}  // namespace tamis::catalog
