// HTTP requests over libcurl, one at a time.
//
// TLS 1.2 at least, 1.3 where the server knows it, certificates always verified; no redirect is
// followed, because a signature holds for one address and a token must not travel; the proxy
// variables of the environment count. A cancelled statement ends a transfer within 50 ms: the
// caller's poll runs between libcurl's steps, never inside one, so that it may throw. All signals
// are blocked while libcurl works, so that the threads it starts to resolve names inherit that and
// never run a handler of the engine.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/storage/http/url.h"

namespace tamis::storage {

struct Header {
  std::string name;  // lower case
  std::string value;
};
using Headers = std::vector<Header>;

// What a request sends. Read more than once where the request is tried again.
class Body {
 public:
  virtual ~Body() = default;
  virtual std::uint64_t size() const noexcept = 0;
  // Fills the front of `buffer`; short only at the end.
  virtual std::size_t read_at(std::uint64_t offset, std::span<char> buffer) const = 0;
};

class MemoryBody final : public Body {
 public:
  explicit MemoryBody(std::string_view bytes) noexcept : bytes_(bytes) {}
  std::uint64_t size() const noexcept override { return bytes_.size(); }
  std::size_t read_at(std::uint64_t offset, std::span<char> buffer) const override;

 private:
  std::string_view bytes_;
};

struct Request {
  std::string_view method;
  Url url;
  Headers headers;
  const Body* body = nullptr;
};

struct Response {
  int status = 0;  // 0: no answer; `fault` says why
  Headers headers;
  std::string body;
  std::string fault;
  bool transient = false;  // of a fault: whether the next attempt may be answered

  // The value of a header, empty where there is none. `name` in lower case.
  std::string_view header(std::string_view name) const noexcept;
};

struct Timeouts {
  std::chrono::milliseconds connect{10'000};
  std::chrono::milliseconds stall{60'000};  // no byte in either direction
};

class Transport {
 public:
  // `poll` throws where the statement was cancelled.
  Transport(const Timeouts& timeouts, std::function<void()> poll);
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  ~Transport();

  // A body of more than `most` bytes is a fault.
  Response send(const Request& request, std::size_t most);

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
  Timeouts timeouts_;
  std::function<void()> poll_;
};

// Seconds since 1970 of an HTTP date; nothing for what is none.
std::optional<std::int64_t> http_date(std::string_view text);

}  // namespace tamis::storage
