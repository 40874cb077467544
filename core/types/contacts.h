// How a person or a page is reached: mail addresses, URLs, telephone numbers.
//
// Mail addresses are those that people have (RFC 5321 without quoted local parts, domains of any
// script). A URL has its scheme: www.example.com alone is a name. A telephone number needs a mark
// that makes it one, because codes are written with hyphens and blanks too: a plus sign, an area
// code in parentheses, the groups of North America (555-123-4567), or a leading zero and blanks, as
// most of the world writes its own (030 123456, 01 23 45 67 89). An ISBN, a social security number
// or a bank's code is none.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace tamis::types {

bool is_email(std::string_view text) noexcept;
// With the domain in lower case: what stands before the @ is its owner's to tell apart.
std::size_t write_email(std::string_view text, std::span<char> out) noexcept;

bool is_url(std::string_view text) noexcept;
// With the scheme and the host in lower case: the text itself where they are, empty where `out` is
// too small.
std::string_view write_url(std::string_view text, std::span<char> out) noexcept;

bool is_phone(std::string_view text) noexcept;
// The digits behind a plus sign (E.164); 0 where the country is not said, or an extension follows.
std::size_t write_phone(std::string_view text, std::span<char> out) noexcept;

}  // namespace tamis::types
