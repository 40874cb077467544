// Short codes that standards list, and numbers with check digits: what a value may be besides its
// type. Only a column of them tells: DE is a country, a language in capitals and a word's end.
//
// Sources: ISO 3166-1 (249 countries), ISO 639-1 (183 languages), ISO 4217 (the codes in use), the
// Luhn formula (ISO/IEC 7812-1, annex B), ISO 13616 (IBAN) with the check of ISO 7064, MOD 97-10.
#pragma once

#include <string_view>

#include "core/types/types.h"

namespace tamis::types {

// Of a text of any kind; none for most, after a look at its size and first bytes.
//   countries: DE, de, DEU      languages: de, DE, pt-BR, zh_Hant_TW      currencies: EUR
Hints hints_of(std::string_view text) noexcept;

// A code of ISO 4217 in capitals.
bool is_currency_code(std::string_view text) noexcept;

}  // namespace tamis::types
