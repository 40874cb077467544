// Cleaning and names: the two operations that need Unicode's tables.
#include <utf8proc.h>

#include <vector>

#include "core/text/space.h"
#include "core/text/text.h"
#include "core/text/utf8.h"

namespace tamis::text {
namespace {

constexpr auto kNfc = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);

constexpr unsigned char byte_of(char c) noexcept { return static_cast<unsigned char>(c); }

bool is_control(std::string_view character) noexcept {
  const unsigned char lead = byte_of(character[0]);
  if (lead < 0x80) return lead < 0x20 || lead == 0x7F;
  return lead == 0xC2 && character.size() == 2 && byte_of(character[1]) < 0xA0;
}

// Every character under U+0300 is its own NFC and combines with nothing before it, so only lead
// bytes from 0xCC on can make normalisation change a text.
bool may_need_nfc(std::string_view text) noexcept {
  for (const char c : text) {
    if (byte_of(c) >= 0xCC) return true;
  }
  return false;
}

// Whether cleaned() would change a byte before normalisation.
bool needs_mending(std::string_view text) noexcept {
  bool after_space = true;  // so that leading space counts
  for (std::size_t i = 0; i < text.size();) {
    const unsigned char lead = byte_of(text[i]);
    if (lead > 0x20 && lead < 0x7F) {
      after_space = false;
      ++i;
      continue;
    }
    if (lead == ' ') {
      if (after_space) return true;
      after_space = true;
      ++i;
      continue;
    }
    if (lead < 0x80) return true;  // a control character or white space other than ' '
    const std::string_view rest = text.substr(i);
    const std::size_t length = utf8_length(rest);
    if (length > 0 && (space_length(rest) > 0 || is_control(rest.substr(0, length)))) return true;
    after_space = false;
    i += length > 0 ? length : 1;
  }
  return !text.empty() && text.back() == ' ';
}

void mend(std::string_view text, std::string& out) {
  out.clear();
  out.reserve(text.size());
  bool space = false;
  bool broken = false;  // the last byte written is no part of a character
  while (!text.empty()) {
    if (const std::size_t blank = space_length(text)) {
      space = true;
      text.remove_prefix(blank);
      continue;
    }
    const std::size_t whole = utf8_length(text);
    const std::string_view character = text.substr(0, whole > 0 ? whole : 1);
    text.remove_prefix(character.size());
    if (whole > 0 && is_control(character)) {
      // Two broken bytes that a control character kept apart must not become a character.
      space |= broken;
      continue;
    }
    if (space && !out.empty()) out += ' ';
    out += character;
    space = false;
    broken = whole == 0;
  }
}

// Appends the NFC of well-formed `text` to `out`.
void append_nfc(std::string_view text, std::vector<utf8proc_int32_t>& points, std::string& out) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto size = static_cast<utf8proc_ssize_t>(text.size());
  // A code point at most quadruples under canonical decomposition.
  points.resize(text.size() * 4 + 1);
  const auto room = static_cast<utf8proc_ssize_t>(points.size() - 1);
  const utf8proc_ssize_t count = utf8proc_decompose(bytes, size, points.data(), room, kNfc);
  const utf8proc_ssize_t written =
      count >= 0 && count <= room ? utf8proc_reencode(points.data(), count, kNfc) : -1;
  if (written < 0) {  // utf8proc knows the text as no Unicode: keep it
    out += text;
    return;
  }
  out.append(reinterpret_cast<const char*>(points.data()), static_cast<std::size_t>(written));
}

// NFC of the well-formed stretches; broken bytes stay where they are.
std::string normalized(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::vector<utf8proc_int32_t> points;
  for (std::size_t from = 0; from < text.size();) {
    std::size_t to = from;
    while (const std::size_t n = utf8_length(text.substr(to))) to += n;
    if (to > from) append_nfc(text.substr(from, to - from), points, out);
    if (to < text.size()) out += text[to++];
    from = to;
  }
  return out;
}

enum class LetterCase : std::uint8_t { none, lower, upper };

