#include "core/export/formats.h"

#include "core/export/jsonl/jsonl.h"

namespace tamis::exports {

std::unique_ptr<TableWriter> make_writer(const FormatOptions& options,
                                         std::span<const Field> fields) {
  switch (options.format) {
    case Format::csv: return make_csv_writer(fields, options.csv);
    case Format::jsonl: break;
  }
  return make_jsonl_writer(fields);
}

}  // namespace tamis::exports
