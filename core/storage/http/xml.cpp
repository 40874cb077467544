#include "core/storage/http/xml.h"

#include <algorithm>
#include <charconv>

namespace tamis::storage {
namespace {

constexpr std::size_t kDeepest = 16;
constexpr std::size_t kMostElements = 100'000;

void append_utf8(std::string& out, unsigned code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0U | code >> 6U);
    out += static_cast<char>(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0U | code >> 12U);
    out += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | code >> 18U);
    out += static_cast<char>(0x80U | (code >> 12U & 0x3FU));
    out += static_cast<char>(0x80U | (code >> 6U & 0x3FU));
    out += static_cast<char>(0x80U | (code & 0x3FU));
  }
}

// What "&name;" stands for; false for one that is not known.
bool append_entity(std::string& out, std::string_view name) {
  constexpr std::pair<std::string_view, char> kNamed[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  for (const auto& [known, meaning] : kNamed) {
    if (name == known) {
      out += meaning;
      return true;
    }
  }
  if (!name.starts_with('#')) return false;
  name.remove_prefix(1);
  const int base = name.starts_with('x') ? 16 : 10;
  if (base == 16) name.remove_prefix(1);
  unsigned code = 0;
  const auto [end, fault] = std::from_chars(name.data(), name.data() + name.size(), code, base);
  if (fault != std::errc() || end != name.data() + name.size() || name.empty()) return false;
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
  append_utf8(out, code);
  return true;
}

class Parser {
 public:
  explicit Parser(std::string_view text) noexcept : rest_(text) {}

  std::optional<XmlElement> document() {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
    XmlElement root;
    if (!misc() || !element(root, 0) || !misc() || !rest_.empty()) return std::nullopt;
    return root;
  }

 private:
  bool skip_past(std::string_view end) noexcept {
    const std::size_t at = rest_.find(end);
    if (at == std::string_view::npos) return false;
    rest_.remove_prefix(at + end.size());
    return true;
  }

  // White space, comments and processing instructions around the root.
  bool misc() noexcept {
    for (;;) {
      rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
      if (rest_.starts_with("<?")) {
        if (!skip_past("?>")) return false;
      } else if (rest_.starts_with("<!--")) {
        if (!skip_past("-->")) return false;
      } else {
        return true;
      }
    }
  }

  // "<name attributes>" or "<name attributes/>".
  bool start_tag(XmlElement& out, bool& empty) {
    if (!rest_.starts_with('<') || ++elements_ > kMostElements) return false;
    rest_.remove_prefix(1);
    const std::size_t size = rest_.find_first_of(" \t\r\n/>");
    if (size == std::string_view::npos || size == 0 || rest_[0] == '!' || rest_[0] == '?') {
      return false;
    }
    const std::string_view name = rest_.substr(0, size);
    out.name = name.substr(name.find(':') == std::string_view::npos ? 0 : name.find(':') + 1);
    rest_.remove_prefix(size);
    char quote = '\0';
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      const char c = rest_[i];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '<') {
        return false;
      } else if (c == '>') {
        empty = i > 0 && rest_[i - 1] == '/';
        rest_.remove_prefix(i + 1);
        return true;
      }
    }
    return false;
  }

  bool end_tag(const XmlElement& out) noexcept {
    rest_.remove_prefix(2);
    const std::size_t end = rest_.find('>');
    if (end == std::string_view::npos) return false;
    std::string_view name = rest_.substr(0, rest_.find_first_of(" \t\r\n>"));
    if (const std::size_t colon = name.find(':'); colon != std::string_view::npos) {
      name.remove_prefix(colon + 1);
    }
    rest_.remove_prefix(end + 1);
    return name == out.name;
  }

  bool characters(std::string& out) {
    const std::size_t size = rest_.find_first_of("<&");
    if (size == std::string_view::npos) return false;
    out += rest_.substr(0, size);
    rest_.remove_prefix(size);
    if (!rest_.starts_with('&')) return true;
    const std::size_t end = rest_.find(';');
    if (end == std::string_view::npos || !append_entity(out, rest_.substr(1, end - 1))) {
      return false;
    }
    rest_.remove_prefix(end + 1);
    return true;
  }

  bool cdata(std::string& out) {
    rest_.remove_prefix(9);
    const std::size_t end = rest_.find("]]>");
    if (end == std::string_view::npos) return false;
    out += rest_.substr(0, end);
    rest_.remove_prefix(end + 3);
    return true;
  }

  bool element(XmlElement& out, std::size_t depth) {
    bool empty = false;
    if (depth >= kDeepest || !start_tag(out, empty)) return false;
    while (!empty) {
      bool good = true;
      if (rest_.starts_with("</")) return end_tag(out);
      if (rest_.starts_with("<!--")) {
        good = skip_past("-->");
      } else if (rest_.starts_with("<![CDATA[")) {
        good = cdata(out.text);
      } else if (rest_.starts_with('<')) {
        good = element(out.children.emplace_back(), depth + 1);
      } else {
        good = characters(out.text);
      }
      if (!good) return false;
    }
    return true;
  }

  std::string_view rest_;
  std::size_t elements_ = 0;
};

}  // namespace

const XmlElement* XmlElement::child(std::string_view child_name) const noexcept {
  const auto it = std::find_if(children.begin(), children.end(),
                               [&](const XmlElement& e) { return e.name == child_name; });
  return it == children.end() ? nullptr : &*it;
}

std::string_view XmlElement::text_of(std::string_view child_name) const noexcept {
  const XmlElement* found = child(child_name);
  return found == nullptr ? std::string_view{} : std::string_view(found->text);
}

std::optional<XmlElement> parse_xml(std::string_view text) { return Parser(text).document(); }

std::string xml_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace tamis::storage
