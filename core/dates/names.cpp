#include "core/dates/names.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

#include "core/dates/name_table.h"
#include "core/dates/role_table.h"
#include "core/dates/word_index.h"

namespace tamis::dates {
namespace {

// Overlapping reads instead of a loop: the end of the word is read whole and shifted into place.
// ORing 0x20 lowers a letter and makes no other byte one.
WordKey key_of(std::string_view word) noexcept {
  static_assert(std::endian::native == std::endian::little, "the first letter is the lowest byte");
  const char* const data = word.data();
  const std::size_t size = word.size();
  const auto read = [](const char* from, auto number) {
    std::memcpy(&number, from, sizeof number);
    return number;
  };
  if (size > 8) {
    constexpr std::uint64_t kLower = 0x2020202020202020;
    return {read(data, std::uint64_t{}) | kLower,
            (read(data + size - 8, std::uint64_t{}) | kLower) >> ((16 - size) * 8)};
  }
  if (size >= 4) {
    constexpr std::uint64_t kLower = 0x20202020;
    const std::uint64_t end = read(data + size - 4, std::uint32_t{}) | kLower;
    return {(read(data, std::uint32_t{}) | kLower) | end >> ((8 - size) * 8) << 32, 0};
  }
  const auto letter = [&](std::size_t i) {
    return static_cast<std::uint64_t>(static_cast<unsigned char>(data[i]) | 0x20U) << (i * 8);
  };
  return {letter(0) | letter(size / 2) | letter(size - 1), 0};
}

// What one language says of a word.
struct Saying {
  std::uint16_t word = 0;  // its place in Table::words
  std::uint8_t language = 0;
  std::uint8_t weekdays = 0;
  std::uint16_t months = 0;
};

constexpr std::size_t kWords = 1150;
constexpr std::uint8_t kCoreLanguages = 7;  // the first of kLanguages
constexpr std::size_t kSayings = 84;

struct Table {
  WordIndex<12, kWords> index;
  std::array<Word, kWords> words{};
  std::array<Saying, kSayings> sayings{};  // of words about which languages differ
  std::size_t saying_count = 0;
};

constexpr bool several(unsigned bits) noexcept { return (bits & (bits - 1)) != 0; }

// Whether it matters which language is meant: because they differ, or because the word counts only
// where its language is named.
constexpr bool in_doubt(const Word& word) noexcept {
  return !word.known() || several(word.months) || several(word.weekdays) ||
         (word.months != 0 && word.weekdays != 0);
}

class Builder {
 public:
  constexpr Builder() {
    for (std::size_t i = 0; i < kLanguageCount; ++i) {
      const LanguageNames& names = kLanguages[i];
      language_ = static_cast<std::uint8_t>(i);
      add_names(names.months, {.full = true}, true);
      add_names(names.short_months, {.abbreviated = true}, true);
      add_names(names.weekdays, {.full = true}, false);
      add_names(names.short_weekdays, {.abbreviated = true}, false);
    }
    constexpr std::string_view kRoman = "i|ii|iii|iv|v|vi|vii|viii|ix|x|xi|xii";
    language_ = kNoLanguage;
    add_names(kRoman, {.roman = true}, true);
    for (const RoleWords& row : kRoleWords) {
      Word word;
      word.roles = row.role;
      add_words(row.words, word);
    }
    keep_sayings_in_doubt();
  }

  Table table;

 private:
  static constexpr std::uint8_t kNoLanguage = 0xFF;

  // Names of twelve months or seven weekdays, in their order.
  constexpr void add_names(std::string_view list, Word word, bool months) {
    unsigned bit = 1;
    for_each_part(list, '|', [&](std::string_view names) {
      word.months = static_cast<std::uint16_t>(months ? bit : 0);
      word.weekdays = static_cast<std::uint8_t>(months ? 0 : bit);
      add_words(names, word);
      bit <<= 1U;
    });
  }

