// What a new contract changes, and whom each change hurts.
//
// A contract is a promise about data, so it stands for a set: all tables that keep it. Of two
// contracts the sets say everything. In the words of schema registries (Confluent's), readers of
// the new contract are called new, and so on:
//
//   forward   old readers can read new data: all that keeps the new contract keeps the old one.
//             The promise got stronger; consumers needn't know, the producer must deliver it.
//   backward  new readers can read old data: all that kept the old contract keeps the new one.
//             The promise got weaker; consumers must be ready for what they never had to bear.
//   full      both: nothing that a check would tell.
//   breaking  neither.
//
// Turning the two documents round turns forward and backward round, for each change. What hurts
// consumers (backward and breaking) is what tamis_contract_put refuses without being told.
//
// Paths are those of ODCS references: /schema/orders/properties/amount/required.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/quality/contract/compare_rules.h"
#include "core/quality/contract/contract.h"

namespace tamis::quality {

enum class Compatibility : std::uint8_t { full, backward, forward, breaking };
std::string_view name_of(Compatibility compatibility) noexcept;
Compatibility compatibility_of(Change change) noexcept;

struct ContractChange {
  std::string path;
  std::string code;  // column_removed, type_widened, required_added, ...
  std::string what;
  Change change = Change::same;
  std::string why;
  bool review = false;     // compatible by what can be checked, but someone should look at it
  bool announced = false;  // the removal of a column that was deprecated, on or after its date

  bool breaks() const noexcept {
    return !announced && (change == Change::wider || change == Change::other);
  }
  document::Json document() const;
};

struct ContractDiff {
  std::vector<ContractChange> changes;  // by path and code

  Compatibility compatibility() const noexcept;  // of all of them together
  bool breaks() const noexcept;
  document::Json document() const;
};

// `now`, a date: from when on deprecated columns may go.
ContractDiff diff_contracts(const std::vector<Contract>& before, const std::vector<Contract>& after,
                            std::string_view now);

}  // namespace tamis::quality
