// A cursor over the text of a date, which writes down how the date is written as it goes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/dates/layout.h"

namespace tamis::dates {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) noexcept { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
constexpr bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

// A run of digits: what they say and how many there are. Past the limit asked for, `count` is
// limit + 1 and the value means nothing; nor does it beyond nine digits.
struct Digits {
  int value = 0;
  int count = 0;
};

class Cursor {
 public:
  Cursor(std::string_view text, Layout* layout) noexcept
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()), layout_(layout) {}

  bool done() const noexcept { return at_ == end_; }
  const char* at() const noexcept { return at_; }
  // The character before; a blank at the beginning.
  char before() const noexcept { return at_ != begin_ ? at_[-1] : ' '; }
  std::string_view rest() const noexcept { return {at_, static_cast<std::size_t>(end_ - at_)}; }
  // NUL at the end: no rule of ours takes a NUL, so a NUL in the text fails as the end does.
  char peek() const noexcept { return at_ != end_ ? *at_ : '\0'; }
  char peek(std::size_t ahead) const noexcept {
    return static_cast<std::size_t>(end_ - at_) > ahead ? at_[ahead] : '\0';
  }

  void put(Item item) noexcept {
    if (layout_ != nullptr) layout_->push(item);
  }
  void put(char literal) noexcept {
    if (layout_ != nullptr) layout_->push(literal);
  }

  // No items say how this is written.
  void no_layout() noexcept {
    if (layout_ != nullptr) layout_->give_up();
  }

  // Says an item anew, now that more is known: `index` is the layout's size when it was put.
  void set_item(std::size_t index, Item item) noexcept {
    if (layout_ != nullptr) layout_->set(index, item);
  }

  // Moves on without a trace in the layout: the caller says what stood there.
  void skip(std::size_t n = 1) noexcept { at_ += n; }
  // Moves over one character that stands for itself.
  void literal() noexcept { put(*at_++); }
  bool take(char c) noexcept {
    if (done() || *at_ != c) return false;
    literal();
    return true;
  }

  Digits digits(int limit) noexcept {
    Digits found;
    for (; found.count <= limit && at_ != end_ && is_digit(*at_); ++found.count, ++at_) {
      // Unsigned, because a run may be longer than its value needs to be known, and wraps then.
      if (found.count < limit) {
        found.value = static_cast<int>(static_cast<unsigned>(found.value) * 10U +
                                       static_cast<unsigned>(*at_ - '0'));
      }
    }
    return found;
  }

  // The letters ahead, not taken.
  std::string_view word() const noexcept {
    const char* last = at_;
    while (last != end_ && is_letter(*last)) ++last;
    return {at_, static_cast<std::size_t>(last - at_)};
  }

  // Takes blanks; how many. The layout gets one.
  int blanks() noexcept {
    const char* const first = at_;
    while (at_ != end_ && is_blank(*at_)) ++at_;
    if (at_ != first) put(' ');
    return static_cast<int>(at_ - first);
  }

  // A place to come back to.
  struct Mark {
    const char* at;
    std::size_t layout_size;
  };
  Mark mark() const noexcept { return {at_, layout_ != nullptr ? layout_->bytes().size() : 0}; }
  void back_to(Mark mark) noexcept {
    at_ = mark.at;
    if (layout_ != nullptr) layout_->truncate(mark.layout_size);
  }

 private:
  const char* begin_;
  const char* at_;
  const char* end_;
  Layout* layout_;
};

}  // namespace tamis::dates
