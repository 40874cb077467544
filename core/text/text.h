// Text as it comes: white space that is not only ' ', missing markers, names.
//
// Unicode's own tables (normalisation, categories) come from utf8proc; what is here decides what
// counts as blank, missing or odd, once, for every module.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tamis::text {

// Without leading and trailing white space: ASCII blanks, U+00A0, U+1680, U+2000..U+200B, U+2028,
// U+2029, U+202F, U+205F, U+3000, U+FEFF.
std::string_view trimmed(std::string_view text) noexcept;

// Whether `text` (trimmed by the caller) is one of the markers people and programs write for
// "nothing", compared without case: NULL, (null), <null>, [null], N/A, NA, N A, n.a., NaN, -NaN,
// NaT, None, nil, -, --, en and em dash, ?, ., #N/A, #NA, #N/A N/A, <NA>, \N (a copied NULL),
// and the errors of spreadsheets (#DIV/0!, #REF! ...). Words that say why nothing is there
// (unknown, pending), 0, -9999, * and ! are values. Sources: the lists of R, pandas, agate and
// ptype.
bool is_missing_marker(std::string_view text) noexcept;

// What a text holds that should give pause. One pass, no allocation. Bits, so that the whole is
// returned in a register.
struct Traits {
  bool leading_space : 1 = false;
  bool trailing_space : 1 = false;
  bool control : 1 = false;  // C0 (but tab, LF, CR count too), DEL, C1
  bool nul : 1 = false;
  bool non_ascii : 1 = false;
  bool invalid_utf8 : 1 = false;
  bool odd_space : 1 = false;    // white space other than ' ' anywhere, or a double space inside
  std::uint32_t characters = 0;  // code points; a broken byte counts one
};
Traits traits(std::string_view text) noexcept;

// Cleaned: odd spaces to ' ', runs of spaces to one, control characters dropped, trimmed, Unicode
// NFC. Broken bytes are kept as they are. Returns `text` itself when there is nothing to do;
// otherwise the result stands in `storage`.
std::string_view cleaned(std::string_view text, std::string& storage);

// Whether cleaned() leaves the Unicode form of `text` as it is.
bool is_composed(std::string_view text);

enum class Casing : std::uint8_t { as_is, lower, upper, title };
// Each letter as Unicode's simple mappings give it, whatever the language; the result in NFC.
// Title: the first letter of each word is a capital, the others are not; an apostrophe ends no
// word, so that DON'T is Don't. Returns `text` itself where nothing changes.
std::string_view cased(std::string_view text, Casing casing, std::string& storage);

// AccountType -> account_type, "HTTP Server" -> http_server, "Größe (cm)" -> größe_cm.
// Never empty: a name without letters or digits becomes "column".
std::string snake_case(std::string_view name);

}  // namespace tamis::text
