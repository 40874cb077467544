// A row as one JSON object that loses nothing: what error lanes keep.
//
//   {"id": 17, "note": "n/a", "paid": 12.50, "scan": {"hex": "00ff"}}
//
// Numbers and booleans of the engine's own are JSON's, texts are strings. What JSON has no form for
// is an object of one member: {"hex": "00ff"} are the bytes of a blob, {"text_hex": "61e9"} those
// of a text that is no UTF-8 or holds a NUL, {"number": "Infinity"} is a number that is no finite
// decimal. No value of a row is an object of itself (JSON columns come as texts), so nothing is
// ambiguous. Members stand in the order of document::canonical(), which is jsonb's.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/engine/value.h"

namespace tamis::quality {

// The names of a row's values, as the object shows them.
class MemberNames {
 public:
  // `json`: an array of different strings. Throws invalid_value.
  static MemberNames compile(std::string_view json);

  std::size_t size() const noexcept { return names_.size(); }

  // Bytes that write() fills. One value for each name.
  std::size_t measure(std::span<const engine::Value> values) const noexcept;
  void write(std::span<const engine::Value> values, char* out) const noexcept;

 private:
  struct Name {
    std::string quoted;  // "id": with the colon
    std::size_t place;   // of its value
  };
  template <typename Out>
  void write_to(Out& out, std::span<const engine::Value> values) const noexcept;

  std::vector<Name> names_;  // in the order of the object
};

// Whether that is how jsonb orders two keys: by length, then by bytes.
bool comes_before(std::string_view a, std::string_view b) noexcept;

// A value out of such an object. Its bytes are those of `json` or `buffer`. What is an array or any
// other object is its text: somebody put it there for a JSON column. Throws invalid_value.
engine::Value row_value(const document::Json& json, std::string& buffer);

}  // namespace tamis::quality
