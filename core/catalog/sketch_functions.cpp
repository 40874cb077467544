#include "core/catalog/tables.h"

namespace tamis::catalog {

std::vector<Function> sketch_functions() { return {}; }

}  // namespace tamis::catalog
