// JSON lines: one object a row, members in column order, no space between tokens.
#include <array>
#include <vector>

#include "core/export/format/cell.h"
#include "core/export/jsonl/jsonl.h"

namespace tamis::exports {
namespace {

using engine::Column;

enum : std::uint8_t { kPlain = 0, kEscaped = 1, kSuspect = 2 };

constexpr std::array<std::uint8_t, 256> kClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t i = 1; i < 0x20; ++i) classes[i] = kEscaped;
  classes['"'] = kEscaped;
  classes['\\'] = kEscaped;
  classes[0] = kSuspect;
  for (std::size_t i = 0x80; i < classes.size(); ++i) classes[i] = kSuspect;
  return classes;
}();

// The letter behind the backslash; 0 where only \u00xx will do.
constexpr char short_escape(char c) noexcept {
  switch (c) {
    case '"':
    case '\\': return c;
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return 0;
  }
}

// A string literal of text already known to be UTF-8; `append` takes pieces of it.
template <typename Append>
void escaped(std::string_view text, const Append& append) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (kClasses[static_cast<unsigned char>(c)] != kEscaped) continue;
    append(text.substr(start, i - start));
    start = i + 1;
    const char letter = short_escape(c);
    const auto byte = static_cast<unsigned char>(c);
    const std::array<char, 6> code = {'\\', letter != 0 ? letter : 'u', '0',
                                      '0',  kHex[byte >> 4U],           kHex[byte & 15U]};
    append(std::string_view(code.data(), letter != 0 ? 2 : 6));
  }
  append(text.substr(start));
}

class JsonlWriter final : public TableWriter {
 public:
  explicit JsonlWriter(std::span<const Field> fields) : fields_(fields.begin(), fields.end()) {
    for (const Field& field : fields_) {
      const Column& column = field.column;
      require_text(column.name, 0, column);
      std::string& key = keys_.emplace_back(keys_.empty() ? "{\"" : ",\"");
      escaped(column.name, [&key](std::string_view piece) { key += piece; });
      key += "\":";
    }
  }

  void begin(Output& out) override { out_ = &out; }

  void row(std::span<const engine::Value> values, std::int64_t number) override {
    Output& out = *out_;
    std::array<char, engine::kNumberText> scratch;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      out.append(keys_[i]);
      const Column& column = fields_[i].column;
      value(cell_of(values[i], fields_[i], TimeStyle::rfc3339, scratch), number, column, out);
    }
    out.append("}\n");
  }

 private:
  static void value(const Cell& cell, std::int64_t row, const Column& column, Output& out) {
    switch (cell.shape) {
      case Cell::Shape::null: out.append("null"); return;
      case Cell::Shape::boolean:
      case Cell::Shape::number: out.append(cell.text); return;
      case Cell::Shape::text: string(cell.text, row, column, out); return;
      case Cell::Shape::special:
      case Cell::Shape::blob: break;
    }
    out.put('"');
    if (cell.shape == Cell::Shape::blob) {
      append_base64(cell.text, out);
    } else {
      out.append(cell.text);
    }
    out.put('"');
  }

  static void string(std::string_view text, std::int64_t row, const Column& column, Output& out) {
    std::uint8_t seen = kPlain;
    for (const char c : text) seen |= kClasses[static_cast<unsigned char>(c)];
    if ((seen & kSuspect) != 0) require_text(text, row, column);
    out.put('"');
    if ((seen & kEscaped) == 0) {
      out.append(text);
    } else {
      escaped(text, [&out](std::string_view piece) { out.append(piece); });
    }
    out.put('"');
  }

  std::vector<Field> fields_;
  Output* out_ = nullptr;
  std::vector<std::string> keys_;
};

}  // namespace

std::unique_ptr<TableWriter> make_jsonl_writer(std::span<const Field> fields) {
  return std::make_unique<JsonlWriter>(fields);
}

}  // namespace tamis::exports
