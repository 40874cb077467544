// The words by which people say that they have no value, where a marker of missing values would do.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "core/profile/kind.h"

namespace tamis::profile {
namespace {

// As letters and single blanks, in byte order. Words that may be an answer in some column (other,
// maybe, open) are left out: alone and often they are suspected all the same.
constexpr std::array<std::string_view, 44> kNoAnswers = {
    "blank",
    "confidential",
    "desconocido",
    "do not know",
    "dont know",
    "inconnu",
    "indefini",
    "k a",
    "ka",
    "keine angabe",
    "missing",
    "n d",
    "n k",
    "nao informado",
    "nc",
    "nd",
    "nk",
    "no answer",
    "no data",
    "no value",
    "not applicable",
    "not available",
    "not given",
    "not known",
    "not provided",
    "not recorded",
    "not reported",
    "not specified",
    "not stated",
    "not sure",
    "nr",
    "prefer not to say",
    "redacted",
    "refused",
    "sconosciuto",
    "suppressed",
    "tba",
    "tbc",
    "tbd",
    "unbekannt",
    "undefined",
    "unknown",
    "unspecified",
    "withheld",
};
static_assert(std::is_sorted(kNoAnswers.begin(), kNoAnswers.end()));

// Lower case; an apostrophe joins, whatever else is no letter parts.
std::string letters_of(std::string_view text) {
  std::string letters;
  bool parted = false;
  for (const char c : text) {
    const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    if (!letter) {
      parted = parted || (c != '\'' && static_cast<unsigned char>(c) < 0x80);
      continue;
    }
    if (parted && !letters.empty()) letters += ' ';
    letters += static_cast<char>(c | 0x20);
    parted = false;
  }
  return letters;
}

}  // namespace

bool says_no_answer(std::string_view text) {
  constexpr std::size_t kMostSigns = 3;
  const auto ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  const std::string letters = letters_of(text);
  if (letters.empty()) {
    return text.size() <= kMostSigns && std::all_of(text.begin(), text.end(), ascii);
  }
  return std::binary_search(kNoAnswers.begin(), kNoAnswers.end(), letters);
}

}  // namespace tamis::profile
