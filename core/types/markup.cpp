#include "core/types/markup.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/text/utf8.h"
#include "core/types/bytes.h"

namespace tamis::types {
namespace {

constexpr bool is_space(char c) noexcept { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

class JsonScan {
 public:
  explicit JsonScan(std::string_view text) noexcept : text_(text) {}

  bool run() noexcept {
    if (!open()) return false;
    while (depth_ > 0) {
      if (!step()) return false;
    }
    spaces();
    return at_ == text_.size();
  }

 private:
  static constexpr std::size_t kDeepest = 512;
  enum class Next : std::uint8_t { first, member, behind };

  char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }
  void spaces() noexcept {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  bool in_object() const noexcept {
    return (objects_[(depth_ - 1) / 64] >> ((depth_ - 1) % 64) & 1U) != 0;
  }

  bool open() noexcept {
    const bool object = peek() == '{';
    if ((!object && peek() != '[') || depth_ == kDeepest) return false;
    const std::uint64_t bit = std::uint64_t{1} << (depth_ % 64);
    std::uint64_t& word = objects_[depth_ / 64];
    word = object ? word | bit : word & ~bit;
    ++depth_;
    ++at_;
    next_ = Next::first;
    return true;
  }

  bool close() noexcept {
    if (peek() != (in_object() ? '}' : ']')) return false;
    ++at_;
    --depth_;
    next_ = Next::behind;
    return true;
  }

  // One member with what separates it from the one before, or an end.
  bool step() noexcept {
    spaces();
    if (next_ != Next::member && close()) return true;
    if (next_ == Next::behind) {
      if (peek() != ',') return false;
      ++at_;
      next_ = Next::member;
      return true;
    }
    if (in_object()) {
      if (!string()) return false;
      spaces();
      if (peek() != ':') return false;
      ++at_;
      spaces();
    }
    next_ = Next::behind;
    return value();
  }

  bool value() noexcept {
    switch (peek()) {
      case '{':
      case '[': return open();
      case '"': return string();
      case 't': return word("true");
      case 'f': return word("false");
      case 'n': return word("null");
      default: return number();
    }
  }

  bool word(std::string_view expected) noexcept {
    if (!text_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }

  bool digits() noexcept {
    const std::size_t count = run_of(text_, at_, kDigit);
    at_ += count;
    return count > 0;
  }

  bool number() noexcept {
    if (peek() == '-') ++at_;
    const bool zero = peek() == '0';
    const std::size_t start = at_;
    if (!digits() || (zero && at_ - start > 1)) return false;
    if (peek() == '.') {
      ++at_;
      if (!digits()) return false;
    }
    if ((peek() | 0x20) != 'e') return true;
    ++at_;
    if (peek() == '+' || peek() == '-') ++at_;
    return digits();
  }

  bool string() noexcept {
    if (peek() != '"') return false;
    ++at_;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return true;
      }
      if (c == '\\') {
        if (!escape()) return false;
      } else if (static_cast<unsigned char>(c) < 0x20) {
        return false;
      } else {
        const std::size_t length = text::utf8_length(text_.substr(at_, 4));
        if (length == 0) return false;
        at_ += length;
      }
    }
    return false;
  }

  bool escape() noexcept {
    ++at_;
    const char c = peek();
    if (c != 'u') {
      ++at_;
      return c != '\0' && std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos;
    }
    if (text_.size() - at_ < 5 || run_of(text_.substr(at_ + 1, 4), 0, kHex) != 4) return false;
    at_ += 5;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::array<std::uint64_t, kDeepest / 64> objects_{};  // a bit for each level: an object or not
  Next next_ = Next::first;
};

// Bytes of a name: letters, digits, - _ . : and whatever is beyond ASCII.
std::size_t name_length(std::string_view text) noexcept {
  if (text.empty() || (!is(text[0], kLetter | kBeyond) && text[0] != '_')) return 0;
  std::size_t length = 1;
  while (length < text.size() &&
         (is(text[length], kLetter | kDigit | kBeyond) ||
          std::string_view("-_.:").find(text[length]) != std::string_view::npos)) {
    ++length;
  }
  return length;
}

// Takes what stands before the root: declarations, comments, a document type.
bool skip_prolog(std::string_view& text) noexcept {
  for (;;) {
    while (!text.empty() && is_space(text[0])) text.remove_prefix(1);
    std::string_view end;
    if (text.starts_with("<?")) {
      end = "?>";
    } else if (text.starts_with("<!--")) {
      end = "-->";
    } else if (text.starts_with("<!")) {
      const std::size_t inner = text.find('[');
      const std::size_t close = text.find('>');
      end = inner < close ? "]>" : ">";
    } else {
      return text.starts_with('<');
    }
    const std::size_t at = text.find(end);
    if (at == std::string_view::npos) return false;
    text.remove_prefix(at + end.size());
  }
}

// The byte behind a start tag that begins at 0, past quoted attributes; npos where it has no end.
std::size_t end_of_tag(std::string_view text, std::size_t at) noexcept {
  char quote = '\0';
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '<') {
      break;
    } else if (c == '>') {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

}  // namespace

bool is_json(std::string_view text) noexcept { return JsonScan(text).run(); }

bool is_xml(std::string_view text) noexcept {
  if (text.size() < 4 || text.back() != '>' || !skip_prolog(text)) return false;
  const std::size_t name = name_length(text.substr(1));
  if (name == 0) return false;
  const char next = name + 1 < text.size() ? text[name + 1] : '\0';
  if (next != '>' && next != '/' && !is_space(next)) return false;
  const std::size_t end = end_of_tag(text, name + 1);
  if (end == std::string_view::npos) return false;
  if (end == text.size()) return text.ends_with("/>");
  std::size_t last = text.size() - 1;  // spaces may stand before the end tag's bracket
  while (last > 0 && is_space(text[last - 1])) --last;
  const std::string_view before = text.substr(0, last);
  const std::string_view tag = text.substr(1, name);
  return before.ends_with(tag) && before.substr(0, before.size() - name).ends_with("</") &&
         before.size() - name - 2 >= end;
}

}  // namespace tamis::types
