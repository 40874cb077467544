#include "core/catalog/tables.h"

namespace tamis::catalog {

std::vector<Function> export_functions() { return {}; }

}  // namespace tamis::catalog
