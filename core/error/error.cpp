#include "core/error/error.h"

#include <utility>

#include "core/text/utf8.h"

namespace tamis {
namespace {

constexpr std::size_t kQuotedBytes = 64;

}  // namespace

std::string_view sqlstate(Code code) noexcept {
  switch (code) {
    case Code::invalid_value: return "22023";
    case Code::invalid_option: return "22023";
    case Code::invalid_name: return "42602";
    case Code::undefined_table: return "42P01";
    case Code::undefined_column: return "42703";
    case Code::duplicate_table: return "42P07";
    case Code::duplicate_column: return "42701";
    case Code::out_of_range: return "22003";
    case Code::ambiguous_value: return "22008";
    case Code::duplicate_key: return "23505";
    case Code::corrupt_data: return "XX001";
    case Code::gate_failed: return "23514";
    case Code::insufficient_privilege: return "42501";
    case Code::read_only: return "25006";
    case Code::io_error: return "58030";
    case Code::file_exists: return "58P02";
    case Code::limit_exceeded: return "54000";
    case Code::unsupported: return "0A000";
    case Code::wrong_context: return "55000";
    case Code::cancelled: return "57014";
    case Code::engine_error: return "XX000";
    case Code::internal_error: return "XX000";
  }
  return "XX000";
}

Error::Error(Code code, std::string message, std::string detail, std::string hint)
    : code_(code),
      message_(std::move(message)),
      detail_(std::move(detail)),
      hint_(std::move(hint)) {}

std::string in_quotes(std::string_view input) {
  std::string out = "\"";
  std::size_t at = 0;
  while (at < input.size()) {
    const std::size_t length = text::utf8_length(input.substr(at));
    if (at + (length == 0 ? 1 : length) > kQuotedBytes) break;
    const auto lead = static_cast<unsigned char>(input[at]);
    if (length == 0 || lead < 0x20 || lead == 0x7F) {
      out += '?';
      ++at;
    } else {
      out.append(input, at, length);
      at += length;
    }
  }
  if (at < input.size()) out += "...";
  out += '"';
  return out;
}

std::string listed(const std::string_view* items, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += i + 1 == count ? " and " : ", ";
    out += '"';
    out += items[i];
    out += '"';
  }
  return out;
}

}  // namespace tamis
