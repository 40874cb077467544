#include "core/catalog/tables.h"

namespace tamis::catalog {

std::vector<Function> import_functions() { return {}; }

}  // namespace tamis::catalog
