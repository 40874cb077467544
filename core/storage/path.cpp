#include <algorithm>
#include <cctype>

#include "core/error/error.h"
#include "core/storage/local.h"

namespace tamis::storage {
namespace {

constexpr std::size_t kLongestRelative = 1024;
constexpr std::size_t kDeepestRelative = 16;
constexpr std::size_t kLongestPath = 4096;

[[noreturn]] void bad_path(std::string_view argument, std::string detail) {
  throw Error(Code::invalid_value, "invalid path: " + quoted_path(argument), std::move(detail),
              "Give an absolute path, such as /var/exports/tickets.");
}

// scheme://, as RFC 3986 section 3.1 spells a scheme.
std::string_view scheme_of(std::string_view argument) noexcept {
  const std::size_t colon = argument.find("://");
  if (colon == std::string_view::npos || colon == 0) return {};
  const std::string_view scheme = argument.substr(0, colon);
  const bool valid = std::all_of(scheme.begin(), scheme.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '-' || c == '.';
  });
  return valid ? scheme : std::string_view{};
}

}  // namespace

std::string quoted_path(std::string_view path) {
  std::string out = "\"";
  for (const char c : path.substr(0, kLongestPath)) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte == 0x7F ? '?' : c;
  }
  return out + '"';
}

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    parts.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  return parts;
}

std::string absolute_path(std::string_view argument) {
  if (argument.empty()) bad_path(argument, "It is empty.");
  if (argument.find('\0') != std::string_view::npos) bad_path(argument, "It has a NUL byte.");
  if (const std::string_view scheme = scheme_of(argument); !scheme.empty()) {
    throw Error(Code::unsupported, "no storage for " + in_quotes(std::string(scheme) + "://"),
                "Files are written to the local file system, s3://, gs:// and az://.",
                "Give an absolute path, such as /var/exports/tickets, or s3://bucket/folder.");
  }
  if (argument.front() != '/') bad_path(argument, "It does not start with a slash.");
  if (argument.size() > kLongestPath) bad_path(argument, "It is longer than 4096 bytes.");
  std::string out;
  for (const std::string_view part : parts_of(argument)) {
    if (part.empty() || part == ".") continue;
    if (part == "..") bad_path(argument, "A part of it is \"..\".");
    out += '/';
    out += part;
  }
  if (out.empty()) bad_path(argument, "It names the root directory.");
  return out;
}

std::pair<std::string, std::string> split_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::string_view parent = slash == 0 ? "/" : path.substr(0, slash);
  return {std::string(parent), std::string(path.substr(slash + 1))};
}

std::optional<std::string_view> relative_path_fault(std::string_view path) noexcept {
  if (path.empty()) return "it is empty";
  if (path.size() > kLongestRelative) return "it is longer than 1024 bytes";
  if (path.front() == '/') return "it is absolute";
  if (std::any_of(path.begin(), path.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F || c == '\\';
      })) {
    return "it has a control character or a backslash";
  }
  std::size_t depth = 0;
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t slash = std::min(path.find('/', start), path.size());
    const std::string_view part = path.substr(start, slash - start);
    if (part.empty()) return "a part of it is empty";
    if (part == "." || part == "..") return "a part of it is \".\" or \"..\"";
    if (++depth > kDeepestRelative) return "it has more than 16 parts";
    start = slash + 1;
  }
  return std::nullopt;
}

}  // namespace tamis::storage
