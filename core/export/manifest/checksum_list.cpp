#include "core/export/manifest/checksum_list.h"

#include "core/error/error.h"
#include "core/export/output/checksum.h"

namespace tamis::exports {
namespace {

constexpr std::string_view kPrefix = "sha256:";
constexpr std::size_t kDigits = 64;
constexpr std::string_view kPercent = "%25";

std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '%') {
      out += kPercent;
    } else {
      out += c;
    }
  }
  return out;
}

std::string unescaped(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    const bool percent = name.starts_with(kPercent);
    out += name[0];
    name.remove_prefix(percent ? kPercent.size() : 1);
  }
  return out;
}

ListedFile parse_line(std::string_view line, std::size_t number, ListForm form) {
  ListedFile file;
  file.checksum = std::string(kPrefix) + std::string(line.substr(0, kDigits));
  if (!is_checksum(file.checksum) || line.size() < kDigits + 3 || line.substr(kDigits, 2) != "  ") {
    throw Error(Code::corrupt_data,
                "line " + std::to_string(number) + " is no checksum and file name");
  }
  line.remove_prefix(kDigits + 2);
  file.name = form == ListForm::bag ? unescaped(line) : std::string(line);
  return file;
}

}  // namespace

std::string checksum_list(const std::vector<ListedFile>& files, ListForm form) {
  std::string out;
  for (const ListedFile& file : files) {
    out += file.checksum.substr(kPrefix.size()) + "  ";
    out += (form == ListForm::bag ? escaped(file.name) : file.name) + "\n";
  }
  return out;
}

std::vector<ListedFile> parse_checksum_list(std::string_view text, ListForm form) {
  std::vector<ListedFile> files;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      throw Error(Code::corrupt_data, "the last line is cut off");
    }
    files.push_back(parse_line(text.substr(0, end), files.size() + 1, form));
    text.remove_prefix(end + 1);
  }
  return files;
}

}  // namespace tamis::exports
