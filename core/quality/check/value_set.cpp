#include "core/quality/check/value_set.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

#include "core/quality/check/mix.h"

namespace tamis::quality {
namespace {

using document::Json;
using types::Type;

bool needs_folding(std::string_view text) noexcept {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  });
}

void append_lower(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size();) {
    utf8proc_int32_t point = -1;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + i),
                                       static_cast<utf8proc_ssize_t>(text.size() - i), &point);
    if (size <= 0) {  // a broken byte
      out += text[i++];
      continue;
    }
    std::array<utf8proc_uint8_t, 4> bytes{};
    const auto written = utf8proc_encode_char(utf8proc_tolower(point), bytes.data());
    out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(written));
    i += static_cast<std::size_t>(size);
  }
}

}  // namespace

std::string decimal_text(const Json& number) {
  const std::string written = document::canonical(number);
  std::array<char, types::kCanonicalBytes> buffer;
  std::string_view plain;
  const types::Convention point{.mark = types::DecimalMark::point};
  return types::plain_number(written, point, buffer, plain) ? std::string(plain) : written;
}

std::string_view folded_case(std::string_view text, std::string& room) {
  if (!needs_folding(text)) return text;
  room.clear();
  append_lower(text, room);
  return room;
}

std::optional<bool> boolean_of(Cell& cell) noexcept {
  if (cell.value().kind() == engine::Kind::boolean) return cell.value().as_boolean();
  if (cell.is_blob()) return std::nullopt;
  const types::Reading& reading = cell.reading();
  if (reading.type == Type::integer && reading.zero_or_one) return reading.integer == 1;
  if (reading.type != Type::boolean) return std::nullopt;
  // true, t, yes, y, on; the others are false, f, no, n, off.
  const std::string_view text = cell.trimmed();
  const char first = static_cast<char>(text.front() | 0x20);
  const char last = static_cast<char>(text.back() | 0x20);
  return first == 't' || first == 'y' || (first == 'o' && last == 'n');
}

ValueSet::ValueSet(const Json& values, bool ignore_case)
    : ignore_case_(ignore_case), size_(values.size()) {
  const auto all = [&](auto is) { return std::all_of(values.begin(), values.end(), is); };
  if (all([](const Json& v) { return v.is_number(); })) kind_ = Kind::numbers;
  if (all([](const Json& v) { return v.is_boolean(); })) kind_ = Kind::booleans;
  std::size_t place = 0;
  for (const Json& value : values) {
    if (kind_ == Kind::booleans) {
      std::size_t& at = places_[value.get<bool>() ? 1 : 0];
      at = std::min(at, place);
    } else if (kind_ == Kind::numbers) {
      Listed& listed = listed_.emplace_back();
      listed.text = decimal_text(value);
      std::from_chars(listed.text.data(), listed.text.data() + listed.text.size(), listed.number);
      listed.place = place;
    } else {
      add_text(value, place);
    }
    ++place;
  }
  if (kind_ == Kind::numbers) {
    std::stable_sort(listed_.begin(), listed_.end(),
                     [](const Listed& a, const Listed& b) { return a.number < b.number; });
  }
  if (kind_ == Kind::texts) index_texts();
}

void ValueSet::add_text(const Json& value, std::size_t place) {
  std::string text = value.is_string() ? value.get<std::string>() : document::canonical(value);
  if (ignore_case_) text = std::string(folded_case(text, folded_));
  longest_ = std::max(longest_, static_cast<std::uint32_t>(text.size()));
  listed_.push_back({.text = std::move(text), .number = 0, .place = place});
}

void ValueSet::index_texts() {
  slots_.assign(std::bit_ceil(4 * listed_.size()), 0);
  for (std::size_t i = 0; i < listed_.size(); ++i) {
    if (find_text(listed_[i].text) != kNone) continue;
    std::size_t slot = mix(listed_[i].text) & (slots_.size() - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

std::size_t ValueSet::find_text(std::string_view text) const noexcept {
  if (text.size() > longest_) return kNone;
  std::size_t slot = mix(text) & (slots_.size() - 1);
  for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    const Listed& listed = listed_[slots_[slot] - 1];
    if (listed.text == text) return listed.place;
  }
  return kNone;
}

std::size_t ValueSet::find_number(Cell& cell) const noexcept {
  if (!cell.is_number()) return kNone;
  auto at = std::lower_bound(listed_.begin(), listed_.end(), cell.number(),
                             [](const Listed& listed, double n) { return listed.number < n; });
  for (; at != listed_.end() && at->number == cell.number(); ++at) {
    if (cell.compare_number(at->number, at->text) == 0) return at->place;
  }
  return kNone;
}

std::size_t ValueSet::find(Cell& cell) const noexcept {
  switch (kind_) {
    case Kind::numbers: return find_number(cell);
    case Kind::booleans: {
      const std::optional<bool> word = boolean_of(cell);
      return word ? places_[*word ? 1 : 0] : kNone;
    }
    case Kind::texts: break;
  }
  if (cell.is_blob()) return kNone;
  // Lower case may take more bytes than upper case, but no more than twice as many.
  if (!ignore_case_) return find_text(cell.text());
  if (cell.text().size() > 2 * std::size_t{longest_} + 4) return kNone;
  return find_text(folded_case(cell.text(), folded_));
}

}  // namespace tamis::quality
