#include <algorithm>

#include "core/export/csv/csv.h"
#include "core/export/format/cell.h"
#include "core/export/format/option_checks.h"

namespace tamis::exports {
namespace {

constexpr std::size_t kLongestNullMarker = 64;

}  // namespace

CsvDialect read_csv_options(document::Options& options, bool asked) {
  only_with(options, {"header", "delimiter", "null_marker", "line_end", "neutralise_formulas"},
            asked, "\"format\": \"csv\"");
  CsvDialect csv;
  csv.header = options.boolean("header", csv.header);
  csv.delimiter = options.choice("delimiter", {",", ";", "\t", "|"}, ",").front();
  csv.crlf = options.choice("line_end", {"lf", "crlf"}, "lf") == "crlf";
  csv.null_marker = options.string("null_marker", "");
  csv.neutralise_formulas = options.boolean("neutralise_formulas", false);
  const auto breaks = [&](char c) {
    return c == csv.delimiter || c == '"' || static_cast<unsigned char>(c) < 0x20;
  };
  if (csv.null_marker.size() > kLongestNullMarker ||
      std::any_of(csv.null_marker.begin(), csv.null_marker.end(), breaks) ||
      first_bad_byte(csv.null_marker) != std::string::npos) {
    bad_option("invalid null_marker: " + in_quotes(csv.null_marker),
               "It has at most 64 bytes, no delimiter, quote or control character.");
  }
  return csv;
}

}  // namespace tamis::exports
