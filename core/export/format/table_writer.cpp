#include "core/export/format/table_writer.h"

#include "core/error/error.h"
#include "core/export/format/cell.h"

namespace tamis::exports {

std::string_view name_of(Format format) noexcept {
  switch (format) {
    case Format::csv: return "csv";
    case Format::jsonl: return "jsonl";
    case Format::avro: return "avro";
    case Format::parquet: return "parquet";
  }
  return "csv";
}

bool compresses_inside(Format format) noexcept {
  return format != Format::csv && format != Format::jsonl;
}

bool from_name(std::string_view name, Format& out) noexcept {
  for (const Format f : {Format::csv, Format::jsonl, Format::avro, Format::parquet}) {
    if (name_of(f) == name) {
      out = f;
      return true;
    }
  }
  return false;
}

void require_text(std::string_view text, std::int64_t row, const engine::Column& column) {
  const std::size_t at = first_bad_byte(text);
  if (at == std::string_view::npos) return;
  throw Error(
      Code::invalid_value,
      "row " + std::to_string(row) + ", column " + in_quotes(column.name) + ": " +
          (text[at] == '\0' ? "the text has a NUL byte" : "the text is not valid UTF-8"),
      "The byte at offset " + std::to_string(at) + " of " + std::to_string(text.size()) + " is 0x" +
          [&] {
            static constexpr char kHex[] = "0123456789abcdef";
            const auto byte = static_cast<unsigned char>(text[at]);
            return std::string{kHex[byte >> 4U], kHex[byte & 15U]};
          }() +
          ".",
      "Repair the value, or leave the column out with \"exclude\".");
}

}  // namespace tamis::exports
