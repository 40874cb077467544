// Contracts of unknown origin: refused with a place, or read; what is read can be written, read
// again as the same rules, and compared with itself without a difference.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/error/error.h"
#include "core/quality/contract/contract.h"
#include "core/quality/contract/diff.h"
#include "core/quality/contract/write.h"

namespace {

using tamis::document::Json;
using tamis::quality::Contract;

std::vector<std::string> sorted_rules(const Contract& contract) {
  std::vector<std::string> out;
  for (const tamis::quality::Rule& rule : contract.rules) {
    Json document = rule.document();
    document.erase("rule");
    out.push_back(tamis::document::canonical(document));
  }
  std::sort(out.begin(), out.end());
  return out;
}

void use(const Json& document) {
  const std::vector<Contract> contracts = tamis::quality::parse_contracts(document);
  if (!tamis::quality::diff_contracts(contracts, contracts, "2024-01-01").changes.empty()) {
    std::abort();
  }
  if (contracts.size() != 1 || contracts[0].object.empty() || !document.contains("kind")) return;
  // Relationships name objects, which are written as the tables they are.
  const Contract again =
      tamis::quality::parse_contract(tamis::quality::contract_document(contracts[0]));
  if (again.columns.size() != contracts[0].columns.size()) std::abort();
  if (sorted_rules(again) != sorted_rules(contracts[0])) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    use(tamis::document::parse(text, "contract"));
  } catch (const tamis::Error&) {
    return 0;
  }
  return 0;
}
