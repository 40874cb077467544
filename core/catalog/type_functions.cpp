#include "core/catalog/tables.h"

namespace tamis::catalog {

std::vector<Function> type_functions() { return {}; }

}  // namespace tamis::catalog
