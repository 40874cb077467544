#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/dates/fold_parts.h"
#include "core/dates/fold_table.h"
#include "core/dates/word_index.h"

namespace tamis::dates {
namespace {

// Each of the scripts lies within one or two blocks of 256 code points: a word is the number of its
// block and the low bytes of its letters, which makes sixteen bytes hold fifteen letters.
constexpr std::uint8_t block_of(char32_t point) noexcept {
  return static_cast<std::uint8_t>(point >> 8U);
}

constexpr char32_t kDropped = 0;
constexpr char32_t kGeresh = 0x5F3;
constexpr char32_t kGershayim = 0x5F4;

constexpr char32_t greek(char32_t point) noexcept {
  switch (point) {
    case 0x386:
    case 0x3AC: return 0x3B1;  // α
    case 0x388:
    case 0x3AD: return 0x3B5;  // ε
    case 0x389:
    case 0x3AE: return 0x3B7;  // η
    case 0x38A:
    case 0x390:
    case 0x3AA:
    case 0x3AF:
    case 0x3CA: return 0x3B9;  // ι
    case 0x38C:
    case 0x3CC: return 0x3BF;  // ο
    case 0x38E:
    case 0x3AB:
    case 0x3B0:
    case 0x3CB:
    case 0x3CD: return 0x3C5;  // υ
    case 0x38F:
    case 0x3CE: return 0x3C9;  // ω
    case 0x3C2: return 0x3C3;  // a final sigma is a sigma
    default: return point >= 0x391 && point <= 0x3A9 ? point + 0x20 : point;
  }
}

constexpr char32_t cyrillic(char32_t point) noexcept {
  if (point < 0x410) point += 0x50;
  if (point < 0x430) point += 0x20;
  switch (point) {
    case 0x439:
    case 0x45D: return 0x438;  // й, ѝ: и
    case 0x450:
    case 0x451: return 0x435;  // ѐ, ё: е
    case 0x453: return 0x433;  // ѓ: г
    case 0x457: return 0x456;  // ї: і
    case 0x45C: return 0x43A;  // ќ: к
    case 0x45E: return 0x443;  // ў: у
    default: return point;
  }
}

constexpr char32_t arabic(char32_t point) noexcept {
  if (point >= 0x64B && point <= 0x65F) return kDropped;  // vowel points
  switch (point) {
    case 0x622:
    case 0x623:
    case 0x625:
    case 0x671: return 0x627;  // alif
    case 0x629: return 0x647;  // ta marbuta: ha
    case 0x649:
    case 0x6CC: return 0x64A;     // ya
    case 0x6A9: return 0x643;     // kaf
    case 0x640: return kDropped;  // tatweel
    default: return point;
  }
}

constexpr bool is_letter(char32_t point) noexcept {
  if (point >= 0x300 && point < 0x370) return true;  // marks over letters, dropped
  if (!is_of_spaced_script(point)) return false;
  if (point >= 0x600 && point < 0x700) {  // without its punctuation and digits
    return (point >= 0x620 && point <= 0x65F) || (point >= 0x66E && point <= 0x6D3);
  }
  if (point >= 0x900) {
    const char32_t low = point & 0x7FU;
    return low <= 0x63 || low >= 0x71;  // without danda and digits
  }
  if (point >= 0x590 && point < 0x600) return point != 0x5BE;  // maqaf
  return point != 0x37E && point != 0x387;                     // Greek semicolon and middle dot
}

// A letter without case and marks; kDropped for a mark.
constexpr char32_t plain(char32_t point) noexcept {
  if (point < 0x370) return kDropped;
  if (point < 0x400) return greek(point);
  if (point < 0x500) return cyrillic(point);
  if (point < 0x600) return point <= 0x5C7 ? kDropped : point;
  if (point < 0x700) return arabic(point);
  if (point == 0x93C || point == 0x9BC) return kDropped;  // nukta
  if (point == 0x95E) return 0x92B;                       // with nukta: फ
  if (point == 0x9DF) return 0x9AF;                       // with nukta: য
  return point;
}

class Key {
 public:
  // False where the letter can't belong to the word.
  constexpr bool add(char32_t letter) noexcept {
    if (letter == kDropped) return true;
    if (size_ == 0) add_byte(block_of(letter));
    return block_of(letter) == block() && add_byte(static_cast<std::uint8_t>(letter & 0xFFU));
  }
  constexpr bool add_byte(std::uint8_t byte) noexcept {
    if (size_ == WordKey::kLongest) return false;
    (size_ < 8 ? word_.head : word_.tail) |= std::uint64_t{byte} << (size_ % 8 * 8);
    ++size_;
    return true;
  }
  constexpr std::uint8_t block() const noexcept {
    return static_cast<std::uint8_t>(word_.head & 0xFFU);
  }
  constexpr const WordKey& word() const noexcept { return word_; }

