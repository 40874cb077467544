// Idempotency tokens: what makes a call that is repeated the same export.
//
// A token reads {table}_{partition}_{label}_{hash8}. The label says what the source held: the
// caller's name for it, or the end of the range of changes; the hash is of everything that the
// files depend on: source, destination, options, and the range. The present time is no part of it,
// or a retry would have another token.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/export/manifest/manifest.h"
#include "core/export/plan/mode_options.h"

namespace tamis::exports {

struct TokenParts {
  std::string_view table;
  std::string_view source;
  std::string_view destination;  // as asked for, with its tokens
  std::string_view options;      // as asked for
};

// The token of the export, as given or made; nothing where there is none.
std::optional<std::string> token_of(const ModeOptions& options, const TokenParts& parts,
                                    const std::optional<WatermarkRange>& range);

}  // namespace tamis::exports
