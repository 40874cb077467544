#include "core/catalog/tables.h"

namespace tamis::catalog {

std::vector<Function> date_functions() { return {}; }

}  // namespace tamis::catalog
