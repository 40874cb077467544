#include "core/export/plan/file_names.h"

#include <algorithm>

#include "core/export/format/option_checks.h"
#include "core/storage/storage.h"

namespace tamis::exports {
namespace {

constexpr std::string_view kWhat = "option \"file_name\"";
constexpr std::string_view kPart = "{part}";
constexpr std::size_t kLongestName = 200;  // what is left of 255 is for sidecars and suffixes

bool inside(Format format) noexcept { return format != Format::csv && format != Format::jsonl; }

// gz, zst, sz and br are what follows a file that was compressed as a whole.
std::string codec_word(const FormatOptions& format) {
  if (format.compression == Compression::none) return {};
  if (inside(format.format)) return std::string(name_of(format.compression));
  return std::string(suffix_of(format.compression).substr(1));
}

std::string usual_extension(const LayoutOptions& layout, const FormatOptions& format) {
  const std::string name(name_of(format.format));
  const std::string codec = codec_word(format);
  if (codec.empty()) return "." + name;
  if (!inside(format.format) || layout.extension_order == ExtensionOrder::format_first) {
    return "." + name + "." + codec;
  }
  if (layout.extension_order == ExtensionOrder::plain) return "." + name;
  return "." + codec + "." + name;
}

bool has(std::string_view pattern, std::string_view token) {
  return pattern.find(token) != std::string_view::npos;
}

std::string pattern_of(const LayoutOptions& layout, const FormatOptions& format, bool lasting) {
  const std::string usual = lasting ? "{entity}_{yyyymmdd}_{HHMMSS}_{uuid}" : "{entity}";
  std::string pattern = layout.file_name.value_or(usual);
  const bool several = layout.max_rows || layout.max_bytes || (!layout.file_name && !lasting);
  const std::size_t extension = std::min(pattern.find(".{format}"), pattern.size());
  if (several && !has(pattern, kPart)) pattern.insert(extension, "_" + std::string(kPart));
  if (!has(pattern, "{format}")) pattern += usual_extension(layout, format);
  return pattern;
}

void check_name(const std::string& name, std::string_view pattern) {
  const auto fault = storage::relative_path_fault(name);
  if (fault || name.find('/') != std::string::npos || name.front() == '.' ||
      name.size() > kLongestName) {
    bad_option(std::string(kWhat) + " makes no name of a file: " + in_quotes(pattern),
               "It has no slash, does not start with a point and has at most 200 bytes.");
  }
}

}  // namespace

Constants stamp_tokens(std::string_view timestamp, std::string_view id) {
  const auto digits = [&](std::size_t from, std::size_t to) {
    std::string out;
    for (const char c : timestamp.substr(from, to - from)) {
      if (c >= '0' && c <= '9') out += c;
    }
    return out;
  };
  return {{"yyyymmdd", digits(0, 10)},
          {"HHMMSS", digits(11, 19)},
          {"uuid", std::string(id.substr(id.size() - 8))},
          {"yyyy", digits(0, 4)},
          {"MM", digits(5, 7)},
          {"dd", digits(8, 10)},
          {"HH", digits(11, 13)}};
}

Constants unknown_stamp_tokens() {
  Constants out;
  for (const char* name : {"yyyymmdd", "HHMMSS", "uuid", "yyyy", "MM", "dd", "HH"}) {
    out.emplace(name, "{" + std::string(name) + "}");
  }
  return out;
}

FileNames::FileNames(const LayoutOptions& layout, const FormatOptions& format,
                     const Constants& constants, bool lasting)
    : pattern_(pattern_of(layout, format, lasting)) {
  if (lasting && !has(pattern_, "{uuid}")) {
    bad_option(std::string(kWhat) +
                   " needs {uuid} where files join earlier ones: " + in_quotes(*layout.file_name),
               "A later export would have files of the same names.");
  }
  Constants known = constants;
  const std::string codec = codec_word(format);
  known.insert_or_assign("format", std::string(name_of(format.format)));
  known.insert_or_assign("compression", codec);
  // A NUL byte stands for the number: no name has one.
  known.insert_or_assign("part", std::string(1, '\0'));
  std::string filled = pattern_;
  if (codec.empty()) {
    for (std::size_t at; (at = filled.find(".{compression}")) != std::string::npos;) {
      filled.erase(at, std::string_view(".{compression}").size());
    }
  }
  filled = expand_pattern(filled, known, kWhat);
  const std::size_t number = filled.find('\0');
  numbered_ = number != std::string::npos;
  before_ = filled.substr(0, number);
  if (numbered_) after_ = filled.substr(number + 1);
  if (after_.find('\0') != std::string::npos) {
    bad_option(std::string(kWhat) + " has {part} twice: " + in_quotes(pattern_), {});
  }
  check_name(name(1), pattern_);
}

std::string FileNames::name(std::int64_t number) const {
  if (!numbered_) return before_;
  std::string digits = std::to_string(number);
  if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
  return before_ + digits + after_;
}

}  // namespace tamis::exports
