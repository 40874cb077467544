// Values that are most likely another value of their column, written wrong.
//
// A value is taken for a misspelling of another that is far more frequent and few keystrokes away:
// a letter changed, left out, added or swapped with its neighbour. Digits never count as typed
// wrong, for a changed digit is another code: 10018 and 10028 are two providers, 1oo18 is neither.
// Case and spaces are the business of `variants`. How near is near grows with the length, and
// where the strings differ throughout the part in which they differ (Alaskan, SanTan), they are
// two words that share an ending.
//
// Being near proves nothing where good values are near each other too; so `crowded` says how many
// of the frequent ones are, and a suggestion weighs it.
//
// Sources: F. Damerau, "A technique for computer detection and correction of spelling errors",
// 1964; the restricted distance (optimal string alignment).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"
#include "core/quality/check/run.h"

namespace tamis::quality {

struct CountedValue {
  std::string_view text;
  std::int64_t count = 0;
};

struct Misspelling {
  std::size_t value = 0;  // places in what was searched
  std::size_t meant = 0;
  std::size_t edits = 0;
};

struct Misspellings {
  std::vector<Misspelling> found;  // by the place of the value
  std::size_t frequent = 0;        // values that others may be misspellings of
  std::size_t crowded = 0;         // of them, those as near to another of them
  bool complete = true;            // false: too many values to compare; nothing was found
};

// `values` in any order, each once; those of no letters and the very short are passed over.
Misspellings find_misspellings(std::span<const CountedValue> values);

// The rule Check::misspelling; its argument `known` lists values that are right although they look
// like others.
RuleResult run_misspelling(engine::Session& session, const engine::Relation& relation,
                           const Rule& rule, const CheckOptions& options);

}  // namespace tamis::quality
