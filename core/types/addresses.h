// Addresses of networks and their hardware: IPv4 (RFC 791), IPv6 (RFC 4291), networks of either
// with a prefix length (RFC 4632), and MAC addresses.
//
// Strict where leniency is dangerous: an octet with a leading zero is octal to some systems and
// decimal to others, so it is none.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tamis::types {

struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};  // the first four of version 4
  int version = 0;                       // 4 or 6
  int prefix = -1;                       // of a network: 10.0.0.0/8
  std::string_view zone;                 // of version 6: fe80::1%eth0
};

bool scan_ip(std::string_view text, IpAddress& out) noexcept;
bool scan_network(std::string_view text, IpAddress& out) noexcept;
// As RFC 5952 writes it; the zone as it is. Returns the bytes written to `out` (kCanonicalBytes).
std::size_t write_ip(const IpAddress& address, std::span<char> out) noexcept;

using MacAddress = std::array<std::uint8_t, 6>;

// 00:1b:44:11:3a:b7, 00-1B-44-11-3A-B7, 001b.4411.3ab7.
bool scan_mac(std::string_view text, MacAddress& out) noexcept;
// With colons, in lower case.
std::size_t write_mac(const MacAddress& address, std::span<char> out) noexcept;

}  // namespace tamis::types
