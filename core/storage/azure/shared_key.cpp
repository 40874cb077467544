#include "core/storage/azure/shared_key.h"

#include <ctime>
#include <map>

#include "core/storage/http/digest.h"

namespace tamis::storage {
namespace {

// These stand in the text by place, whatever headers there are.
constexpr std::string_view kPlaced[] = {"content-encoding",
                                        "content-language",
                                        "content-length",
                                        "content-md5",
                                        "content-type",
                                        "date",
                                        "if-modified-since",
                                        "if-match",
                                        "if-none-match",
                                        "if-unmodified-since",
                                        "range"};

std::string two_digits(int value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

std::string value_of(const Request& request, std::string_view name) {
  if (name == "content-length") {
    const std::uint64_t size = request.body == nullptr ? 0 : request.body->size();
    return size == 0 ? std::string() : std::to_string(size);
  }
  for (const Header& header : request.headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

}  // namespace

std::string http_time(std::chrono::system_clock::time_point time) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  return std::string(kDays[utc.tm_wday]) + ", " + two_digits(utc.tm_mday) + " " +
         kMonths[utc.tm_mon] + " " + std::to_string(utc.tm_year + 1900) + " " +
         two_digits(utc.tm_hour) + ":" + two_digits(utc.tm_min) + ":" + two_digits(utc.tm_sec) +
         " GMT";
}

std::string shared_key_text(const Request& request, std::string_view account) {
  std::string out(request.method);
  out += '\n';
  for (const std::string_view name : kPlaced) out += value_of(request, name) + "\n";
  std::map<std::string, std::string> own;
  for (const Header& header : request.headers) {
    if (header.name.starts_with("x-ms-")) own[header.name] = header.value;
  }
  for (const auto& [name, value] : own) out += name + ":" + value + "\n";
  out += "/" + std::string(account) + request.url.path;
  std::map<std::string, std::string> query(request.url.query.begin(), request.url.query.end());
  for (const auto& [name, value] : query) out += "\n" + name + ":" + value;
  return out;
}

std::string shared_key(const Request& request, std::string_view account, std::string_view key) {
  return "SharedKey " + std::string(account) + ":" +
         base64(hmac_sha256(from_base64(key), shared_key_text(request, account)));
}

}  // namespace tamis::storage
