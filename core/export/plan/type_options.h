// What the columns of an export hold, where the caller says so.
#pragma once

#include <map>
#include <string>

#include "core/document/json.h"
#include "core/document/options.h"
#include "core/export/format/field.h"
#include "core/export/format/typed_value.h"
#include "core/export/plan/field_type.h"

namespace tamis::exports {

struct TypeOptions {
  bool profile = false;  // what the values are decides, not the declarations
  std::map<std::string, FieldType, std::less<>> columns;  // these are as the caller says
  document::Json contract;                                // null for none
  TimeUnit unit = TimeUnit::micros;
};

// Also reads what becomes of values that no type holds. Throws invalid_option. `typed`: whether
// the format has types of its own.
TypeOptions read_type_options(document::Options& options, bool typed, TypedPolicy& policy);

}  // namespace tamis::exports
