#include "core/export/format/list_text.h"

#include "core/document/json.h"

namespace tamis::exports {

using document::Json;
using engine::Kind;
using engine::Value;

// Takes the events of a JSON parser; false ends it.
class JsonElements final : public nlohmann::json_sax<Json> {
 public:
  explicit JsonElements(ListText& list) : list_(list) {}

  bool null() override { return add(Value()); }
  bool boolean(bool v) override { return add(Value::boolean(v)); }
  bool number_integer(std::int64_t v) override { return add(Value::integer(v)); }
  // Beyond 64 bits a parser gives the number rounded; its digits say more.
  bool number_unsigned(std::uint64_t v) override {
    return v <= INT64_MAX ? add(Value::integer(static_cast<std::int64_t>(v)))
                          : add(Value::decimal(list_.keep(std::to_string(v))));
  }
  bool number_float(double v, const std::string& digits) override {
    return digits.find_first_of("eE") == std::string::npos ? add(Value::decimal(list_.keep(digits)))
                                                           : add(Value::real(v));
  }
  bool string(std::string& v) override { return add(Value::text(list_.keep(v))); }
  bool binary(Json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return false; }
  bool key(std::string&) override { return false; }
  bool end_object() override { return false; }
  bool start_array(std::size_t) override { return ++depth_ == 1; }
  bool end_array() override {
    depth_ = 2;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) override {
    return false;
  }

 private:
  bool add(Value value) {
    if (depth_ != 1) return false;
    list_.elements_.push_back(value);
    return true;
  }

  ListText& list_;
  int depth_ = 0;
};

namespace {

// Without [lower:upper]= in front.
std::string_view without_bounds(std::string_view text) noexcept {
  const std::size_t end = text.find_first_not_of("[]:-0123456789");
  return !text.empty() && text.front() == '[' && end != std::string_view::npos && end > 0 &&
                 text[end] == '=' && text[end - 1] == ']'
             ? text.substr(end + 1)
             : text;
}

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// \x00ff, as bytea is shown; other text stays.
bool from_hex(std::string& text) {
  if (!text.starts_with("\\x") || text.size() % 2 != 0) return false;
  std::size_t at = 0;
  for (std::size_t i = 2; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]);
    const int low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return false;
    text[at++] = static_cast<char>(high * 16 + low);
  }
  text.resize(at);
  return true;
}

}  // namespace

Field element_of(const Field& list) {
  Field element = list;
  element.kind = list.element;
  element.element = FieldKind::text;
  element.column.type = engine::ColumnType::unknown;
  element.nullable = true;
  return element;
}

std::string_view ListText::keep(std::string_view bytes) {
  const std::size_t at = bytes_.size();
  bytes_ += bytes;
  return std::string_view(bytes_).substr(at);
}

bool ListText::read_json(std::string_view text) {
  JsonElements events(*this);
  return Json::sax_parse(text.begin(), text.end(), &events);
}

bool ListText::read_braces(std::string_view text, bool hex) {
  std::string element;
  std::size_t at = 1;
  if (at < text.size() && text[at] == '}') return at + 1 == text.size();
  while (at < text.size()) {
    element.clear();
    const bool quoted = text[at] == '"';
    if (quoted) ++at;
    while (at < text.size() && (quoted ? text[at] != '"' : text[at] != ',' && text[at] != '}')) {
      if (text[at] == '{' && !quoted) return false;
      if (text[at] == '\\' && ++at == text.size()) return false;
      element += text[at++];
    }
    if (quoted && at++ >= text.size()) return false;
    if (at >= text.size() || (text[at] != ',' && text[at] != '}')) return false;
    if (!quoted && element == "NULL") {
      elements_.emplace_back();
    } else if (hex) {
      if (!from_hex(element)) return false;
      elements_.push_back(Value::blob(keep(element)));
    } else {
      elements_.push_back(Value::text(keep(element)));
    }
    if (text[at] == '}') return at + 1 == text.size();
    ++at;
  }
  return false;
}

bool ListText::read(const Value& value, std::int64_t row, const TypedValues& where,
                    std::span<const Value>& out) {
  if (value.is_null()) return false;
  if (value.kind() != Kind::text) where.fail(row, "a value that is no list");
  elements_.clear();
  bytes_.clear();
  const std::string_view text = without_bounds(value.bytes());
  // What was escaped is shorter than its escapes, and a number's digits stand in the text.
  bytes_.reserve(text.size());
  const bool braces = !text.empty() && text.front() == '{';
  if (!(braces ? read_braces(text, where.field().element == FieldKind::bytes) : read_json(text))) {
    where.fail(row,
               "a text that is no list of scalars, as JSON ([1,null]) or in braces ({1,NULL})");
  }
  out = elements_;
  return true;
}

}  // namespace tamis::exports
