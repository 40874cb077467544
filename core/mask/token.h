// Tokens that look like what they stand for: digits for digits, letters for letters.
//
// A token is made by a keyed permutation, so within one format two values never share a token, the
// same value has the same token wherever the same key is used, and joins on tokens are joins on
// values. The construction is format-preserving encryption as in FFX (Bellare, Rogaway and Spies,
// 2010) with characterwise addition: a balanced Feistel network of ten rounds over the ASCII digits
// and letters of the value. A round adds to each symbol of one half, modulo 10 or 26, a number
// drawn without bias from HMAC-SHA-256 of the format, the round and the other half; all other
// characters stay in place and are, with the kinds of the symbols, the format. Who holds the key
// can turn a token back; nobody else can.
//
// Small formats give permutations that can be guessed (NIST SP 800-38G revision 1 asks for a
// million possibilities), and characters beyond ASCII would stay as they are: such values, and long
// ones, get an opaque token instead, "tok_" and 32 hexadecimal digits of an HMAC.
#pragma once

#include <string>
#include <string_view>

#include "core/mask/keyed_hash.h"

namespace tamis::mask {

// Appends the token of `value`.
void append_token(HmacSha256& mac, std::string_view value, std::string& out);

}  // namespace tamis::mask
