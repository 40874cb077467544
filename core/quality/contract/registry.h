// Registered contracts: stored by name, version by version, in tamis_contract.
//
// A version is stored once and never changes. Putting the same content again stores nothing;
// putting other content under a version that is taken, or a version that is not above the last, is
// an error. A change that hurts readers (diff.h) is refused unless the major version rises or the
// caller declares it, with the changes as the error's detail.
//
// Functions that take a contract take a document, or the name of a registered one: "orders", or
// {"contract": "orders", "version": "1.2.0"}; without a version the last one. A JSON Schema says no
// version of its own: what registers it says which.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/document/options.h"
#include "core/engine/session.h"
#include "core/quality/contract/contract.h"

namespace tamis::quality {

// The document that the argument is or names. Throws invalid_value where no such contract or
// version is registered.
document::Json resolve_document(engine::Session& session, const document::Json& argument);

// The same, read for `table`; of a registered one the version is that of the registry.
Contract resolve_contract(engine::Session& session, const document::Json& argument,
                          std::string_view table);

// The name by which the argument refers to a registered contract; nothing for a document.
std::optional<std::string> referred_name(const document::Json& argument);

// A registered version, read for `table`; nothing where there is none.
std::optional<Contract> find_contract(engine::Session& session, std::string_view name,
                                      const std::string& version, std::string_view table);

// tamis_contract_put
document::Json put_contract(engine::Session& session, std::string_view name,
                            const document::Json& contract, document::Options options);

// tamis_contract_diff
document::Json contract_diff(engine::Session& session, const document::Json& before,
                             const document::Json& after, document::Options options);

}  // namespace tamis::quality
