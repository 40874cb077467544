// Documents inside a value: JSON (RFC 8259) and XML.
//
// A JSON text is validated to its end, because a cast will be tried on the word of it. Of XML only
// what tells it from a text that merely begins with a bracket is looked at: the root's start and
// end.
#pragma once

#include <string_view>

namespace tamis::types {

// An object or an array, nested at most 512 deep; a lone string or number is none of a column's
// documents.
bool is_json(std::string_view text) noexcept;

// An element with its end tag, or an empty one, behind a declaration, a document type and comments
// if there are any.
bool is_xml(std::string_view text) noexcept;

}  // namespace tamis::types
