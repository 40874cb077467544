#include "core/export/format/table_writer.h"

#include "core/error/error.h"
#include "core/export/format/cell.h"

namespace tamis::exports {

std::string_view name_of(Format format) noexcept { return format == Format::csv ? "csv" : "jsonl"; }

bool from_name(std::string_view name, Format& out) noexcept {
  for (const Format f : {Format::csv, Format::jsonl}) {
    if (name_of(f) == name) {
      out = f;
      return true;
    }
  }
  return false;
}

void append_base64(std::string_view bytes, Output& out) {
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  constexpr std::size_t kPiece = 3072;
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kPiece);
    char* at = out.room(piece.size() / 3 * 4 + 4);
    for (std::size_t i = 0; i < piece.size(); i += 3) {
      const auto byte = [&](std::size_t k) -> unsigned {
        return i + k < piece.size() ? static_cast<unsigned char>(piece[i + k]) : 0U;
      };
      const unsigned triple = byte(0) << 16U | byte(1) << 8U | byte(2);
      *at++ = kDigits[triple >> 18U];
      *at++ = kDigits[(triple >> 12U) & 63U];
      *at++ = i + 1 < piece.size() ? kDigits[(triple >> 6U) & 63U] : '=';
      *at++ = i + 2 < piece.size() ? kDigits[triple & 63U] : '=';
    }
    out.advance(at);
    bytes.remove_prefix(piece.size());
  }
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
