// The tables of SQL functions, one per subject; each stands in the file of its name.
#pragma once

#include <iterator>
#include <vector>

#include "core/catalog/function.h"

namespace tamis::catalog {

// A scalar that reads a text, as its options say.
inline Function reading_function(std::string_view name, Type result, Scalar scalar,
                                 std::string_view doc) {
  return {
      .name = name,
      .parameters = {{"value", Type::text}, {"options", Type::json, Parameter::Arity::optional}},
      .result = result,
      .columns = {},
      .callable = scalar,
      .doc = doc,
      .cost = 5};
}

std::vector<Function> run_functions();     // tamis_version, tamis_init
std::vector<Function> text_functions();    // tamis_clean, tamis_fold, tamis_snake_case
std::vector<Function> type_functions();    // tamis_type, tamis_cast, tamis_try_cast
std::vector<Function> number_functions();  // tamis_to_numeric, tamis_to_boolean
std::vector<Function> date_functions();    // tamis_normalize_date, tamis_to_date, ...
std::vector<Function>
sketch_functions();  // tamis_sketch, tamis_merge_sketch, tamis_profile_agg, ...
std::vector<Function> answer_functions();   // tamis_distinct, tamis_quantile, tamis_top
std::vector<Function> profile_functions();  // tamis_profile
std::vector<Function> quality_functions();  // tamis_circuit_breaker, tamis_clean_table, score, gate
std::vector<Function> rule_functions();     // tamis_check_rows, tamis_violations
std::vector<Function> split_functions();    // tamis_row_json, tamis_split
std::vector<Function> check_functions();    // tamis_check
std::vector<Function> suggest_functions();  // tamis_contract_suggest
std::vector<Function> compare_functions();  // tamis_drift, tamis_drift_of, tamis_reconcile
std::vector<Function> history_functions();  // tamis_row_hash, tamis_scd2_merge, ...
std::vector<Function> verify_functions();   // tamis_scd2_verify
std::vector<Function> upsert_functions();   // tamis_merge, tamis_watermark, ...
std::vector<Function> snapshot_functions();   // tamis_snapshot, tamis_restore, ...
std::vector<Function> dimension_functions();  // tamis_dim_date, tamis_load_fact
std::vector<Function> upkeep_functions();     // tamis_maintain
std::vector<Function> export_functions();     // tamis_export, tamis_verify_export
std::vector<Function> import_functions();     // tamis_import
std::vector<Function> retention_functions();  // tamis_expire_exports, tamis_retry_exports
std::vector<Function> privacy_functions();    // tamis_mask, tamis_decrypt
std::vector<Function> contract_functions();   // tamis_contract_put, tamis_contract_diff

}  // namespace tamis::catalog