  constexpr void add_words(std::string_view list, const Word& word) {
    for_each_part(list, ' ', [&](std::string_view text) {
      if (text.empty()) return;
      if (text.back() == '*') {
        add_where_named(text.substr(0, text.size() - 1), word);
      } else {
        add(text, word);
      }
    });
  }

  constexpr void add_where_named(std::string_view text, const Word& word) {
    const std::size_t place = table.index.insert(WordKey::of(text));
    table.words[place].abbreviated = true;
    say(place, word);
  }

  constexpr void add(std::string_view text, const Word& word) {
    const std::size_t place = table.index.insert(WordKey::of(text));
    Word& known = table.words[place];
    known.months |= word.months;
    known.weekdays |= word.weekdays;
    known.roles |= word.roles;
    known.abbreviated |= word.abbreviated;
    known.full |= word.full;
    known.roman |= word.roman;
    known.english |= language_ == 0;
    known.core |= language_ < kCoreLanguages;
    if (language_ != kNoLanguage) say(place, word);
  }

  constexpr void say(std::size_t place, const Word& word) {
    said_[said_count_++] = {.word = static_cast<std::uint16_t>(place),
                            .language = language_,
                            .weekdays = word.weekdays,
                            .months = word.months};
  }

  constexpr void keep_sayings_in_doubt() {
    for (std::size_t i = 0; i < said_count_; ++i) {
      if (!in_doubt(table.words[said_[i].word])) continue;
      table.sayings[table.saying_count++] = said_[i];
    }
  }

  std::array<Saying, 2600> said_{};
  std::size_t said_count_ = 0;
  std::uint8_t language_ = 0;
};

constexpr Table kTable = Builder().table;

// Of a word about which languages differ: what `languages` say, or all where they say nothing.
Word as_said_in(std::uint64_t languages, std::size_t place) noexcept {
  Word said = kTable.words[place];
  unsigned months = 0;
  unsigned weekdays = 0;
  for (std::size_t i = 0; i < kTable.saying_count; ++i) {
    const Saying& saying = kTable.sayings[i];
    if (saying.word != place || (languages >> saying.language & 1U) == 0) continue;
    months |= saying.months;
    weekdays |= saying.weekdays;
  }
  if ((months | weekdays) == 0) return said;
  said.months = static_cast<std::uint16_t>(months);
  said.weekdays = static_cast<std::uint8_t>(weekdays);
  return said;
}

Word find_key(const WordKey& key, std::uint64_t languages) noexcept {
  const std::size_t place = kTable.index.find(key);
  if (place == kTable.index.kUnknown) return {};
  const Word& word = kTable.words[place];
  return languages != 0 && in_doubt(word) ? as_said_in(languages, place) : word;
}

}  // namespace

Word find_word(std::string_view letters, std::uint64_t languages) noexcept {
  if (letters.empty() || letters.size() > WordKey::kLongest) return {};
  return find_key(key_of(letters), languages);
}

Word find_word(std::uint64_t bytes, std::size_t letters, std::uint64_t languages) noexcept {
  if (letters == 0) return {};
  constexpr std::uint64_t kLower = 0x2020202020202020;
  const std::uint64_t mask = ~std::uint64_t{0} >> (64 - letters * 8);
  return find_key({(bytes | kLower) & mask, 0}, languages);
}

std::uint64_t language_of(std::string_view code) noexcept {
  const std::string_view language = code.substr(0, code.find_first_of("-_"));
  for (std::size_t i = 0; i < kLanguageCount; ++i) {
    const std::string_view known = kLanguages[i].code;
    if (known.size() != language.size()) continue;
    bool same = true;
    for (std::size_t k = 0; k < known.size(); ++k) same = same && (language[k] | 0x20) == known[k];
    if (same) return std::uint64_t{1} << i;
  }
  // Norwegian is written in two ways, and named by either or by both.
  if (language.size() == 2 && (language == "no" || language == "nn")) return language_of("nb");
  return 0;
}

}  // namespace tamis::dates
