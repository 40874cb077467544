#include "core/types/addresses.h"

#include <algorithm>
#include <charconv>

#include "core/types/bytes.h"

namespace tamis::types {
namespace {

constexpr std::size_t kLongestZone = 32;
constexpr std::size_t kGroups = 8;
constexpr std::string_view kHexDigits = "0123456789abcdef";

// A number without leading zeros, at most `most`, from the front of `text`.
bool take_number(std::string_view& text, int most, int& out) noexcept {
  const std::size_t digits = run_of(text, 0, kDigit);
  if (digits < 1 || digits > 3 || (digits > 1 && text[0] == '0')) return false;
  out = 0;
  for (std::size_t i = 0; i < digits; ++i) out = out * 10 + (text[i] - '0');
  text.remove_prefix(digits);
  return out <= most;
}

bool scan_ipv4(std::string_view text, std::uint8_t* out) noexcept {
  for (int i = 0; i < 4; ++i) {
    if (i > 0 && !text.starts_with('.')) return false;
    if (i > 0) text.remove_prefix(1);
    int octet = 0;
    if (!take_number(text, 255, octet)) return false;
    out[i] = static_cast<std::uint8_t>(octet);
  }
  return text.empty();
}

bool is_zone(std::string_view zone) noexcept {
  return !zone.empty() && zone.size() <= kLongestZone &&
         std::all_of(zone.begin(), zone.end(), [](char c) {
           return is(c, kDigit | kLetter) || c == '.' || c == '_' || c == '-';
         });
}

// The groups of an IPv6 address, one by one.
class GroupScan {
 public:
  explicit GroupScan(std::string_view text) noexcept : text_(text) {}

  bool run(std::array<std::uint8_t, 16>& out) noexcept {
    if (text_.starts_with("::")) {
      gap_ = 0;
      text_.remove_prefix(2);
    }
    while (!text_.empty()) {
      if (!take_group()) return false;
    }
    if (gap_ < 0 ? count_ != kGroups : count_ >= kGroups) return false;
    spread(out);
    return true;
  }

 private:
  bool take_group() noexcept {
    const std::size_t digits = run_of(text_, 0, kHex);
    if (digits < 1 || digits > 4 || count_ == kGroups) return false;
    if (digits < text_.size() && text_[digits] == '.') return take_ipv4();
    unsigned value = 0;
    for (std::size_t i = 0; i < digits; ++i) value = value << 4U | hex_value(text_[i]);
    put(value);
    text_.remove_prefix(digits);
    if (text_.empty()) return true;
    if (text_.starts_with("::")) {
      if (gap_ >= 0) return false;
      gap_ = static_cast<int>(count_);
      text_.remove_prefix(2);
      return true;
    }
    if (!text_.starts_with(':')) return false;
    text_.remove_prefix(1);
    return !text_.empty();
  }

  bool take_ipv4() noexcept {
    std::array<std::uint8_t, 4> four{};
    if (count_ + 2 > kGroups || !scan_ipv4(text_, four.data())) return false;
    put(unsigned{four[0]} << 8U | four[1]);
    put(unsigned{four[2]} << 8U | four[3]);
    text_ = {};
    return true;
  }

  void put(unsigned value) noexcept { groups_[count_++] = static_cast<std::uint16_t>(value); }

  void spread(std::array<std::uint8_t, 16>& out) const noexcept {
    const std::size_t missing = kGroups - count_;
    for (std::size_t i = 0; i < count_; ++i) {
      const std::size_t at = gap_ >= 0 && i >= static_cast<std::size_t>(gap_) ? i + missing : i;
      out[2 * at] = static_cast<std::uint8_t>(groups_[i] >> 8U);
      out[2 * at + 1] = static_cast<std::uint8_t>(groups_[i]);
    }
  }

