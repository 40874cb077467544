// Types as people and engines write them: bigint, numeric(10,2), timestamp(3) with time zone,
// text[].
#pragma once

#include <optional>
#include <string_view>

#include "core/export/format/field.h"

namespace tamis::exports {

struct FieldType {
  FieldKind kind = FieldKind::text;
  int precision = 0;
  int scale = 0;
  FieldKind element = FieldKind::text;  // of a list

  void apply_to(Field& field) const noexcept;
};

// The words of PostgreSQL's format_type, the standard's, and those of manifests (int64, float32).
// A decimal without digits, or with more than 38, is text: no format holds it. Nothing for a word
// that is not known; of an array whose elements are not, a list of texts.
std::optional<FieldType> field_type(std::string_view declared);

}  // namespace tamis::exports
