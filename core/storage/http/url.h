// Addresses of HTTP servers, encoded by us and by nobody else.
//
// A signature covers the path and the query as the server sees them, so every byte that RFC 3986
// does not call unreserved is escaped, queries are kept sorted, and the transport sends what
// stands here as it is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tamis::storage {

// Escapes all but letters, digits and "-._~"; slashes too unless they are kept.
std::string percent_encoded(std::string_view text, bool keep_slashes);
// Nothing for a text with a broken escape.
std::optional<std::string> percent_decoded(std::string_view text);

// "https://host:port/base". Throws invalid_value for what is none, never showing what may be a
// secret in it (user information, a query).
struct Endpoint {
  bool tls = true;
  std::string host;  // lower case, with the port unless it is the scheme's own
  std::string base;  // "" or "/segment", encoded

  static Endpoint parse(std::string_view text);
  // Whether it is this machine itself.
  bool is_loopback() const noexcept;
  std::string text() const;
};

using Query = std::vector<std::pair<std::string, std::string>>;

struct Url {
  Endpoint endpoint;
  std::string path;  // encoded, from the slash on, the endpoint's base included
  Query query;       // not encoded

  // "a=1&b=" with names and values encoded and sorted.
  std::string query_text() const;
  std::string text() const;
};

}  // namespace tamis::storage
