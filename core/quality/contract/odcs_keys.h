// The keys of ODCS 3.1, object by object, and of a server by its type.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace tamis::quality {

enum class Part : std::uint8_t {
  contract,
  description,
  server,
  object,
  property,
  item,
  quality,
  arguments,
  relationship,
  link,  // a relationship of the schema level, which says where it comes from
  definition,
  support,
  price,
  team,
  member,
  role,
  service_level,
  custom,
  string_options,
  date_options,
  time_options,
  integer_options,
  number_options,
  object_options,
  array_options,
};

enum class Form : std::uint8_t {
  text,
  name,  // a text that is not empty
  id,    // letters, digits, _ and -
  date,
  moment,
  number,
  positive,
  whole,     // a whole number, negative ones too
  count,     // from 0
  position,  // from 1; -1 and 0 stand for none
  boolean,
  any,
  scalar,
  limits,  // two numbers, the smaller first
  texts,
  anys,
  object,
  text_or_object,
  text_or_texts,
  one,   // an object of a Part
  many,  // an array of them
  one_or_many,
};

struct Key {
  std::string_view name;
  Form form = Form::text;
  Part part = Part::contract;
  bool required = false;
  std::string_view choices = {};  // of a text, separated by '|'
};

using Keys = std::span<const Key>;
Keys keys_of(Part part) noexcept;

// What a server of each type is described by, beside what all servers have; a star marks what must
// be there.
struct ServerType {
  std::string_view name;
  std::string_view keys;
};
std::span<const ServerType> server_types() noexcept;

}  // namespace tamis::quality
