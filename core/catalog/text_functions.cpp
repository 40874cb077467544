#include "core/catalog/tables.h"

namespace tamis::catalog {

std::vector<Function> text_functions() { return {}; }

}  // namespace tamis::catalog
