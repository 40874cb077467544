#include "core/catalog/tables.h"

namespace tamis::catalog {

std::vector<Function> run_functions() { return {}; }

}  // namespace tamis::catalog
