#include "core/sketch/short_text.h"

#include <xxhash.h>

#include "core/text/utf8.h"

namespace tamis::sketch {

std::uint64_t hash_of(std::string_view text) noexcept {
  const std::uint64_t hash = XXH3_64bits(text.data(), text.size());
  return hash != 0 ? hash : 1;
}

std::string ShortText::shown() const {
  std::string_view text = bytes();
  if (!cut) return std::string(text);
  // Only a character that the cut itself broke goes: at most three bytes.
  for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if ((byte & 0xC0U) == 0x80U) continue;
    if (byte >= 0xC0 && text::utf8_length(text.substr(text.size() - back)) == 0) {
      text.remove_suffix(back);
    }
    break;
  }
  return std::string(text) + "\xE2\x80\xA6";
}

void Examples::insert(std::uint8_t group, std::uint64_t hash, const ShortText& text,
                      std::size_t most) {
  const auto before = [](const Entry& e, std::uint8_t g) { return e.group < g; };
  const auto first = std::lower_bound(entries_.begin(), entries_.end(), group, before);
  auto at = first;
  while (at != entries_.end() && at->group == group && at->hash < hash) ++at;
  if (at != entries_.end() && at->group == group && at->hash == hash) return;
  if (at - first >= static_cast<std::ptrdiff_t>(most)) {
    bars_[group] = (at - 1)->hash;
    return;
  }
  auto last = at;
  while (last != entries_.end() && last->group == group) ++last;
  const Entry entry{hash, group, text};
  if (last - first == static_cast<std::ptrdiff_t>(most)) {
    std::move_backward(at, last - 1, last);
    *at = entry;
    bars_[group] = (last - 1)->hash;
  } else {
    entries_.insert(at, entry);
  }
}

}  // namespace tamis::sketch
