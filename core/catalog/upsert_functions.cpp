#include "core/catalog/tables.h"

namespace tamis::catalog {

std::vector<Function> upsert_functions() { return {}; }

}  // namespace tamis::catalog
