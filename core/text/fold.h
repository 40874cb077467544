// Text folded for comparing: what differs only in case, spaces or Unicode form becomes equal.
//
// Case is folded as Unicode defines it (CaseFolding.txt, full: STRASSE and straße meet), form by
// NFKC (full width, ligatures, superscripts), as in its NFKC_Casefold for identifiers (UAX #31).
// The result is for comparing only, never for showing.
#pragma once

#include <string>
#include <string_view>

namespace tamis::text {

struct Folding {
  bool letter_case = true;
  bool spaces = true;  // all white space goes, also inside
  bool form = true;
};

// Broken bytes stay where they are.
std::string folded(std::string_view text, const Folding& folding);

}  // namespace tamis::text
