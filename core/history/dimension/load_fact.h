// tamis_load_fact: facts get the keys of the versions that held when they happened.
//
// The source is read once, into a temporary table; the versions of the keys that it names are laid
// beside it, and each fact meets one version of each dimension at most, so that as many rows go out
// as came in. What does not meet the version it should (a key the dimension does not know, a moment
// before its first version or after its end, a NULL) is counted by kind, and handled as the options
// say, or refused before the first write.
//
// The ideas: Kimball and Ross, The Data Warehouse Toolkit, chapters 3 and 19 (unknown members,
// late-arriving dimensions, surrogate key pipeline).
#pragma once

#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::history {

// Returns the document that docs/documents.md describes ("Fact load").
document::Json load_fact(engine::Session& session, std::string_view target, std::string_view source,
                         std::string_view options);

}  // namespace tamis::history
