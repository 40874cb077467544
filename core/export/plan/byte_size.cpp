#include "core/export/plan/byte_size.h"

#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "core/export/format/option_checks.h"

namespace tamis::exports {
namespace {

constexpr double kMostBytes = 1e18;

constexpr std::array<std::pair<std::string_view, double>, 11> kUnits{{
    {"", 1},
    {"b", 1},
    {"kb", 1e3},
    {"mb", 1e6},
    {"gb", 1e9},
    {"tb", 1e12},
    {"kib", 1024},
    {"mib", 1024.0 * 1024},
    {"gib", 1024.0 * 1024 * 1024},
    {"tib", 1024.0 * 1024 * 1024 * 1024},
    {"bytes", 1},
}};

}  // namespace

std::optional<std::int64_t> byte_size(std::string_view text) noexcept {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (error != std::errc() || !(number >= 0)) return std::nullopt;
  std::string_view unit(rest, static_cast<std::size_t>(end - rest));
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  for (const auto& [name, bytes] : kUnits) {
    const bool same =
        std::equal(unit.begin(), unit.end(), name.begin(), name.end(),
                   [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
    if (same && number * bytes <= kMostBytes) return static_cast<std::int64_t>(number * bytes);
  }
  return std::nullopt;
}

std::optional<std::int64_t> read_byte_size(document::Options& options, std::string_view key,
                                           std::int64_t least) {
  const document::Json given = options.raw(key);
  if (given.is_null()) return std::nullopt;
  const std::optional<std::int64_t> size =
      byte_size(given.is_string() ? given.get<std::string>() : given.dump());
  if (!size || *size < least) {
    bad_option("invalid " + std::string(key) + ": " +
                   in_quotes(given.is_string() ? given.get<std::string>() : given.dump()),
               "It is a number of bytes, or a text such as \"200MB\" or \"1GiB\", and at least " +
                   std::to_string(least) + ".");
  }
  return size;
}

}  // namespace tamis::exports
