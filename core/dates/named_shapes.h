// The usual forms with a month's name, read straight on: 5 March 2024 14:30, 05-MAR-2024,
// Mar 5, 2024 2:30PM, Tue, 05 Mar 2024 14:30:45 +0000. One blank between the parts, names of the
// seven core languages in Latin letters, a year of four digits. All else is for the grammar
// (date_scan.h), which says the same of these, only later; where a layout is asked for, it does so
// too.
#pragma once

#include <string_view>

#include "core/dates/date_scan.h"
#include "core/dates/names.h"

namespace tamis::dates {

// The word that a text begins with.
struct FirstWord {
  std::size_t letters = 0;
  Word word;
};

// True where `text` has one of these forms; then `scan` is as scan_date() would make it. False may
// leave something in `scan`.
bool scan_named(std::string_view text, const FirstWord& first, const Options& options,
                Scan& scan) noexcept;

}  // namespace tamis::dates
