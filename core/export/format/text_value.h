// Values out of the text that formats without types show them as.
#pragma once

#include <string>
#include <string_view>

#include "core/engine/value.h"
#include "core/export/format/binary_text.h"
#include "core/export/format/field.h"

namespace tamis::exports {

// What `text` is in a column: a number, boolean, decimal or bytes where it reads as one, times in
// CSV's form, else the text. False for a column of bytes and a text that stands for none. The value
// lives as long as `text` and `scratch`.
bool value_of_text(std::string_view text, const Field& field, BinaryStyle binary,
                   std::string& scratch, engine::Value& out);

// A plain decimal number: digits with a point between, a sign in front, no exponent.
bool is_plain_decimal(std::string_view text) noexcept;

}  // namespace tamis::exports
