#include "core/storage/credential_file.h"

#include <cstdlib>

#include "core/error/error.h"
#include "core/storage/local.h"
#include "core/storage/private_file.h"
#include "core/text/text.h"

namespace tamis::storage {
namespace {

constexpr std::size_t kLargestFile = 64U << 10U;

[[noreturn]] void bad_line(const std::string& path, std::size_t line, std::string detail) {
  throw Error(
      Code::invalid_value,
      "credential file " + quoted_path(path) + ": line " + std::to_string(line) + " can't be read",
      std::move(detail), "A line is [name], setting = value, or starts with #.");
}

}  // namespace

std::string credential_path() {
  // NOLINTBEGIN(concurrency-mt-unsafe): nothing here changes the environment
  const char* const named = std::getenv("TAMIS_CREDENTIALS");
  const char* const home = std::getenv("HOME");
  // NOLINTEND(concurrency-mt-unsafe)
  if (named != nullptr && *named != '\0') return absolute_path(named);
  if (home != nullptr && *home != '\0') {
    return absolute_path(std::string(home) + "/.config/tamis/credentials");
  }
  throw Error(Code::invalid_value, "no credential file is known", {},
              "Set TAMIS_CREDENTIALS to its path.");
}

Settings read_credentials(const std::string& path, std::string_view server) {
  const std::string content = read_private_file(path, "credential file", kLargestFile);
  Settings out;
  bool found = false;
  bool inside = false;
  bool any = false;
  std::size_t number = 0;
  for (std::size_t start = 0; start < content.size();) {
    const std::size_t end = std::min(content.find('\n', start), content.size());
    const std::string_view line =
        text::trimmed(std::string_view(content).substr(start, end - start));
    start = end + 1;
    ++number;
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[') {
      if (line.back() != ']') bad_line(path, number, "It has no closing bracket.");
      inside = text::trimmed(line.substr(1, line.size() - 2)) == server;
      if (inside && found) bad_line(path, number, "The section stands there a second time.");
      found |= inside;
      any = true;
      continue;
    }
    const std::size_t equals = line.find('=');
    if (!any || equals == std::string_view::npos) {
      bad_line(path, number,
               any ? "It has no equals sign." : "It stands before the first section.");
    }
    if (!inside) continue;
    out.emplace_back(text::trimmed(line.substr(0, equals)), text::trimmed(line.substr(equals + 1)));
  }
  if (!found) {
    throw Error(Code::undefined_table,
                "no section " + in_quotes(server) + " in credential file " + quoted_path(path));
  }
  return out;
}

}  // namespace tamis::storage
