// Quality entries: the standard's library metrics, SQL, and checks of ours in type "custom".
//
//   {"metric": "nullValues", "mustBeLessThan": 1, "unit": "percent"}
//   {"type": "sql", "query": "SELECT count(*) FROM {object} WHERE ...", "mustBe": 0}
//   {"type": "custom", "engine": "tamis",
//    "implementation": {"check": "compare", "columns": ["opened", "closed"], "operator": "<="}}
//
// An implementation of ours names a check of kinds() and its arguments; `columns` are those it
// judges (on a property that property, unless said otherwise), `to` the columns of the other table
// where a check has one. Its tolerance, `where`, `warn` and `weight` stand beside them, because the
// standard takes operators of library and SQL entries only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/quality/contract/contract.h"
#include "core/quality/contract/contract_node.h"

namespace tamis::quality {

// Property names of a schema object, and the columns they stand for.
using ColumnNames = std::map<std::string, std::string, std::less<>>;

class QualityRules {
 public:
  QualityRules(const ColumnNames& names, Contract& contract) : names_(names), contract_(contract) {}

  // The entries of a property (`column`) or of the schema object (nullptr).
  void add(const ContractNode& element, const ContractColumn* column);

 private:
  void add_entry(const ContractNode& entry);
  Rule library_rule(const ContractNode& entry) const;
  Rule sql_rule(const ContractNode& entry) const;
  Rule custom_rule(const ContractNode& entry) const;
  void read_columns(const ContractNode& implementation, Rule& rule) const;
  void read_arguments(const ContractNode& implementation, Rule& rule) const;
  Rule make(std::string_view name, Check check) const;
  std::string physical(const std::string& name) const;
  void finish(const ContractNode& entry, Rule& rule) const;

  const ColumnNames& names_;
  Contract& contract_;
  const ContractColumn* column_ = nullptr;
};

}  // namespace tamis::quality
