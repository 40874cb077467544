// The rules that leave a part of a value to be seen.
#pragma once

#include <string>
#include <string_view>

namespace tamis::mask {

// Appends the value with all but its last four characters as '*', one each; a value of fewer than
// eight characters as '*' only, so that never more is shown than hidden. A character is a code
// point; a broken byte counts one and is never shown.
void append_last4(std::string_view value, std::string& out);

// Appends an IP address cut to its network: an IPv4 address to 24 bits, one mapped into IPv6
// likewise, any other IPv6 address to 48, in the form of RFC 5952. A prefix length behind the
// address is kept as far as the cut goes. False, and nothing appended, where the text is none.
bool append_network(std::string_view value, std::string& out);

// Appends a mail address with its local part as "***". False, and nothing appended, where the text
// has no local part or no domain, or more than a bare address.
bool append_domain(std::string_view value, std::string& out);

}  // namespace tamis::mask
