// The dry run: what a column would lose as each of the types it could be given.
//
// Counts are those of tamis_try_cast, exactly. The profile knows most of them already, for how many
// values are of each type is counted there: an integer is one and a uuid never is. Only where a
// column holds values that may or may not convert, or are kept as something else than texts and
// might be written otherwise than the profile takes them, is the engine asked, in one scan for all
// columns and types. Samples of what would not convert come from scans that end as soon as they
// have enough; for a column without such values none is made.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/profile/profile.h"
#include "core/types/types.h"

namespace tamis::profile {

struct DryRunOptions {
  std::vector<std::string> columns;  // none: all
  std::vector<types::Type> types;    // none: those, but text, that at least one value converts to
  std::size_t samples = 5;           // of each column and type
  types::Convention convention;      // what the caller decides, before the column's evidence
};

// One column as one type.
struct Conversion {
  std::int64_t position = 0;  // of the column, from 1
  std::string column;
  types::Type type = types::Type::text;
  std::int64_t present = 0;  // values: rows less NULL, empty, blank and missing ones
  std::int64_t converts = 0;
  std::int64_t missing = 0;
  std::string options;                               // of tamis_try_cast
  document::Json samples = document::Json::array();  // the first values that would not convert
  bool suggested = false;                            // the type that the profile suggests

  std::int64_t fails() const noexcept { return present - converts; }
};

// The type of that name; throws invalid_option for one that nothing is cast to.
types::Type dry_run_type(std::string_view name);

// Whether a value that tamis_type calls `value` converts to `target`. An order of day, month and
// year may make a date of what is text by itself: 12.11.10.
enum class Converts : std::uint8_t { never, maybe, always };
Converts converts(types::Type value, types::Type target,
                  const types::Convention& convention) noexcept;

// In the order of columns and of types.
std::vector<Conversion> dry_run(engine::Session& session, const engine::Relation& relation,
                                const DryRunOptions& options);

}  // namespace tamis::profile
