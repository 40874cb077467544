#include "core/export/parquet/statistics.h"

#include <algorithm>
#include <cmath>

#include "core/text/utf8.h"

namespace tamis::exports::parquet::writer {
namespace {

template <typename Number>
Number number_of(std::string_view bytes) noexcept {
  Number number = 0;
  std::memcpy(&number, bytes.data(), std::min(bytes.size(), sizeof number));
  return number;
}

template <typename Number>
std::string bytes_of(Number number) {
  std::string bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

bool below_signed_bytes(std::string_view a, std::string_view b) noexcept {
  const auto first = [](std::string_view s) { return static_cast<signed char>(s.front()); };
  return first(a) != first(b) ? first(a) < first(b) : a < b;
}

template <typename Number>
void number_bounds(const ColumnValues& values, Statistics& out) {
  if (values.values == 0) return;
  Number least = number_of<Number>(values.plain.view());
  Number most = least;
  const char* at = values.plain.data();
  for (std::size_t i = 0; i < values.values; ++i, at += sizeof(Number)) {
    Number number = 0;
    std::memcpy(&number, at, sizeof number);
    least = std::min(least, number);
    most = std::max(most, number);
  }
  out.bounded = true;
  out.least = bytes_of(least);
  out.most = bytes_of(most);
}

template <typename Number>
void floating_bounds(const ColumnValues& values, Statistics& out) {
  Number least = std::numeric_limits<Number>::infinity();
  Number most = -least;
  std::int64_t nans = 0;
  const char* at = values.plain.data();
  for (std::size_t i = 0; i < values.values; ++i, at += sizeof(Number)) {
    Number number = 0;
    std::memcpy(&number, at, sizeof number);
    // NaN compares false both times.
    least = number < least ? number : least;
    most = number > most ? number : most;
    nans += number != number ? 1 : 0;
  }
  out.nans = nans;
  if (nans == static_cast<std::int64_t>(values.values)) return;
  out.bounded = true;
  out.least = bytes_of(least == 0 ? -Number{0} : least);
  out.most = bytes_of(most == 0 ? Number{0} : most);
}

// The first eight bytes as a number that sorts as they do.
std::uint64_t head_of(std::string_view s) noexcept {
  std::uint64_t head = 0;
  std::memcpy(&head, s.data(), std::min(s.size(), sizeof head));
  return __builtin_bswap64(head);
}

// Keeps the extremes of strings; most are told from both by their heads alone.
class StringBounds {
 public:
  explicit StringBounds(bool signed_bytes) : signed_(signed_bytes) {}

  void take(std::string_view s) noexcept {
    if (!any_) {
      any_ = true;
      least_ = most_ = s;
      least_head_ = most_head_ = head_of(s);
      return;
    }
    if (signed_) {
      if (below_signed_bytes(s, least_)) least_ = s;
      if (below_signed_bytes(most_, s)) most_ = s;
      return;
    }
    const std::uint64_t head = head_of(s);
    if (head > least_head_ && head < most_head_) return;
    if (s < least_) {
      least_ = s;
      least_head_ = head;
    } else if (most_ < s) {
      most_ = s;
      most_head_ = head;
    }
  }

  void put(Statistics& out) const {
    out.bounded = any_;
    out.least = least_;
    out.most = most_;
  }

 private:
  bool signed_;
  bool any_ = false;
  std::string_view least_;
  std::string_view most_;
  std::uint64_t least_head_ = 0;
  std::uint64_t most_head_ = 0;
};

void string_bounds(const Leaf& leaf, const ColumnValues& values, const Dictionary* dictionary,
                   Statistics& out) {
  StringBounds bounds(leaf.order == Order::signed_bytes);
  const auto take = [&bounds](std::string_view s) { bounds.take(s); };
  const std::string_view plain = values.plain.view();
  const std::size_t width = leaf.value_bytes();
  if (dictionary != nullptr) {
    dictionary->each_used_string(take);
  } else if (width == 0) {
    each_string(plain, take);
  } else {
    for (std::size_t at = 0; at < plain.size(); at += width) take(plain.substr(at, width));
  }
  bounds.put(out);
}

void boolean_bounds(const ColumnValues& values, Statistics& out) {
  const std::string_view plain = values.plain.view();
  out.bounded = !plain.empty();
  out.least = plain.find('\0') != std::string_view::npos ? '\0' : '\1';
  out.most = plain.find('\1') != std::string_view::npos ? '\1' : '\0';
}

bool is_text(const Leaf& leaf) noexcept {
  return leaf.type == Type::BYTE_ARRAY && leaf.kind != FieldKind::bytes;
}

// The first `most` bytes, or fewer so that no character of a text is broken.
std::string_view cut(const Leaf& leaf, std::string_view s, std::size_t most) noexcept {
  if (s.size() <= most) return s;
  std::size_t end = most;
  while (is_text(leaf) && end > 0 && (static_cast<unsigned char>(s[end]) & 0xC0U) == 0x80U) --end;
  return s.substr(0, end);
}

void append_utf8(std::uint32_t code, std::string& out) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0U | code >> 6U);
  } else if (code < 0x10000) {
    put(0xE0U | code >> 12U);
    put(0x80U | (code >> 6U & 0x3FU));
  } else {
    put(0xF0U | code >> 18U);
    put(0x80U | (code >> 12U & 0x3FU));
    put(0x80U | (code >> 6U & 0x3FU));
  }
  put(0x80U | (code & 0x3FU));
}

