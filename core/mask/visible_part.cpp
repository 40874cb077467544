#include "core/mask/visible_part.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "core/text/text.h"
#include "core/text/utf8.h"

namespace tamis::mask {
namespace {

constexpr std::size_t kShown = 4;
constexpr std::size_t kShortestShown = 2 * kShown;
constexpr unsigned kNetworkBits4 = 24;
constexpr unsigned kNetworkBits6 = 48;
constexpr std::string_view kHiddenLocalPart = "***";

// Where the last `count` characters start; nothing where one of them is broken.
std::optional<std::size_t> start_of_last(std::string_view value, std::size_t count) noexcept {
  std::size_t at = value.size();
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t length = 1;
    while (length < 4 && length < at &&
           (static_cast<unsigned char>(value[at - length]) & 0xC0U) == 0x80U) {
      ++length;
    }
    if (text::utf8_length(value.substr(at - length, length)) != length) return std::nullopt;
    at -= length;
  }
  return at;
}

struct Address {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  int family = AF_INET;
};

std::optional<Address> read_address(std::string_view text) noexcept {
  std::array<char, INET6_ADDRSTRLEN> copy{};
  if (text.size() >= copy.size() || text.find('\0') != std::string_view::npos) return std::nullopt;
  std::copy(text.begin(), text.end(), copy.begin());
  Address address;
  address.family = text.find(':') == std::string_view::npos ? AF_INET : AF_INET6;
  if (::inet_pton(address.family, copy.data(), address.bytes.data()) != 1) return std::nullopt;
  return address;
}

bool is_mapped(const Address& address) noexcept {
  static constexpr std::array<unsigned char, 12> kMapped = {0, 0, 0, 0, 0,    0,
                                                            0, 0, 0, 0, 0xFF, 0xFF};
  return address.family == AF_INET6 &&
         std::equal(kMapped.begin(), kMapped.end(), address.bytes.begin());
}

// The digits behind the slash; nothing where they are no prefix length of the family.
std::optional<unsigned> read_prefix(std::string_view digits, int family) noexcept {
  unsigned bits = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return bits <= (family == AF_INET ? 32U : 128U) ? std::optional(bits) : std::nullopt;
}

}  // namespace

void append_last4(std::string_view value, std::string& out) {
  const std::size_t characters = text::traits(value).characters;
  const std::optional<std::size_t> shown =
      characters < kShortestShown ? std::nullopt : start_of_last(value, kShown);
  out.append(shown ? characters - kShown : characters, '*');
  if (shown) out += value.substr(*shown);
}

bool append_network(std::string_view value, std::string& out) {
  value = text::trimmed(value);
  const std::size_t slash = value.find('/');
  std::string_view host = value.substr(0, slash);
  std::optional<Address> address = read_address(host.substr(0, host.find('%')));
  if (!address || (address->family == AF_INET && host.find('%') != std::string_view::npos)) {
    return false;
  }
  const unsigned kept = address->family == AF_INET ? kNetworkBits4
                        : is_mapped(*address)      ? 96 + kNetworkBits4
                                                   : kNetworkBits6;
  std::optional<unsigned> prefix;
  if (slash != std::string_view::npos) {
    prefix = read_prefix(value.substr(slash + 1), address->family);
    if (!prefix) return false;
  }
  std::fill(address->bytes.begin() + kept / 8, address->bytes.end(), static_cast<unsigned char>(0));
  std::array<char, INET6_ADDRSTRLEN> printed{};
  if (::inet_ntop(address->family, address->bytes.data(), printed.data(), printed.size()) ==
      nullptr) {
    return false;
  }
  out += printed.data();
  if (prefix) out += "/" + std::to_string(std::min(*prefix, kept));
  return true;
}

bool append_domain(std::string_view value, std::string& out) {
  value = text::trimmed(value);
  const std::size_t at = value.rfind('@');
  if (at == std::string_view::npos || at == 0) return false;
  const std::string_view domain = value.substr(at + 1);
  const bool plain = !domain.empty() && std::all_of(domain.begin(), domain.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || static_cast<unsigned char>(c) >= 0x80;
  });
  if (!plain) return false;
  out += kHiddenLocalPart;
  out += value.substr(at);
  return true;
}

}  // namespace tamis::mask
