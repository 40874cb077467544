// Lists of files with their SHA-256, a line each: what sha256sum(1) checks, and the manifests of
// a bag.
//
// The two differ in names that have a percent sign: a bag writes %25. What sha256sum would escape,
// backslashes and line ends, no name of ours has (storage::relative_path_fault).
// Sources: GNU coreutils, "md5sum invocation"; RFC 8493, 2.1.3.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tamis::exports {

struct ListedFile {
  std::string name;
  std::string checksum;  // "sha256:<hex>"
};

enum class ListForm : unsigned char { coreutils, bag };

std::string checksum_list(const std::vector<ListedFile>& files, ListForm form);
// Throws corrupt_data naming the line that is none.
std::vector<ListedFile> parse_checksum_list(std::string_view text, ListForm form);

}  // namespace tamis::exports
