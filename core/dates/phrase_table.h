// Phrases of scripts that put no blanks between words: the longest that begins a text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/dates/fold_parts.h"
#include "core/dates/word_index.h"

namespace tamis::dates {

// Built when compiled. Phrases that begin with the same character of three bytes are chained.
template <std::size_t kMostPhrases>
class PhraseTable {
 public:
  // `list` in order from `first` on, parted by '|'.
  constexpr void add_in_order(std::string_view list, Token first) {
    auto token = static_cast<unsigned char>(first);
    for_each_part(list, '|', [&](std::string_view phrases) {
      add(phrases, static_cast<Token>(token));
      ++token;
    });
  }

  constexpr void add(std::string_view phrases, Token token) {
    for_each_part(phrases, ' ', [&](std::string_view text) {
      const std::size_t first = index_.insert(first_character(text));
      phrases_[size_] = {text, token, heads_[first]};
      heads_[first] = static_cast<std::uint8_t>(++size_);
    });
  }

  Folded find(std::string_view text) const noexcept {
    Folded longest;
    const std::size_t first = index_.find(first_character(text));
    if (first == index_.kUnknown) return longest;
    for (std::size_t i = heads_[first]; i != 0; i = phrases_[i - 1].next) {
      const Phrase& phrase = phrases_[i - 1];
      if (phrase.text.size() > longest.read && text.starts_with(phrase.text)) {
        longest = Folded::of(phrase.text.size(), phrase.token);
      }
    }
    return longest;
  }

 private:
  static_assert(kMostPhrases < 256);

  struct Phrase {
    std::string_view text;
    Token token = Token::small_word;
    std::uint8_t next = 0;  // place plus one of another that begins alike
  };

  static constexpr WordKey first_character(std::string_view text) noexcept {
    return WordKey::of(text.substr(0, 3));
  }

  WordIndex<8, kMostPhrases> index_;
  std::array<std::uint8_t, kMostPhrases> heads_{};
  std::array<Phrase, kMostPhrases> phrases_{};
  std::size_t size_ = 0;
};

}  // namespace tamis::dates
