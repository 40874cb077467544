// Data files of unknown content: the scanners give one answer whatever the pieces they get, and
// none reads past its input. The first byte chooses the dialect, the second the size of a piece.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "core/export/csv/csv.h"
#include "core/export/jsonl/jsonl.h"

namespace {

using tamis::exports::CsvDialect;
using tamis::exports::RecordScanner;

std::unique_ptr<RecordScanner> scanner_for(unsigned choice) {
  if ((choice & 1U) != 0) return tamis::exports::make_jsonl_scanner({"a", "b"}, {});
  CsvDialect dialect;
  dialect.header = (choice & 2U) != 0;
  dialect.crlf = (choice & 4U) != 0;
  dialect.delimiter = (choice & 8U) != 0 ? ';' : ',';
  dialect.neutralise_formulas = (choice & 16U) != 0;
  return tamis::exports::make_csv_scanner({"a", "b"}, dialect);
}

std::unique_ptr<RecordScanner> scanned(unsigned choice, std::string_view text, std::size_t piece) {
  auto scanner = scanner_for(choice);
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) {
    scanner->scan(text.substr(0, piece));
  }
  scanner->finish();
  return scanner;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto whole = scanned(data[0], text, text.size() + 1);
  const auto split = scanned(data[0], text, data[1] + 1U);
  if (whole->records() != split->records() || whole->fault() != split->fault() ||
      whole->schema_fault() != split->schema_fault()) {
    std::abort();
  }
  return 0;
}
