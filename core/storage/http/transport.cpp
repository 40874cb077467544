#include "core/storage/http/transport.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <exception>

#include "core/error/error.h"
#include "core/storage/http/signal_shield.h"

namespace tamis::storage {
namespace {

constexpr int kPollMs = 50;
constexpr std::size_t kMostHeaders = 200;

struct FreeEasy {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct FreeMulti {
  void operator()(CURLM* handle) const noexcept { curl_multi_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

[[noreturn]] void out_of_memory() {
  throw Error(Code::internal_error, "the HTTP client could not be set up");
}

// What the callbacks of one transfer share. They run inside libcurl: nothing may be thrown there.
struct Transfer {
  const Body* body;
  std::size_t most;
  Response response;
  std::uint64_t sent = 0;
  bool too_large = false;
  std::exception_ptr thrown;

  // Runs `step`; an exception is kept for later.
  template <class Step>
  std::size_t guarded(std::size_t failed, Step step) noexcept {
    try {
      return step();
    } catch (...) {
      thrown = std::current_exception();
      return failed;
    }
  }
};

std::size_t take_body(char* data, std::size_t, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  return transfer.guarded(0, [&]() -> std::size_t {
    if (transfer.response.body.size() + count > transfer.most) {
      transfer.too_large = true;
      return 0;
    }
    transfer.response.body.append(data, count);
    return count;
  });
}

std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::size_t take_header(char* data, std::size_t, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  return transfer.guarded(0, [&]() -> std::size_t {
    const std::string_view line(data, count);
    // Each answer starts anew: "100 Continue" comes before the real one.
    if (line.starts_with("HTTP/")) {
      transfer.response.headers.clear();
      return count;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return count;
    if (transfer.response.headers.size() >= kMostHeaders) return 0;
    Header header{std::string(trimmed(line.substr(0, colon))),
                  std::string(trimmed(line.substr(colon + 1)))};
    for (char& c : header.name) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    transfer.response.headers.push_back(std::move(header));
    return count;
  });
}

std::size_t give_body(char* buffer, std::size_t, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  return transfer.guarded(CURL_READFUNC_ABORT, [&] {
    const std::uint64_t left = transfer.body->size() - transfer.sent;
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, count));
    const std::size_t size = transfer.body->read_at(transfer.sent, {buffer, wanted});
    transfer.sent += size;
    return size;
  });
}

// Where libcurl finds a kept connection dead, it sends the same again over a new one.
int rewind_body(void* user, curl_off_t offset, int origin) {
  auto& transfer = *static_cast<Transfer*>(user);
  if (origin != SEEK_SET || offset < 0) return CURL_SEEKFUNC_CANTSEEK;
  transfer.sent = static_cast<std::uint64_t>(offset);
  return CURL_SEEKFUNC_OK;
}

HeaderList header_list(const Headers& headers) {
  HeaderList list;
  for (const Header& header : headers) {
    if ((header.name + header.value).find_first_of(std::string_view("\r\n\0", 3)) !=
        std::string::npos) {
      throw Error(Code::invalid_value, "a request header can't have a line break");
    }
    // A header without a value is written with a semicolon for libcurl to send it.
    const std::string line =
        header.value.empty() ? header.name + ";" : header.name + ": " + header.value;
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) out_of_memory();
    (void)list.release();
    list.reset(longer);
  }
  return list;
}

// Certificates from elsewhere than the system's store, as other clients let users name them.
const char* certificate_file() {
  for (const char* name : {"CURL_CA_BUNDLE", "SSL_CERT_FILE"}) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return nullptr;
}

bool may_pass(CURLcode code) noexcept {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_PARTIAL_FILE:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_FAIL_REWIND: return true;
    default: return false;
  }
}

// libcurl's variadic setter, checked.
template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
  if (curl_easy_setopt(handle, option, value) != CURLE_OK) out_of_memory();
}

void set_up(CURL* handle, const Timeouts& timeouts) {
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  set(handle, CURLOPT_PATH_AS_IS, 1L);
  set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  if (const char* file = certificate_file()) set(handle, CURLOPT_CAINFO, file);
  set(handle, CURLOPT_USERAGENT, "tamis");
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeouts.connect.count()));
  set(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(handle, CURLOPT_LOW_SPEED_TIME,
      static_cast<long>(std::max<std::int64_t>(1, (timeouts.stall.count() + 999) / 1000)));
  set(handle, CURLOPT_WRITEFUNCTION, &take_body);
  set(handle, CURLOPT_HEADERFUNCTION, &take_header);
  set(handle, CURLOPT_READFUNCTION, &give_body);
  set(handle, CURLOPT_SEEKFUNCTION, &rewind_body);
}

