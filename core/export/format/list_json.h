// A list as JSON text, for formats that know no lists: [1,null,"a"].
//
// Elements are what a field of their kind would be in JSON: numbers with their digits, NaN and
// infinities as strings, times as RFC 3339 has them, bytes as text. One that is not what the field
// says is invalid_value.
#pragma once

#include <string>
#include <string_view>

#include "core/export/format/binary_text.h"
#include "core/export/format/list_text.h"
#include "core/export/format/typed_value.h"

namespace tamis::exports {

class ListJson {
 public:
  ListJson(const Field& field, BinaryStyle binary);

  // The list's JSON text, valid until the next call; `value` is not NULL. Throws invalid_value.
  std::string_view text_of(const engine::Value& value, std::int64_t row);

 private:
  void element(const engine::Value& value, std::int64_t row);

  TypedValues list_;
  TypedValues elements_;
  BinaryStyle binary_;
  ListText reader_;
  std::string digits_;
  std::string out_;
};

}  // namespace tamis::exports
