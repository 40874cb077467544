// The XML that object stores answer with: elements and their text, nothing else of the language.
//
// A server's answer is hostile input: depth and number of elements are bounded, and a document
// type, the door to entity expansion, is refused.
// Source: W3C, Extensible Markup Language 1.0 (5th ed.), sections 2.1 to 2.8 and 4.1.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tamis::storage {

struct XmlElement {
  std::string name;  // without a namespace prefix
  std::string text;  // of this element itself, entities resolved
  std::vector<XmlElement> children;

  const XmlElement* child(std::string_view child_name) const noexcept;
  // The text of a child; empty where there is none.
  std::string_view text_of(std::string_view child_name) const noexcept;
};

// The root element; nothing where the text is not well-formed or exceeds the bounds.
std::optional<XmlElement> parse_xml(std::string_view text);

// Text as it may stand between tags.
std::string xml_escaped(std::string_view text);

}  // namespace tamis::storage
