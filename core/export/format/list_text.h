// The elements of a list that an engine gave as text: JSON's [1,null,"a"], which is what SQLite has
// for lists, or PostgreSQL's {1,NULL,"a"}, bounds in front of it or not ([0:2]={...}).
//
// Lists are of one dimension and hold scalars: a list in a list is an error, since no format here
// declares one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/value.h"
#include "core/export/format/typed_value.h"

namespace tamis::exports {

// What the elements of a list are, as a field of their own.
Field element_of(const Field& list);

class ListText {
 public:
  // The elements, valid until the next call, or false for NULL. Throws through `where`, the reader
  // of the list's field.
  bool read(const engine::Value& value, std::int64_t row, const TypedValues& where,
            std::span<const engine::Value>& out);

 private:
  friend class JsonElements;

  bool read_json(std::string_view text);
  bool read_braces(std::string_view text, bool hex);
  std::string_view keep(std::string_view bytes);

  std::string bytes_;  // of the texts; never grows beyond what is reserved, so that they stay
  std::vector<engine::Value> elements_;
};

}  // namespace tamis::exports
