#include "core/catalog/tables.h"

namespace tamis::catalog {

std::vector<Function> privacy_functions() { return {}; }

}  // namespace tamis::catalog
