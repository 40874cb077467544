// The types that a text has by its form alone: what is neither a plain number, a date nor a word.
//
// A column of free text must cost next to nothing, so each detector runs only on what could be its
// own by the first byte, the byte behind the first digits or letters, and the last one.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "core/types/reader.h"

namespace tamis::types {

// Of a text that begins with `digits` digits and is no plain number, before it is taken for a date;
// what may be a date too is left to take_form.
bool take_form_ahead_of_date(std::string_view text, std::size_t digits, Detail& detail) noexcept;

// Of a text of any beginning that is no date.
void take_form(std::string_view text, Detail& detail) noexcept;

// The canonical text of one of these types (time to geo, but for uuid and code), as try_cast.
bool cast_form(std::string_view text, Type target, std::span<char> out,
               std::string_view& result) noexcept;

// Sets the fields that say a number; false where no double holds it.
bool take_number_fields(std::string_view digits, const Number& number, Detail& detail) noexcept;

}  // namespace tamis::types
