#include <algorithm>

#include "core/export/csv/csv.h"
#include "core/export/format/option_checks.h"

namespace tamis::exports {
namespace {

constexpr std::size_t kLongestNullMarker = 64;

constexpr bool is_control(char c) noexcept { return static_cast<unsigned char>(c) < 0x20; }

// What stands in numbers, dates, times and base64, or next to them, separates nothing.
bool can_delimit(char c) noexcept {
  constexpr std::string_view kMarks = ",;|^~!#$%&*<>?@_`";
  return c != '\0' && c != '\r' && c != '\n' &&
         (is_control(c) || kMarks.find(c) != std::string_view::npos);
}

bool can_mark_null(const CsvDialect& dialect) noexcept {
  const std::string& marker = dialect.null_marker;
  return marker.size() <= kLongestNullMarker &&
         std::none_of(marker.begin(), marker.end(),
                      [&](char c) {
                        return c == dialect.delimiter || c == dialect.quote || is_control(c);
                      }) &&
         first_bad_byte(marker) == std::string::npos;
}

// One character, or nothing that is any.
char character(document::Options& options, std::string_view key, char usual) {
  const std::string text = options.string(key, std::string(1, usual));
  return text.size() == 1 ? text.front() : '\0';
}

}  // namespace

std::string_view name_of(Quoting quoting) noexcept {
  switch (quoting) {
    case Quoting::minimal: return "minimal";
    case Quoting::nonnumeric: return "nonnumeric";
    case Quoting::all: return "all";
  }
  return "minimal";
}

bool from_name(std::string_view name, Quoting& out) noexcept {
  for (const Quoting q : {Quoting::minimal, Quoting::nonnumeric, Quoting::all}) {
    if (name_of(q) == name) {
      out = q;
      return true;
    }
  }
  return false;
}

std::optional<DialectFault> fault_of(const CsvDialect& dialect) noexcept {
  if (!can_delimit(dialect.delimiter)) {
    return {{"delimiter",
             "It is one of , ; | ^ ~ ! # $ % & * < > ? @ _ ` or a control character such as "
             "\"\\t\", but no line end."}};
  }
  if (dialect.quote != '"' && dialect.quote != '\'') return {{"quote", "It is \" or '."}};
  if (dialect.escape != dialect.quote && dialect.escape != '\\') {
    return {{"escape", "It is the quote character, which is then doubled, or \\."}};
  }
  if (!can_mark_null(dialect)) {
    return {{"null_marker", "It has at most 64 bytes, no delimiter, quote or control character."}};
  }
  return std::nullopt;
}

CsvDialect read_csv_options(document::Options& options, bool asked) {
  only_with(options,
            {"header", "delimiter", "quote", "escape", "quoting", "bom", "null_marker", "line_end",
             "neutralise_formulas"},
            asked, "\"format\": \"csv\"");
  CsvDialect csv;
  csv.header = options.boolean("header", csv.header);
  csv.delimiter = character(options, "delimiter", csv.delimiter);
  csv.quote = character(options, "quote", csv.quote);
  csv.escape = character(options, "escape", csv.quote);
  from_name(options.choice("quoting", {"minimal", "nonnumeric", "all"}, name_of(csv.quoting)),
            csv.quoting);
  csv.bom = options.boolean("bom", csv.bom);
  csv.crlf = options.choice("line_end", {"lf", "crlf"}, "lf") == "crlf";
  csv.null_marker = options.string("null_marker", "");
  csv.neutralise_formulas = options.boolean("neutralise_formulas", false);
  if (const auto fault = fault_of(csv)) {
    bad_option("invalid " + std::string(fault->member) + ": " +
                   in_quotes(options.string(fault->member, "")),
               std::string(fault->rule));
  }
  return csv;
}

}  // namespace tamis::exports
