#include "core/quality/contract/diff.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/error/error.h"
#include "core/quality/check/deprecation.h"
#include "core/quality/contract/diff_parts.h"

namespace tamis::quality {
namespace {

using document::Json;

const Contract* find_object(const std::vector<Contract>& contracts, std::string_view name) {
  for (const Contract& contract : contracts) {
    if (contract.object == name) return &contract;
  }
  return nullptr;
}

// One object on each side is the same table by whatever name; among several the name decides.
const Contract* counterpart(const Contract& contract, const std::vector<Contract>& others,
                            bool both_single) {
  return both_single ? &others.front() : find_object(others, contract.object);
}

}  // namespace

std::string_view name_of(Compatibility compatibility) noexcept {
  static constexpr std::array<std::string_view, 4> kNames{"full", "backward", "forward",
                                                          "breaking"};
  return kNames[static_cast<std::size_t>(compatibility)];
}

Compatibility compatibility_of(Change change) noexcept {
  switch (change) {
    case Change::same: return Compatibility::full;
    case Change::wider: return Compatibility::backward;
    case Change::narrower: return Compatibility::forward;
    case Change::other: break;
  }
  return Compatibility::breaking;
}

Json ContractChange::document() const {
  Json out = {{"path", path}, {"code", code},
              {"what", what}, {"class", name_of(compatibility_of(change))},
              {"why", why},   {"breaks", breaks()}};
  if (review) out["review"] = true;
  if (announced) out["announced"] = true;
  return out;
}

Compatibility ContractDiff::compatibility() const noexcept {
  Change all = Change::same;
  for (const ContractChange& change : changes) all = joined(all, change.change);
  return compatibility_of(all);
}

bool ContractDiff::breaks() const noexcept {
  return std::any_of(changes.begin(), changes.end(),
                     [](const ContractChange& change) { return change.breaks(); });
}

Json ContractDiff::document() const {
  Json list = Json::array();
  for (const ContractChange& change : changes) list.push_back(change.document());
  return {{"version", 1},
          {"kind", "contract_diff"},
          {"class", name_of(compatibility())},
          {"breaks", breaks()},
          {"changes", std::move(list)}};
}

ContractDiff diff_contracts(const std::vector<Contract>& before, const std::vector<Contract>& after,
                            std::string_view now) {
  ContractDiff out;
  const bool both_single = before.size() == 1 && after.size() == 1;
  for (const Contract& old_contract : before) {
    const Contract* const new_contract = counterpart(old_contract, after, both_single);
    if (new_contract != nullptr) {
      diff_tables(old_contract, *new_contract, now, out.changes);
    } else if (!old_contract.object.empty()) {
      out.changes.push_back({"/schema/" + old_contract.object, "table_removed",
                             "the table is no longer promised", Change::wider,
                             "readers of the old contract look for it"});
    }
  }
  for (const Contract& new_contract : after) {
    if (counterpart(new_contract, before, both_single) != nullptr) continue;
    if (new_contract.object.empty()) continue;
    out.changes.push_back({"/schema/" + new_contract.object, "table_added",
                           "the table is newly promised", Change::narrower,
                           "readers of the old contract don't know it; old data lacks it"});
  }
  std::stable_sort(out.changes.begin(), out.changes.end(),
                   [](const ContractChange& a, const ContractChange& b) {
                     return std::pair(a.path, a.code) < std::pair(b.path, b.code);
                   });
  return out;
}

}  // namespace tamis::quality
