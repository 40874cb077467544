// A table of zone names, sorted, checked by the compiler and searched by halves.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/dates/zones.h"

namespace tamis::dates {

// Names are compared by keys: numbers for abbreviations, texts for long names.
template <typename Key>
struct ZoneName {
  Key key{};
  NamedOffset meaning;

  constexpr ZoneName(Key k, int minutes, std::string_view zone = {})
      : key(k), meaning{NamedOffset::Kind::known, static_cast<std::int16_t>(minutes), zone} {}
  constexpr ZoneName(Key k, NamedOffset::Kind kind) : key(k), meaning{kind, 0, {}} {}
};

template <typename Key, std::size_t kSize>
constexpr bool sorted_once(const std::array<ZoneName<Key>, kSize>& names) {
  return std::adjacent_find(names.begin(), names.end(), [](const auto& a, const auto& b) {
           return !(a.key < b.key);
         }) == names.end();
}

template <typename Key, std::size_t kSize>
constexpr NamedOffset find_in(const std::array<ZoneName<Key>, kSize>& names, const Key& key) {
  const auto found = std::lower_bound(names.begin(), names.end(), key,
                                      [](const auto& name, const Key& k) { return name.key < k; });
  return found != names.end() && found->key == key ? found->meaning : NamedOffset();
}

}  // namespace tamis::dates
