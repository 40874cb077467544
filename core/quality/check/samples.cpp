#include "core/quality/check/samples.h"

#include <utf8proc.h>

#include <algorithm>

#include "core/text/utf8.h"

namespace tamis::quality {
namespace {

constexpr std::size_t kMostCharacters = 200;
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

void append_escaped(char c, std::string& out) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += "\\x";
  out += kHex[byte >> 4U];
  out += kHex[byte & 0xFU];
}

void append_masked(std::string_view character, std::string& out) {
  utf8proc_int32_t point = 0;
  utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(character.data()),
                   static_cast<utf8proc_ssize_t>(character.size()), &point);
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT: out += 'A'; break;
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: out += 'a'; break;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: out += '9'; break;
    default: out += character;
  }
}

}  // namespace

void Samples::insert(const sketch::RowRef& row, std::string_view json, std::size_t most) {
  Sample sample{row, std::pmr::string(json, samples_.get_allocator())};
  const auto at = std::lower_bound(samples_.begin(), samples_.end(), sample);
  if (at != samples_.end() && *at == sample) return;
  if (samples_.size() < most) {
    samples_.insert(at, std::move(sample));
  } else if (at != samples_.end()) {
    std::move_backward(at, samples_.end() - 1, samples_.end());
    *at = std::move(sample);
  }
}

void Samples::merge(const Samples& other, std::size_t most) {
  for (const Sample& sample : other.samples_) insert(sample.row, sample.json, most);
}

document::Json shown_value(Cell& cell, bool mask) {
  if (cell.is_null()) return nullptr;
  const std::string_view text = cell.text();
  std::string out;
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) {
    if (count == kMostCharacters) {
      out += kEllipsis;
      break;
    }
    const std::size_t size = text::utf8_length(text.substr(i));
    if (size == 0 || text[i] == '\0') {
      append_escaped(text[i], out);
    } else if (mask) {
      append_masked(text.substr(i, size), out);
    } else {
      out += text.substr(i, size);
    }
    i += std::max<std::size_t>(size, 1);
  }
  return out;
}

}  // namespace tamis::quality
