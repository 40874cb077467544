#include "core/storage/http/caller.h"

#include <charconv>

namespace tamis::storage {
namespace {

constexpr std::size_t kLongestSaying = 200;

std::optional<std::chrono::milliseconds> retry_after(const Response& response, Clock& clock) {
  const std::string_view text = response.header("retry-after");
  if (text.empty()) return std::nullopt;
  std::int64_t seconds = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (fault != std::errc() || end != text.data() + text.size()) {
    const auto date = http_date(text);
    if (!date) return std::nullopt;
    seconds = *date - std::chrono::system_clock::to_time_t(clock.now());
  }
  if (seconds < 0 || seconds > 24 * 3600) return std::nullopt;
  return std::chrono::seconds(seconds);
}

Code code_of(int status) noexcept {
  switch (status) {
    case 401:
    case 403: return Code::insufficient_privilege;
    case 409:
    case 412: return Code::file_exists;
    case 501: return Code::unsupported;
    default: return Code::io_error;
  }
}

Failure no_answer(const Caller::Task& task, const Response& response) {
  return {Error(Code::io_error, "could not " + task.deed,
                "There was no answer: " + response.fault + ".",
                response.transient ? "" : "Check the endpoint and its certificate."),
          response.transient,
          0,
          response.fault,
          {}};
}

}  // namespace

Response Caller::call(const Task& task, int* attempts) {
  Retrier retrier(policy_, clock_, poll_, task.request);
  for (;;) {
    Response response = transport_.send(task.make(), task.most);
    if (attempts != nullptr) *attempts = retrier.attempts() + 1;
    std::optional<Failure> failure =
        response.status == 0 ? no_answer(task, response) : task.judge(response);
    if (!failure) return response;
    failure->retry_after = retry_after(response, clock_);
    retrier.failed(std::move(*failure));
  }
}

bool is_transient_status(int status) noexcept {
  return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 ||
         status == 504;
}

std::string fit_for_message(std::string_view text, const Access& access) {
  for (const std::string* secret : {&access.access_key, &access.secret_key, &access.session_token,
                                    &access.bearer, &access.account_key, &access.sas}) {
    if (!secret->empty() && text.find(*secret) != std::string_view::npos) return {};
  }
  std::string out;
  for (const char c : text.substr(0, text.find('\n'))) {
    const auto byte = static_cast<unsigned char>(c);
    if (out.size() >= kLongestSaying) break;
    out += byte < 0x20 || byte >= 0x7F ? '?' : c;
  }
  while (out.ends_with('.') || out.ends_with('?') || out.ends_with(' ')) out.pop_back();
  return out;
}

Failure answer_failure(const std::string& deed, const Response& response, std::string word,
                       const std::string& said, bool transient, std::string hint) {
  std::string detail = "The server answered " + std::to_string(response.status);
  if (!word.empty()) detail += " " + word;
  if (!said.empty()) detail += ": " + said;
  return {Error(code_of(response.status), "could not " + deed, detail + ".", std::move(hint)),
          transient,
          response.status,
          std::move(word),
          {}};
}

}  // namespace tamis::storage