std::uint32_t decode_utf8(std::string_view character) noexcept {
  const auto lead = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return lead;
  std::uint32_t code = lead & (0x7FU >> character.size());
  for (const char c : character.substr(1))
    code = code << 6U | (static_cast<unsigned char>(c) & 0x3FU);
  return code;
}

// The least text above all that start with `text`: its last character raised, or the one before.
bool raise_text(std::string& text) {
  constexpr std::uint32_t kLast = 0x10FFFF;
  constexpr std::uint32_t kSurrogates = 0xD800;
  constexpr std::uint32_t kBehindSurrogates = 0xE000;
  while (!text.empty()) {
    std::size_t start = text.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U) --start;
    std::uint32_t code = decode_utf8(std::string_view(text).substr(start));
    text.resize(start);
    if (code == kLast) continue;
    append_utf8(code + 1 == kSurrogates ? kBehindSurrogates : code + 1, text);
    return true;
  }
  return false;
}

bool raise_bytes(std::string& bytes) {
  while (!bytes.empty()) {
    const auto last = static_cast<unsigned char>(bytes.back());
    bytes.pop_back();
    if (last == 0xFF) continue;
    bytes.push_back(static_cast<char>(last + 1));
    return true;
  }
  return false;
}

}  // namespace

bool below(const Leaf& leaf, std::string_view a, std::string_view b) noexcept {
  switch (leaf.type) {
    case Type::INT32: return number_of<std::int32_t>(a) < number_of<std::int32_t>(b);
    case Type::INT64: return number_of<std::int64_t>(a) < number_of<std::int64_t>(b);
    case Type::FLOAT: return number_of<float>(a) < number_of<float>(b);
    case Type::DOUBLE: return number_of<double>(a) < number_of<double>(b);
    default: break;
  }
  return leaf.order == Order::signed_bytes ? below_signed_bytes(a, b) : a < b;
}

Statistics Statistics::of(const Leaf& leaf, const ColumnValues& values,
                          const Dictionary* dictionary) {
  Statistics out;
  out.nulls = static_cast<std::int64_t>(values.nulls());
  out.values = static_cast<std::int64_t>(values.values);
  switch (leaf.type) {
    case Type::BOOLEAN: boolean_bounds(values, out); break;
    case Type::INT32: number_bounds<std::int32_t>(values, out); break;
    case Type::INT64: number_bounds<std::int64_t>(values, out); break;
    case Type::FLOAT: floating_bounds<float>(values, out); break;
    case Type::DOUBLE: floating_bounds<double>(values, out); break;
    default: string_bounds(leaf, values, dictionary, out); break;
  }
  return out;
}

void Statistics::add(const Leaf& leaf, const Statistics& other) {
  nulls += other.nulls;
  nans += other.nans;
  values += other.values;
  if (!other.bounded) return;
  if (!bounded || below(leaf, other.least, least)) least = other.least;
  if (!bounded || below(leaf, most, other.most)) most = other.most;
  bounded = true;
}

WrittenBound lower_bound_of(const Leaf& leaf, std::string_view least) {
  if (leaf.type != Type::BYTE_ARRAY) return {std::string(least)};
  const std::string_view bytes = cut(leaf, least, kLongestBound);
  return {std::string(bytes), bytes.size() == least.size()};
}

WrittenBound upper_bound_of(const Leaf& leaf, std::string_view most) {
  if (leaf.type != Type::BYTE_ARRAY || most.size() <= kLongestBound) return {std::string(most)};
  WrittenBound bound{std::string(cut(leaf, most, kLongestBound)), false};
  bound.there = is_text(leaf) ? raise_text(bound.bytes) : raise_bytes(bound.bytes);
  return bound;
}

void write_statistics(int id, const Leaf& leaf, const Statistics& statistics, ThriftOut& out) {
  WrittenBound low;
  WrittenBound high;
  if (statistics.bounded) {
    low = lower_bound_of(leaf, statistics.least);
    high = upper_bound_of(leaf, statistics.most);
  }
  // The deprecated pair is for readers that know no other, and theirs is the signed order.
  const bool legacy = statistics.bounded && leaf.order == Order::signed_numbers;
  out.begin(id);
  if (legacy) {
    out.binary(1, high.bytes);
    out.binary(2, low.bytes);
  }
  out.i64(3, statistics.nulls);
  if (statistics.bounded) {
    if (high.there) out.binary(5, high.bytes);
    out.binary(6, low.bytes);
    if (high.there) out.boolean(7, high.exact);
    out.boolean(8, low.exact);
  }
  if (leaf.order == Order::floating) out.i64(9, statistics.nans);
  out.end();
}

}  // namespace tamis::exports::parquet::writer
