#include "core/storage/http/url.h"

#include <algorithm>
#include <charconv>

#include "core/error/error.h"
#include "core/storage/http/digest.h"

namespace tamis::storage {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_unreserved(char c) noexcept {
  return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

[[noreturn]] void bad_endpoint(std::string detail) {
  throw Error(Code::invalid_value, "invalid endpoint of a remote store", std::move(detail),
              "Give it as https://host or https://host:port, without user, password or query.");
}

// Splits "host:port" or "[address]:port".
std::pair<std::string_view, std::string_view> split_port(std::string_view authority) {
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.rfind(':');
  if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket)) {
    return {authority, {}};
  }
  return {authority.substr(0, colon), authority.substr(colon + 1)};
}

bool is_host(std::string_view host) noexcept {
  if (host.starts_with('[') && host.ends_with(']') && host.size() > 3) {
    host = host.substr(1, host.size() - 2);
    return std::all_of(host.begin(), host.end(), [](char c) {
      return is_digit(c) || (c >= 'a' && c <= 'f') || c == ':' || c == '.';
    });
  }
  return !host.empty() && host.size() <= 253 && is_unreserved(host.front()) &&
         std::all_of(host.begin(), host.end(), is_unreserved);
}

}  // namespace

std::string percent_encoded(std::string_view text, bool keep_slashes) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c) || (keep_slashes && c == '/')) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  return out;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const std::string byte = from_hex(text.substr(i + 1, 2));
    if (byte.size() != 1) return std::nullopt;
    out += byte;
    i += 2;
  }
  return out;
}

Endpoint Endpoint::parse(std::string_view text) {
  Endpoint out;
  if (text.starts_with("https://")) {
    text.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    text.remove_prefix(7);
    out.tls = false;
  } else {
    bad_endpoint("It starts with neither https:// nor http://.");
  }
  if (text.find_first_of("@?#\\") != std::string_view::npos) {
    bad_endpoint("It has one of @ ? # \\ in it.");
  }
  const std::size_t slash = std::min(text.find('/'), text.size());
  std::string_view base = text.substr(slash);
  while (base.ends_with('/')) base.remove_suffix(1);
  const auto [host, port] = split_port(text.substr(0, slash));
  std::transform(host.begin(), host.end(), std::back_inserter(out.host), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (!is_host(out.host)) bad_endpoint("It has no valid host.");
  if (!port.empty()) {
    unsigned number = 0;
    const auto [end, fault] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (fault != std::errc() || end != port.data() + port.size() || number == 0 || number > 65535) {
      bad_endpoint("Its port is no number from 1 to 65535.");
    }
    if (number != (out.tls ? 443U : 80U)) out.host += ":" + std::to_string(number);
  }
  const auto plain_base = percent_decoded(base);
  if (!plain_base) bad_endpoint("Its path has a broken escape.");
  out.base = percent_encoded(*plain_base, true);
  return out;
}

bool Endpoint::is_loopback() const noexcept {
  const std::string_view name = split_port(host).first;
  return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

std::string Endpoint::text() const { return (tls ? "https://" : "http://") + host + base; }

std::string Url::query_text() const {
  Query encoded;
  for (const auto& [name, value] : query) {
    encoded.emplace_back(percent_encoded(name, false), percent_encoded(value, false));
  }
  std::sort(encoded.begin(), encoded.end());
  std::string out;
  for (const auto& [name, value] : encoded) {
    if (!out.empty()) out += '&';
    out += name + "=" + value;
  }
  return out;
}

std::string Url::text() const {
  std::string out = (endpoint.tls ? "https://" : "http://") + endpoint.host + path;
  const std::string tail = query_text();
  return tail.empty() ? out : out + "?" + tail;
}

}  // namespace tamis::storage