struct Letter {
  utf8proc_int32_t point = 0;
  bool part_of_word = false;
  LetterCase letter_case = LetterCase::none;
};

Letter letter_of(std::string_view character) noexcept {
  Letter letter;
  const auto size = static_cast<utf8proc_ssize_t>(character.size());
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(character.data());
  if (utf8proc_iterate(bytes, size, &letter.point) <= 0) return letter;
  switch (utf8proc_category(letter.point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT: letter.letter_case = LetterCase::upper; break;
    case UTF8PROC_CATEGORY_LL: letter.letter_case = LetterCase::lower; break;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: break;
    default: return letter;
  }
  letter.part_of_word = true;
  return letter;
}

// The letter that starts `text` and its bytes; a broken byte is no part of a word.
Letter next_letter(std::string_view text, std::size_t& length) noexcept {
  length = utf8_length(text);
  if (length > 0) return letter_of(text.substr(0, length));
  length = text.empty() ? 0 : 1;
  return {};
}

void append_point(utf8proc_int32_t point, std::string& out) {
  utf8proc_uint8_t bytes[4];
  const utf8proc_ssize_t size = utf8proc_encode_char(point, bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

void append_lower(utf8proc_int32_t point, std::string& out) {
  append_point(utf8proc_tolower(point), out);
}

bool is_apostrophe(std::string_view character) noexcept {
  return character == "'" || character == "\u2019";
}

// `character` is well-formed.
void append_cased(std::string_view character, Casing casing, bool starts_word, std::string& out) {
  utf8proc_int32_t point = 0;
  utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(character.data()),
                   static_cast<utf8proc_ssize_t>(character.size()), &point);
  switch (casing) {
    case Casing::upper: point = utf8proc_toupper(point); break;
    case Casing::title:
      point = starts_word ? utf8proc_totitle(point) : utf8proc_tolower(point);
      break;
    case Casing::lower: point = utf8proc_tolower(point); break;
    case Casing::as_is: break;
  }
  append_point(point, out);
}

}  // namespace

std::string_view cleaned(std::string_view text, std::string& storage) {
  if (needs_mending(text)) {
    mend(text, storage);
    text = storage;
  }
  if (!may_need_nfc(text)) return text;
  std::string composed = normalized(text);
  if (composed == text) return text;
  storage = std::move(composed);
  return storage;
}

bool is_composed(std::string_view text) { return !may_need_nfc(text) || normalized(text) == text; }

std::string_view cased(std::string_view text, Casing casing, std::string& storage) {
  if (casing == Casing::as_is) return text;
  std::string out;
  out.reserve(text.size());
  bool in_word = false;
  std::size_t length = 0;
  for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(length)) {
    const Letter letter = next_letter(rest, length);
    const std::string_view character = rest.substr(0, length);
    if (utf8_length(rest) == 0) {
      out += character;
    } else {
      append_cased(character, casing, !in_word, out);
    }
    in_word = letter.part_of_word || (in_word && is_apostrophe(character));
  }
  if (may_need_nfc(out)) out = normalized(out);
  if (out == text) return text;
  storage = std::move(out);
  return storage;
}

std::string snake_case(std::string_view name) {
  std::string storage;
  std::string_view rest = cleaned(name, storage);
  std::string out;
  Letter before;
  for (std::size_t length = 0; !rest.empty(); rest.remove_prefix(length)) {
    const Letter letter = next_letter(rest, length);
    if (!letter.part_of_word) {
      before = {};
      continue;
    }
    std::size_t ignored = 0;
    const bool starts_word =
        !before.part_of_word ||
        (letter.letter_case == LetterCase::upper &&
         (before.letter_case != LetterCase::upper ||
          next_letter(rest.substr(length), ignored).letter_case == LetterCase::lower));
    if (starts_word && !out.empty()) out += '_';
    append_lower(letter.point, out);
    before = letter;
  }
  return out.empty() ? "column" : out;
}

}  // namespace tamis::text
