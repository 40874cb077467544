// JSON lines: one object a row.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/export/format/field.h"
#include "core/export/format/record_scanner.h"
#include "core/export/format/table_writer.h"

namespace tamis::exports {

std::unique_ptr<TableWriter> make_jsonl_writer(std::span<const Field> fields);

// JSON objects, one a line; the members of the first must be `columns`, in this order.
std::unique_ptr<RecordScanner> make_jsonl_scanner(std::vector<std::string> columns);

}  // namespace tamis::exports
