#include "core/text/fold.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>

#include "core/text/space.h"
#include "core/text/utf8.h"

namespace tamis::text {
namespace {

struct Free {
  void operator()(utf8proc_uint8_t* bytes) const noexcept { std::free(bytes); }
};

utf8proc_option_t options_of(const Folding& folding) noexcept {
  unsigned options = UTF8PROC_STABLE;
  if (folding.form) options |= UTF8PROC_COMPOSE | UTF8PROC_COMPAT;
  if (folding.letter_case) options |= UTF8PROC_CASEFOLD;
  return static_cast<utf8proc_option_t>(options);
}

// Appends well-formed `text`, folded.
void append_mapped(std::string_view text, const Folding& folding, std::string& out) {
  utf8proc_uint8_t* made = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &made, options_of(folding));
  const std::unique_ptr<utf8proc_uint8_t, Free> owned(made);
  if (size == UTF8PROC_ERROR_NOMEM) throw std::bad_alloc();
  if (size < 0) {  // utf8proc knows the text as no Unicode: keep it
    out += text;
    return;
  }
  out.append(reinterpret_cast<const char*>(made), static_cast<std::size_t>(size));
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
  for (std::size_t from = 0; from < text.size();) {
    std::size_t to = from;
    while (const std::size_t n = utf8_length(text.substr(to))) to += n;
    if (to > from) append_mapped(text.substr(from, to - from), folding, out);
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