 private:
  WordKey word_;
  std::size_t size_ = 0;
};

constexpr char kJoint = '_';  // a blank or dot within a name
constexpr Token kLeads{};     // the first word of such a name, nothing by itself

constexpr WordKey key_of(std::string_view name) {
  Key key;
  while (!name.empty()) {
    const CodePoint point = first_of(name);
    if (point.value == kJoint) {
      key.add_byte(kJoint);
    } else {
      key.add(plain(point.value));
    }
    name.remove_prefix(point.size);
  }
  return key.word();
}

struct Table {
  static constexpr std::size_t kMostWords = 560;

  WordIndex<10, kMostWords> index;
  std::array<Token, kMostWords> tokens{};

  constexpr Table() {
    for (const ScriptNames& names : kScriptNames) {
      add_names(names.months, Token::january);
      add_names(names.weekdays, Token::monday);
    }
    for (const ScriptWords& row : kScriptWords) add(row.words, row.token);
  }

  constexpr void add_names(std::string_view list, Token first) {
    auto token = static_cast<unsigned char>(first);
    for_each_part(list, '|', [&](std::string_view names) {
      add(names, static_cast<Token>(token));
      ++token;
    });
  }
  constexpr void add(std::string_view names, Token token) {
    for_each_part(names, ' ', [&](std::string_view name) {
      tokens[index.insert(key_of(name))] = token;
      const std::size_t joint = name.find(kJoint);
      if (joint != name.npos) tokens[index.insert(key_of(name.substr(0, joint)))] = kLeads;
    });
  }
};

constexpr Table kTable;

constexpr bool is_apostrophe(char32_t point) noexcept {
  return point == '\'' || point == 0x2019 || point == 0x2BC;
}

// Reads a word's letters on to `key`; the bytes read, 0 where they are too many or of two scripts.
std::size_t read_letters(std::string_view text, Key& key) noexcept {
  std::size_t read = 0;
  while (true) {
    const CodePoint point = first_of(text.substr(read));
    if (point.size == 0) return read == text.size() ? read : 0;
    const char32_t next = first_of(text.substr(read + point.size)).value;
    if (read != 0 && is_invisible(point.value)) {
      // A joiner between letters is no letter.
    } else if (is_letter(point.value)) {
      if (!key.add(plain(point.value))) return 0;
    } else if (read != 0 && is_apostrophe(point.value) && key.block() == 5) {
      if (!key.add(kGeresh)) return 0;
    } else if (read != 0 && point.value == '"' && key.block() == 5 && is_letter(next)) {
      if (!key.add(kGershayim)) return 0;
    } else if (read == 0 || key.block() != 4 || !is_apostrophe(point.value) || !is_letter(next)) {
      return read;  // an apostrophe within a Ukrainian word is passed over
    }
    read += point.size;
  }
}

Folded found(const Key& key, std::size_t read) noexcept {
  const std::size_t place = kTable.index.find(key.word());
  return place == kTable.index.kUnknown ? Folded{} : Folded::of(read, kTable.tokens[place]);
}
bool leads(const Folded& folded) noexcept {
  return folded.read != 0 && folded.bytes[0] == static_cast<char>(kLeads);
}

// Two words parted by a blank or a dot (or both), which then may end with one.
Folded fold_two_words(std::string_view text, Key key, std::size_t read) noexcept {
  const std::size_t start = read;
  const bool dot = text.substr(read).starts_with('.');
  if (dot) ++read;
  if (text.substr(read).starts_with(' ')) ++read;
  if (read == start || !key.add_byte(kJoint)) return {};
  const std::size_t second = read_letters(text.substr(read), key);
  if (second == 0) return {};
  read += second;
  if (dot && text.substr(read).starts_with('.')) ++read;
  return found(key, read);
}

// "In March" and "of March" are one word in Hebrew, with a letter in front.
Folded fold_without_prefix(std::string_view text) noexcept {
  for (const std::string_view prefix : {"ב", "ל"}) {
    if (!text.starts_with(prefix)) continue;
    Key key;
    const std::size_t read = read_letters(text.substr(prefix.size()), key);
    return read == 0 ? Folded{} : found(key, prefix.size() + read);
  }
  return {};
}

}  // namespace

Folded fold_word(std::string_view text) noexcept {
  Key key;
  const std::size_t read = read_letters(text, key);
  if (read == 0) return {};
  const Folded folded = found(key, read);
  if (leads(folded)) return fold_two_words(text, key, read);
  return folded.read == 0 ? fold_without_prefix(text) : folded;
}

}  // namespace tamis::dates