void set_request(CURL* handle, const Request& request, Transfer& transfer) {
  const std::string url = request.url.text();
  set(handle, CURLOPT_URL, url.c_str());
  const std::string method(request.method);
  if (method == "HEAD") {
    set(handle, CURLOPT_NOBODY, 1L);
  } else if (method == "PUT" || method == "POST") {
    set(handle, CURLOPT_UPLOAD, 1L);
    set(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(transfer.body->size()));
    set(handle, CURLOPT_CUSTOMREQUEST, method.c_str());
    // Over a kept connection that turns out dead, libcurl sends again by itself, and nobody would
    // know that there may have been two.
    set(handle, CURLOPT_FRESH_CONNECT, method == "POST" ? 1L : 0L);
  } else if (method != "GET") {
    set(handle, CURLOPT_CUSTOMREQUEST, method.c_str());
  }
  set(handle, CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_READDATA, static_cast<void*>(&transfer));
  set(handle, CURLOPT_SEEKDATA, static_cast<void*>(&transfer));
}

}  // namespace

struct Transport::Handles {
  std::unique_ptr<CURLM, FreeMulti> multi{curl_multi_init()};
  std::unique_ptr<CURL, FreeEasy> easy{curl_easy_init()};
};

namespace {

// In the multi handle while it lives: leaving it ends the transfer.
class Running {
 public:
  Running(CURLM* multi, CURL* easy) : multi_(multi), easy_(easy) {
    if (curl_multi_add_handle(multi_, easy_) != CURLM_OK) out_of_memory();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    const SignalShield shield;
    curl_multi_remove_handle(multi_, easy_);
  }

  // Until the transfer is over.
  CURLcode wait(const std::function<void()>& poll) {
    for (int running = 1; running > 0;) {
      {
        const SignalShield shield;
        if (curl_multi_perform(multi_, &running) != CURLM_OK) out_of_memory();
        if (running > 0) curl_multi_poll(multi_, nullptr, 0, kPollMs, nullptr);
      }
      if (poll) poll();
    }
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg == CURLMSG_DONE) return message->data.result;
    }
    return CURLE_GOT_NOTHING;
  }

 private:
  CURLM* multi_;
  CURL* easy_;
};

}  // namespace

std::size_t MemoryBody::read_at(std::uint64_t offset, std::span<char> buffer) const {
  const std::size_t start = std::min<std::uint64_t>(offset, bytes_.size());
  const std::size_t size = std::min(buffer.size(), bytes_.size() - start);
  if (size > 0) std::memcpy(buffer.data(), bytes_.data() + start, size);
  return size;
}

std::string_view Response::header(std::string_view name) const noexcept {
  for (const Header& header : headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

Transport::Transport(const Timeouts& timeouts, std::function<void()> poll)
    : timeouts_(timeouts), poll_(std::move(poll)) {
  const SignalShield shield;
  handles_ = std::make_unique<Handles>();
  if (!handles_->multi || !handles_->easy) out_of_memory();
}

Transport::~Transport() {
  const SignalShield shield;
  handles_.reset();
}

Response Transport::send(const Request& request, std::size_t most) {
  const MemoryBody nothing({});
  Transfer transfer{request.body != nullptr ? request.body : &nothing, most, {}, 0, false, {}};
  CURL* easy = handles_->easy.get();
  curl_easy_reset(easy);
  set_up(easy, timeouts_);
  set_request(easy, request, transfer);
  const HeaderList headers = header_list(request.headers);
  set(easy, CURLOPT_HTTPHEADER, headers.get());
  CURLcode code = CURLE_OK;
  {
    Running running(handles_->multi.get(), easy);
    code = running.wait(poll_);
  }
  if (transfer.thrown) std::rethrow_exception(transfer.thrown);
  Response response = std::move(transfer.response);
  if (code == CURLE_OK) {
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    response.status = static_cast<int>(status);
    return response;
  }
  response.transient = may_pass(code);
  response.fault = transfer.too_large
                       ? "the answer is larger than " + std::to_string(most) + " bytes"
                       : curl_easy_strerror(code);
  return response;
}

std::optional<std::int64_t> http_date(std::string_view text) {
  const std::time_t seconds = curl_getdate(std::string(text).c_str(), nullptr);
  return seconds < 0 ? std::nullopt : std::optional<std::int64_t>(seconds);
}

}  // namespace tamis::storage