  std::string_view text_;
  std::array<std::uint16_t, kGroups> groups_{};
  std::size_t count_ = 0;
  int gap_ = -1;  // the group before which "::" stands
};

bool scan_ipv6(std::string_view text, IpAddress& out) noexcept {
  const std::size_t percent = text.find('%');
  if (percent != std::string_view::npos) {
    out.zone = text.substr(percent + 1);
    if (!is_zone(out.zone)) return false;
    text = text.substr(0, percent);
  }
  return text.find(':') != std::string_view::npos && GroupScan(text).run(out.bytes);
}

// The longest run of at least two groups of zeros (RFC 5952, 4.2).
void longest_gap(const std::array<std::uint16_t, kGroups>& groups, std::size_t& at,
                 std::size_t& size) noexcept {
  for (std::size_t i = 0; i < kGroups; ++i) {
    std::size_t end = i;
    while (end < kGroups && groups[end] == 0) ++end;
    if (end - i < 2 || end - i <= size) continue;
    at = i;
    size = end - i;
  }
}

char* write_decimal(int value, char* at) noexcept { return std::to_chars(at, at + 4, value).ptr; }

char* write_ipv4(const std::uint8_t* bytes, char* at) noexcept {
  for (int i = 0; i < 4; ++i) {
    if (i > 0) *at++ = '.';
    at = write_decimal(bytes[i], at);
  }
  return at;
}

char* write_ipv6(const std::array<std::uint8_t, 16>& bytes, char* at) noexcept {
  std::array<std::uint16_t, kGroups> groups{};
  for (std::size_t i = 0; i < kGroups; ++i) {
    groups[i] = static_cast<std::uint16_t>(bytes[2 * i] << 8U | bytes[2 * i + 1]);
  }
  constexpr std::array<std::uint16_t, 6> kMapped = {0, 0, 0, 0, 0, 0xFFFF};
  if (std::equal(kMapped.begin(), kMapped.end(), groups.begin())) {
    constexpr std::string_view kPrefix = "::ffff:";
    return write_ipv4(bytes.data() + 12, at + kPrefix.copy(at, kPrefix.size()));
  }
  std::size_t gap = kGroups;
  std::size_t size = 0;
  longest_gap(groups, gap, size);
  for (std::size_t i = 0; i < kGroups; ++i) {
    if (i == gap) {
      *at++ = ':';
      *at++ = ':';
      i += size - 1;
      continue;
    }
    if (i > 0 && i != gap + size) *at++ = ':';
    at = std::to_chars(at, at + 4, groups[i], 16).ptr;
  }
  return at;
}

}  // namespace

bool scan_ip(std::string_view text, IpAddress& out) noexcept {
  out.version = 4;
  if (scan_ipv4(text, out.bytes.data())) return true;
  out.version = 6;
  return scan_ipv6(text, out);
}

bool scan_network(std::string_view text, IpAddress& out) noexcept {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || !scan_ip(text.substr(0, slash), out)) return false;
  std::string_view rest = text.substr(slash + 1);
  return out.zone.empty() && take_number(rest, out.version == 4 ? 32 : 128, out.prefix) &&
         rest.empty();
}

std::size_t write_ip(const IpAddress& address, std::span<char> out) noexcept {
  char* at = out.data();
  at = address.version == 4 ? write_ipv4(address.bytes.data(), at) : write_ipv6(address.bytes, at);
  if (!address.zone.empty()) {
    *at++ = '%';
    at += address.zone.copy(at, address.zone.size());
  }
  if (address.prefix >= 0) {
    *at++ = '/';
    at = write_decimal(address.prefix, at);
  }
  return static_cast<std::size_t>(at - out.data());
}

bool scan_mac(std::string_view text, MacAddress& out) noexcept {
  const bool dots = text.size() == 14;
  if (!dots && text.size() != 17) return false;
  const std::size_t group = dots ? 4 : 2;
  const char mark = text[group];
  if (dots ? mark != '.' : mark != ':' && mark != '-') return false;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % (group + 1) == group) {
      if (text[i] != mark) return false;
      continue;
    }
    if (!is(text[i], kHex)) return false;
    std::uint8_t& byte = out[digits++ / 2];
    byte = static_cast<std::uint8_t>(byte * 16 + hex_value(text[i]));
  }
  return true;
}

std::size_t write_mac(const MacAddress& address, std::span<char> out) noexcept {
  std::size_t at = 0;
  for (const std::uint8_t byte : address) {
    if (at > 0) out[at++] = ':';
    out[at++] = kHexDigits[byte >> 4U];
    out[at++] = kHexDigits[byte & 0xFU];
  }
  return at;
}

}  // namespace tamis::types
