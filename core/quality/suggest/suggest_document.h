// Drafts as an ODCS document: the standard's words where it has them, custom rules of the engine
// "tamis" where not; with each rule its evidence as the custom property "evidence".
#pragma once

#include <string>
#include <vector>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/profile/profile.h"
#include "core/quality/suggest/draft.h"

namespace tamis::quality {

// `drafts` are judged; `key`: the columns of the primary key.
document::Json contract_document(const engine::Relation& relation,
                                 const profile::TableProfile& profile, const Drafts& drafts,
                                 const std::vector<std::string>& key);

}  // namespace tamis::quality
