// The names of data files: a pattern, filled with the export's stamp and the number of the file.
//
// Names are settled before a row is read, and no two files of an export have the same: folders
// differ by partition, and where one folder may get several files each carries its number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/export/formats.h"
#include "core/export/plan/layout_options.h"
#include "core/export/plan/pattern.h"

namespace tamis::exports {

// Tokens of the moment of an export and of its id: yyyymmdd, HHMMSS, uuid, and yyyy, MM, dd, HH.
// `timestamp` is RFC 3339 in UTC, `id` an export id.
Constants stamp_tokens(std::string_view timestamp, std::string_view id);
// The same for a dry run: the names of files stay as they are written.
Constants unknown_stamp_tokens();

class FileNames {
 public:
  FileNames() = default;
  // `lasting`: files join those of earlier exports, and must not have their names. Throws
  // invalid_option for a pattern that makes no name, or not one of its own.
  FileNames(const LayoutOptions& layout, const FormatOptions& format, const Constants& constants,
            bool lasting);

  // `number` from 1, in its folder.
  std::string name(std::int64_t number) const;
  // As asked for: what a manifest shows.
  const std::string& pattern() const noexcept { return pattern_; }

 private:
  std::string pattern_;
  std::string before_;  // the number
  std::string after_;
  bool numbered_ = true;
};

}  // namespace tamis::exports
