#include "core/text/fold.h"

#include <utf8proc.h>

#include <algorithm>
#include <vector>

#include "core/text/space.h"
#include "core/text/utf8.h"

namespace tamis::text {
namespace {

utf8proc_option_t options_of(const Folding& folding) noexcept {
  unsigned options = UTF8PROC_STABLE;
  if (folding.form) options |= UTF8PROC_COMPOSE | UTF8PROC_COMPAT;
  if (folding.letter_case) options |= UTF8PROC_CASEFOLD;
  return static_cast<utf8proc_option_t>(options);
}

// Appends well-formed `text`, folded.
void append_mapped(std::string_view text, const Folding& folding,
                   std::vector<utf8proc_int32_t>& points, std::string& out) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto size = static_cast<utf8proc_ssize_t>(text.size());
  const utf8proc_option_t options = options_of(folding);
  // Nearly always enough; where it is not, the count says how much is.
  points.resize(text.size() + 1);
  auto room = static_cast<utf8proc_ssize_t>(points.size() - 1);
  utf8proc_ssize_t count = utf8proc_decompose(bytes, size, points.data(), room, options);
  if (count > room) {
    points.resize(static_cast<std::size_t>(count) + 1);
    room = count;
    count = utf8proc_decompose(bytes, size, points.data(), room, options);
  }
  // utf8proc wants a place more than there are code points, for the NUL at the end.
  const utf8proc_ssize_t written =
      count >= 0 && count <= room ? utf8proc_reencode(points.data(), count, options) : -1;
  if (written < 0) {  // utf8proc knows the text as no Unicode: keep it
    out += text;
    return;
  }
  out.append(reinterpret_cast<const char*>(points.data()), static_cast<std::size_t>(written));
}

bool is_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string mapped(std::string_view text, const Folding& folding) {
  std::string out;
  out.reserve(text.size());
  if (!folding.letter_case && !folding.form) return std::string(text);
  if (is_ascii(text)) {
    out = text;
    if (folding.letter_case) std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
  }
  std::vector<utf8proc_int32_t> points;
  for (std::size_t from = 0; from < text.size();) {
    std::size_t to = from;
    while (const std::size_t n = utf8_length(text.substr(to))) to += n;
    if (to > from) append_mapped(text.substr(from, to - from), folding, points, out);
    if (to < text.size()) out += text[to++];
    from = to;
  }
  return out;
}

}  // namespace

std::string folded(std::string_view text, const Folding& folding) {
  std::string all = mapped(text, folding);
  if (!folding.spaces) return all;
  std::string out;
  out.reserve(all.size());
  for (std::string_view rest = all; !rest.empty();) {
    if (const std::size_t blank = space_length(rest)) {
      rest.remove_prefix(blank);
      continue;
    }
    const std::size_t length = std::max<std::size_t>(utf8_length(rest), 1);
    out += rest.substr(0, length);
    rest.remove_prefix(length);
  }
  return out;
}

}  // namespace tamis::text
