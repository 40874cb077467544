// Rows as the bytes of a data file: one writer per format.
//
// A writer keeps what every row needs (which fields, how each is quoted) and appends to an Output.
// It refuses what would make the file something else than it says it is: text that is not UTF-8 or
// has a NUL byte, a number beyond its type.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/engine/session.h"
#include "core/export/output/output.h"

namespace tamis::exports {

enum class Format : std::uint8_t { csv, jsonl, avro, parquet };
std::string_view name_of(Format format) noexcept;
// Whether files of the format have their compression inside.
bool compresses_inside(Format format) noexcept;
bool from_name(std::string_view name, Format& out) noexcept;

class TableWriter {
 public:
  virtual ~TableWriter() = default;
  // Starts a file; `out` outlives it.
  virtual void begin(Output& out) = 0;
  // One row, a value for each field; `number`, from 1, is for messages.
  virtual void row(std::span<const engine::Value> values, std::int64_t number) = 0;
  // Ends the file.
  virtual void finish() {}
  // Bytes that the file would have if it ended here, an estimate, of a format that holds rows back;
  // 0 where all that came has gone to the Output.
  virtual std::int64_t size() const noexcept { return 0; }
  // Texts that were changed because they looked like formulas.
  virtual std::int64_t neutralised() const noexcept { return 0; }
};

// Throws invalid_value, naming row and column, for text that is not UTF-8 or has a NUL byte.
void require_text(std::string_view text, std::int64_t row, const engine::Column& column);

}  // namespace tamis::exports
