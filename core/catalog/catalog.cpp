// The list of the functions that ship: one table per subject.
#include "core/catalog/tables.h"

namespace tamis::catalog {

std::span<const Function> catalog() {
  static const std::vector<Function> functions = [] {
    std::vector<Function> all;
    for (const auto table :
         {run_functions,     text_functions,    type_functions,     number_functions,
          date_functions,    sketch_functions,  answer_functions,   profile_functions,
          quality_functions, rule_functions,    check_functions,    contract_functions,
          suggest_functions, compare_functions, split_functions,    history_functions,
          verify_functions,  upsert_functions,  snapshot_functions, dimension_functions,
          upkeep_functions,  export_functions,  import_functions,   retention_functions,
          privacy_functions}) {
      std::vector<Function> part = table();
      std::move(part.begin(), part.end(), std::back_inserter(all));
    }
    return all;
  }();
  return functions;
}

}  // namespace tamis::catalog
